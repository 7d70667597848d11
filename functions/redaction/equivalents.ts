/** Characters that stand for a plain one: one unit or one pair to one unit. Sources: Unicode names, TR 39 confusables. */

// Cyrillic and Greek letters drawn like Latin ones (the single-letter part of the confusables).
const LOOKALIKE_PAIRS =
  "АAВBЕEЅSІIЈJКKМMНHОOРPСCТTУYХXаaсcԁdеeһhіiјjоoрpԛqѕsуyхxԝwΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXοoαaιiκkνvρpυu";
const LOOKALIKE = new Map<number, number>();
for (let i = 0; i + 1 < LOOKALIKE_PAIRS.length; i += 2)
  LOOKALIKE.set(LOOKALIKE_PAIRS.charCodeAt(i), LOOKALIKE_PAIRS.charCodeAt(i + 1));

/** The Latin letter a Cyrillic or Greek one looks like; 0 when there is none. */
export function lookalike(c: number): number {
  return LOOKALIKE.get(c) ?? 0;
}

/** Where the digits 0 to 9 of other scripts begin: Arabic-Indic, Devanagari and its neighbours, Thai, Lao, Tibetan, Khmer … */
const DIGIT_ROWS = [
  0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0, 0xf20, 0x1040,
  0x17e0, 0x1810, 0x2080, 0xff10,
];
/** Circled, negative circled and bracketed digits 1 to 9. */
const CIRCLED_ROWS = [0x2460, 0x2474, 0x2488, 0x24f5, 0x2776, 0x2780, 0x278a];
const SUPERSCRIPT = new Map(
  [...[0x2070, 0xb9, 0xb2, 0xb3, 0x2074, 0x2075, 0x2076, 0x2077, 0x2078, 0x2079].entries()].map(([n, c]) => [c, n]),
);

const ROWS = new Map<number, number>(SUPERSCRIPT);
for (const row of DIGIT_ROWS) for (let n = 0; n < 10; n++) ROWS.set(row + n, n);
for (const row of CIRCLED_ROWS) for (let n = 1; n < 10; n++) ROWS.set(row + n - 1, n);
for (const zero of [0x24ea, 0x24ff]) ROWS.set(zero, 0);

/** One unit to one unit; 0 means "unchanged". */
export function plainEquivalent(c: number): number {
  if (c >= 0xff01 && c <= 0xff5e) return c - 0xfee0;
  if (c === 0xa0 || (c >= 0x2000 && c <= 0x200a) || c === 0x202f || c === 0x205f || c === 0x3000) return 32;
  if ((c >= 0x2010 && c <= 0x2015) || c === 0x2212 || c === 0xfe58 || c === 0xfe63) return 45;
  if (c === 0x2018 || c === 0x2019 || c === 0x201b) return 39;
  if (c === 0x201c || c === 0x201d || c === 0x201e) return 34;
  if (c === 0x2028 || c === 0x2029) return 10;
  if (c === 0xfe6b) return 64;
  if (c === 0xfe52 || c === 0x3002 || c === 0xff61 || c === 0x2024) return 46;
  if (c >= 0x249c && c <= 0x24b5) return c - 0x249c + 97;
  if (c >= 0x24b6 && c <= 0x24cf) return c - 0x24b6 + 65;
  if (c >= 0x24d0 && c <= 0x24e9) return c - 0x24d0 + 97;
  const digit = ROWS.get(c);
  return digit === undefined ? 0 : 48 + digit;
}

/** A pair of surrogates to one unit: mathematical, enclosed and segmented letters and digits; 0 means "unchanged". */
export function plainPair(high: number, low: number): number {
  const offset = low - 0xdc00;
  if (high === 0xd835) {
    // Mathematical alphanumerics: 13 alphabets of 52 letters from U+1D400, 5 sets of digits from U+1D7CE.
    if (offset >= 0x3ce && offset <= 0x3ff) return 48 + ((offset - 0x3ce) % 10);
    if (offset >= 13 * 52) return 0;
    return offset % 52 < 26 ? 65 + (offset % 52) : 97 + (offset % 52) - 26;
  }
  if (high === 0xd83c) {
    if (offset >= 0x101 && offset <= 0x10a) return 47 + offset - 0x100;
    for (const row of [0x110, 0x130, 0x150, 0x170]) if (offset >= row && offset < row + 26) return 65 + offset - row;
  }
  return high === 0xd83e && offset >= 0x3f0 && offset <= 0x3f9 ? 48 + offset - 0x3f0 : 0;
}

/** Invisible signs, marks that only decorate, and what chooses between drawings of one sign. */
export function isDropped(c: number): boolean {
  return (
    (c >= 0x200b && c <= 0x200f) ||
    (c >= 0x202a && c <= 0x202e) ||
    (c >= 0x2060 && c <= 0x206f) ||
    (c >= 0xfe00 && c <= 0xfe0f) ||
    (c >= 0x20d0 && c <= 0x20ff) ||
    (c >= 0x1ab0 && c <= 0x1aff) ||
    (c >= 0x1dc0 && c <= 0x1dff) ||
    (c >= 0xfe20 && c <= 0xfe2f) ||
    (c >= 0x483 && c <= 0x489) ||
    (c >= 0x180b && c <= 0x180f) ||
    c === 0xad ||
    c === 0xfeff ||
    c === 0x34f ||
    c === 0x61c ||
    c === 0x115f ||
    c === 0x1160 ||
    c === 0x3164 ||
    c === 0xffa0
  );
}

/** Pictures: one unit, or the first of a pair. */
export function isPicture(high: number, low: number): boolean {
  if (high >= 0x2600 && high <= 0x27bf) return plainEquivalent(high) === 0;
  if (high === 0xd83c) return low >= 0xdc00 && plainPair(high, low) === 0;
  return high === 0xd83d || high === 0xd83e;
}
