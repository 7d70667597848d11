import { CUE } from "../cues.ts";
import { hasCueBefore, isInsideSpacedDigits, isNearest, matchAt, stands } from "../near.ts";
import { MIXED, UPPER } from "../tokens.ts";
import type { Detector, Tokens } from "../types.ts";
import { PERSONAL_NUMBERS_BY_CHARS } from "./national-ids.ts";

// Groups of digits with one letter block at most at either end or inside, joined by single separators.
const SHAPE = /(?:[A-Z]{1,6}[ .-]?)?\d{1,15}(?:(?: ?\/ ?|[ .-])?(?:\d{1,12}|[A-Z]{1,2}(?![a-z]))){0,8}/y;
const CHARS_MAX = 26;
/** The fewest digits that a number has after a word, and on its own (British ones and ours with letters). */
const DIGITS_CUED_MIN = 4;
const DIGITS_MIN = 6;
const WORDS_FAR = 10;
/** Without letters the shortest have nine. */
const DIGITS_ALONE_MIN = 9;

/** 2020-09-08 07:35: the first digits of a log's line. */
const TIMESTAMP = /(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:[0-2]\d|3[01])[ T]\d\d[:.]?\d\d/y;

const SSN = /(?!000|666)\d{3}-(?!00)\d\d-(?!0000)\d{4}/y;
// Swedish and Danish personal numbers and Finnish HETU are told by their sign between date and serial number.
const NORDIC = /\d{6}[-+A]\d{3}[0-9A-Y]/y;
// Groups that hold a digit, or are one or two capitals.
const AFTER_CUE = /[A-Z]{0,6}\d[A-Z0-9]{0,16}(?:[ ./-]?(?:\d[A-Z0-9]{0,14}|[A-Z]{1,2}(?![A-Za-z]))){0,6}/y;

function isNordic(shape: string): boolean {
  const [a, b] = [Number(shape.slice(0, 2)), Number(shape.slice(4, 6))];
  const month = Number(shape.slice(2, 4));
  return month >= 1 && month <= 12 && ((a >= 1 && a <= 31) || (b >= 1 && b <= 31));
}

function hasLettersNear(tokens: Tokens, i: number): boolean {
  for (let j = i - 1; j <= i + 4; j++) if (tokens.kinds[j] === UPPER || tokens.kinds[j] === MIXED) return true;
  return false;
}

/** Longest valid number at `at`: whole groups, since what follows may be another number. */
function validEnd(text: string, at: number, shape: string, isCued: boolean): number | undefined {
  const length = Math.min(shape.length, CHARS_MAX);
  let compact = "";
  let found: number | undefined;
  for (let i = 0; i < length; i++) {
    const c = shape.charCodeAt(i);
    if (!isSign(c)) continue;
    compact += shape.charAt(i);
    const rules = PERSONAL_NUMBERS_BY_CHARS[compact.length];
    if (rules === undefined) break;
    if (rules.length === 0 || isSign(shape.charCodeAt(i + 1)) || !stands(text, at, at + i + 1)) continue;
    const isSolid = compact.length === i + 1;
    for (const n of rules)
      if ((isCued || (!n.needsCue && (isSolid || !n.isSolid))) && n.shape.test(compact) && n.isValid(compact))
        found = at + i + 1;
  }
  return found;
}

const isSign = (c: number): boolean => (c >= 48 && c <= 57) || (c >= 65 && c <= 90);

/** Identity, social security and tax numbers of people: by check digit, by shape where the shape is telling, or by the word before. */
export const personalNumber: Detector = {
  name: "personal-number",
  find(source, emit) {
    const { text, tokens, budget } = source;
    let done = 0;
    for (const i of tokens.numeric) {
      budget.spend(2);
      const reach = tokens.reach[i] ?? 0;
      const digit = tokens.starts[i] ?? 0;
      let at = digit;
      if (reach < DIGITS_CUED_MIN || at < done || isInsideSpacedDigits(tokens, i)) continue;
      budget.spend(24);
      const isCued = isNearest(source, i, CUE.NATIONAL_ID, CUE.REFERENCE | CUE.UNIT, 5);
      if (!isCued && reach < (tokens.kinds[i] === MIXED || hasLettersNear(tokens, i) ? DIGITS_MIN : DIGITS_ALONE_MIN))
        continue;
      // A letter block may stand apart before the digits: "CW 89 43 81 D".
      const before = i > 0 ? (tokens.starts[i - 1] ?? 0) : at;
      if (at - before === 3 && /^[A-Z]{2} $/.test(text.slice(before, at))) at = before;
      if (tokens.kinds[i] === MIXED && !isCued && !/^[A-Z0-9]+$/.test(text.slice(at, tokens.ends[i]))) continue;
      if (at === before && at !== digit && validEnd(text, at, matchAt(SHAPE, text, at) ?? "", isCued) === undefined)
        at = digit;
      const shape = matchAt(SHAPE, text, at);
      const isReference = hasCueBefore(tokens, i, CUE.REFERENCE, 3) && !isCued;
      // A right check digit is believed a good way from the word, a bare shape only near it.
      const isCuedFar = isCued || isNearest(source, i, CUE.NATIONAL_ID, CUE.REFERENCE | CUE.UNIT, WORDS_FAR);
      const end = shape === undefined || isReference ? undefined : validEnd(text, at, shape, isCuedFar);
      if (end !== undefined && !isCued && matchAt(TIMESTAMP, text, at) !== undefined) continue;
      if (end !== undefined) {
        emit(at, end, "NATIONAL_ID", 0.97);
        done = end;
        continue;
      }
      const special = matchAt(SSN, text, at) ?? nordic(text, at);
      if (special !== undefined && stands(text, at, at + special.length) && !isReference) {
        emit(at, at + special.length, "NATIONAL_ID", 0.85);
        done = at + special.length;
      } else if (isCued) {
        const announced = announcedLength(text, at);
        if (announced > 0) {
          // QQ 12 34 56 C: the letters before it are its own, right or not.
          const from = /^[A-Z]{2} $/.test(text.slice(before, at)) ? before : at;
          emit(from, at + announced, "NATIONAL_ID", 0.8);
          done = at + announced;
        }
      }
    }
  },
};

function nordic(text: string, at: number): string | undefined {
  const shape = matchAt(NORDIC, text, at);
  return shape !== undefined && isNordic(shape) ? shape : undefined;
}

/** After a word that announces it, any five digits or more with at most a few letters pass for an identity number. */
function announcedLength(text: string, at: number): number {
  const shape = matchAt(AFTER_CUE, text, at) ?? "";
  const previous = text.slice(Math.max(0, at - 2), at);
  if (/\d[.,/-]$/.test(previous)) return 0;
  if (!stands(text, at, at + shape.length)) return 0;
  const digits = shape.replace(/\D/g, "").length;
  const isDate = /^\d{1,4}[./-]\d{1,2}[./-]\d{1,4}$/.test(shape);
  return digits >= (/[A-Z]/.test(shape) ? 4 : 6) && digits <= 16 && !isDate ? shape.length : 0;
}
