import { hashOf } from "../chars.ts";
import { CUE } from "../cues.ts";
import { LOWER, UPPER } from "../tokens.ts";
import { LEX } from "./lexicon.ts";
import { BLANK, type Sequence } from "./sequence.ts";
import { TRADE_WORDS } from "./trade.data.ts";

// Offices and parts in a meeting, written large beside names and never one themselves: Monsieur le Maire, Frau Stadträtin Norf.
const OFFICES = new Set(
  "maire mairesse adjoint adjointe conseiller conseillère conseillers conseillères président présidente directeur directrice rapporteur secrétaire trésorier trésorière préfet curateur greffier bâtonnier bürgermeister bürgermeisterin oberbürgermeister oberbürgermeisterin stadtrat stadträtin stadträte gemeinderat gemeinderätin gemeinderäte vorsitzender vorsitzende kämmerer kämmerin schriftführer schriftführerin präsident präsidentin minister ministerin direktor direktorin abteilungsleiter abteilungsleiterin kollege kollegin burgemeester wethouder wethouders schepen schepenen raadslid raadsleden gemeenteraadslid gemeenteraadsleden voorzitter secretaris penningmeester griffier notulist mayor chair chairman chairwoman chairperson councillor councillors clerk members treasurer secretary president director vice-president"
    .split(" ")
    .map(hashOf),
);

/** As many words as a name has. */
const WORDS_MAX = 8;
const TRADE = new Set(TRADE_WORDS.flatMap((line) => line.split(" ")).map(hashOf));

/** An office, or a word of the trade, neither of which is a part of a name at its ends. */
const isNoPart = (s: Pick<Sequence, "tokens">, i: number): boolean =>
  isOffice(s, i) || TRADE.has((s.tokens.hashes[i] ?? 0) >>> 0);

export const isOffice = ({ tokens }: Pick<Sequence, "tokens">, i: number): boolean =>
  OFFICES.has((tokens.hashes[i] ?? 0) >>> 0);

const isArticle = ({ tokens }: Sequence, i: number): boolean => ((tokens.cues[i] ?? 0) & CUE.PARTICLE) !== 0;

/** Nobody has more; and a text of nothing else must be read in linear time. */
const OFFICES_MAX = 3;

/** First token after the offices, with their articles, that begin at `i`: behind "Monsieur" in "Monsieur le Maire Dupont". */
export function afterOffices(s: Sequence, i: number): number {
  let at = i;
  for (let n = 0; n < OFFICES_MAX; n++) {
    const office = isOffice(s, at) ? at : isArticle(s, at) && isOffice(s, at + 1) ? at + 1 : -1;
    if (office < 0) return at;
    at = office + 1;
  }
  return at;
}

const isTerm = ({ tokens }: Sequence, i: number): boolean =>
  tokens.kinds[i] === UPPER &&
  (tokens.ends[i] ?? 0) - (tokens.starts[i] ?? 0) === 3 &&
  TRADE.has((tokens.hashes[i] ?? 0) >>> 0);

/** A name without the offices and words of the trade written large at its ends: `Maire PDC`, `Bolton Councillors`, `Versand`. @returns undefined when nothing is left */
export function withoutOffices<R extends { readonly from: number; readonly to: number }>(
  s: Sequence,
  range: R,
): R | undefined {
  let from = afterOffices(s, range.from);
  let { to } = range;
  while (from <= to && from - range.from < WORDS_MAX && isNoPart(s, from)) from++;
  while (to >= from && range.to - to < WORDS_MAX && isNoPart(s, to)) to--;
  if (to < from) return undefined;
  // What is left of "Maire PDC", "Incoterms DAP Antwerp", "Vorsitzenden des Bauausschusses" is no name either.
  const isShorter = from > range.from || to < range.to;
  const isListed = ((s.lex[to] ?? 0) & (LEX.FIRST | LEX.LAST)) !== 0 && ((s.lex[to] ?? 0) & LEX.PLACE) === 0;
  // DAP Antwerp, EXW Venlo: behind a term of delivery stands a place.
  if (from === to && from > 0 && isTerm(s, from - 1) && s.gaps[from] === BLANK) return undefined;
  const isTitled = from > 0 && ((s.tokens.cues[from - 1] ?? 0) & CUE.TITLE) !== 0;
  if (isShorter && !isTitled && (s.tokens.kinds[from] === LOWER || (from === to && !isListed))) return undefined;
  return from === range.from && to === range.to ? range : { ...range, from, to };
}
