/** What the lists say of a word. The low eight bits are features; the rest tell languages apart. */
export const LEX = {
  FIRST: 1,
  LAST: 2,
  COMMON: 4,
  FREQUENT: 8,
  PLACE: 16,
  MANY_FIRST: 32,
  /** On a long list of names that doesn't say which part, and isn't always right. */
  NAME: 64,
  /** A maker's or make's word that is a name as well. */
  MAKE: 128,
  // One of the language's hundred and fifty commonest words: a vote on what the text is written in.
  EN: 256,
  NL: 512,
  FR: 1024,
  DE: 2048,
  // Ordinary in this language; whether that makes it COMMON depends on the text.
  COMMON_EN: 4096,
  COMMON_NL: 8192,
  COMMON_FR: 16384,
  COMMON_DE: 32768,
} as const;

/** Bits kept of a hash: enough that a word no list knows is taken for a listed one once in a thousand. */
const KEY_BITS = 28;

const NEAR_SLOTS = 4096;
const NO_KEY = 0xffffffff;

export interface Lexicon {
  /** Bits of LEX for a token's hash; 0 when no list knows it. */
  lookUp(hash: number): number;
}

/**
 * Lists of hashes in one open-addressed table, half full at most. Where two words share a hash, a word is taken for another's, which
 * costs a feature, not safety.
 */
export function createLexicon(hashes: Uint32Array, values: Uint16Array): Lexicon {
  const size = Math.ceil(Math.log2(hashes.length * 2 + 2));
  const slots = 1 << size;
  const keys = new Uint32Array(slots);
  const bits = new Uint16Array(slots);
  const place = (key: number): number => Math.imul(key, 0x9e3779b1) >>> (32 - size);
  for (let i = 0; i < hashes.length; i++) {
    const key = (hashes[i] ?? 0) >>> (32 - KEY_BITS);
    let at = place(key);
    while (bits[at] !== 0 && keys[at] !== key) at = (at + 1) & (slots - 1);
    keys[at] = key;
    bits[at] = (bits[at] ?? 0) | (values[i] ?? 0);
  }
  // Half of any text are the same few hundred words: a small table that stays near saves the walk through the large one.
  const nearKeys = new Uint32Array(NEAR_SLOTS).fill(NO_KEY);
  const nearBits = new Uint16Array(NEAR_SLOTS);
  const find = (key: number): number => {
    for (let at = place(key); ; at = (at + 1) & (slots - 1)) {
      const value = bits[at] ?? 0;
      if (value === 0 || keys[at] === key) return value;
    }
  };
  return {
    lookUp(hash) {
      const key = hash >>> (32 - KEY_BITS);
      const near = key & (NEAR_SLOTS - 1);
      if (nearKeys[near] === key) return nearBits[near] ?? 0;
      const value = find(key);
      nearKeys[near] = key;
      nearBits[near] = value;
      return value;
    },
  };
}

const DIVISOR_BITS = 5;
const DIVISOR_MAX = 24;

/**
 * Lists as bytes: words of equal bits together, in order, the gaps between their hashes Rice-coded (Rice 1971), about a byte and a
 * half a word. Each group begins with its bits (16), its size (20) and the coder's divisor (5).
 */
export function packLexicon(entries: ReadonlyMap<number, number>): { bytes: Uint8Array; words: number } {
  const groups = new Map<number, Set<number>>();
  for (const [hash, bits] of entries) {
    const group = groups.get(bits) ?? new Set();
    groups.set(bits, group.add(hash >>> (32 - KEY_BITS)));
  }
  const out: number[] = [];
  let held = 0;
  const put = (value: number, size: number): void => {
    for (let i = size - 1; i >= 0; i--) {
      if ((held & 7) === 0) out.push(0);
      out[held >> 3] = (out[held >> 3] ?? 0) | (((value >>> i) & 1) << (7 - (held & 7)));
      held++;
    }
  };
  for (const [bits, keys] of [...groups].sort(([a], [b]) => a - b)) {
    const divisor = Math.min(DIVISOR_MAX, Math.max(0, Math.floor(Math.log2((2 ** KEY_BITS / keys.size) * Math.LN2))));
    put(bits, 16);
    put(keys.size, 20);
    put(divisor, DIVISOR_BITS);
    let last = 0;
    for (const key of [...keys].sort((a, b) => a - b)) {
      for (let q = (key - last) >>> divisor; q > 0; q--) put(1, 1);
      put(0, 1);
      put(key - last, divisor);
      last = key;
    }
  }
  put(0, 16);
  return { bytes: Uint8Array.from(out), words: [...groups.values()].reduce((sum, { size }) => sum + size, 0) };
}

/** Reads numbers of up to 25 bits and unary counts out of bytes, the highest bit first. */
function createReader(bytes: Uint8Array): { take(size: number): number; ones(): number } {
  let at = 0;
  // The next bits in a 32-bit window; at least 25 of them are good.
  const window = (): number => {
    const i = at >> 3;
    const four =
      ((bytes[i] ?? 0) << 24) | ((bytes[i + 1] ?? 0) << 16) | ((bytes[i + 2] ?? 0) << 8) | (bytes[i + 3] ?? 0);
    return four << (at & 7);
  };
  return {
    take(size) {
      const value = size === 0 ? 0 : window() >>> (32 - size);
      at += size;
      return value;
    },
    ones() {
      let count = 0;
      for (;;) {
        const run = Math.min(24, Math.clz32(~window()));
        count += run;
        at += run;
        if (run < 24) {
          at++;
          return count;
        }
      }
    },
  };
}

/** What {@link packLexicon} packed, as a table; a group of bits 0 ends it. */
export function unpackLexicon(bytes: Uint8Array, words: number): Lexicon {
  const hashes = new Uint32Array(words);
  const values = new Uint16Array(words);
  const reader = createReader(bytes);
  let n = 0;
  for (let bits = reader.take(16); bits !== 0 && n < words; bits = reader.take(16)) {
    const size = reader.take(20);
    const divisor = reader.take(DIVISOR_BITS);
    let key = 0;
    for (let i = 0; i < size && n < words; i++, n++) {
      const quotient = reader.ones();
      key += quotient * 2 ** divisor + reader.take(divisor);
      hashes[n] = key << (32 - KEY_BITS);
      values[n] = bits;
    }
  }
  if (n !== words) throw new Error("names lexicon is damaged: run npm run train:names");
  return createLexicon(hashes, values);
}
