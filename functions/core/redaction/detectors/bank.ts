import type { Detector } from "../types.ts";

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

/** ISO 7064 mod 97-10 over letters (A = 10) and digits; true when the remainder is 1. */
function isMod97(iban: string): boolean {
  let remainder = 0;
  for (const c of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(c, 36);
    remainder = (value > 9 ? remainder * 100 + value : remainder * 10 + value) % 97;
  }
  return remainder === 1;
}

const IBAN_SHAPE = /[A-Za-z]{2}[ .-]?\d[ .-]?\d(?:[ .-]{0,2}[A-Za-z0-9]){11,30}/y;
const IBAN_OPENING = /[A-Za-z]{2}[ .-]?\d/g;

/** IBANs in any grouping, whose country, length and check digits are right. */
export const iban: Detector = {
  name: "iban",
  find({ text, budget }, emit) {
    IBAN_OPENING.lastIndex = 0;
    for (let m = IBAN_OPENING.exec(text); m !== null; m = IBAN_OPENING.exec(text)) {
      budget.spend(8);
      const at = m.index;
      IBAN_OPENING.lastIndex = at + 1;
      const chars = IBAN_CHARS[text.slice(at, at + 2).toUpperCase()];
      if (chars === undefined || (at > 0 && /[\p{L}\p{N}]/u.test(text.charAt(at - 1)))) continue;
      IBAN_SHAPE.lastIndex = at;
      const shape = IBAN_SHAPE.exec(text)?.[0];
      if (shape === undefined) continue;
      budget.spend(shape.length);
      let compact = "";
      let length = 0;
      while (length < shape.length && compact.length < chars) {
        const c = shape.charAt(length++);
        if (/[A-Za-z0-9]/.test(c)) compact += c.toUpperCase();
      }
      if (compact.length !== chars || !isMod97(compact)) continue;
      emit(at, at + length, "IBAN", 0.99);
      IBAN_OPENING.lastIndex = at + length;
    }
  },
};

/** Luhn, ISO/IEC 7812-1 annex B. */
export function isLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48;
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

// Issuer ranges by first digits, and the lengths they use (ISO/IEC 7812 issuer lists, public).
const ISSUERS =
  /^(?:4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11}|6(?:011|4[4-9]\d|5\d\d)\d{12}|35\d{14}|62\d{14,17}|(?:5[06-8]|6\d)\d{10,17})$/;
const CARD_SHAPE = /\d(?:[ .-]?\d){11,18}/y;

/** Payment cards: an issuer's range and length, and a right Luhn digit. */
export const card: Detector = {
  name: "card",
  find({ text, budget }, emit) {
    const opening = /[2-6]/g;
    for (let m = opening.exec(text); m !== null; m = opening.exec(text)) {
      budget.spend(8);
      const at = m.index;
      if (at > 0 && /[\p{L}\p{N}_]|[\d][.,-]/u.test(text.slice(Math.max(0, at - 2), at).slice(-1))) continue;
      CARD_SHAPE.lastIndex = at;
      const shape = CARD_SHAPE.exec(text)?.[0];
      if (shape === undefined || /[\p{L}\d_]/u.test(text.charAt(at + shape.length))) continue;
      const digits = shape.replace(/\D/g, "");
      if (!ISSUERS.test(digits) || !isLuhn(digits)) continue;
      emit(at, at + shape.length, "CARD", 0.97);
      opening.lastIndex = at + shape.length;
    }
  },
};
