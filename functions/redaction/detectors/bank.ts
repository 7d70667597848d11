import { isMod97 } from "../checks.ts";
import { CUE } from "../cues.ts";
import { matchAt, stands } from "../near.ts";
import type { Detector, Tokens } from "../types.ts";

// Total length by country, SWIFT IBAN registry (release 99).
const IBAN_CHARS: Readonly<Record<string, number>> = Object.fromEntries(
  (
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 " +
    "FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 " +
    "LY25 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NI28 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 " +
    "SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20"
  )
    .split(" ")
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

const IBAN_SHAPE = /[A-Za-z]\s?[A-Za-z](?:[ .-]{0,2}\d){2}(?:(?:[ .-]{0,2}|\s{1,3})[A-Za-z0-9]){11,30}/y;
const IBAN_OPENING = /[A-Za-z] ?[A-Za-z][ .-]{0,2}\d[ .-]{0,2}\d/y;
const BIC = /[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?/y;

/** Malta's has the fewest digits: two to check, five of the bank and some of the account. */
const DIGITS_MIN = 8;

/** IBANs in any grouping, whose country, length and check digits are right; BICs where a word announces them. */
export const iban: Detector = {
  name: "iban",
  find({ text, tokens, budget }, emit) {
    let done = 0;
    for (const i of tokens.numeric) {
      budget.spend(2);
      if ((tokens.reach[i] ?? 0) < DIGITS_MIN) continue;
      budget.spend(8);
      for (const at of ibanStarts(text, tokens, i)) {
        if (at < done || (matchAt(IBAN_OPENING, text, at) ?? "") === "") continue;
        const found = ibanEnd(text, at);
        if (found === undefined || !stands(text, at, found.end)) continue;
        // A digit mistyped is still somebody's account where a word says that it is one.
        if (!found.isRight && !ANNOUNCES.test(text.slice(Math.max(0, at - ANNOUNCED_REACH), at))) continue;
        const { end } = found;
        emit(at, end, "IBAN", found.isRight ? 0.99 : 0.8);
        done = end;
      }
    }
    for (const i of tokens.cued) {
      if (((tokens.cues[i] ?? 0) & CUE.BIC) === 0) continue;
      for (let next = i + 1; next < tokens.count && next <= i + 3; next++) {
        const at = tokens.starts[next] ?? 0;
        const bic = matchAt(BIC, text, at);
        if (bic !== undefined && at + bic.length === tokens.ends[next]) emit(at, at + bic.length, "BIC", 0.9);
      }
    }
  },
};

/** The country code touches its check digits, stands one separator before them, or is spaced out letter by letter. */
function ibanStarts(text: string, tokens: Tokens, i: number): number[] {
  const at = tokens.starts[i] ?? 0;
  if (/[A-Za-z]/.test(text.charAt(at))) return [at];
  const previous = i > 0 ? (tokens.starts[i - 1] ?? 0) : at;
  const width = i > 0 ? (tokens.ends[i - 1] ?? 0) - previous : 0;
  if (width === 2) return [previous];
  return width === 1 && i > 1 ? [tokens.starts[i - 2] ?? 0] : [];
}

const ANNOUNCES =
  /\b(?:iban|rib|rekening|rekeningnummer|konto|kontonummer|bankverbindung|compte|account)\b[^\d\n]{0,16}$/i;
const ANNOUNCED_REACH = 34;

function ibanEnd(text: string, at: number): { readonly end: number; readonly isRight: boolean } | undefined {
  const shape = matchAt(IBAN_SHAPE, text, at);
  if (shape === undefined) return undefined;
  const country = shape
    .replace(/[^A-Za-z]/g, "")
    .slice(0, 2)
    .toUpperCase();
  const chars = IBAN_CHARS[country];
  if (chars === undefined) return undefined;
  let compact = "";
  let length = 0;
  while (length < shape.length && compact.length < chars) {
    const c = shape.charAt(length++);
    if (/[A-Za-z0-9]/.test(c)) compact += c.toUpperCase();
  }
  if (compact.length !== chars) return undefined;
  return { end: at + length, isRight: isMod97(compact.slice(4) + compact.slice(0, 4)) };
}
