import { isLuhn, isMod11and10, isMod97, weighted } from "../checks.ts";
import { CUE } from "../cues.ts";
import { hasCueBefore, matchAt, stands } from "../near.ts";
import type { Detector } from "../types.ts";

type Check = (n: string) => boolean;
const any: Check = () => true;

const isBe: Check = (n) => Number(n.slice(0, 8)) > 0 && 97 - (Number(n.slice(0, 8)) % 97) === Number(n.slice(8));
const isNl: Check = (n) => weighted(n, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0 || isMod97(`NL${n}`);
const isFr: Check = (n) => {
  const siren = n.slice(2);
  return !/^\d\d/.test(n) || (12 + 3 * (Number(siren) % 97)) % 97 === Number(n.slice(0, 2));
};
const isAt: Check = (n) => {
  let sum = 4;
  for (const [i, c] of [...n.slice(1, 8)].entries()) {
    const product = Number(c) * (i % 2 === 0 ? 1 : 2);
    sum += Math.floor(product / 10) + (product % 10);
  }
  return (10 - (sum % 10)) % 10 === Number(n.charAt(8));
};
const isIe: Check = (n) => {
  const extra = n.length > 8 && n.charAt(8) !== "W" ? (n.charCodeAt(8) - 64) * 9 : 0;
  const check = (weighted(n, [8, 7, 6, 5, 4, 3, 2]) + extra) % 23;
  return !/^\d{7}/.test(n) || n.charAt(7) === "WABCDEFGHIJKLMNOPQRSTUV".charAt(check);
};
const isGb: Check = (n) => {
  if (!/^\d{9}/.test(n)) return true;
  const sum = weighted(n, [8, 7, 6, 5, 4, 3, 2, 10, 1]);
  return sum % 97 === 0 || (sum + 55) % 97 === 0;
};
const isPt: Check = (n) => {
  const check = 11 - (weighted(n, [9, 8, 7, 6, 5, 4, 3, 2]) % 11);
  return (check > 9 ? 0 : check) === Number(n.charAt(8));
};

// Council Regulation 904/2010 and the VIES format list; checks as published by the tax administrations.
const FORMATS: Readonly<Record<string, readonly [RegExp, Check]>> = {
  AT: [/^U\d{8}$/, isAt],
  BE: [/^[01]\d{9}$/, isBe],
  BG: [/^\d{9,10}$/, any],
  CY: [/^\d{8}[A-Z]$/, any],
  CZ: [/^\d{8,10}$/, any],
  DE: [/^[1-9]\d{8}$/, isMod11and10],
  DK: [/^\d{8}$/, (n) => weighted(n, [2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0],
  EE: [/^\d{9}$/, (n) => weighted(n, [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 === 0],
  EL: [/^\d{9}$/, any],
  ES: [/^[A-Z0-9]\d{7}[A-Z0-9]$/, any],
  FI: [/^\d{8}$/, (n) => weighted(n, [7, 9, 10, 5, 8, 4, 2, 1]) % 11 === 0],
  FR: [/^[A-HJ-NP-Z0-9]{2}\d{9}$/, isFr],
  GB: [/^(?:\d{9}|\d{12}|GD\d{3}|HA\d{3})$/, isGb],
  XI: [/^\d{9}$/, isGb],
  HR: [/^\d{11}$/, isMod11and10],
  HU: [/^\d{8}$/, any],
  IE: [/^\d[A-Z0-9+*]\d{5}[A-Z][A-IW]?$/, isIe],
  IT: [/^\d{11}$/, isLuhn],
  LT: [/^(?:\d{9}|\d{12})$/, any],
  LU: [/^\d{8}$/, (n) => Number(n.slice(0, 6)) % 89 === Number(n.slice(6))],
  LV: [/^\d{11}$/, any],
  MT: [/^\d{8}$/, any],
  NL: [/^\d{9}B\d{2}$/, isNl],
  PL: [/^\d{10}$/, (n) => weighted(n, [6, 5, 7, 2, 3, 4, 5, 6, 7, -1]) % 11 === 0],
  PT: [/^\d{9}$/, isPt],
  RO: [/^\d{2,10}$/, any],
  SE: [/^\d{10}01$/, any],
  SI: [/^\d{8}$/, any],
  SK: [/^\d{10}$/, any],
};

const SHAPE = /[A-Z]{2}[ ]?[A-Z0-9](?:[ .-]?[A-Z0-9]){6,13}/iy;
const SWISS = /CHE[- ]?\d{3}[. ]?\d{3}[. ]?\d{3}(?: (?:MWST|TVA|IVA))?/y;
const BELGIAN = /[01]\d{3}[. ]\d{3}[. ]\d{3}/y;
const COMPANY = /\d{3}[ .]?\d{3}[ .]?\d{3}(?:[ .]?\d{5})?|\d{8}|[01]\d{9}/y;

/** Irish numbers have seven digits, Spanish ones may have; shorter ones (GD 123, RO 12) are offices' or nobody's. */
const DIGITS_MIN = 7;

function prefixedEnd(text: string, at: number, isCued: boolean): number | undefined {
  const format = FORMATS[text.slice(at, at + 2).toUpperCase()];
  if (format === undefined) return undefined;
  let shape = matchAt(SHAPE, text, at) ?? "";
  while (shape.length >= 9) {
    const compact = shape.slice(2).replace(/[ .-]/g, "").toUpperCase();
    const isSure = format[1] !== any && format[0].test(compact) && format[1](compact);
    if ((isSure || (isCued && format[0].test(compact))) && stands(text, at, at + shape.length))
      return at + shape.length;
    shape = shape.slice(0, Math.max(shape.lastIndexOf(" "), shape.lastIndexOf("."), shape.lastIndexOf("-"), 0));
  }
  return undefined;
}

function isPrefix(word: string): boolean {
  const letters = word.replace(/[ -]$/, "").toUpperCase();
  return letters === "CHE" || (word.length <= 3 && FORMATS[letters] !== undefined);
}

/** VAT and company numbers: prefixed ones by check digit or by the word before, Belgian dotted ones by check digit. */
export const vat: Detector = {
  name: "vat",
  find({ text, tokens, budget }, emit) {
    let done = 0;
    for (const i of tokens.numeric) {
      budget.spend(2);
      let at = tokens.starts[i] ?? 0;
      if ((tokens.reach[i] ?? 0) < DIGITS_MIN || at < done) continue;
      budget.spend(12);
      const isCued = hasCueBefore(tokens, i, CUE.VAT | CUE.COMPANY | CUE.NATIONAL_ID, 5);
      const before = i > 0 ? (tokens.starts[i - 1] ?? 0) : at;
      if (at - before >= 2 && at - before <= 4 && isPrefix(text.slice(before, at))) at = before;
      let end = /^[A-Z]/i.test(text.charAt(at)) ? prefixedEnd(text, at, isCued) : undefined;
      if (end === undefined) {
        const swiss = matchAt(SWISS, text, at);
        if (swiss !== undefined) end = at + swiss.length;
      }
      at = end === undefined ? (tokens.starts[i] ?? 0) : at;
      const belgian = end === undefined ? matchAt(BELGIAN, text, at) : undefined;
      if (belgian !== undefined && stands(text, at, at + belgian.length) && isBe(belgian.replace(/\D/g, "")))
        end = at + belgian.length;
      if (end !== undefined) {
        emit(at, end, "VAT", 0.95);
        done = end;
        continue;
      }
      if (!isCued || !hasCueBefore(tokens, i, CUE.VAT | CUE.COMPANY, 4)) continue;
      const company = matchAt(COMPANY, text, at);
      if (company !== undefined && stands(text, at, at + company.length)) {
        emit(at, at + company.length, "COMPANY_ID", 0.8);
        done = at + company.length;
      }
    }
  },
};
