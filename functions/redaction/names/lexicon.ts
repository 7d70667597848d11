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

const OVERFLOW = 4096;

/** A place for every word, found by the upper bits of its key, so that words in order fill the table in order. */
class Table implements Lexicon {
  private readonly keys: Uint32Array;
  private readonly bits: Uint16Array;
  private readonly shift: number;
  // Half of any text are the same few hundred words: a small table that stays near saves the walk through the large one.
  private readonly nearKeys = new Uint32Array(NEAR_SLOTS).fill(NO_KEY);
  private readonly nearBits = new Uint16Array(NEAR_SLOTS);

  constructor(words: number) {
    const size = Math.ceil(Math.log2(words * 2 + 2));
    this.shift = KEY_BITS - size;
    // A run that begins at the last place needs room behind it.
    this.keys = new Uint32Array((1 << size) + OVERFLOW);
    this.bits = new Uint16Array((1 << size) + OVERFLOW);
  }

  add(key: number, value: number): void {
    const { keys, bits } = this;
    let at = key >>> this.shift;
    while (bits[at] !== 0 && keys[at] !== key) at++;
    keys[at] = key;
    bits[at] = (bits[at] ?? 0) | value;
  }

  lookUp(hash: number): number {
    const key = hash >>> (32 - KEY_BITS);
    const near = key & (NEAR_SLOTS - 1);
    if (this.nearKeys[near] === key) return this.nearBits[near] ?? 0;
    const { keys, bits } = this;
    let at = key >>> this.shift;
    while (bits[at] !== 0 && keys[at] !== key) at++;
    const value = bits[at] ?? 0;
    this.nearKeys[near] = key;
    this.nearBits[near] = value;
    return value;
  }
}

/**
 * Lists of hashes in one open-addressed table, half full at most. Where two words share a hash, a word is taken for another's, which
 * costs a feature, not safety.
 */
export function createLexicon(hashes: Uint32Array, values: Uint16Array): Lexicon {
  const table = new Table(hashes.length);
  for (let i = 0; i < hashes.length; i++) table.add((hashes[i] ?? 0) >>> (32 - KEY_BITS), values[i] ?? 0);
  return table;
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
class Reader {
  private at = 0;
  private readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** The next bits in a 32-bit window; at least 25 of them are good. */
  private window(): number {
    const { bytes } = this;
    const i = this.at >> 3;
    const four =
      ((bytes[i] ?? 0) << 24) | ((bytes[i + 1] ?? 0) << 16) | ((bytes[i + 2] ?? 0) << 8) | (bytes[i + 3] ?? 0);
    return four << (this.at & 7);
  }

  take(size: number): number {
    const value = size === 0 ? 0 : this.window() >>> (32 - size);
    this.at += size;
    return value;
  }

  ones(): number {
    for (let count = 0; ; ) {
      const run = Math.min(24, Math.clz32(~this.window()));
      count += run;
      this.at += run;
      if (run === 24) continue;
      this.at++;
      return count;
    }
  }
}

/** What {@link packLexicon} packed, as a table; a group of bits 0 ends it. */
export function unpackLexicon(bytes: Uint8Array, words: number): Lexicon {
  const table = new Table(words);
  const reader = new Reader(bytes);
  let n = 0;
  for (let bits = reader.take(16); bits !== 0 && n < words; bits = reader.take(16)) {
    const size = reader.take(20);
    const divisor = reader.take(DIVISOR_BITS);
    let key = 0;
    for (let i = 0; i < size && n < words; i++, n++) {
      const quotient = reader.ones();
      key += (quotient << divisor) + reader.take(divisor);
      table.add(key, bits);
    }
  }
  if (n !== words) throw new Error("names lexicon is damaged: run npm run train:names");
  return table;
}
