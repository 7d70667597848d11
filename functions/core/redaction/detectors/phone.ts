import metadata from "libphonenumber-js/min/metadata";
import type { Detector } from "../types.ts";

/** National rules of one country, compiled on first use from libphonenumber's metadata (Google, Apache-2.0). */
interface Plan {
  readonly pattern: RegExp;
  readonly trunk: string;
}

// National forms are tried for these, without a country code; order does not matter, a number only has to fit one.
const NATIONAL = ["BE", "NL", "FR", "DE", "GB", "LU", "AT", "CH", "IE", "IT", "ES", "PT", "PL", "SE", "DK", "FI"];

const plans = new Map<string, Plan | undefined>();

function planOf(country: string): Plan | undefined {
  if (plans.has(country)) return plans.get(country);
  const rules: unknown = Object.entries(metadata.countries).find(([code]) => code === country)?.[1];
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
  if (plan.pattern.test(national)) return true;
  return plan.trunk !== "" && national.startsWith(plan.trunk) && plan.pattern.test(national.slice(plan.trunk.length));
}

function isInternational(digits: string): boolean {
  for (let length = 1; length <= 3; length++) {
    const countries = Object.entries(metadata.country_calling_codes).find(
      ([code]) => code === digits.slice(0, length),
    )?.[1];
    if (countries?.some((country) => fits(country, digits.slice(length)))) return true;
  }
  return false;
}

const INTERNATIONAL = /(?:\+|00)[ ]?\d{1,3}(?:[ ./-]{0,2}(?:\(0?\d{0,5}\)|\d{1,12})){1,7}/y;
const NATIONAL_SHAPE = /\(?0\d{0,4}\)?(?:[ ./-]{0,2}\d{1,10}){1,6}/y;

/** Phone numbers: international with a valid country code, and national forms with a trunk 0. */
export const phone: Detector = {
  name: "phone",
  find({ text, budget }, emit) {
    const opening = /[+0(]/g;
    for (let m = opening.exec(text); m !== null; m = opening.exec(text)) {
      budget.spend(16);
      const at = m.index;
      if (at > 0 && /[\p{L}\p{N}_.,/-]/u.test(text.charAt(at - 1))) continue;
      const end = international(text, at) ?? national(text, at);
      if (end === undefined) continue;
      emit(at, end, "PHONE", 0.9);
      opening.lastIndex = end;
    }
  },
};

function international(text: string, at: number): number | undefined {
  INTERNATIONAL.lastIndex = at;
  const shape = INTERNATIONAL.exec(text)?.[0];
  if (shape === undefined || /\d/.test(text.charAt(at + shape.length))) return undefined;
  const digits = shape.replace(/\(0\)/, "").replace(/\D/g, "").replace(/^00/, "");
  return digits.length >= 8 && digits.length <= 15 && isInternational(digits) ? at + shape.length : undefined;
}

function national(text: string, at: number): number | undefined {
  NATIONAL_SHAPE.lastIndex = at;
  const shape = NATIONAL_SHAPE.exec(text)?.[0];
  if (shape === undefined || /[\p{L}\d_]/u.test(text.charAt(at + shape.length))) return undefined;
  const digits = shape.replace(/\D/g, "");
  // A date such as 03/02/2024 is eight digits; every national form with its trunk 0 has nine or more.
  return digits.length >= 9 && digits.length <= 12 && NATIONAL.some((country) => fits(country, digits))
    ? at + shape.length
    : undefined;
}
