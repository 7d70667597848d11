import { hashOf } from "../chars.ts";
import { CUE } from "../cues.ts";
import { digitsOf, hasCueAfter, hasCueBefore, isInsideSpacedDigits, isNearest, matchAt } from "../near.ts";
import { DIGITS, LOWER, MIXED } from "../tokens.ts";
import type { Detector, Emit, Source } from "../types.ts";
import { internationalConfidence, isNationalNumber } from "./phone-plans.ts";

// Groups of digits, parentheses around an area code or a dropped trunk 0, and what people put between.
const BRACKETED = "\\(\\+?\\d(?:[ -]?\\d){0,5}\\)|\\[0\\]";
const BETWEEN = "[ ./-]{0,2}| [./·|_-] |\\t|[·|_*~',\\\\:] ?";
const SHAPE = new RegExp(
  `(?:\\+ ?|00[ -]?)?(?:${BRACKETED}|\\+?\\d{1,14})(?:(?:${BETWEEN})(?:${BRACKETED}|\\d{1,12})){0,14}(?:(?: ?x| ?ext\\.? ?)\\d{1,6})?`,
  "iy",
);
const OPENS_BRACKET = new RegExp(BRACKETED, "y");
/** Signs that hardly ever stand inside a phone number, and often between other things. */
const ODD_SEPARATOR = /[·|_*~',\\:\t]/;
const AMERICAN = /^(?:\+?1[ .-]?)?(?:\([2-9]\d{2}\) ?|[2-9]\d{2}[-. ])\d{3}[-. ]\d{4}/;
const DATE = /^(?:\d{1,2}([-/.])\d{1,2}\1(?:\d\d){1,2}|(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2})(?![-/.]?\d)/;
/** As mobile numbers are grouped, which no order number is: 0475 12 34 56, 0475/12.34.56, 06 12 34 56 78, 07700 900461. */
const TELLING = /^0(?:\d{3}(?:[ ./-]\d\d){3}|\d(?:[ ./-]\d\d){4}|7\d{3} \d{3} ?\d{3})$/;

/** True for a number grouped as only telephone numbers are. */
export function isTellingNumber(shape: string): boolean {
  return TELLING.test(shape);
}

const KIND_AFTER =
  /[ (]{1,2}(?:office|fax|mobile|gsm|tel|home|work|cell|kantoor|bureau|mobil|mob|privé|dienstlich)\b/iy;
const KINDS = new Set("office home work kantoor bureau privé dienstlich".split(" ").map(hashOf));
const STARTS_WITH_WORD = /^(?:tel|gsm|mob|fax|phone|t|m|f|p)(?=\d)/i;
const CHARS_MAX = 40;
const DIGITS_MIN = 6;
const TOKENS_TRIED = 12;
/** Between single digits that make up one number: "0: 4: 7: …" is tried at its first. */
const SINGLES_GAP_MAX = 2;

/** Phone numbers: international, national with a trunk 0 or in American form, and whatever digits a word announces as one. */
export const phone: Detector = {
  name: "phone",
  find(source, emit) {
    const { text, tokens, budget } = source;
    let done = 0;
    for (const i of tokens.numeric) {
      budget.spend(2);
      if ((tokens.reach[i] ?? 0) < DIGITS_MIN) continue;
      let digit = tokens.starts[i] ?? 0;
      if (digit < done || isInsideSpacedDigits(tokens, i, SINGLES_GAP_MAX)) continue;
      const word = tokens.kinds[i] === MIXED ? STARTS_WITH_WORD.exec(text.slice(digit, digit + 6))?.[0] : undefined;
      digit += word?.length ?? 0;
      const at = word === undefined ? opening(text, digit) : digit;
      if (at < done || (word === undefined && !begins(text, at))) continue;
      // "3 025 060": the middle of an amount; right behind a number found, the next one.
      const isMiddle = (done === 0 || at - done > 2) && /\d[ .]$/.test(text.slice(Math.max(0, at - 2), at));
      if (word === undefined && !isPlausible(source, i, at)) continue;
      budget.spend(8);
      const shape = matchAt(SHAPE, text, at)?.slice(0, CHARS_MAX);
      if (shape === undefined || shape.length < DIGITS_MIN) continue;
      const end = phoneEnd(source, i, at, shape, { isNamed: word !== undefined && word.length > 1, isMiddle }, emit);
      if (end !== undefined) done = end;
    }
  },
};

/** A trunk 0, a plus or a bracket begins a number by itself; other digits need an American grouping or a word near them. */
function isPlausible({ text, tokens }: Source, i: number, at: number): boolean {
  const c = text.charCodeAt(at);
  if (c === 48 || c === 43 || c === 40) return true;
  const size = (tokens.ends[i] ?? 0) - (tokens.starts[i] ?? 0);
  const next = (tokens.ends[i + 1] ?? 0) - (tokens.starts[i + 1] ?? 0);
  if ((size === 3 || size === 1) && next === 3) return true;
  if (hasCueBefore(tokens, i, CUE.PHONE, 6) || hasCueAfter(tokens, i, CUE.PHONE, 6)) return true;
  for (let j = i + 1; j < i + 6 && (tokens.kinds[j] ?? LOWER) >= DIGITS; j++)
    if (KINDS.has(tokens.hashes[j + 1] ?? 0)) return true;
  return KINDS.has(tokens.hashes[i + 1] ?? 0);
}

/** Reports the longest part of a shape that is a phone number, whole groups only. @returns its end */
function phoneEnd(
  source: Source,
  i: number,
  at: number,
  shape: string,
  { isNamed, isMiddle }: { isNamed: boolean; isMiddle: boolean },
  emit: Emit,
): number | undefined {
  const { text, budget } = source;
  const isAnnounced = isNamed || isNearest(source, i, CUE.PHONE, CUE.REFERENCE, 6);
  if (isMiddle && !isAnnounced) return undefined;
  const reference = isAnnounced ? 0 : referenceDistance(source, i);
  // Brackets around everything are a list or a riddle.
  if ((shape.match(/[([]/g)?.length ?? 0) > 2) return undefined;
  const ends = groupEnds(shape);
  for (let n = ends.length - 1; n >= 0 && ends.length - n < TOKENS_TRIED; n--) {
    budget.spend(8);
    const part = shape.slice(0, ends[n]);
    const end = at + part.length;
    if (!isBounded(text, end)) continue;
    const isCued = isAnnounced || matchAt(KIND_AFTER, text, end) !== undefined;
    const isReference = reference > 0 && !(reference > 1 && TELLING.test(part));
    const confidence = judged(part, isCued, isReference);
    if (confidence === 0) continue;
    emit(at, end, "PHONE", confidence);
    return end;
  }
  return undefined;
}

/** Words back to the nearest one that makes this an order's or a card's number; 0 when there is none. */
function referenceDistance(source: Source, i: number): number {
  for (const words of [1, 2, 4])
    if (isNearest(source, i, CUE.REFERENCE | CUE.COMPANY | CUE.CARD, 0, words)) return words;
  return 0;
}

/** Where the groups of a shape end from its sixth digit on, and the shape itself. */
function groupEnds(shape: string): number[] {
  const ends: number[] = [];
  let digits = 0;
  for (let i = 0; i < shape.length; i++) {
    const c = shape.charCodeAt(i);
    if (c < 48 || c > 57) continue;
    digits++;
    const next = shape.charCodeAt(i + 1);
    if (digits >= DIGITS_MIN && !(next >= 48 && next <= 57)) ends.push(i + 1);
  }
  if (digits >= DIGITS_MIN && ends.at(-1) !== shape.length) ends.push(shape.length);
  return ends;
}

function opening(text: string, digit: number): number {
  let at = digit;
  if (text.charAt(at - 1) === "+") at--;
  else if (text.slice(at - 2, at) === "+ ") at -= 2;
  // A bracket that closes after the area code belongs to the number; one around the whole number doesn't.
  return text.charAt(at - 1) === "(" && matchAt(OPENS_BRACKET, text, at - 1) !== undefined ? at - 1 : at;
}

/** No word, number or sign before it shows that something else began earlier. */
function begins(text: string, at: number): boolean {
  const before = text.charAt(at - 1);
  if (at > 0 && /[\p{L}\p{N}_@#]/u.test(before)) return false;
  return !(/[.,:/\\-]/.test(before) && (before === ":" ? /\d/ : /[\p{L}\p{N}]/u).test(text.charAt(at - 2)));
}

function isBounded(text: string, end: number): boolean {
  return !/^(?:[\p{L}\p{N}_%€$£]|[.,:/-]\d| ?(?:€|EUR\b|mm\b|cm\b|kg\b|ex\b|x\d|× ?\d))/u.test(
    text.slice(end, end + 5),
  );
}

function judged(part: string, isCued: boolean, isReference: boolean): number {
  if (DATE.test(part) || /0123456|1234567890|^\d{1,3}(?:\/\d{1,3}){2,3}$/.test(part)) return 0;
  const extension = /(?:x|ext)/i.exec(part);
  const main = extension === null ? part : part.slice(0, extension.index);
  const isInternational = /^\(?(?:\+|00)/.test(main);
  const digits = digitsOf(main.replace(/[([]0[)\]]/, ""));
  if (isInternational) {
    const bare = main.includes("+") ? digits : digits.slice(2);
    if (bare.length < 7 || bare.length > 15) return 0;
    if (!isCued && !main.includes("+") && (isReference || / [./·|_-] /.test(main))) return 0;
    const confidence = internationalConfidence(bare);
    return confidence > 0.9 || (main.includes("+") && confidence > 0) || isCued ? Math.max(confidence, 0.6) : 0;
  }
  // Odd separators stand in numbers that a word announces and a trunk 0 begins; elsewhere they part a list.
  if (isReference || (!(isCued && /^\(?0/.test(main)) && (ODD_SEPARATOR.test(main) || !isPlainlyJoined(main))))
    return 0;
  if (AMERICAN.test(main) && digits.length >= 10 && digits.length <= 11) return 0.85;
  const isNational = /^\(?0 ?[1-9]/.test(main) && digits.length >= 9 && digits.length <= 13 && isNationalNumber(digits);
  // Nine to twelve bare digits are as often an order number; a separator or a word makes it a phone number.
  if (isNational && (isCued || /[ ()/.-]/.test(main) || /^0(?:[1-9]\d{8}|7\d{9})$/.test(main)))
    return isCued ? 0.97 : 0.85;
  return isCued && digits.length >= DIGITS_MIN && digits.length <= 15 && !/^\d{1,3}(?:\.\d{3})+$/.test(main) ? 0.65 : 0;
}

/** ` / ` and ` - ` stand behind an area code once, with a whole number after them; elsewhere they part one number from the next. */
function isPlainlyJoined(main: string): boolean {
  const [area, rest, ...more] = main.split(/ [./-] /);
  if (rest === undefined) return true;
  return (
    (more.length === 0 || (more.length === 1 && /^\d{1,3}$/.test(more[0] ?? ""))) &&
    /^\(?0\d{1,5}\)?$/.test(area ?? "") &&
    /^\d[\d ]{3,11}(?:-\d{1,4})?$|^\d{3,4}-\d{2,4}$/.test(rest)
  );
}
