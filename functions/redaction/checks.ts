/** Check digits, each from the standard or law named. Arguments are compact: no separators, upper case. */

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

/** ISO 7064 mod 97-10 over letters (A = 10) and digits: remainder 1. */
export function isMod97(text: string): boolean {
  let remainder = 0;
  for (const c of text) {
    const value = Number.parseInt(c, 36);
    remainder = (value > 9 ? remainder * 100 + value : remainder * 10 + value) % 97;
  }
  return remainder === 1;
}

/** ISO 7064 mod 11,10: German and Croatian identity numbers, German VAT. */
export function isMod11and10(digits: string): boolean {
  let product = 10;
  for (let i = 0; i < digits.length - 1; i++) {
    const sum = (digits.charCodeAt(i) - 48 + product) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return (11 - product) % 10 === digits.charCodeAt(digits.length - 1) - 48;
}

/** Sum of digit × weight. */
export function weighted(digits: string, weights: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += (digits.charCodeAt(i) - 48) * (weights[i] ?? 0);
  return sum;
}

const VERHOEFF_PRODUCT =
  "0123456789 1234067895 2340178956 3401289567 4012395678 5987604321 6598710432 7659821043 8765932104 9876543210".split(
    " ",
  );
const VERHOEFF_SHIFT = "0123456789 1576283094 5803796142 8916043527 9453126870 4286573901 2793806415 7046913258".split(
  " ",
);

/** Verhoeff's dihedral check: Aadhaar, and the last digit of Luxembourg's matricule. */
export function isVerhoeff(digits: string): boolean {
  let check = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48;
    const shifted = Number(VERHOEFF_SHIFT[i % 8]?.charAt(digit));
    check = Number(VERHOEFF_PRODUCT[check]?.charAt(shifted));
  }
  return check === 0;
}

/** A day and month that exist; both two digits. */
export function isDayMonth(day: string, month: string): boolean {
  const d = Number(day);
  const m = Number(month);
  return d >= 1 && d <= 31 && m >= 1 && m <= 12;
}

/** An article number's length and check digit (GS1 General Specifications: GTIN-12, -13 and -14). */
export function isArticleNumber(digits: string): boolean {
  if (digits.length < 12 || digits.length > 14) return false;
  let sum = 0;
  for (let i = 0; i < digits.length; i++)
    sum += (digits.charCodeAt(digits.length - 1 - i) - 48) * (i % 2 === 0 ? 1 : 3);
  return sum % 10 === 0;
}
