import { hashOf } from "../chars.ts";
import { CUE } from "../cues.ts";
import { CAMEL, CAPITALISED, DIGITS, LOWER, UPPER } from "../tokens.ts";
import type { Tokens } from "../types.ts";
import { LEX, type Lexicon } from "./lexicon.ts";
import { makesOf } from "./makes.ts";

// What stands between two tokens.
const NOTHING = 0;
export const BLANK = 1;
export const HYPHEN = 2;
export const APOSTROPHE = 3;
export const COMMA = 4;
export const STOP = 5;
export const LINE = 6;
export const COLON = 7;
export const DOT = 8;
export const OPEN = 9;
export const OTHER = 10;

/** How a line is typed: as usual, beginning small, or without any capital. */
const [USUAL, SMALL_START] = [0, 1] as const;
export const CASELESS = 2;

/** One text seen as a sequence: per token its place between others and its entries in the lists. */
export interface Sequence {
  readonly text: string;
  readonly tokens: Tokens;
  readonly gaps: Uint8Array;
  readonly lex: Uint8Array;
  /** How the token's line is typed; 2 when it has no capital at all. */
  readonly styles: Uint8Array;
  /** 1 where the token belongs to a machine's, paper's, typeface's or firm's name. */
  readonly made: Uint8Array;
  readonly language: number;
}

const LANGUAGE_BITS = [LEX.EN, LEX.NL, LEX.FR, LEX.DE] as const;
const COMMON_BITS = [LEX.COMMON_EN, LEX.COMMON_NL, LEX.COMMON_FR, LEX.COMMON_DE] as const;
export const ANY_COMMON = LEX.COMMON_EN | LEX.COMMON_NL | LEX.COMMON_FR | LEX.COMMON_DE;
export const NAMED = LEX.FIRST | LEX.LAST | LEX.NAME;
/** A language with this share of the leading one's votes is spoken in the text too. */
const SPOKEN_SHARE = 0.5;
const SURE_VOTES = 2;
export const UNKNOWN_LANGUAGE = 4;

export function sequenceOf(text: string, tokens: Tokens, lexicon: Lexicon): Sequence {
  const gaps = new Uint8Array(tokens.count + 1);
  const entries = new Uint16Array(tokens.count);
  const votes = [0, 0, 0, 0];
  for (let i = 0; i < tokens.count; i++) {
    gaps[i] = gapBefore(text, tokens, i);
    if ((tokens.kinds[i] ?? DIGITS) >= DIGITS) continue;
    const entry = lexicon.lookUp(tokens.hashes[i] ?? 0);
    entries[i] = entry;
    if ((entry & 0xf00) !== 0)
      for (let l = 0; l < 4; l++) if ((entry & (LANGUAGE_BITS[l] ?? 0)) !== 0) votes[l] = (votes[l] ?? 0) + 1;
  }
  gaps[tokens.count] = LINE;
  const most = Math.max(...votes);
  const spoken = votes.reduce((bits, n, l) => (n >= most * SPOKEN_SHARE ? bits | (COMMON_BITS[l] ?? 0) : bits), 0);
  const lex = listedIn(tokens, entries, most === 0 ? ANY_COMMON : spoken, most);
  if (most === 0 || (spoken & COMPOUNDING) !== 0) markCompounds(text, tokens, entries, lex, lexicon);
  return {
    text,
    tokens,
    gaps,
    lex,
    styles: stylesOf(tokens, gaps),
    made: makesOf(text, tokens, lex),
    language: most === 0 ? UNKNOWN_LANGUAGE : votes.indexOf(most),
  };
}

const isInTwo = (bits: number): boolean => (bits & (bits - 1)) !== 0;

/**
 * A name that is an ordinary word is one in the languages of the text only: Dutch Joke tells none. Where hardly a word tells the
 * language, a small word is ordinary if it is so anywhere ("fine", "groen karton"), a large one if it is so in two languages.
 */
function listedIn({ kinds }: Tokens, entries: Uint16Array, spoken: number, votes: number): Uint8Array {
  const lex = new Uint8Array(entries.length);
  for (let i = 0; i < entries.length; i++) {
    const entry = entries[i] ?? 0;
    const words = entry & ANY_COMMON;
    const isAnywhere = (entry & NAMED) === 0 || (kinds[i] === LOWER && votes < SURE_VOTES);
    const isCommon = isAnywhere ? words !== 0 : spoken === ANY_COMMON ? isInTwo(words) : (words & spoken) !== 0;
    lex[i] = (entry & 0xff & ~LEX.COMMON) | (isCommon ? LEX.COMMON : 0);
  }
  return lex;
}

const COMPOUNDING = LEX.COMMON_NL | LEX.COMMON_DE;
const PART_CHARS_MIN = 4;
const COMPOUND_CHARS_MIN = 9;
// Ordinary words that many surnames end in.
const SURNAME_ENDINGS = new Set(
  "mann berg bach stein feld wald haus hauser häuser meier mayer maier müller schmidt bauer becker meister macher huber land brink bosch broek kamp horst veld velde laar poel linck donck mans sens sema burg dorf hof hofer brück brand holz kopf vogel".split(
    " ",
  ),
);

/** Faltschachteln, zijdepapier: a word no list knows, whose end of five letters or more is a Dutch or German word, is ordinary too. */
function markCompounds(text: string, tokens: Tokens, entries: Uint16Array, lex: Uint8Array, lexicon: Lexicon): void {
  for (let i = 0; i < tokens.count; i++) {
    const start = tokens.starts[i] ?? 0;
    const end = tokens.ends[i] ?? 0;
    if ((entries[i] ?? 0) !== 0 || end - start < COMPOUND_CHARS_MIN || (tokens.kinds[i] ?? DIGITS) > CAPITALISED)
      continue;
    for (let at = end - PART_CHARS_MIN - 1; at >= start + PART_CHARS_MIN - 1 && end - at <= 14; at--) {
      const part = text.slice(at, end);
      if ((lexicon.lookUp(hashOf(part)) & COMPOUNDING) === 0 || SURNAME_ENDINGS.has(part.toLowerCase())) continue;
      lex[i] = (lex[i] ?? 0) | LEX.COMMON;
      break;
    }
  }
}

function stylesOf({ count, kinds }: Tokens, gaps: Uint8Array): Uint8Array {
  const styles = new Uint8Array(count);
  for (let i = 0; i < count; ) {
    const from = i;
    let hasCapital = false;
    do {
      const kind = kinds[i] ?? DIGITS;
      if (kind === CAPITALISED || kind === UPPER || kind === CAMEL) hasCapital = true;
      i++;
    } while (i < count && gaps[i] !== LINE);
    const style = !hasCapital ? CASELESS : kinds[from] === LOWER ? SMALL_START : USUAL;
    styles.fill(style, from, i);
  }
  return styles;
}

const EMPHASIS_CHARS_MAX = 7;

function gapBefore(text: string, tokens: Tokens, i: number): number {
  if (i === 0) return LINE;
  const from = tokens.ends[i - 1] ?? 0;
  const to = tokens.starts[i] ?? 0;
  const first = text.charCodeAt(from);
  if (to - from === 1) {
    if (first === 32) return BLANK;
    if (first === 45) return HYPHEN;
    if (first === 39) return APOSTROPHE;
    if (first === 46) return DOT;
    if (first === 10) return LINE;
    return first === 44 ? COMMA : OTHER;
  }
  if (to === from) return NOTHING;
  for (let j = from; j < to; j++) if (text.charCodeAt(j) === 10) return LINE;
  if (first === 44) return COMMA;
  if (first === 46 && isAbbreviated(tokens, i - 1)) return DOT;
  if (first === 46 || first === 33 || first === 63) return STOP;
  if (first === 58 || first === 59) return COLON;
  // **Soraya** _Benali_: emphasis is no gap.
  if (to - from <= EMPHASIS_CHARS_MAX && /^[*_~`]+ [*_~`]*$|^ [*_~`]+$/.test(text.slice(from, to))) return BLANK;
  const last = text.charCodeAt(to - 1);
  if (last === 40 || last === 34 || last === 39 || last === 60) return OPEN;
  return OTHER;
}

/** Initials and titles: the dot after them ends no sentence. */
function isAbbreviated(tokens: Tokens, i: number): boolean {
  const length = (tokens.ends[i] ?? 0) - (tokens.starts[i] ?? 0);
  return length === 1
    ? tokens.kinds[i] === UPPER || tokens.kinds[i] === CAPITALISED
    : ((tokens.cues[i] ?? 0) & CUE.TITLE) !== 0;
}
