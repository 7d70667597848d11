import { CUE } from "../cues.ts";
import { matchAt } from "../near.ts";
import { CAPITALISED, DIGITS, LOWER, MIXED, UPPER } from "../tokens.ts";
import type { Detector, Source } from "../types.ts";

const SPEAKS_OF_ADDRESS =
  /^(?:address(?:es)?|adres|adresse|anschrift|lieferadresse|leveradres|residing|lives|lived|live|living|wonende|woont|woon|demeurant|domiciliée?|habite|wohnhaft|wohnt|wohne|return|meet|arrived|located|shipped|delivered)$/i;
const IS_MOVEMENT = /^(?:return|meet|arrived|located|shipped|delivered)$/i;
const OPENING =
  /[ \t]{0,2}(?:(?:is|it is|is:|in|at|te|op|aan|à|au|auf|unter|est|ist|lautet|:|to|the corner of|near)[: \t\n]{1,3}){0,3}/iy;
// "Return it to", "meet me at": only a house number or a corner may follow, or every town would do.
const MOVEMENT = /[ ](?:me |us |it |them |this )?(?:at|to|in)[ :]{1,2}(?=\d|the corner)(?:the corner of )?/iy;
const STOP_WORD =
  /^(?:if|in|and|or|but|as|when|for|with|holds|houder|titulaire|en|et|und|tel|phone|last|please|because|hit|office|fax|i)$/i;

/** After "my address is", "wonende te", "demeurant" …: capitals, numbers and particles, as long as there is a number among them. */
export function announcedAddress({ text, tokens, budget }: Source, emit: Parameters<Detector["find"]>[1]): void {
  for (const i of tokens.cued) {
    if (((tokens.cues[i] ?? 0) & CUE.ADDRESS) === 0) continue;
    budget.spend(32);
    if (!SPEAKS_OF_ADDRESS.test(text.slice(tokens.starts[i], tokens.ends[i]))) continue;
    const isMovement = IS_MOVEMENT.test(text.slice(tokens.starts[i], tokens.ends[i]));
    const opening = matchAt(isMovement ? MOVEMENT : OPENING, text, tokens.ends[i] ?? 0) ?? "";
    const start = (tokens.ends[i] ?? 0) + opening.length;
    let j = i + 1;
    while (j < tokens.count && (tokens.starts[j] ?? 0) < start) j++;
    if (j >= tokens.count || (tokens.starts[j] ?? 0) - start > 1 || opening === "") continue;
    let end: number | undefined;
    let hasNumber = false;
    let capitals = 0;
    for (let n = 0; j < tokens.count && n < 18; j++, n++) {
      const gap = n === 0 ? " " : text.slice(tokens.ends[j - 1], tokens.starts[j]);
      if (!/^(?:[ ,\n'’./#-]{1,4})$/.test(gap) || (gap.includes(".") && !/^\.[ -]?$/.test(gap)) || /\n\s*\n/.test(gap))
        break;
      const kind = tokens.kinds[j];
      const word = text.slice(tokens.starts[j], tokens.ends[j]);
      if (STOP_WORD.test(word) && kind === LOWER) break;
      if (kind === DIGITS || kind === MIXED) hasNumber = true;
      else if (kind === LOWER && ((tokens.cues[j] ?? 0) & (CUE.PARTICLE | CUE.STREET | CUE.STREET_FIRST)) === 0) break;
      if (
        gap.startsWith(". ") &&
        word.length > 3 &&
        end !== undefined &&
        end - (tokens.starts[j - 1] ?? 0) > 4 &&
        !hasNumber
      )
        break;
      if (kind === CAPITALISED || kind === UPPER) capitals++;
      if (kind !== LOWER) end = tokens.ends[j];
    }
    if (hasNumber && capitals > (isMovement ? 0 : -1) && end !== undefined && end - start >= 8)
      emit(start, end, "ADDRESS", 0.75);
  }
}
