import { isArticleNumber, isDayMonth, isLuhn, isMod11and10, isVerhoeff, weighted } from "../checks.ts";

/** One country's personal number: the compact form, and whether its check holds. */
export interface PersonalNumber {
  readonly country: string;
  readonly shape: RegExp;
  readonly isValid: (compact: string) => boolean;
  /** True when a right check digit alone says too little (one in eleven by chance), so a word must announce the number. */
  readonly needsCue: boolean;
  /** True where nobody writes it in groups: one in twenty-three groups of hexadecimal passes its check letter. */
  readonly isSolid: boolean;
}

const CHARS_MAX = 16;

const DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE";
const isYmd = (n: string): boolean => isDayMonth(n.slice(4, 6), n.slice(2, 4));
const isDmy = (n: string): boolean => isDayMonth(n.slice(0, 2), n.slice(2, 4));

// Law of 8 August 1983: 97 minus the first nine digits mod 97, with a 2 in front for births from 2000.
// BIS numbers add 20 or 40 to the month; 00 stands for an unknown birthday.
function isRijksregister(n: string): boolean {
  const month = Number(n.slice(2, 4)) % 20;
  if (month > 12 || Number(n.slice(2, 4)) > 52 || Number(n.slice(4, 6)) > 31) return false;
  const check = Number(n.slice(9));
  const body = n.slice(0, 9);
  return 97 - (Number(body) % 97) === check || 97 - (Number(`2${body}`) % 97) === check;
}

function isBsn(n: string): boolean {
  return n !== "000000000" && weighted(n, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0;
}

function isNir(n: string): boolean {
  const month = Number(n.slice(3, 5));
  if (!/^[1-478]/.test(n) || (month > 12 && month < 20) || (month > 42 && month < 50)) return false;
  const body = n.slice(0, 13).replace("2A", "19").replace("2B", "18");
  return 97 - Number(BigInt(body) % 97n) === Number(n.slice(13));
}

// §139b AO: no leading zero; of the first ten digits one occurs twice or three times, the others at most once.
function isSteuerId(n: string): boolean {
  if (n.startsWith("0") || !isMod11and10(n)) return false;
  const counts = new Map<string, number>();
  for (const c of n.slice(0, 10)) counts.set(c, (counts.get(c) ?? 0) + 1);
  const repeated = [...counts.values()].filter((count) => count > 1);
  return repeated.length === 1 && (repeated[0] ?? 0) <= 3;
}

// Deutsche Rentenversicherung: letter as two digits, weights 2 1 2 5 7 1 2 1 2 1 2 1, sums of digits mod 10.
function isRentenversicherung(n: string): boolean {
  if (!isDmy(n.slice(2, 6))) return false;
  const letter = String(n.charCodeAt(8) - 64).padStart(2, "0");
  const digits = n.slice(0, 8) + letter + n.slice(9, 11);
  let sum = 0;
  for (const [i, weight] of [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1].entries()) {
    const product = Number(digits.charAt(i)) * weight;
    sum += Math.floor(product / 10) + (product % 10);
  }
  return sum % 10 === Number(n.charAt(11));
}

function isDni(n: string): boolean {
  const number = Number(n.slice(0, -1).replace(/^X/, "0").replace(/^Y/, "1").replace(/^Z/, "2"));
  return DNI_LETTERS.charAt(number % 23) === n.slice(-1);
}

const CF_ODD = "1 0 5 7 9 13 15 17 19 21 2 4 18 20 11 3 6 8 12 14 16 10 22 25 24 23".split(" ").map(Number);

function isCodiceFiscale(n: string): boolean {
  let sum = 0;
  for (let i = 0; i < 15; i++) {
    const c = n.charCodeAt(i);
    const value = c >= 65 ? c - 65 : c - 48;
    sum += i % 2 === 0 ? (CF_ODD[value] ?? 0) : value;
  }
  return String.fromCharCode(65 + (sum % 26)) === n.charAt(15);
}

function isPps(n: string): boolean {
  const extra = n.length > 8 && n.charAt(8) !== "W" ? (n.charCodeAt(8) - 64) * 9 : 0;
  const check = (weighted(n, [8, 7, 6, 5, 4, 3, 2]) + extra) % 23;
  return n.charAt(7) === (check === 0 ? "W" : String.fromCharCode(64 + check));
}

function isSvnr(n: string): boolean {
  const check = weighted(n, [3, 7, 9, 0, 5, 8, 4, 2, 1, 6]) % 11;
  return check === Number(n.charAt(3)) && isDmy(n.slice(4));
}

function isPesel(n: string): boolean {
  const month = Number(n.slice(2, 4)) % 20;
  const isDate = month >= 1 && month <= 12 && Number(n.slice(4, 6)) >= 1 && Number(n.slice(4, 6)) <= 31;
  return isDate && weighted(n, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0;
}

function isCnp(n: string): boolean {
  // One in three hundred article numbers would pass; after a word any digits are believed anyway.
  if (isArticleNumber(n)) return false;
  const check = weighted(n, [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11;
  return isDayMonth(n.slice(5, 7), n.slice(3, 5)) && (check === 10 ? 1 : check) === Number(n.charAt(12));
}

function isFodselsnummer(n: string): boolean {
  return (
    isDmy(n) &&
    weighted(n, [3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) % 11 === 0 &&
    weighted(n, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0
  );
}

function isEan13(n: string): boolean {
  return weighted(n, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]) % 10 === 0;
}

const number = (country: string, shape: RegExp, isValid: (n: string) => boolean, needsCue = false): PersonalNumber => ({
  country,
  shape,
  isValid,
  needsCue,
  isSolid: country === "IE",
});

/** Lengths of the compact form, and personal numbers by country; sources: the laws named above, OECD's TIN descriptions, and EU's TIN structures. */
const PERSONAL_NUMBERS: readonly (readonly [chars: string, rule: PersonalNumber])[] = [
  ["11", number("BE", /^\d{11}$/, isRijksregister)],
  ["9", number("NL", /^\d{9}$/, isBsn, true)],
  ["15", number("FR", /^[1-478]\d{4}(?:\d\d|2[AB])\d{8}$/, isNir)],
  ["11", number("DE", /^[1-9]\d{10}$/, isSteuerId)],
  ["12", number("DE", /^\d{8}[A-Z]\d{3}$/, isRentenversicherung)],
  [
    "13",
    number(
      "LU",
      /^(?:19|20)\d{11}$/,
      (n) =>
        isDayMonth(n.slice(6, 8), n.slice(4, 6)) && isLuhn(n.slice(0, 12)) && isVerhoeff(n.slice(0, 11) + n.slice(12)),
    ),
  ],
  ["9", number("ES", /^(?:\d{8}|[XYZ]\d{7})[A-Z]$/, isDni)],
  ["16", number("IT", /^[A-Z]{6}[0-9LMNP-V]{2}[A-EHLMPR-T][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z]$/, isCodiceFiscale)],
  ["9", number("GB", /^(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]$/, () => true)],
  ["8 9", number("IE", /^\d{7}[A-W][A-IW]?$/, isPps)],
  ["10", number("AT", /^[1-9]\d{9}$/, isSvnr)],
  ["13", number("CH", /^756\d{10}$/, isEan13)],
  ["11", number("PL", /^\d{11}$/, isPesel, true)],
  ["11", number("NO", /^\d{11}$/, isFodselsnummer)],
  ["13", number("RO", /^[1-8]\d{12}$/, isCnp)],
  ["10", number("SE", /^\d{10}$/, (n) => isYmd(n) && isLuhn(n), true)],
  ["11", number("HR", /^\d{11}$/, isMod11and10, true)],
  ["12", number("IN", /^[2-9]\d{11}$/, isVerhoeff, true)],
];

/** {@link PersonalNumber}s by the length of the compact form. */
export const PERSONAL_NUMBERS_BY_CHARS: readonly (readonly PersonalNumber[])[] = Array.from(
  { length: CHARS_MAX + 1 },
  (_, chars) => PERSONAL_NUMBERS.filter(([all]) => all.split(" ").includes(String(chars))).map(([, rule]) => rule),
);
