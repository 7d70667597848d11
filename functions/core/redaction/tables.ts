interface Table {
  readonly firstLine: number;
  readonly lastLine: number;
  readonly columns: readonly string[];
  readonly rows: number;
}

const COLUMNS_MIN = 2;
const LINES_MIN = 2;

/** Cells of a line under a delimiter, quotes respected (RFC 4180; an unclosed quote runs to the end of the line). */
function cells(line: string, delimiter: string): string[] {
  const out: string[] = [];
  let cell = "";
  let isQuoted = false;
  for (const c of line) {
    if (c === '"') isQuoted = !isQuoted;
    else if (c === delimiter && !isQuoted) {
      out.push(cell.trim());
      cell = "";
    } else cell += c;
  }
  out.push(cell.trim());
  if (delimiter === "|") {
    if (out[0] === "") out.shift();
    if (out.at(-1) === "") out.pop();
  }
  return out;
}

const isRule = (row: readonly string[]): boolean => row.every((cell) => /^:?-{2,}:?$/.test(cell));

// A header's cell is a short label without figures; a comma in prose gives longer ones, or ones that end a sentence.
const isLabel = (cell: string): boolean =>
  cell.length <= 40 && /^[\p{L}_][\p{L}\p{N}_ .()/#%€-]*$/u.test(cell) && !/[.]$/.test(cell);

function tableAt(lines: readonly string[], first: number, delimiter: string): Table | undefined {
  const header = lines[first];
  if (header === undefined || !header.includes(delimiter)) return undefined;
  const columns = cells(header, delimiter);
  if (columns.length < COLUMNS_MIN || !columns.every(isLabel)) return undefined;
  let last = first;
  let rows = 0;
  for (let i = first + 1; i < lines.length; i++) {
    const row = cells(lines[i] ?? "", delimiter);
    if (row.length !== columns.length) break;
    last = i;
    if (!isRule(row)) rows++;
  }
  // Two comma-separated lines of two cells are as likely prose as a table; three columns, or a third line, are not.
  const isSure = delimiter !== "," || columns.length > COLUMNS_MIN || rows > 1;
  return last - first + 1 >= LINES_MIN && rows > 0 && isSure
    ? { firstLine: first, lastLine: last, columns, rows }
    : undefined;
}

/** Replaces each pasted CSV, TSV, semicolon or Markdown table by its column names and number of rows; no value survives. */
export function reduceTables(text: string): string {
  if (!text.includes("\n")) return text;
  const lines = text.split("\n");
  const out: string[] = [];
  for (let i = 0; i < lines.length; i++) {
    const table = ["\t", "|", ";", ","].map((d) => tableAt(lines, i, d)).find((t) => t !== undefined);
    if (table === undefined) out.push(lines[i] ?? "");
    else {
      out.push(`[TABLE columns: ${table.columns.join(", ")}; rows: ${table.rows}]`);
      i = table.lastLine;
    }
  }
  return out.join("\n");
}
