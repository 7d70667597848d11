import metadata from "libphonenumber-js/min/metadata";
import { CUE } from "../cues.ts";
import { digitsOf, isInsideSpacedDigits, isNearest, matchAt } from "../near.ts";
import type { Detector } from "../types.ts";

/** National rules of one country, compiled on first use from libphonenumber's metadata (Google, Apache-2.0). */
interface Plan {
  readonly pattern: RegExp;
  readonly trunk: string;
}

// National forms are tried for these; a number only has to fit one of them.
const NATIONAL = "BE NL FR DE GB LU AT CH IE IT SE DK FI PT ES PL CZ GR HU RO BG HR SK SI".split(" ");

const rulesByCountry = new Map<string, unknown>(Object.entries(metadata.countries));
const countriesByCode = new Map<string, readonly string[]>(Object.entries(metadata.country_calling_codes));
const plans = new Map<string, Plan | undefined>();

function planOf(country: string): Plan | undefined {
  if (plans.has(country)) return plans.get(country);
  const rules = rulesByCountry.get(country);
  const pattern: unknown = Array.isArray(rules) ? rules[2] : undefined;
  const trunk: unknown = Array.isArray(rules) ? rules[5] : undefined;
  const plan =
    typeof pattern === "string"
      ? { pattern: new RegExp(`^(?:${pattern})$`), trunk: typeof trunk === "string" ? trunk : "" }
      : undefined;
  plans.set(country, plan);
  return plan;
}

function fits(country: string, national: string): boolean {
  const plan = planOf(country);
  if (plan === undefined) return false;
  if (plan.trunk === "" || !national.startsWith(plan.trunk)) return plan.pattern.test(national);
  return plan.pattern.test(national.slice(plan.trunk.length));
}

/** How sure an international number is: its plan knows it, or at least its country code exists. */
function internationalConfidence(digits: string): number {
  for (let length = 1; length <= 3; length++) {
    const countries = countriesByCode.get(digits.slice(0, length));
    if (countries !== undefined) return countries.some((country) => fits(country, digits.slice(length))) ? 0.97 : 0.7;
  }
  return 0;
}

// Groups of digits, at most two separators between; parentheses around an area code or a dropped trunk 0.
const SHAPE =
  /(?:\+ ?|00 ?)?\(?\+?\d{1,4}\)?(?:[ ./-]{0,2}(?:\(\d{1,5}\)|\d{1,12})){0,14}(?:(?: ?x| ?ext\.? ?)\d{1,6})?/iy;
const AMERICAN = /^(?:\+?1[ .-]?)?(?:\([2-9]\d{2}\) ?|[2-9]\d{2}[-. ])\d{3}[-. ]\d{4}/;
const DATE = /^(?:\d{1,2}([-/.])\d{1,2}\1(?:\d\d){1,2}|(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2})(?![-/.]?\d)/;
const KIND_AFTER =
  /[ (]{1,2}(?:office|fax|mobile|gsm|tel|home|work|cell|kantoor|bureau|mobil|mob|privé|dienstlich)\b/iy;
const CHARS_MAX = 32;

/** Phone numbers: international, national with a trunk 0 or in American form, and whatever digits a word announces as one. */
export const phone: Detector = {
  name: "phone",
  find(source, emit) {
    const { text, tokens, budget } = source;
    let done = 0;
    for (const i of tokens.numeric) {
      budget.spend(10);
      const digit = tokens.starts[i] ?? 0;
      if (digit < done || isInsideSpacedDigits(tokens, i)) continue;
      const at = opening(text, digit);
      if (at < done || (at > 0 && /[\p{L}\p{N}_@#]/u.test(text.charAt(at - 1)))) continue;
      if (/[.,/\\-]/.test(text.charAt(at - 1)) && /[\p{L}\p{N}]/u.test(text.charAt(at - 2))) continue;
      const shape = matchAt(SHAPE, text, at)?.slice(0, CHARS_MAX);
      if (shape === undefined || shape.length < 6) continue;
      budget.spend(shape.length * 2);
      const isAnnounced = isNearest(source, i, CUE.PHONE, CUE.REFERENCE, 6);
      const isReference = !isAnnounced && isNearest(source, i, CUE.REFERENCE | CUE.COMPANY | CUE.CARD, 0, 4);
      for (let part = shape; part.length >= 6; part = shortened(part)) {
        const isCued = isAnnounced || matchAt(KIND_AFTER, text, at + part.length) !== undefined;
        const confidence = isBounded(text, at + part.length) ? judged(part, isCued, isReference) : 0;
        if (confidence === 0) continue;
        emit(at, at + part.length, "PHONE", confidence);
        done = at + part.length;
        break;
      }
    }
  },
};

function opening(text: string, digit: number): number {
  let at = digit;
  if (text.charAt(at - 1) === "(") at--;
  if (text.charAt(at - 1) === "+") at--;
  else if (text.slice(at - 2, at) === "+ ") at -= 2;
  if (text.charAt(at - 1) === "(" && /^\+\d{1,3}\)/.test(text.slice(at, at + 5))) at--;
  return at;
}

function isBounded(text: string, end: number): boolean {
  return !/^(?:[\p{L}\p{N}_%€$£]|[.,:/-]\d| ?(?:€|EUR\b|mm\b|cm\b|kg\b|ex\b|x\d|× ?\d))/u.test(
    text.slice(end, end + 5),
  );
}

/** Without the last group of digits: what follows a number may be the next one. */
function shortened(part: string): string {
  return /^(.*\d)[^\d]+\d+\D*$/s.exec(part)?.[1] ?? "";
}

function judged(part: string, isCued: boolean, isReference: boolean): number {
  if (
    DATE.test(part) ||
    (part.startsWith("(") && !part.includes(")")) ||
    /0123456|1234567890|^\d{1,3}(?:\/\d{1,3}){2,3}$/.test(part)
  )
    return 0;
  const extension = /(?:x|ext)/i.exec(part);
  const main = extension === null ? part : part.slice(0, extension.index);
  const isInternational = /^\(?(?:\+|00)/.test(main);
  const digits = digitsOf(main.replace(/\(0\)/, ""));
  if (isInternational) {
    const bare = main.includes("+") ? digits : digits.slice(2);
    if (bare.length < 7 || bare.length > 15) return 0;
    const confidence = internationalConfidence(bare);
    return confidence > 0.9 || (main.includes("+") && confidence > 0) || isCued ? Math.max(confidence, 0.6) : 0;
  }
  if (isReference) return 0;
  if (AMERICAN.test(main) && digits.length >= 10 && digits.length <= 11) return 0.85;
  const isNational =
    /^\(?0[1-9]/.test(main) && digits.length >= 9 && digits.length <= 13 && NATIONAL.some((c) => fits(c, digits));
  // Nine to twelve bare digits are as often an order number; a separator or a word makes it a phone number.
  if (isNational && (isCued || /[ ()/.-]/.test(main) || /^0[1-9]\d{8}$/.test(main))) return isCued ? 0.97 : 0.85;
  return isCued && digits.length >= 6 && digits.length <= 15 && !/^\d{1,3}(?:\.\d{3})+$/.test(main) ? 0.65 : 0;
}
