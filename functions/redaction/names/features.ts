import { CUE } from "../cues.ts";
import { CAMEL, CAPITALISED, DIGITS, LOWER, UPPER } from "../tokens.ts";
import type { Tokens } from "../types.ts";
import { LEX } from "./lexicon.ts";
import { APOSTROPHE, BLANK, CASELESS, DOT, HYPHEN, LINE, NAMED, type Sequence, STOP } from "./sequence.ts";

/** What a token is: outside, first or further word of a person's name, a place, an organisation or other name. */
export const LABELS = ["O", "B-PER", "I-PER", "LOC", "ORG"] as const;
export const [O, B_PER, I_PER, LOC, ORG] = [0, 1, 2, 3, 4] as const;

/** Rows of the weight table; a power of two, so that a hash is one mask away from its row. */
export const ROWS = 1 << 18;

/** Features of one token before the labels of its predecessors are known; the tagger adds those. */
export const FEATURES_MAX = 52;

/** True when token `i` may belong to a name at all; every other token is outside without being asked. */
export function isCandidate(s: Sequence, i: number, previous: number): boolean {
  const { tokens, gaps, lex } = s;
  if (s.made[i] === 1) return false;
  const kind = tokens.kinds[i] ?? DIGITS;
  if (kind === CAPITALISED || kind === UPPER || kind === CAMEL) return !isOpening(s, i, kind);
  if (kind !== LOWER) return false;
  const isCaseless = s.styles[i] === CASELESS;
  if (((tokens.cues[i] ?? 0) & CUE.PARTICLE) !== 0)
    return leadsToCapital(tokens, gaps, i) || (isCaseless && leadsToListed(s, i));
  const entry = lex[i] ?? 0;
  if ((entry & LEX.COMMON) !== 0) return false;
  if ((entry & (LEX.FIRST | LEX.LAST)) !== 0 || isCaseless) return true;
  return previous === B_PER && gaps[i] === BLANK && tokens.kinds[i - 1] === LOWER && (entry & LEX.PLACE) === 0;
}

/** The, Het, Der at a sentence's start: words so frequent that they needn't be asked. */
function isOpening({ lex, gaps }: Sequence, i: number, kind: number): boolean {
  const frequent = LEX.COMMON | LEX.FREQUENT;
  return (
    kind === CAPITALISED &&
    (gaps[i] === LINE || gaps[i] === STOP) &&
    ((lex[i] ?? 0) & (frequent | LEX.FIRST | LEX.LAST)) === frequent
  );
}

/** In a line without capitals a particle may begin a surname: `joke de smedt`. */
function leadsToListed({ tokens, gaps, lex }: Sequence, i: number): boolean {
  for (let j = i + 1; j <= i + 3 && j < tokens.count; j++) {
    if (gaps[j] !== BLANK && gaps[j] !== APOSTROPHE) return false;
    if (((tokens.cues[j] ?? 0) & CUE.PARTICLE) !== 0) continue;
    const entry = lex[j] ?? 0;
    return entry === 0 || ((entry & NAMED) !== 0 && (entry & LEX.COMMON) === 0);
  }
  return false;
}

/** Particles only count as part of a name when a capital follows at once, or after one more particle. */
function leadsToCapital(tokens: Tokens, gaps: Uint8Array, i: number): boolean {
  for (let j = i + 1; j <= i + 4 && j < tokens.count; j++) {
    if (gaps[j] !== BLANK && gaps[j] !== APOSTROPHE && gaps[j] !== HYPHEN && gaps[j] !== DOT) return false;
    const kind = tokens.kinds[j];
    if (kind === CAPITALISED || kind === UPPER || kind === CAMEL) return true;
    if (kind !== LOWER || ((tokens.cues[j] ?? 0) & CUE.PARTICLE) === 0) return false;
  }
  return false;
}

const mix = (template: number, a: number, b = 0): number => {
  let h = Math.imul(a ^ (template * 0x9e3779b1), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 15) ^ b, 0xc2b2ae35);
  return ((h ^ (h >>> 13)) >>> 0) & (ROWS - 1);
};

/** Hash of the `size` units from `at`, folded as tokens are: affixes tell a surname's language and many a place. */
function affix(text: string, at: number, size: number): number {
  let hash = size;
  for (let i = at; i < at + size; i++) hash = Math.imul(hash ^ (text.charCodeAt(i) | 32), 0x01000193);
  return hash;
}

/** Writes the rows of token `i`'s features that don't depend on labels. @returns how many */
export function featuresOf(sequence: Sequence, i: number, rows: Int32Array): number {
  const { text, tokens, gaps, lex, styles, language } = sequence;
  const { hashes, kinds, cues, starts, ends, count } = tokens;
  const start = starts[i] ?? 0;
  const length = (ends[i] ?? 0) - start;
  const w = hashes[i] ?? 0;
  const before = i > 0 ? (hashes[i - 1] ?? 0) : 1;
  const after = i + 1 < count ? (hashes[i + 1] ?? 0) : 2;
  const before2 = i > 1 ? (hashes[i - 2] ?? 0) : 1;
  const after2 = i + 2 < count ? (hashes[i + 2] ?? 0) : 2;
  const gap = gaps[i] ?? 0;
  const next = gaps[i + 1] ?? 0;
  const isStart = gap === LINE || gap === STOP ? 1 : 0;
  const k = kinds[i] ?? 0;
  const kb = i > 0 ? (kinds[i - 1] ?? 0) : 7;
  const ka = i + 1 < count ? (kinds[i + 1] ?? 0) : 7;
  const ka2 = i + 2 < count ? (kinds[i + 2] ?? 0) : 7;
  const l = lex[i] ?? 0;
  const lb = i > 0 ? (lex[i - 1] ?? 0) : 0;
  const la = i + 1 < count ? (lex[i + 1] ?? 0) : 0;
  const cb = i > 0 ? (cues[i - 1] ?? 0) : 0;
  const ca = i + 1 < count ? (cues[i + 1] ?? 0) : 0;
  const size = Math.min(length, 9);
  const around = (gap << 4) | next;
  let n = 0;
  rows[n++] = mix(1, w);
  rows[n++] = mix(2, before, gap);
  rows[n++] = mix(3, after, next);
  rows[n++] = mix(4, before2);
  rows[n++] = mix(5, after2);
  rows[n++] = mix(6, before, w);
  rows[n++] = mix(7, w, after);
  rows[n++] = mix(8, affix(text, start, Math.min(2, length)), k);
  rows[n++] = mix(9, affix(text, start, Math.min(3, length)));
  rows[n++] = mix(10, affix(text, start + Math.max(0, length - 2), Math.min(2, length)), k);
  rows[n++] = mix(11, affix(text, start + Math.max(0, length - 3), Math.min(3, length)));
  rows[n++] = mix(12, affix(text, start + Math.max(0, length - 4), Math.min(4, length)));
  rows[n++] = mix(13, (k << 4) | size, isStart);
  rows[n++] = mix(15, (kb << 8) | (k << 4) | ka, isStart);
  rows[n++] = mix(16, (k << 8) | (ka << 4) | ka2, next);
  rows[n++] = mix(17, l, (k << 1) | isStart);
  rows[n++] = mix(18, (lb << 8) | l, gap);
  rows[n++] = mix(19, (l << 8) | la, next);
  rows[n++] = mix(20, (lb << 16) | (l << 8) | la, around);
  rows[n++] = mix(21, language, (l << 8) | (k << 1) | isStart);
  rows[n++] = mix(22, cb, gap);
  rows[n++] = mix(23, ca, next);
  rows[n++] = mix(24, before, l);
  rows[n++] = mix(25, after, l);
  rows[n++] = mix(26, before2, before);
  rows[n++] = mix(27, after, after2);
  rows[n++] = mix(28, language, w);
  rows[n++] = mix(30, affix(text, start + Math.max(0, length - 3), Math.min(3, length)), language + 1);
  rows[n++] = mix(31, cues[i] ?? 0, (gap << 8) | (ka << 4) | next);
  rows[n++] = mix(32, 0);
  const style = styles[i] ?? 0;
  rows[n++] = mix(33, (style << 12) | (k << 8) | l, isStart);
  rows[n++] = mix(34, (style << 8) | around, k);
  rows[n++] = mix(35, before, after);
  rows[n++] = mix(36, before, (k << 4) | ka);
  rows[n++] = mix(37, after, (k << 8) | (next << 4) | isStart);
  rows[n++] = mix(39, affix(text, start + Math.max(0, length - 5), Math.min(5, length)), k);
  rows[n++] = mix(38, isStart, (next << 12) | (ka << 8) | (gap << 4) | (gaps[i + 2] ?? 0));
  return n;
}

/** Adds the rows that depend on the labels given to the two tokens before. @returns the new count */
export function historyOf(
  sequence: Sequence,
  i: number,
  last: number,
  last2: number,
  rows: Int32Array,
  from: number,
): number {
  const { tokens, gaps, lex } = sequence;
  const k = tokens.kinds[i] ?? 0;
  const gap = gaps[i] ?? 0;
  let n = from;
  rows[n++] = mix(40, last, gap);
  rows[n++] = mix(41, last, ((lex[i] ?? 0) << 4) | k);
  rows[n++] = mix(42, last, tokens.hashes[i] ?? 0);
  rows[n++] = mix(43, (last << 4) | last2, (gap << 4) | k);
  rows[n++] = mix(44, last, i + 1 < tokens.count ? (tokens.hashes[i + 1] ?? 0) : 2);
  return n;
}
