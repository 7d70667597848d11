import { CUE } from "../cues.ts";
import { CAPITALISED } from "../tokens.ts";
import type { Emit } from "../types.ts";
import { LEX } from "./lexicon.ts";
import { BLANK, type Sequence } from "./sequence.ts";

const TELLING_CHARS = 4;

function isTelling({ tokens, lex }: Sequence, i: number): boolean {
  return (
    ((lex[i] ?? 0) & (LEX.COMMON | LEX.PLACE)) === 0 &&
    (tokens.ends[i] ?? 0) - (tokens.starts[i] ?? 0) >= TELLING_CHARS &&
    ((tokens.cues[i] ?? 0) & ~CUE.ROLE) === 0
  );
}

/** A full name once found is a name wherever it stands, and so is its surname when that is no ordinary word. */
export function repeated(s: Sequence, taken: Uint8Array, emit: Emit): void {
  const { text, tokens, lex, gaps } = s;
  const known = new Set<number>();
  for (let i = 0; i < tokens.count; i++) {
    if (taken[i] !== 1 || !isTelling(s, i)) continue;
    const isPart = (i > 0 && taken[i - 1] === 1 && gaps[i] === BLANK) || (taken[i + 1] === 1 && gaps[i + 1] === BLANK);
    // A name of one word comes back when no language has it as a word of its own and no list as a place.
    if (isPart || (tokens.kinds[i] === CAPITALISED && ((lex[i] ?? 0) & (LEX.FREQUENT | LEX.MAKE)) === 0))
      known.add(tokens.hashes[i] ?? 0);
  }
  if (known.size === 0) return;
  for (let i = 0; i < tokens.count; i++)
    if (taken[i] === 0 && known.has(tokens.hashes[i] ?? 0) && /^\p{Lu}/u.test(text.charAt(tokens.starts[i] ?? 0))) {
      // "Bart De Wever" comes back as "De Wever".
      let from = i;
      while (
        from > 0 &&
        gaps[from] === BLANK &&
        tokens.kinds[from - 1] === CAPITALISED &&
        ((tokens.cues[from - 1] ?? 0) & CUE.PARTICLE) !== 0
      )
        from--;
      emit(tokens.starts[from] ?? 0, tokens.ends[i] ?? 0, "PERSON", 0.75);
    }
}
