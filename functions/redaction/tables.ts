/** One cell: its value without blanks and quotes around, and where that value begins. */
export interface Cell {
  readonly value: string;
  readonly start: number;
}

interface Table {
  readonly last: number;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

interface Line {
  readonly text: string;
  readonly start: number;
}

const COLUMNS_MIN = 2;
const DELIMITERS = ["\t", "|", ";", ","] as const;
// A line longer than this is no row anybody pasted into a chat; the bound keeps the search linear.
const LINE_CHARS_MAX = 4000;

/** Cells of a line under a delimiter, quotes respected (RFC 4180; an unclosed quote runs to the end of the line). */
function cells(line: Line, delimiter: string, isTight = false): Cell[] {
  const out: Cell[] = [];
  let from = 0;
  let isQuoted = false;
  const { text } = line;
  for (let i = 0; i <= text.length; i++) {
    const c = text.charAt(i);
    if (c === '"') isQuoted = !isQuoted;
    else if ((c === delimiter && !isQuoted && !(isTight && text.charAt(i + 1) === " ")) || i === text.length) {
      const raw = text.slice(from, i);
      const value = raw.trim().replace(/^"(.*)"$/s, "$1");
      out.push({ value, start: line.start + from + Math.max(0, raw.indexOf(value)) });
      from = i + 1;
    }
  }
  if (delimiter === "|") {
    if (out[0]?.value === "") out.shift();
    if (out.at(-1)?.value === "") out.pop();
  }
  return out;
}

const isRule = (row: readonly Cell[]): boolean => row.every(({ value }) => /^:?-{2,}:?$/.test(value));

// A header's cell is a short label without figures; a comma in prose gives longer ones, or ones that end a sentence.
const isLabel = ({ value }: Cell): boolean =>
  value.length <= 40 &&
  /^[\p{L}_][\p{L}\p{N}_ .()/#%€-]*$/u.test(value) &&
  !value.endsWith(".") &&
  value.split(" ").length <= 4;

function tableAt(lines: readonly Line[], first: number, delimiter: string): Table | undefined {
  const header = lines[first];
  if (header === undefined || header.text.length > LINE_CHARS_MAX || !header.text.includes(delimiter)) return undefined;
  // Most lines with a comma are prose: a look at the next one spares taking them apart.
  if (lines[first + 1]?.text.includes(delimiter) !== true) return undefined;
  const columns = cells(header, delimiter);
  if (columns.length < COLUMNS_MIN || !columns.every(isLabel)) return undefined;
  // Where the header has no blank after its commas, a comma with one belongs to the value: "May 3, 1980", "Peeters, An".
  const isTight = delimiter === "," && !header.text.includes(", ");
  let last = first;
  const rows: Cell[][] = [];
  for (let i = first + 1; i < lines.length; i++) {
    const line = lines[i];
    if (line === undefined || line.text.length > LINE_CHARS_MAX) break;
    const row = cells(line, delimiter, isTight);
    if (row.length !== columns.length) break;
    last = i;
    if (!isRule(row)) rows.push(row);
  }
  // Two comma-separated lines of two cells are as likely prose as a table; three columns, or a third line, are not.
  const isSure = delimiter !== "," || columns.length > COLUMNS_MIN || rows.length > 1;
  return rows.length > 0 && isSure ? { last, columns: columns.map(({ value }) => value), rows } : undefined;
}

function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  for (let start = 0; start <= text.length; ) {
    const end = text.indexOf("\n", start);
    const stop = end < 0 ? text.length : end;
    lines.push({ text: text.slice(start, stop), start });
    start = stop + 1;
  }
  return lines;
}

function scan(text: string, table: (found: Table) => void, line: (text: string) => void): void {
  const lines = linesOf(text);
  for (let i = 0; i < lines.length; i++) {
    let found: Table | undefined;
    for (const delimiter of DELIMITERS) found ??= tableAt(lines, i, delimiter);
    if (found === undefined) line(lines[i]?.text ?? "");
    else {
      table(found);
      i = found.last;
    }
  }
}

/** Calls back for each pasted CSV, TSV, semicolon or Markdown table: column names, and rows of placed cells. */
export function eachTable(
  text: string,
  each: (columns: readonly string[], rows: readonly (readonly Cell[])[]) => void,
): void {
  if (!text.includes("\n")) return;
  scan(
    text,
    ({ columns, rows }) => each(columns, rows),
    () => undefined,
  );
}

/** Replaces each pasted table by its column names and number of rows; no value survives. */
export function reduceTables(text: string): string {
  if (!text.includes("\n")) return text;
  const out: string[] = [];
  scan(
    text,
    ({ columns, rows }) => out.push(`[TABLE columns: ${columns.join(", ")}; rows: ${rows.length}]`),
    (line) => out.push(line),
  );
  return out.join("\n");
}
