import { CUE } from "../cues.ts";
import { hasCueAfter, hasCueBefore, matchAt, stands } from "../near.ts";
import { MIXED, UPPER } from "../tokens.ts";
import type { Detector, EntityType, Tokens } from "../types.ts";

// Shapes without a check digit; each needs a word nearby that announces it (docs/redaction.md).
const PASSPORT = /(?=[A-Z0-9]{0,9}\d)[A-Z0-9]{6,9}|\d{3}-\d{7}-\d\d|[A-Z]{1,2}[ -]?\d{6,8}/y;
const DRIVER = /(?=[A-Z0-9 -]{0,12}\d{3})[A-Z0-9]{1,20}(?:[ -][A-Z0-9]{2,10}){0,3}/y;
// A driver may also be a person at work, or software.
const SPEAKS_OF_LICENCE = /licen[cs]e|rijbewijs|permis|führerschein|\bDL\b/i;
const PLATE =
  /[A-ZÄÖÜ]{1,3}[- ][A-Z]{1,2}[- ]?\d{1,4}[EH]?|\d-[A-Z]{3}-\d{2,3}|[A-Z]{2}[- ]\d{3}[- ][A-Z]{2}|[A-Z]{2}\d\d ?[A-Z]{3}|[A-Z]{1,3}[- ]\d{2,3}[- ][A-Z]{1,2}|\d{1,3}[- ][A-Z]{2,3}[- ]\d{1,3}|[A-Z]{1,2}[- ]\d{2}[- ]\d{2}|\d{2}[- ]\d{2}[- ][A-Z]{2}|[A-Z]{1,3}[- ]?\d{3,4}(?:[- ]?[A-Z]{1,3})?|\d{4}[- ]?[A-Z]{3}|\d{1,4}[- ][A-Z]{1,3}[- ]?\d{1,4}/y;
const SURE_PLATE = /^(?:[1-9]-[A-Z]{3}-\d{3}|[A-HJ-NP-TV-Z]{2}-\d{3}-[A-HJ-NP-TV-Z]{2})$/;

/** Forms of a plate that little else has, believed near somebody who drives or something that is driven. */
const TELLING_PLATE =
  /^(?:[1-9]-[A-Z]{3}-\d{3}|[A-HJ-NP-TV-Z]{2}-\d{3}-[A-HJ-NP-TV-Z]{2}|[A-ZÄÖÜ]{1,3}-[A-Z]{1,2} \d{1,4}[EH]?|[A-Z]{2}-\d{3}-[A-Z]|[A-Z]{2}\d\d [A-Z]{3})$/;
const DRIVES =
  /\b(?:chauffeur|driver|driving|fahrer|fahrerin|fährt|fahre|rijd|roule|conduit|rijdt|abholung|fourgon|fourgonnette|camion|remorque|semi|transporter|lieferwagen|sprinter|anhänger|trailer|vrachtwagen|oplegger|busje|bestelbus|utilitaire|véhicule|lorry|van with|kombi)\b/iu;
const DRIVES_REACH = 48;

const MONTH_NAME = "[A-Za-zéûäÄ]{3,9}";
const DATE = new RegExp(
  `\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}|\\d{1,2}[-/. ]\\d{1,2}[-/. ](?:19|20)?\\d\\d|\\d{1,2}(?:\\.|st|nd|rd|th|er|e|de)? (?:of |de )?${MONTH_NAME}\\.?,? \\d{4}|\\d{4}-${MONTH_NAME}-\\d{1,2}|\\d{8}`,
  "y",
);
const MONTH_FIRST = /[A-Za-zéûäÄ]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}/y;

/** Start of a value whose first group may be letters just before the numeric token: `EV 123456`, `2-CYR-935`, `B-HY 9570`. */
function starts(text: string, tokens: Tokens, i: number): number[] {
  const at = tokens.starts[i] ?? 0;
  const out = [at];
  let from = at;
  for (let back = 1; back <= 2 && i - back >= 0; back++) {
    const start = tokens.starts[i - back] ?? 0;
    const end = tokens.ends[i - back] ?? 0;
    if (
      end - start > 3 ||
      from - end !== 1 ||
      !/[ -]/.test(text.charAt(end)) ||
      !/^[A-ZÄÖÜ]+$/.test(text.slice(start, end))
    )
      break;
    out.unshift(start);
    from = start;
  }
  return out;
}

const HYPHEN = 45;
const ANNOUNCED = CUE.PASSPORT | CUE.DRIVER | CUE.PLATE | CUE.BIRTH;

/** Document numbers, number plates and dates of birth, where a word nearby announces them. */
export const announced: Detector = {
  name: "announced",
  find({ text, tokens, budget }, emit) {
    const done: Partial<Record<EntityType, number>> = {};
    const report = (type: EntityType, at: number, shape: string | undefined, confidence: number): boolean => {
      if (shape === undefined || at < (done[type] ?? 0) || !stands(text, at, at + shape.length)) return false;
      emit(at, at + shape.length, type, confidence);
      done[type] = at + shape.length;
      return true;
    };
    for (const i of tokens.numeric) {
      budget.spend(4);
      if (drivenPlate(text, tokens, i, report)) continue;
      if (!hasCueBefore(tokens, i, ANNOUNCED, 7) && !hasCueAfter(tokens, i, CUE.PLATE | CUE.BIRTH, 5)) continue;
      budget.spend(12);
      const at = tokens.starts[i] ?? 0;
      const isReference = hasCueBefore(tokens, i, CUE.REFERENCE, 1);
      if (!isReference && hasCueBefore(tokens, i, CUE.PASSPORT, 6))
        for (const from of starts(text, tokens, i)) if (report("PASSPORT", from, document(text, from), 0.85)) break;
      if (hasCueBefore(tokens, i, CUE.DRIVER, 6) && SPEAKS_OF_LICENCE.test(text.slice(Math.max(0, at - 60), at))) {
        const shape = matchAt(DRIVER, text, at);
        if (shape !== undefined && shape.length >= 5 && report("DRIVER_LICENSE", at, shape, 0.75)) continue;
      }
      if (!isReference) plate(text, tokens, i, report);
      if (isBirth(tokens, i)) birth(text, tokens, i, report);
    }
  },
};

type Report = (type: EntityType, at: number, shape: string | undefined, confidence: number) => boolean;

function document(text: string, at: number): string | undefined {
  const shape = matchAt(PASSPORT, text, at);
  // 2024-05-01 or 12345.67 are dates and amounts.
  return shape !== undefined && !/^[-./,]\d/.test(text.slice(at + shape.length, at + shape.length + 2))
    ? shape
    : undefined;
}

function plate(text: string, tokens: Tokens, i: number, report: Report): void {
  const isCued = hasCueBefore(tokens, i, CUE.PLATE, 7) || hasCueAfter(tokens, i, CUE.PLATE, 5);
  if (!isCued) return;
  for (const from of starts(text, tokens, i)) {
    const shape = matchAt(PLATE, text, from);
    if (shape === undefined || /^(?:\d+)$/.test(shape)) continue;
    if (report("LICENSE_PLATE", from, shape, SURE_PLATE.test(shape) ? 0.9 : 0.75)) return;
  }
}

/** One look at the neighbours: a hyphen touches the number, or stands before the letters before it, or three capitals follow four signs. */
function mayBePlate(text: string, tokens: Tokens, i: number): boolean {
  const at = tokens.starts[i] ?? 0;
  const end = tokens.ends[i] ?? 0;
  if (text.charCodeAt(end) === HYPHEN || text.charCodeAt(at - 1) === HYPHEN) return true;
  if (tokens.kinds[i - 1] === UPPER && text.charCodeAt((tokens.starts[i - 1] ?? 0) - 1) === HYPHEN) return true;
  return tokens.kinds[i] === MIXED && end - at === 4 && tokens.kinds[i + 1] === UPPER;
}

function drivenPlate(text: string, tokens: Tokens, i: number, report: Report): boolean {
  if (!mayBePlate(text, tokens, i)) return false;
  for (const from of starts(text, tokens, i)) {
    const shape = matchAt(PLATE, text, from);
    if (shape === undefined || !TELLING_PLATE.test(shape)) continue;
    const end = from + shape.length;
    if (
      DRIVES.test(text.slice(Math.max(0, from - DRIVES_REACH), from)) ||
      DRIVES.test(text.slice(end, end + DRIVES_REACH))
    )
      return report("LICENSE_PLATE", from, shape, 0.8);
  }
  return false;
}

function isBirth(tokens: Tokens, i: number): boolean {
  return hasCueBefore(tokens, i, CUE.BIRTH, 6) || hasCueAfter(tokens, i, CUE.BIRTH, 3);
}

function birth(text: string, tokens: Tokens, i: number, report: Report): void {
  const at = tokens.starts[i] ?? 0;
  const isAfterMonth = i > 0 && ((tokens.cues[i - 1] ?? 0) & CUE.MONTH) !== 0;
  if (
    isAfterMonth &&
    report("DATE_OF_BIRTH", tokens.starts[i - 1] ?? 0, matchAt(MONTH_FIRST, text, tokens.starts[i - 1] ?? 0), 0.9)
  )
    return;
  const shape = matchAt(DATE, text, at);
  if (shape === undefined || !isDate(shape)) return;
  report("DATE_OF_BIRTH", at, shape, 0.9);
}

function isDate(shape: string): boolean {
  if (/\p{L}/u.test(shape)) return true;
  const parts = shape.split(/[-/. ]/).map(Number);
  if (parts.length === 1) return /^(?:19|20)\d\d[01]\d[0-3]\d$|^[0-3]\d[01]\d(?:19|20)\d\d$/.test(shape);
  const year = parts.find((p) => p > 31);
  const rest = parts.filter((p) => p !== year);
  return rest.every((p) => p >= (year === undefined ? 0 : 1) && p <= 31) && rest.some((p) => p <= 12);
}
