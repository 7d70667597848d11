import { CUE } from "../cues.ts";
import { LOWER } from "../tokens.ts";
import { ADDRESSES, ASKS, INTRODUCERS, INTRODUCES, SAYS } from "./introductions.ts";
import { LEX } from "./lexicon.ts";
import { has, isCapital, isCommon, isListed, type NameRange, nameFrom } from "./name-from.ts";
import { afterOffices } from "./offices.ts";
import { BLANK, COLON, COMMA, DOT, HYPHEN, LINE, OPEN, type Sequence, STOP } from "./sequence.ts";

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
    if (gap !== BLANK && gap !== DOT && gap !== COMMA && gap !== COLON && gap !== STOP && gap !== OPEN) continue;
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
    if (gap === BLANK && isSource(s, i)) {
      const source = nameFrom(s, i, false);
      if (source !== undefined && !isOrdinary(s, source)) each(source);
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

/** "d'après Guillemot", "lt. Rehbein": a surname where one says where something is from. */
function isSource(s: Sequence, i: number): boolean {
  const entry = s.lex[i] ?? 0;
  return (
    isCapital(s, i) &&
    (entry & (LEX.LAST | LEX.FIRST)) !== 0 &&
    (entry & (LEX.COMMON | LEX.PLACE | LEX.MAKE)) === 0 &&
    SAYS.test(s.text.slice(Math.max(0, (s.tokens.starts[i] ?? 0) - 16), s.tokens.starts[i]))
  );
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
  if (s.tokens.kinds[next] === LOWER && isSmallName(s, i, next)) return nameFrom(s, next, true);
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

const SMALL_TITLES = /^(?:mr|mrs|mevr|mevrouw|mw|dhr|meneer|mme|monsieur|madame|herr|frau|hr|fr)$/;
const SMALL_NAME_CHARS_MIN = 4;

/** "mr achterberg", "frau yıldırım": titles and names as people type them in a hurry. */
function isSmallName(s: Sequence, i: number, next: number): boolean {
  const { tokens, text } = s;
  return (
    tokens.kinds[i] === LOWER &&
    SMALL_TITLES.test(text.slice(tokens.starts[i], tokens.ends[i])) &&
    (tokens.ends[next] ?? 0) - (tokens.starts[next] ?? 0) >= SMALL_NAME_CHARS_MIN &&
    !isCommon(s, next) &&
    (tokens.cues[next] ?? 0) === 0
  );
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
