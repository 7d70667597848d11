import { CUE } from "../cues.ts";
import { CAMEL, CAPITALISED, LOWER, UPPER } from "../tokens.ts";
import { LEX } from "./lexicon.ts";
import { APOSTROPHE, BLANK, COMMA, DOT, HYPHEN, LINE, type Sequence, STOP } from "./sequence.ts";

/** First and last token of a name, both included. */
export interface NameRange {
  readonly from: number;
  readonly to: number;
  readonly confidence: number;
}

const WORDS_MAX = 8;

export const isCapital = (s: Sequence, i: number): boolean => {
  const kind = s.tokens.kinds[i];
  return kind === CAPITALISED || kind === UPPER || kind === CAMEL;
};
export const has = (s: Sequence, i: number, mask: number): boolean => ((s.tokens.cues[i] ?? 0) & mask) !== 0;
export const isListed = (s: Sequence, i: number): boolean =>
  ((s.lex[i] ?? 0) & (LEX.FIRST | LEX.LAST | LEX.NAME)) !== 0;
export const isCommon = (s: Sequence, i: number): boolean => ((s.lex[i] ?? 0) & LEX.COMMON) !== 0;
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
