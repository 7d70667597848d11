import { hashOf } from "../chars.ts";
import { matchAt } from "../near.ts";
import type { Lexicon } from "./lexicon.ts";
import { ANY_COMMON, BLANK, type Sequence } from "./sequence.ts";

// B a n d l e, L o r e n z – M a y e r: how typescripts make names stand out, and how somebody hides one.
const SPACED =
  /\p{Lu}(?: \p{Ll}){2,24}(?: {0,2}[-–] {0,2}\p{Lu}(?: \p{Ll}){2,24})?(?![\p{L}\p{N}]| \p{L}(?![\p{L}\p{N}]))/uy;
const LETTERS_MIN = 3;

/** Names whose letters stand apart, unless they make up a word. */
export function letterspaced(
  { text, tokens, gaps }: Sequence,
  lexicon: Lexicon,
  each: (start: number, end: number, confidence: number) => void,
): void {
  for (let i = 0; i < tokens.count; ) {
    const from = i;
    while (
      i < tokens.count &&
      (tokens.ends[i] ?? 0) - (tokens.starts[i] ?? 0) === 1 &&
      (i === from || gaps[i] === BLANK)
    )
      i++;
    if (i - from >= LETTERS_MIN) {
      const start = tokens.starts[from] ?? 0;
      const spaced = matchAt(SPACED, text, start);
      const isWord = (lexicon.lookUp(hashOf(spaced?.replace(/ /g, "") ?? "")) & ANY_COMMON) !== 0;
      if (spaced !== undefined && !isWord) each(start, start + spaced.length, 0.7);
    }
    if (i === from) i++;
  }
}
