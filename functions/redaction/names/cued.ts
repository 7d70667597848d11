import { CUE } from "../cues.ts";
import { CAMEL, CAPITALISED, LOWER, UPPER } from "../tokens.ts";
import { ADDRESSES, ASKS, INTRODUCERS, INTRODUCES } from "./introductions.ts";
import { LEX } from "./lexicon.ts";
import { afterOffices } from "./offices.ts";
import { APOSTROPHE, BLANK, COLON, COMMA, DOT, HYPHEN, LINE, type Sequence, STOP } from "./sequence.ts";

/** First and last token of a name, both included. */
export interface NameRange {
  readonly from: number;
  readonly to: number;
  readonly confidence: number;
}

const WORDS_MAX = 8;

const isCapital = (s: Sequence, i: number): boolean => {
  const kind = s.tokens.kinds[i];
  return kind === CAPITALISED || kind === UPPER || kind === CAMEL;
};
const has = (s: Sequence, i: number, mask: number): boolean => ((s.tokens.cues[i] ?? 0) & mask) !== 0;
const isListed = (s: Sequence, i: number): boolean => ((s.lex[i] ?? 0) & (LEX.FIRST | LEX.LAST | LEX.NAME)) !== 0;
const isCommon = (s: Sequence, i: number): boolean => ((s.lex[i] ?? 0) & LEX.COMMON) !== 0;
const binds = (gap: number | undefined): boolean =>
  gap === BLANK || gap === HYPHEN || gap === APOSTROPHE || gap === DOT;

/**
 * The name that begins at token `i`: capitals, particles and initials, up to a blank line, comma or small word.
 * @param mayBeLower also takes listed words in small letters, as people type them after "my name is"
 */
export function nameFrom(s: Sequence, i: number, mayBeLower: boolean): NameRange | undefined {
  let last = -1;
  let names = 0;
  for (let j = i; j < s.tokens.count && j - i < WORDS_MAX; j++) {
    if (j > i && !binds(s.gaps[j])) {
      const isInverted =
        s.gaps[j] === COMMA &&
        j > i &&
        names <= 3 &&
        isCapital(s, j) &&
        ((s.lex[j] ?? 0) & LEX.FIRST) !== 0 &&
        endsAfter(s, j);
      if (!isInverted) break;
    }
    if (s.tokens.kinds[j] === LOWER && has(s, j, CUE.PARTICLE) && isPreposition(s, j)) break;
    if (isCapital(s, j)) {
      if (has(s, j, CUE.COMPANY_FORM) && s.tokens.kinds[j] === UPPER) break;
      last = j;
      names++;
    } else if (s.tokens.kinds[j] === LOWER) {
      const isSurname = names > 0 && ((s.lex[j] ?? 0) & (LEX.LAST | LEX.FREQUENT)) === LEX.LAST;
      const isLowerName =
        mayBeLower &&
        (isSurname || (!isCommon(s, j) && (isListed(s, j) || (names > 0 && !isCapital(s, last))))) &&
        !has(s, j, CUE.PARTICLE);
      if (isLowerName) {
        last = j;
        names++;
      } else if (!has(s, j, CUE.PARTICLE) || (j > i && last < 0 && j - i > 4)) break;
    } else break;
  }
  return last < i || names === 0 ? undefined : { from: i, to: last, confidence: 0.85 };
}

/** `in` and `op` belong to a name before another particle only: "in 't Veld", "op den Kamp", but "Zweers in Zwolle". */
function isPreposition(s: Sequence, j: number): boolean {
  if (!/^(?:in|op|al|e|y|o)$/.test(s.text.slice(s.tokens.starts[j], s.tokens.ends[j]))) return false;
  const follower = s.text.slice(s.tokens.starts[j + 1], s.tokens.ends[j + 1]);
  return !/^(?:den|de|der|het|t)$/.test(follower) || (s.language === 3 && follower === "den");
}

/** True when nothing but another first name follows: `Bos, Tijmen.` is one name, `Bos, Tijmen and An` a list. */
function endsAfter(s: Sequence, j: number): boolean {
  const gap = s.gaps[j + 1];
  return (
    j + 1 >= s.tokens.count ||
    gap === LINE ||
    gap === STOP ||
    gap === COMMA ||
    (gap === BLANK && s.tokens.kinds[j + 1] === LOWER)
  );
}

/** Greetings and labels are also followed by ordinary words: Dear Customer, Name: Brochure. */
function isOrdinary(s: Sequence, range: NameRange): boolean {
  for (let j = range.from; j <= range.to; j++) {
    if (has(s, j, CUE.PARTICLE)) continue;
    const entry = s.lex[j] ?? 0;
    const isWord =
      (entry & LEX.COMMON) !== 0 &&
      ((entry & (LEX.FIRST | LEX.LAST)) === 0 || ((entry & LEX.FREQUENT) !== 0 && (entry & LEX.FIRST) === 0));
    const isPart = has(s, j, CUE.ROLE | CUE.COMPANY_FORM | CUE.REFERENCE | CUE.UNIT | CUE.NOT_NAME);
    const isUnlikely = isWord || isPart || (has(s, j, CUE.MONTH) && (entry & LEX.FIRST) === 0);
    if (!isUnlikely) return false;
  }
  return true;
}

/** Names that a word before them gives away: titles, greetings, labels, sign-offs, introductions. */
export function cuedNames(s: Sequence, each: (range: NameRange) => void): void {
  const { tokens, text } = s;
  for (const i of tokens.cued) {
    const next = i + 1;
    if (next >= tokens.count) break;
    const gap = s.gaps[next];
    const found = cuedBy(s, i, next, gap ?? LINE);
    if (found !== undefined) each(found);
  }
  for (let i = 1; i < tokens.count; i++) {
    if (!isCapital(s, i) && (isCommon(s, i) || !isListed(s, i))) continue;
    const gap = s.gaps[i];
    if (gap !== BLANK && gap !== DOT && gap !== COMMA && gap !== COLON && gap !== STOP) continue;
    if (
      gap === BLANK &&
      ((s.lex[i] ?? 0) & LEX.FIRST) !== 0 &&
      isCapital(s, i) &&
      ASKS.test(text.slice(Math.max(0, (tokens.starts[i] ?? 0) - 16), tokens.starts[i]))
    ) {
      const asked = nameFrom(s, i, false);
      if (asked !== undefined && !isOrdinary(s, asked)) each(asked);
      continue;
    }
    // The cheapest look first: does the word before end an introduction?
    const start = tokens.starts[i] ?? 0;
    if (!INTRODUCERS.has((tokens.hashes[i - 1] ?? 0) >>> 0)) continue;
    if (!INTRODUCES.test(text.slice(Math.max(0, start - 28), start))) continue;
    const range = nameFrom(s, i, true);
    if (range !== undefined && !isOrdinary(s, range)) each(range);
  }
}

function cuedBy(s: Sequence, i: number, next: number, gap: number): NameRange | undefined {
  const cue = s.tokens.cues[i] ?? 0;
  if ((cue & CUE.TITLE) !== 0 && (gap === BLANK || gap === DOT)) return titled(s, i, next);
  if ((cue & CUE.GREETING) !== 0 && gap === BLANK && isAtStart(s, i)) return greeted(s, next);
  if ((cue & CUE.SIGN_OFF) !== 0) return signed(s, i);
  if ((cue & CUE.ROLE) !== 0 && (gap === COLON || isLabel(s, i, next))) {
    const range = nameFrom(s, next, true);
    return range === undefined || isOrdinary(s, range) ? undefined : range;
  }
  return undefined;
}

/** `name="…"`, `"name":"…"`, `name = …` */
function isLabel({ text, tokens }: Sequence, i: number, next: number): boolean {
  return /^["']?\]?\s{0,2}(?:[:=]|=>)\s{0,2}["']?$/.test(
    text.slice(tokens.ends[i], Math.min(tokens.starts[next] ?? 0, (tokens.ends[i] ?? 0) + 10)),
  );
}

function titled(s: Sequence, i: number, behind: number): NameRange | undefined {
  const next = afterOffices(s, behind);
  if (next > behind && (s.gaps[next] !== BLANK || !isCapital(s, next))) return undefined;
  // "ART-983-MS. Bel ons" ends in no title.
  if (has(s, next, CUE.TITLE) || s.gaps[i] === HYPHEN) return undefined;
  const isShort = (s.tokens.ends[i] ?? 0) - (s.tokens.starts[i] ?? 0) <= 2 && s.tokens.kinds[i] === LOWER;
  if (isShort) return undefined;
  // "Herr von Rossler", but "trainer van Club Brugge" and "Président de la République": an office takes a particle for "of".
  const isAddress = ADDRESSES.test(s.text.slice(s.tokens.starts[i], s.tokens.ends[i]));
  if (!isAddress && s.tokens.kinds[next] === LOWER) return undefined;
  const range = nameFrom(s, next, false);
  if (range === undefined || !reaches(s, range)) return undefined;
  // "Frau Storch", "Mr Hill": behind a title of address a word is a name, whatever else it may be.
  if (isAddress && isCapital(s, next) && !has(s, next, CUE.COMPANY_FORM | CUE.UNIT | CUE.NOT_NAME | CUE.ROLE))
    return range;
  return isOrdinary(s, range) ? undefined : range;
}

/** A particle right after a title must lead to a capital: "Herr von Rossler", not "Madame de la". */
function reaches(s: Sequence, range: NameRange): boolean {
  return isCapital(s, range.to);
}

const isAtStart = (s: Sequence, i: number): boolean =>
  s.gaps[i] === LINE || s.gaps[i] === STOP || i === 0 || s.gaps[i] === COMMA;

function greeted(s: Sequence, next: number): NameRange | undefined {
  let at = next;
  while (
    at < s.tokens.count &&
    at - next < 3 &&
    (has(s, at, CUE.TITLE | CUE.GREETING) || (has(s, at, CUE.PARTICLE) && has(s, at + 1, CUE.TITLE)))
  )
    at++;
  if (!isCapital(s, at) && !(at > next)) return undefined;
  const range = nameFrom(s, at, false);
  if (range === undefined || isOrdinary(s, range)) return undefined;
  const after = s.gaps[range.to + 1];
  return after === COMMA || after === LINE || after === STOP || after === COLON || isListed(s, at) ? range : undefined;
}

/** After a closing formula, the first line of capitals within the next few words. */
function signed(s: Sequence, i: number): NameRange | undefined {
  for (let j = i + 1; j < s.tokens.count && j - i <= 4; j++) {
    if (s.gaps[j] === COMMA && isCapital(s, j) && isListed(s, j)) return nameFrom(s, j, false);
    if (s.gaps[j] !== LINE) continue;
    const range = nameFrom(s, j, true);
    if (range === undefined || isOrdinary(s, range)) return undefined;
    const after = s.gaps[range.to + 1];
    return range.to + 1 >= s.tokens.count || after === LINE || after === COMMA || after === STOP ? range : undefined;
  }
  return undefined;
}
