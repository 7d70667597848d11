import { classOf, DIGIT, LETTER } from "./chars.ts";
import { DIGITS } from "./tokens.ts";
import type { Tokens } from "./types.ts";

/** Words further apart than this many UTF-16 units don't speak of each other, however few they are. */
const REACH_CHARS = 80;

/** True when one of the `words` tokens before token `index` carries a bit of `mask`. */
export function hasCueBefore(tokens: Tokens, index: number, mask: number, words: number): boolean {
  const at = tokens.starts[index] ?? 0;
  for (let i = index - 1; i >= 0 && i >= index - words; i--) {
    if (at - (tokens.ends[i] ?? 0) > REACH_CHARS) return false;
    if (((tokens.cues[i] ?? 0) & mask) !== 0) return true;
  }
  return false;
}

/** True when one of the `words` tokens after token `index` carries a bit of `mask`. */
export function hasCueAfter(tokens: Tokens, index: number, mask: number, words: number): boolean {
  const at = tokens.ends[index] ?? 0;
  for (let i = index + 1; i < tokens.count && i <= index + words; i++) {
    if ((tokens.starts[i] ?? 0) - at > REACH_CHARS) return false;
    if (((tokens.cues[i] ?? 0) & mask) !== 0) return true;
  }
  return false;
}

/** True when no letter, digit or underscore touches the span from outside. */
export function stands(text: string, start: number, end: number): boolean {
  return !isWord(text, start - 1) && !isWord(text, end);
}

function isWord(text: string, at: number): boolean {
  if (at < 0 || at >= text.length) return false;
  const c = text.charCodeAt(at);
  return c === 95 || (classOf(c) & (LETTER | DIGIT)) !== 0;
}

/** Runs a sticky expression at one place. @returns the matched text, or undefined */
export function matchAt(expression: RegExp, text: string, at: number): string | undefined {
  expression.lastIndex = at;
  return expression.exec(text)?.[0];
}

/** Only the digits. */
export function digitsOf(shape: string): string {
  return shape.replace(/\D/g, "");
}

/**
 * True when, going back from token `index`, a bit of `wanted` comes before any bit of `other`: the nearest word decides whether
 * a number is a phone number or an order number. A sentence's end in between silences what was said before.
 */
export function isNearest(
  source: { text: string; tokens: Tokens },
  index: number,
  wanted: number,
  other: number,
  words: number,
): boolean {
  const { text, tokens } = source;
  const at = tokens.starts[index] ?? 0;
  for (let i = index - 1; i >= 0 && i >= index - words; i--) {
    const end = tokens.ends[i] ?? 0;
    if (at - end > REACH_CHARS) return false;
    const isLong = end - (tokens.starts[i] ?? 0) > 4 || (tokens.kinds[i] ?? 0) >= DIGITS;
    if (isLong && isStop(text.charCodeAt(end)) && /^[.!?]\s+\p{Lu}/u.test(text.slice(end, end + 4))) return false;
    const cue = tokens.cues[i] ?? 0;
    if ((cue & wanted) !== 0) return true;
    if ((cue & other) !== 0) return false;
  }
  return false;
}

const isStop = (c: number): boolean => c === 46 || c === 33 || c === 63;

/** True inside digits spaced out one by one: the number they make up begins at the first of them, and is tried there. */
export function isInsideSpacedDigits(tokens: Tokens, i: number, gapMax = 1): boolean {
  if (i === 0) return false;
  const start = tokens.starts[i] ?? 0;
  const isSingle = (tokens.ends[i] ?? 0) - start === 1 && (tokens.ends[i - 1] ?? 0) - (tokens.starts[i - 1] ?? 0) === 1;
  return (
    isSingle &&
    start - (tokens.ends[i - 1] ?? 0) <= gapMax &&
    tokens.kinds[i] === DIGITS &&
    tokens.kinds[i - 1] === DIGITS
  );
}
