// Marks that programs are full of and prose hardly ever shows: `{ } ; = < >`, calls, member access, arrows.
const MARKS = /[{}<>=;\\]|\(\)|\w\(|=>|::|&&|\|\||\/\/|\/\*|\*\/|\w\.\w+\(|\]\(|`|^\s*[@#$*]/gm;

/** Share of marked characters in a line from which on it reads as code; prose with a formula or a mail header stays below. */
const LINE_SHARE = 0.04;
const TEXT_SHARE = 0.02;

/** A line's first part tells what it is, however long it goes on. */
const LINE_CHARS_MAX = 400;
const OPENS_CODE = /^\s*(?:\/\/|\/?\*+ |#!|import |export |const |let |var |return |function |def |class )/;

/** How much of a stretch of text consists of code marks, 0 to 1. */
function share(text: string): number {
  return text.length === 0 ? 0 : (text.match(MARKS)?.length ?? 0) / text.length;
}

/**
 * Tells code from prose, for rules that only make sense in one of them. In a text that is code as a whole, comments count as
 * code too: they speak of types and functions, not of people. Computed once for each line asked about.
 */
export function createCodeTest(text: string): (offset: number) => boolean {
  let whole: boolean | undefined;
  const lines = new Map<number, boolean>();
  // The line asked about last: detectors ask in order, so that each line's ends are looked for once.
  let start = 0;
  let end = -1;
  return (offset) => {
    // Program text announces itself early; looking at the first part keeps this linear for any text.
    whole ??= text.length > 200 && share(text.slice(0, 16_384)) > TEXT_SHARE;
    if (whole) return true;
    if (offset < start || offset > end) {
      start = text.lastIndexOf("\n", offset - 1) + 1;
      end = text.indexOf("\n", offset);
      if (end < 0) end = text.length;
    }
    const known = lines.get(start);
    if (known !== undefined) return known;
    const line = text.slice(start, Math.min(end, start + LINE_CHARS_MAX));
    const isCode = share(line) > LINE_SHARE || OPENS_CODE.test(line);
    lines.set(start, isCode);
    return isCode;
  };
}
