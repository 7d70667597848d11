export const LETTER = 1;
export const DIGIT = 2;
export const CAPITAL = 4;
export const RUN = 8;

// Latin letters to U+024F, Greek and Cyrillic; everything above is looked at by rule, not by table.
export const TABLE_CHARS = 0x530;
const CLASS = new Uint8Array(TABLE_CHARS);
/** Lower-case unit of a unit, where it is one unit. */
export const FOLDED = new Uint16Array(TABLE_CHARS);
for (let c = 0; c < TABLE_CHARS; c++) {
  const char = String.fromCharCode(c);
  const lower = char.toLowerCase();
  FOLDED[c] = lower.length === 1 ? lower.charCodeAt(0) : c;
  if (/\p{L}/u.test(char)) CLASS[c] = LETTER | (lower === char ? 0 : CAPITAL);
  if (/[0-9]/.test(char)) CLASS[c] = DIGIT;
  if (/[A-Za-z0-9+/_=-]/.test(char)) CLASS[c] = (CLASS[c] ?? 0) | RUN;
}

/** Bits of LETTER, DIGIT, CAPITAL and RUN for a UTF-16 unit. */
export function classOf(c: number): number {
  if (c < TABLE_CHARS) return CLASS[c] ?? 0;
  return (c >= 0x1e00 && c <= 0x1eff) || (c >= 0x3040 && c <= 0xd7ff) ? LETTER : 0;
}

/** FNV-1a over folded UTF-16 units, 32 bits; the hash of a token, and of every word in the lists tokens are looked up in. */
export function hashOf(word: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < word.length; i++) {
    const c = word.charCodeAt(i);
    hash = Math.imul(hash ^ (c < TABLE_CHARS ? (FOLDED[c] ?? c) : c), 0x01000193);
  }
  return hash >>> 0;
}
