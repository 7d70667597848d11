import { hashOf } from "../chars.ts";
import { CAMEL, CAPITALISED, DIGITS, LOWER, MIXED, UPPER } from "../tokens.ts";
import type { Tokens } from "../types.ts";
import { LEX } from "./lexicon.ts";
import { SOLID } from "./makers.data.ts";
import { markNamesakes } from "./namesakes.ts";

const GAP_CHARS_MAX = 3;
const FOLLOWERS_MAX = 2;

const wordsOf = (phrase: string): number[] =>
  phrase
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "")
    .map(hashOf);

/** Phrases by the hash of their first word, the longest first. */
const MAKES = new Map<number, number[][]>();
const FILTER = new Uint8Array(1 << 14);
for (const phrase of SOLID.flatMap((line) => line.split(";"))) {
  const words = wordsOf(phrase);
  const [first] = words;
  if (first === undefined) continue;
  MAKES.set(
    first,
    [...(MAKES.get(first) ?? []), words].sort((a, b) => b.length - a.length),
  );
  FILTER[first & 0x3fff] = 1;
}

function lengthAt(tokens: Tokens, i: number): number {
  for (const words of MAKES.get((tokens.hashes[i] ?? 0) >>> 0) ?? []) {
    let n = 1;
    while (
      n < words.length &&
      (tokens.hashes[i + n] ?? 0) >>> 0 === words[n] &&
      (tokens.starts[i + n] ?? 0) - (tokens.ends[i + n - 1] ?? 0) <= GAP_CHARS_MAX
    )
      n++;
    if (n === words.length) return n;
  }
  return 0;
}

for (const saint of ["sint", "saint", "sainte", "sankt", "st", "san", "santa"]) FILTER[hashOf(saint) & 0x3fff] = 1;

/** A model's name or number goes with its maker: Komori *Lithrone G40*, Fedrigoni *Sirio Color*; a person's first name doesn't. */
function isFollower(text: string, tokens: Tokens, lex: Uint8Array, i: number): boolean {
  const kind = tokens.kinds[i] ?? LOWER;
  const isShown = kind === CAPITALISED || kind === UPPER || kind === CAMEL || kind === DIGITS || kind === MIXED;
  const gap = text.slice(tokens.ends[i - 1], tokens.starts[i]);
  return isShown && (gap === " " || gap === "-") && ((lex[i] ?? 0) & (LEX.MANY_FIRST | LEX.COMMON)) !== LEX.MANY_FIRST;
}

const SAINTS = new Set(["sint", "saint", "sainte", "sankt", "st", "san", "santa"].map(hashOf));

/** Sint-Truiden, Saint-Ghislain: a town, unless a first name stands before it. */
function isSaint(text: string, tokens: Tokens, lex: Uint8Array, i: number): boolean {
  const next = i + 1;
  return (
    next < tokens.count &&
    SAINTS.has((tokens.hashes[i] ?? 0) >>> 0) &&
    text.slice(tokens.ends[i], tokens.starts[next]) === "-" &&
    !(
      i > 0 &&
      tokens.kinds[i - 1] === CAPITALISED &&
      ((lex[i - 1] ?? 0) & LEX.FIRST) !== 0 &&
      text.slice(tokens.ends[i - 1], tokens.starts[i]) === " "
    ) &&
    !(i > 0 && text.charAt((tokens.starts[i] ?? 0) - 1) === "-")
  );
}

/** Marks the tokens that name a machine, paper, typeface or firm of the trade. */
export function makesOf(text: string, tokens: Tokens, lex: Uint8Array): Uint8Array {
  const made = new Uint8Array(tokens.count);
  for (let i = 0; i < tokens.count; i++) {
    if (FILTER[(tokens.hashes[i] ?? 0) & 0x3fff] !== 1) continue;
    if (isSaint(text, tokens, lex, i)) made.fill(1, i, i + 2);
    const length = lengthAt(tokens, i);
    if (length === 0 || (tokens.kinds[i] === LOWER && length === 1)) continue;
    let to = i + length;
    for (let n = 0; n < FOLLOWERS_MAX && to < tokens.count && isFollower(text, tokens, lex, to); n++) to++;
    made.fill(1, i, to);
    i = to - 1;
  }
  markNamesakes(text, tokens, lex, made);
  return made;
}
