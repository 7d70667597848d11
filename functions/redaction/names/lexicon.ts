/** What the lists say of a word. The low eight bits are features; the rest only vote on the text's language. */
export const LEX = {
  FIRST: 1,
  LAST: 2,
  COMMON: 4,
  FREQUENT: 8,
  PLACE: 16,
  MANY_FIRST: 32,
  EN: 256,
  NL: 512,
  FR: 1024,
  DE: 2048,
} as const;

export interface Lexicon {
  /** Bits of LEX for a token's hash; 0 when no list knows it. */
  lookUp(hash: number): number;
}

/**
 * Lists of hashes in one open-addressed table, half full at most. Two words in about four million share a hash: then a
 * word is taken for another's, which costs a feature, not safety.
 */
export function createLexicon(hashes: Uint32Array, values: Uint16Array): Lexicon {
  const slots = 1 << Math.ceil(Math.log2(hashes.length * 2 + 2));
  const keys = new Uint32Array(slots);
  const bits = new Uint16Array(slots);
  for (let i = 0; i < hashes.length; i++) {
    const hash = hashes[i] ?? 0;
    const value = values[i] ?? 0;
    let at = Math.imul(hash, 0x9e3779b1) & (slots - 1);
    while (bits[at] !== 0 && keys[at] !== hash) at = (at + 1) & (slots - 1);
    keys[at] = hash;
    bits[at] = (bits[at] ?? 0) | value;
  }
  return {
    lookUp(hash) {
      let at = Math.imul(hash, 0x9e3779b1) & (slots - 1);
      for (;;) {
        const value = bits[at] ?? 0;
        if (value === 0) return 0;
        if (keys[at] === hash) return value;
        at = (at + 1) & (slots - 1);
      }
    },
  };
}
