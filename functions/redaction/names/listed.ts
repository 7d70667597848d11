import { CUE } from "../cues.ts";
import { CAPITALISED, LOWER, UPPER } from "../tokens.ts";
import { type NameRange, nameFrom } from "./cued.ts";
import { APOSTROPHE, BLANK, DOT, HYPHEN, type Sequence } from "./features.ts";
import { LEX } from "./lexicon.ts";
import { flemishSurname, isChinese } from "./surname-forms.ts";

// How far the tagger may lean the other way and a list still overrule it; set on held-out text.
const FULL_NAME_LEAD = -250;
const FIRST_NAME_LEAD = 0;
const INITIALS_LEAD = -150;

const NO_SURNAME =
  CUE.STREET | CUE.STREET_FIRST | CUE.COMPANY_FORM | CUE.MONTH | CUE.UNIT | CUE.REFERENCE | CUE.ADDRESS | CUE.NOT_NAME;

const isInitial = ({ tokens }: Sequence, i: number): boolean =>
  (tokens.ends[i] ?? 0) - (tokens.starts[i] ?? 0) === 1 &&
  (tokens.kinds[i] === UPPER || tokens.kinds[i] === CAPITALISED);

/** Names the lists are surer of than the tagger: a known first name before a capital, a much used first name alone, initials before a capital. */
export function listedNames(
  s: Sequence,
  margins: Float32Array,
  labels: Uint8Array,
  each: (range: NameRange) => void,
): void {
  const { tokens, lex, gaps } = s;
  for (let i = 0; i < tokens.count; i++) {
    if (labels[i] === 1 || labels[i] === 2) continue;
    const entry = lex[i] ?? 0;
    const margin = margins[i] ?? 0;
    if (tokens.kinds[i] === CAPITALISED && isChinese(s, i)) {
      each({ from: i, to: i + 1, confidence: 0.75 });
      i++;
      continue;
    }
    const flemish = flemishSurname(s, i);
    if (flemish !== undefined) {
      each({ from: i, to: flemish, confidence: 0.7 });
      i = flemish;
      continue;
    }
    if (isInitial(s, i) && gaps[i + 1] === DOT) {
      const range = afterInitials(s, i);
      if (range !== undefined && (isInitial(s, i + 1) || Math.max(margin, margins[range.to] ?? 0) > INITIALS_LEAD)) {
        each(range);
        i = range.to;
      }
      continue;
    }
    if (
      tokens.kinds[i] === LOWER &&
      (entry & (LEX.MANY_FIRST | LEX.COMMON | LEX.PLACE)) === LEX.MANY_FIRST &&
      isFree(s, i)
    ) {
      const next = lex[i + 1] ?? 0;
      const hasSurname =
        gaps[i + 1] === BLANK && tokens.kinds[i + 1] === LOWER && (next & LEX.COMMON) === 0 && (next & LEX.LAST) !== 0;
      each({ from: i, to: hasSurname ? i + 1 : i, confidence: 0.6 });
      continue;
    }
    if (
      (entry & LEX.FIRST) === 0 ||
      (entry & LEX.COMMON) !== 0 ||
      tokens.kinds[i] !== CAPITALISED ||
      (tokens.ends[i] ?? 0) - (tokens.starts[i] ?? 0) < 3
    )
      continue;
    const range = nameFrom(s, i, false);
    if (
      range !== undefined &&
      range.to > i &&
      gaps[i + 1] === BLANK &&
      isSurname(s, range.to) &&
      margin > FULL_NAME_LEAD
    ) {
      each({ ...range, confidence: 0.75 });
      i = range.to;
    } else if (
      (entry & LEX.MANY_FIRST) !== 0 &&
      (entry & LEX.PLACE) === 0 &&
      ((tokens.cues[i] ?? 0) & ~CUE.PARTICLE) === 0 &&
      margin > FIRST_NAME_LEAD
    )
      each({ from: i, to: i, confidence: 0.6 });
  }
}

/** Stands as a word in a sentence, not as part of an address, a path or a handle. */
function isFree({ text, tokens }: Sequence, i: number): boolean {
  const before = text.charAt((tokens.starts[i] ?? 0) - 1);
  const after = text.slice(tokens.ends[i], (tokens.ends[i] ?? 0) + 2);
  return (
    (tokens.cues[i] ?? 0) === 0 &&
    /^[\s("']?$/.test(before) &&
    /^(?:$|[\s)"']|[,.!?:;](?:$|\s))/.test(after) &&
    (tokens.ends[i] ?? 0) - (tokens.starts[i] ?? 0) > 3
  );
}

function isSurname({ tokens, lex }: Sequence, i: number): boolean {
  return (
    ((lex[i] ?? 0) & (LEX.COMMON | LEX.PLACE)) === 0 &&
    ((tokens.cues[i] ?? 0) & NO_SURNAME) === 0 &&
    (tokens.ends[i] ?? 0) - (tokens.starts[i] ?? 0) > 1
  );
}

function afterInitials(s: Sequence, i: number): NameRange | undefined {
  let j = i + 1;
  while (isInitial(s, j) && (s.gaps[j + 1] === DOT || s.gaps[j + 1] === BLANK) && j - i < 5) j++;
  const range = nameFrom(s, j, false);
  if (range === undefined || !isSurname(s, range.to)) return undefined;
  // One letter and a dot also number a list: A. Breitenbach, but hardly two of them.
  return j - i > 1 || (s.lex[range.to] ?? 0) !== 0 || s.gaps[j] === DOT
    ? { from: i, to: range.to, confidence: 0.75 }
    : undefined;
}

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
  // A particle needs no more proof in French and Dutch names, but "Jan van Gent" may be Jan from Ghent.
  return isPlausible || (isParticled && s.tokens.kinds[range.to] === CAPITALISED && (last & LEX.PLACE) === 0)
    ? range.to
    : undefined;
}

// Hardly ever prepositions of the sentence itself, as `van` and `de` often are.
const NOBLE_PARTICLE = /^(?:von|vom|zu|zur|ter|ten|vander|vanden|ibn|bin|mac)$/;
const KIN =
  /^(?:sister|brother|aunt|uncle|grandma|grandpa|miss|keizer|koning|koningin|graaf|prins|prinses|baron|sint|kaiser|könig|graf|prinz|prinzessin|freiherr|roi|reine|prince|princesse|comte|duc|saint|jhr|jonkheer|fürst|fürstin|baronin|papst|paus|herzog|hertog|tante|oom|onkel|oncle)$/i;

/** The name with the initials, kin or noble titles that belong to it: J. A. Roggen, Aunt Wang, graaf Russell. */
export function widened(s: Sequence, range: NameRange): NameRange {
  let { from, to } = range;
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
    ((s.lex[from - 1] ?? 0) & LEX.FIRST) !== 0 &&
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
