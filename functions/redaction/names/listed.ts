import { CUE } from "../cues.ts";
import { CAPITALISED, LOWER, UPPER } from "../tokens.ts";
import { LEX } from "./lexicon.ts";
import { type NameRange, nameFrom } from "./name-from.ts";
import { BLANK, DOT, type Sequence } from "./sequence.ts";
import { flemishSurname, isChinese } from "./surname-forms.ts";

// How far the tagger may lean the other way and a list still overrule it; set on held-out text.
const FULL_NAME_LEAD = -250;
const FIRST_NAME_LEAD = 0;
const INITIALS_LEAD = -150;

export const NO_SURNAME =
  CUE.STREET | CUE.STREET_FIRST | CUE.COMPANY_FORM | CUE.MONTH | CUE.UNIT | CUE.REFERENCE | CUE.ADDRESS | CUE.NOT_NAME;

export const isInitial = ({ tokens }: Sequence, i: number): boolean =>
  (tokens.ends[i] ?? 0) - (tokens.starts[i] ?? 0) === 1 &&
  (tokens.kinds[i] === UPPER || tokens.kinds[i] === CAPITALISED);

/** Names the lists are surer of than the tagger: a known first name before a capital, a much used first name alone, initials before a capital. */
export function listedNames(
  s: Sequence,
  margins: Float32Array,
  labels: Uint8Array,
  each: (range: NameRange) => void,
): void {
  for (let i = 0; i < s.tokens.count; i++) {
    if (labels[i] === 1 || labels[i] === 2) continue;
    if (isInitial(s, i) && s.gaps[i + 1] === DOT) {
      const range = afterInitials(s, i);
      const isLikely =
        range !== undefined &&
        (isInitial(s, i + 1) || Math.max(margins[i] ?? 0, margins[range.to] ?? 0) > INITIALS_LEAD);
      if (isLikely) {
        each(range);
        i = range.to;
      }
      continue;
    }
    const range = listedAt(s, i, margins[i] ?? 0);
    if (range === undefined) continue;
    each(range);
    i = range.to;
  }
}

function listedAt(s: Sequence, i: number, margin: number): NameRange | undefined {
  const kind = s.tokens.kinds[i];
  if (kind === CAPITALISED && isChinese(s, i)) return { from: i, to: i + 1, confidence: 0.75 };
  if (isBeforeInitial(s, i)) return { from: i, to: i + 1, confidence: 0.7 };
  const flemish = flemishSurname(s, i);
  if (flemish !== undefined) return { from: i, to: flemish, confidence: 0.7 };
  if (kind === LOWER) return smallAt(s, i);
  if (isWordyName(s, i) && margin > FULL_NAME_LEAD) return { from: i, to: i + 1, confidence: 0.65 };
  return kind === CAPITALISED ? capitalAt(s, i, margin) : undefined;
}

/** `Hendrickx G.`, `Rick C.`: a listed name before an initial with its dot, which no capital follows. */
function isBeforeInitial(s: Sequence, i: number): boolean {
  const { tokens, lex, gaps, text } = s;
  const next = i + 1;
  if (tokens.kinds[i] !== CAPITALISED || gaps[next] !== BLANK || !isInitial(s, next)) return false;
  const entry = lex[i] ?? 0;
  const isListed = (entry & (LEX.LAST | LEX.MANY_FIRST)) !== 0 && (entry & (LEX.COMMON | LEX.PLACE | LEX.MAKE)) === 0;
  const end = tokens.ends[next] ?? 0;
  return isListed && text.charAt(end) === "." && !/^\. ?\p{Lu}/u.test(text.slice(end, end + 3));
}

/** A much used first name in small letters that is no word, with the surname behind it. */
function smallAt(s: Sequence, i: number): NameRange | undefined {
  const { tokens, lex, gaps } = s;
  if (((lex[i] ?? 0) & (LEX.MANY_FIRST | LEX.COMMON | LEX.PLACE)) !== LEX.MANY_FIRST || !isFree(s, i)) return undefined;
  const next = lex[i + 1] ?? 0;
  const hasSurname =
    gaps[i + 1] === BLANK && tokens.kinds[i + 1] === LOWER && (next & LEX.COMMON) === 0 && (next & LEX.LAST) !== 0;
  return { from: i, to: hasSurname ? i + 1 : i, confidence: 0.6 };
}

/** A listed first name before a surname; alone where it is much used and the tagger leans that way. */
function capitalAt(s: Sequence, i: number, margin: number): NameRange | undefined {
  const { tokens, lex, gaps } = s;
  const entry = lex[i] ?? 0;
  const isShort = (tokens.ends[i] ?? 0) - (tokens.starts[i] ?? 0) < 3;
  if ((entry & (LEX.FIRST | LEX.COMMON)) !== LEX.FIRST || isShort) return undefined;
  const range = nameFrom(s, i, false);
  const isFull = range !== undefined && range.to > i && gaps[i + 1] === BLANK && isSurname(s, range.to);
  if (isFull && margin > FULL_NAME_LEAD) return { ...range, confidence: 0.75 };
  const isAlone =
    (entry & (LEX.MANY_FIRST | LEX.PLACE)) === LEX.MANY_FIRST && ((tokens.cues[i] ?? 0) & ~CUE.PARTICLE) === 0;
  return isAlone && margin > FIRST_NAME_LEAD ? { from: i, to: i, confidence: 0.6 } : undefined;
}

const GERMAN = 3;

/** `Roos Timmerman`: a first name and a surname that are both words as well, where nouns are written small. */
function isWordyName({ tokens, lex, gaps, language }: Sequence, i: number): boolean {
  const next = i + 1;
  const isLarge = tokens.kinds[i] === CAPITALISED && tokens.kinds[next] === CAPITALISED && gaps[next] === BLANK;
  if (!isLarge || language === GERMAN || next >= tokens.count) return false;
  const no = LEX.FREQUENT | LEX.MAKE | LEX.PLACE;
  const [first, last] = [lex[i] ?? 0, lex[next] ?? 0];
  return (
    (first & LEX.FIRST) !== 0 &&
    (last & (LEX.LAST | LEX.NAME)) !== 0 &&
    ((first | last) & no) === 0 &&
    ((tokens.cues[next] ?? 0) & NO_SURNAME) === 0 &&
    (tokens.cues[i] ?? 0) === 0
  );
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
  if (range === undefined) return undefined;
  const isTwo = j - i > 1 && ((s.lex[range.to] ?? 0) & LEX.FREQUENT) === 0;
  if (!isTwo && !isSurname(s, range.to)) return undefined;
  // One letter and a dot also number a list: A. Breitenbach, but hardly two of them.
  return j - i > 1 || (s.lex[range.to] ?? 0) !== 0 || s.gaps[j] === DOT
    ? { from: i, to: range.to, confidence: 0.75 }
    : undefined;
}
