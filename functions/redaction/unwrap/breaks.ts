import { classOf, DIGIT, LETTER } from "../chars.ts";
import { matchAt } from "../near.ts";
import type { Plain } from "./escapes.ts";

// A line's end with what a mail or a list puts before the next line, or a tag that breaks a line or a cell.
const LINE = /[ \t]{0,4}\r?\n[ \t]{0,8}(?:(?:>[ \t]{0,2}){1,6})?(?:(?:[-*•+·–]|\d{1,2}[.)]|[a-h]\))[ \t]{1,3})?/y;
const TAG =
  /\s{0,2}<\/?(?:br|p|div|td|tr|li|th|ul|ol)\b[^<>\n]{0,80}>(?:\s{0,4}<\/?(?:br|p|div|td|tr|li|th|ul|ol)\b[^<>\n]{0,80}>){0,4}\s{0,2}/iy;
// "0475", "12" and '04' + '75': a list's or a sum's parts.
const PARTS = /(["'])\s{0,2}(?:([,;])\s{0,4}|[+.&]\s{0,4})(["'])/y;
const RUN_CHARS_MAX = 80;
const COMPLETE = /@[\w.-]{1,60}\.[a-z]{2,24}$/i;

const isDigit = (c: number): boolean => (classOf(c) & DIGIT) !== 0;
const isSign = (c: number): boolean => (classOf(c) & (DIGIT | LETTER)) !== 0;

/** What a value goes on with behind a break at `at`: nothing inside an address, a blank between groups; undefined when none does. */
export function breakAt(text: string, at: number): Plain | undefined {
  const c = text.charCodeAt(at);
  if (c === 34 || c === 39) return parts(text, at);
  const length = (matchAt(c === 60 ? TAG : LINE, text, at) ?? "").length;
  if (length === 0) return undefined;
  const before = text.charCodeAt(at - 1);
  const after = text.charCodeAt(at + length);
  if ((isDigit(before) || before === 43 || before === 40) && (isDigit(after) || after === 40))
    return { length, text: " " };
  // A separator that ends the line stays one: 73.05.14-
  if (isDigit(after) && isSeparator(before) && isDigit(text.charCodeAt(at - 2))) return { length, text: "" };
  // Groups of an IBAN hold letters; one side must be a digit, or every line of a table would do.
  const isGroup = isCapital(after) && !isSmall(text.charCodeAt(at + length + 1));
  if ((isDigit(before) && isGroup) || (isCapital(before) && isDigit(after))) return { length, text: " " };
  return goesOn(text, at, at + length) ? { length, text: "" } : undefined;
}

const isSeparator = (c: number): boolean => c >= 45 && c <= 47; // - . /
const isSmall = (c: number): boolean => c >= 97 || c === 58 || c === 32;
const isCapital = (c: number): boolean => c >= 65 && c <= 90;

/** An address broken after its @, a dot or a hyphen, before them, or inside a domain that has no ending yet. */
function goesOn(text: string, at: number, next: number): boolean {
  const before = text.charCodeAt(at - 1);
  const after = text.charCodeAt(next);
  if (before === 64) return isSign(after);
  if (after === 64) return isSign(before);
  if (!isSign(after) && after !== 46) return false;
  let from = at;
  while (from > 0 && at - from < RUN_CHARS_MAX && text.charCodeAt(from - 1) > 32) from--;
  const run = text.slice(from, at);
  if (run.includes("@")) return !COMPLETE.test(run) && /[\w.-]$/.test(run);
  // A local part broken after a sign that no sentence ends with.
  return (before === 95 || before === 45 || before === 43) && /^[\w.+-]{0,40}@/.test(text.slice(next, next + 42));
}

function parts(text: string, at: number): Plain | undefined {
  PARTS.lastIndex = at;
  const m = PARTS.exec(text);
  if (m === null || m[1] !== m[3]) return undefined;
  const before = text.charCodeAt(at - 1);
  const after = text.charCodeAt(at + m[0].length);
  const isAddress = [before, after].some((c) => c === 64 || c === 46);
  if (m[2] === undefined || isAddress) return { length: m[0].length, text: "" };
  return isSign(before) && isSign(after) && (isDigit(before) || isDigit(after))
    ? { length: m[0].length, text: " " }
    : undefined;
}

const AT_SIGN =
  /(?: ?[([{<] ?(?:a|at|ät|chez|arobase|apenstaartje|apestaart|klammeraffe|@|æ) ?[)\]}>] ?|[_*|~-]{1,2}(?:at|ät|AT)[_*|~-]{1,2}| {1,2}@ {0,2}|@ {1,2})/iy;
const DOT_SIGN =
  /(?: ?[([{<] ?(?:dot|punt|point|punkt|d|\.) ?[)\]}>] ?|[_*|~-]{1,2}(?:dot|punt|point|punkt)[_*|~-]{1,2}| {1,2}\. {0,2})/iy;

/** The words and signs inside begin with one of these, behind a mark or two and a blank. */
const OPENS = new Set([..."aAcCdDkKpPäÄæ@."].map((c) => c.charCodeAt(0)));

function mayOpen(text: string, at: number): boolean {
  if (text.charCodeAt(at) === 64) return text.charCodeAt(at + 1) === 32;
  for (let i = at + 1; i < at + 4; i++) if (OPENS.has(text.charCodeAt(i))) return true;
  return false;
}

/** A spelled or dressed-up @ or dot between two signs: `(a)`, `_at_`, `{at}`, ` @ `; `[dot]`, ` . ` */
export function signAt(text: string, at: number): Plain | undefined {
  if (!isSign(text.charCodeAt(at - 1)) || !mayOpen(text, at)) return undefined;
  const sign = matchAt(AT_SIGN, text, at);
  const shape = sign ?? matchAt(DOT_SIGN, text, at);
  if (shape === undefined || !isSign(text.charCodeAt(at + shape.length))) return undefined;
  // " @ " alone also means "at": only a local part that no word looks like, or a word for mail, makes it an address.
  if (
    sign?.trim() === "@" &&
    !/[\w+-]*[._\d][\w.+-]*$|(?:mail|adres\w*|contact)\W{1,3}[\w.+-]{1,40}$/i.test(text.slice(Math.max(0, at - 60), at))
  )
    return undefined;
  return { length: shape.length, text: sign === undefined ? "." : "@" };
}
