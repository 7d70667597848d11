// Marks that programs are full of and prose hardly ever shows: `{ } ; = < >`, calls, member access, arrows.
const MARKS = /[{}<>=;\\]|\(\)|\w\(|=>|::|&&|\|\||\/\/|\/\*|\*\/|\w\.\w+\(|\]\(|`|^\s*[@#$*]/gm;

/** Share of marked characters in a line from which on it reads as code; prose with a formula or a mail header stays below. */
const LINE_SHARE = 0.04;
const TEXT_SHARE = 0.02;

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
  return (offset) => {
    // Program text announces itself early; looking at the first part keeps this linear for any text.
    whole ??= text.length > 200 && share(text.slice(0, 16_384)) > TEXT_SHARE;
    if (whole) return true;
    const start = text.lastIndexOf("\n", offset - 1) + 1;
    const known = lines.get(start);
    if (known !== undefined) return known;
    const end = text.indexOf("\n", offset);
    const line = text.slice(start, Math.min(end < 0 ? text.length : end, start + 400));
    const isCode =
      share(line) > LINE_SHARE ||
      /^\s*(?:\/\/|\/?\*+ |#!|import |export |const |let |var |return |function |def |class )/.test(line);
    lines.set(start, isCode);
    return isCode;
  };
}
