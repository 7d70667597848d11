import { hashOf } from "../chars.ts";
import type { Lexicon } from "./lexicon.ts";
import { ANY_COMMON } from "./sequence.ts";

// B a n d l e, L o r e n z – M a y e r: how typescripts make names stand out, and how somebody hides one.
const SPACED =
  /(?<![\p{L}\p{N}] ?)\p{Lu}(?: \p{Ll}){2,24}(?: {0,2}[-–] {0,2}\p{Lu}(?: \p{Ll}){2,24})?(?! ?[\p{L}\p{N}])/gu;
const HINT = /\p{Lu} \p{Ll} \p{Ll} /u;

/** Names whose letters stand apart, unless they make up a word. */
export function letterspaced(
  text: string,
  lexicon: Lexicon,
  each: (start: number, end: number, confidence: number) => void,
): void {
  if (!HINT.test(`${text} `)) return;
  for (const match of text.matchAll(SPACED)) {
    const joined = match[0].replace(/ /g, "");
    if ((lexicon.lookUp(hashOf(joined)) & ANY_COMMON) === 0) each(match.index, match.index + match[0].length, 0.7);
  }
}
