import { isArticleNumber, isLuhn } from "../checks.ts";
import { CUE } from "../cues.ts";
import { hasCueBefore, isInsideSpacedDigits, matchAt, stands } from "../near.ts";
import { DIGITS } from "../tokens.ts";
import type { Detector, Source } from "../types.ts";

// Issuer ranges by first digits, and the lengths they use (ISO/IEC 7812 issuer lists, public).
const ISSUERS =
  /^(?:4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11}|6(?:011|4[4-9]\d|5\d\d)\d{12}|(?:35|18|21)\d{13,14}|62\d{14,17}|(?:5[06-8]|6\d)\d{10,17})$/;
const DIGITS_MIN = 12;
const DIGITS_MAX = 19;
const AFTER_CARD_WORD = /\d{4}(?:[ -]?\d{4}){2,3}(?:[ -]?\d{1,3})?|\d{12,19}/y;
// What stands between two groups; a line may end there once.
const SEPARATOR = /^(?:[ .·_/|,-]|[ .-]{2}|, | - | {0,2}\n {0,2})$/;

/** Payment cards: an issuer's range and length, and a right Luhn digit; any plausible number right after the word. */
export const card: Detector = {
  name: "card",
  find(source, emit) {
    const { text, tokens, budget } = source;
    let done = 0;
    for (const i of tokens.numeric) {
      budget.spend(2);
      const at = tokens.starts[i] ?? 0;
      if ((tokens.reach[i] ?? 0) < DIGITS_MIN || at < done || tokens.kinds[i] !== DIGITS) continue;
      if (!/[1-6]/.test(text.charAt(at)) || isInsideSpacedDigits(tokens, i)) continue;
      if (/[.,-]/.test(text.charAt(at - 1)) && /\d/.test(text.charAt(at - 2))) continue;
      budget.spend(24);
      const isCued = hasCueBefore(tokens, i, CUE.CARD, 4);
      const sure = cardEnd(source, i, isCued);
      const guess = sure === undefined && isCued ? matchAt(AFTER_CARD_WORD, text, at) : undefined;
      const end = sure ?? (guess === undefined ? 0 : at + guess.length);
      if (end <= at || !stands(text, at, end)) continue;
      emit(at, end, "CARD", sure === undefined ? 0.7 : 0.97);
      done = end;
    }
  },
};

/** End of the longest card number that begins at token `i`: whole groups, one kind of separator, a right check digit. */
function cardEnd({ text, tokens }: Source, i: number, isCued: boolean): number | undefined {
  let digits = "";
  let separator: string | undefined;
  let lines = 0;
  let shortest = DIGITS_MAX;
  let isSpaced = true;
  let found: number | undefined;
  for (let j = i; j < tokens.count && tokens.kinds[j] === DIGITS; j++) {
    const start = tokens.starts[j] ?? 0;
    const end = tokens.ends[j] ?? 0;
    if (digits.length + end - start > DIGITS_MAX) break;
    if (j > i) {
      const gap = text.slice(tokens.ends[j - 1], start);
      if (!SEPARATOR.test(gap) || (gap.includes("\n") && isArticleNumber(digits))) break;
      if (gap.includes("\n")) lines++;
      else separator ??= gap;
      if (lines > 1 || (separator !== undefined && gap !== separator && !gap.includes("\n"))) break;
      // Lists of small numbers are no cards: groups of one digit each, or of three and more.
      const before = start - gap.length - (tokens.starts[j - 1] ?? 0);
      shortest = Math.min(shortest, before);
      if (before !== 1) isSpaced = false;
    }
    digits += text.slice(start, end);
    if (digits.length < DIGITS_MIN) continue;
    // Over a line's end only the lengths of the common cards count, and an article number isn't one.
    if (lines > 0 && digits.length < 15) continue;
    const isGrouped = (shortest >= 3 && !separator?.includes(",")) || (isSpaced && (j === i || end - start === 1));
    // Nobody has had thirteen digits on a card for decades; an article number has.
    if (isGrouped && ISSUERS.test(digits) && isLuhn(digits) && (isCued || !isArticleNumber(digits))) found = end;
  }
  return found;
}
