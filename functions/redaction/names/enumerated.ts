import { hashOf } from "../chars.ts";
import { CUE } from "../cues.ts";
import { matchAt } from "../near.ts";
import { CAMEL, CAPITALISED, DIGITS, LOWER, UPPER } from "../tokens.ts";
import type { Budget } from "../types.ts";
import { LEX } from "./lexicon.ts";
import type { NameRange } from "./name-from.ts";
import { APOSTROPHE, BLANK, DOT, HYPHEN, type Sequence } from "./sequence.ts";

type Report = (range: NameRange) => void;

const WORDS_MAX = 6;
const ITEMS_MAX = 400;
const ITEMS_MIN = 3;
/** Initials, a party or an arrival may stand behind a name of a list: `R Cook (RT), A Penman (AC)`. */
const SEPARATOR =
  /(?: ?\([^()\n]{1,24}\))?\.?(?: ?[,;][ \n]{0,2}(?:[-–•] ?)?(?:(?:en|et|and|und|&) )?|[ ](?:en|et|and|und|&)[ ]|\n(?:[-–•*] ?|\d{1,2}\. )?|[-–] )/y;

const isShown = (kind: number | undefined): boolean => kind === CAPITALISED || kind === UPPER || kind === CAMEL;
const cueOf = ({ tokens }: Sequence, i: number): number => tokens.cues[i] ?? 0;
const isTitle = (s: Sequence, i: number): boolean => (cueOf(s, i) & CUE.TITLE) !== 0;

interface Item {
  readonly from: number;
  readonly to: number;
}

/** A run of capitals with its particles and initials, without the title before it. */
function itemAt(s: Sequence, at: number): Item | undefined {
  const { tokens, gaps } = s;
  let from = at;
  while (isTitle(s, from) && from - at < 2 && (gaps[from + 1] === BLANK || gaps[from + 1] === DOT)) from++;
  let to = -1;
  for (let i = from; i < tokens.count && i - from < WORDS_MAX; i++) {
    const gap = gaps[i];
    if (i > from && gap !== BLANK && gap !== HYPHEN && gap !== APOSTROPHE && gap !== DOT) break;
    if (isShown(tokens.kinds[i])) to = i;
    else if (tokens.kinds[i] !== LOWER || (cueOf(s, i) & CUE.PARTICLE) === 0) break;
  }
  return to < 0 ? undefined : { from, to };
}

const NO_PART =
  CUE.STREET | CUE.STREET_FIRST | CUE.COMPANY_FORM | CUE.MONTH | CUE.UNIT | CUE.REFERENCE | CUE.NOT_NAME | CUE.ROLE;

/** Several words written as a name, or one that no list has for anything else. */
function isPlausible(s: Sequence, { from, to }: Item): boolean {
  let capitals = 0;
  let words = 0;
  for (let i = from; i <= to; i++) {
    if ((cueOf(s, i) & NO_PART) !== 0) return false;
    if (!isShown(s.tokens.kinds[i])) continue;
    capitals++;
    if (((s.lex[i] ?? 0) & (LEX.COMMON | LEX.FIRST | LEX.LAST)) === LEX.COMMON) words++;
  }
  if (capitals > 1) return words < capitals;
  return (
    ((s.lex[to] ?? 0) & (LEX.PLACE | LEX.MAKE | LEX.FREQUENT)) === 0 && (words === 0 || s.tokens.kinds[to] === UPPER)
  );
}

/** True when the greater part of an item has been found already. */
function isTaken({ from, to }: Item, taken: Uint8Array): boolean {
  let n = 0;
  for (let i = from; i <= to; i++) n += taken[i] ?? 0;
  return n * 2 > to - from;
}

/** In a list of people most of whom were found, the others are people too. */
export function enumerated(s: Sequence, taken: Uint8Array, budget: Budget, report: Report): void {
  const { text, tokens } = s;
  for (let i = 0; i < tokens.count; i++) {
    if (taken[i] !== 1 && !isShown(tokens.kinds[i])) continue;
    const items: Item[] = [];
    let at = i;
    while (items.length < ITEMS_MAX) {
      budget.spend(16);
      const item = itemAt(s, at);
      if (item === undefined) break;
      items.push(item);
      at = item.to + 1;
      const end = tokens.ends[item.to] ?? 0;
      const separator = matchAt(SEPARATOR, text, end);
      if (separator === undefined) break;
      while (at < tokens.count && (tokens.starts[at] ?? 0) < end + separator.length) at++;
      if (tokens.starts[at] !== end + separator.length) break;
    }
    const found = items.filter((item) => isTaken(item, taken)).length;
    if (items.length >= ITEMS_MIN && found >= 2 && found * 2 >= items.length)
      for (const item of items) if (isPlausible(s, item)) report({ ...item, confidence: 0.7 });
    i = Math.max(i, items.at(-1)?.to ?? i);
  }
}

const COORDINATORS = new Set(["and", "or", "en", "of", "et", "ou", "und", "oder"].map(hashOf));

/** "Can lauren or josh check": a first name in small letters beside one that was found. */
export function coordinated(s: Sequence, taken: Uint8Array, report: Report): void {
  const { tokens, lex, gaps } = s;
  for (let i = 1; i + 1 < tokens.count; i++) {
    if (!COORDINATORS.has((tokens.hashes[i] ?? 0) >>> 0) || gaps[i] !== BLANK || gaps[i + 1] !== BLANK) continue;
    for (const [known, other] of [
      [i - 1, i + 1],
      [i + 1, i - 1],
    ] as const) {
      const isSmallPair = tokens.kinds[known] === LOWER && tokens.kinds[other] === LOWER;
      const isName = ((lex[other] ?? 0) & (LEX.FIRST | LEX.FREQUENT)) === LEX.FIRST && cueOf(s, other) === 0;
      if (isSmallPair && isName && taken[known] === 1 && taken[other] !== 1)
        report({ from: other, to: other, confidence: 0.6 });
    }
  }
}

const SURNAME_CHARS_MIN = 3;

/** `LEFORESTIER Anaïs`, `DE MITRI Véronique`: a surname in capitals before a first name, as offices and banks write people. */
export function surnameFirst(s: Sequence, report: Report): void {
  const { tokens, gaps, lex } = s;
  for (let i = 1; i < tokens.count; i++) {
    if (tokens.kinds[i] !== CAPITALISED || gaps[i] !== BLANK || tokens.kinds[i - 1] !== UPPER) continue;
    const entry = lex[i] ?? 0;
    // Marc and Bram are words or towns somewhere as well; much used first names are believed behind a surname all the same.
    const isFirst = (entry & LEX.MANY_FIRST) !== 0 || (entry & (LEX.FIRST | LEX.COMMON | LEX.PLACE)) === LEX.FIRST;
    if (!isFirst || (entry & LEX.FREQUENT) !== 0 || (cueOf(s, i) & ~CUE.PARTICLE) !== 0) continue;
    const last = i - 1;
    const isName =
      (tokens.ends[last] ?? 0) - (tokens.starts[last] ?? 0) >= SURNAME_CHARS_MIN &&
      ((lex[last] ?? 0) & (LEX.COMMON | LEX.MAKE | LEX.PLACE)) === 0 &&
      cueOf(s, last) === 0;
    if (!isName) continue;
    let from = last;
    while (
      from > 0 &&
      last - from < 3 &&
      (gaps[from] === BLANK || gaps[from] === APOSTROPHE || gaps[from] === HYPHEN) &&
      tokens.kinds[from - 1] === UPPER &&
      (cueOf(s, from - 1) & ~(CUE.PARTICLE | CUE.IS)) === 0
    )
      from--;
    let to = i;
    while (
      to + 1 < tokens.count &&
      to - i < 2 &&
      (gaps[to + 1] === BLANK || gaps[to + 1] === HYPHEN) &&
      (tokens.kinds[to + 1] ?? DIGITS) === CAPITALISED &&
      ((lex[to + 1] ?? 0) & LEX.FIRST) !== 0
    )
      to++;
    report({ from, to, confidence: 0.8 });
    i = to;
  }
}
