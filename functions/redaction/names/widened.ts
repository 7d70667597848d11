import { CUE } from "../cues.ts";
import { CAPITALISED, LOWER } from "../tokens.ts";
import { LEX } from "./lexicon.ts";
import { isInitial, NO_SURNAME } from "./listed.ts";
import { type NameRange, nameFrom } from "./name-from.ts";
import { APOSTROPHE, BLANK, DOT, HYPHEN, type Sequence } from "./sequence.ts";

/** Last token of the surname right after a known first name the tagger left alone: `Wouter` + `Hoogland`, `Maëlle` + `de la Tour`. */
function surnameAfter(s: Sequence, to: number): number | undefined {
  const entry = s.lex[to] ?? 0;
  const next = to + 1;
  if (
    (entry & LEX.FIRST) === 0 ||
    s.tokens.kinds[to] !== CAPITALISED ||
    s.gaps[next] !== BLANK ||
    next >= s.tokens.count
  )
    return undefined;
  const range = nameFrom(s, next, false);
  if (range === undefined || range.to - next > 4) return undefined;
  const isParticled = ((s.tokens.cues[next] ?? 0) & CUE.PARTICLE) !== 0;
  const last = s.lex[range.to] ?? 0;
  const isName = (last & LEX.COMMON) === 0 || ((last & LEX.LAST) !== 0 && (last & LEX.FREQUENT) === 0);
  const isPlausible =
    isName && (last & LEX.PLACE) === 0 && ((s.tokens.cues[range.to] ?? 0) & (NO_SURNAME | CUE.TITLE | CUE.ROLE)) === 0;
  // A particle needs no more proof: "Jan van Gent" may be Jan from Ghent, and goes as a whole.
  return isPlausible || (isParticled && s.tokens.kinds[range.to] === CAPITALISED && (last & LEX.FREQUENT) === 0)
    ? range.to
    : undefined;
}

/** `Kai Köhler von der Agentur`, `Paul de la compta`: what a particle leads to after a name may be an ordinary word. */
function withoutOffice(s: Sequence, range: NameRange): NameRange {
  const { from, to } = range;
  const entry = s.lex[to] ?? 0;
  // Written large it is a word in German only: "de la Tour" is a name.
  const isWord = (entry & (LEX.COMMON | LEX.LAST)) === LEX.COMMON && (s.language === 3 || s.tokens.kinds[to] === LOWER);
  const isParticle = (i: number): boolean =>
    s.tokens.kinds[i] === LOWER && ((s.tokens.cues[i] ?? 0) & CUE.PARTICLE) !== 0;
  if (!isWord || to - from < 2 || !isParticle(to - 1)) return range;
  let end = to - 1;
  while (end > from && isParticle(end)) end--;
  return isParticle(end) ? range : { ...range, to: end };
}

// Hardly ever prepositions of the sentence itself, as `van` and `de` often are.
const NOBLE_PARTICLE = /^(?:von|vom|zu|zur|ter|ten|vander|vanden|ibn|bin|mac)$/;
const KIN =
  /^(?:sister|brother|aunt|uncle|grandma|grandpa|miss|keizer|koning|koningin|graaf|prins|prinses|baron|sint|kaiser|könig|graf|prinz|prinzessin|freiherr|roi|reine|prince|princesse|comte|duc|saint|jhr|jonkheer|fürst|fürstin|baronin|papst|paus|herzog|hertog|tante|oom|onkel|oncle)$/i;

/** The name with the initials, kin or noble titles that belong to it: J. A. Roggen, Aunt Wang, graaf Russell. */
export function widened(s: Sequence, range: NameRange): NameRange {
  let { from, to } = withoutOffice(s, range);
  // A name doesn't end in its particle.
  while (
    to > from &&
    s.tokens.kinds[to] === LOWER &&
    ((s.tokens.cues[to] ?? 0) & CUE.PARTICLE) !== 0 &&
    s.gaps[to + 1] === BLANK &&
    s.tokens.kinds[to + 1] === CAPITALISED
  )
    to++;
  const surname = surnameAfter(s, to);
  if (surname !== undefined) to = surname;
  while (
    from > 0 &&
    isInitial(s, from - 1) &&
    (s.gaps[from] === DOT || s.gaps[from] === BLANK) &&
    s.gaps[from - 1] !== HYPHEN
  )
    from--;
  // Decisions run left to right: a first name passed over is taken back once the surname is recognised.
  while (
    from > 0 &&
    s.gaps[from] === BLANK &&
    ((s.lex[from - 1] ?? 0) & (LEX.FIRST | LEX.FREQUENT)) === LEX.FIRST &&
    s.tokens.kinds[from - 1] === CAPITALISED &&
    ((s.tokens.cues[from - 1] ?? 0) & ~CUE.PARTICLE) === 0
  )
    from--;
  if (isInitial(s, to) && s.gaps[to + 1] === DOT && s.tokens.kinds[to + 1] === CAPITALISED && to > from) to++;
  // O'Keefe, D'Arcy: the letter before the apostrophe is the name's.
  if (from > 0 && s.gaps[from] === APOSTROPHE && isInitial(s, from - 1)) from--;
  if (
    from > 0 &&
    s.gaps[from] === BLANK &&
    NOBLE_PARTICLE.test(s.text.slice(s.tokens.starts[from - 1], s.tokens.ends[from - 1]))
  )
    from--;
  if (from > 0 && s.gaps[from] === BLANK && KIN.test(s.text.slice(s.tokens.starts[from - 1], s.tokens.ends[from - 1])))
    from--;
  return { ...range, from, to };
}
