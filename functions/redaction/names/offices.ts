import { hashOf } from "../chars.ts";
import { CUE } from "../cues.ts";
import type { Sequence } from "./sequence.ts";

// Offices and parts in a meeting, written large beside names and never one themselves: Monsieur le Maire, Frau Stadträtin Norf.
const OFFICES = new Set(
  "maire mairesse adjoint adjointe conseiller conseillère conseillers conseillères président présidente directeur directrice rapporteur secrétaire trésorier trésorière préfet curateur greffier bâtonnier bürgermeister bürgermeisterin oberbürgermeister oberbürgermeisterin stadtrat stadträtin stadträte gemeinderat gemeinderätin gemeinderäte vorsitzender vorsitzende kämmerer kämmerin schriftführer schriftführerin präsident präsidentin minister ministerin direktor direktorin abteilungsleiter abteilungsleiterin kollege kollegin burgemeester wethouder wethouders schepen schepenen raadslid raadsleden gemeenteraadslid gemeenteraadsleden voorzitter secretaris penningmeester griffier notulist mayor chair chairman chairwoman chairperson councillor councillors clerk members treasurer secretary president director vice-president"
    .split(" ")
    .map(hashOf),
);

export const isOffice = ({ tokens }: Pick<Sequence, "tokens">, i: number): boolean =>
  OFFICES.has((tokens.hashes[i] ?? 0) >>> 0);

const isArticle = ({ tokens }: Sequence, i: number): boolean => ((tokens.cues[i] ?? 0) & CUE.PARTICLE) !== 0;

/** First token after the offices, with their articles, that begin at `i`: behind "Monsieur" in "Monsieur le Maire Dupont". */
export function afterOffices(s: Sequence, i: number): number {
  let at = i;
  for (;;) {
    const office = isOffice(s, at) ? at : isArticle(s, at) && isOffice(s, at + 1) ? at + 1 : -1;
    if (office < 0) return at;
    at = office + 1;
  }
}

/** A name without the offices written large at its ends: `Maire PDC`, `Bolton Councillors`. @returns undefined when nothing is left */
export function withoutOffices<R extends { readonly from: number; readonly to: number }>(
  s: Sequence,
  range: R,
): R | undefined {
  const from = afterOffices(s, range.from);
  let { to } = range;
  while (to >= from && isOffice(s, to)) to--;
  return to < from ? undefined : from === range.from && to === range.to ? range : { ...range, from, to };
}
