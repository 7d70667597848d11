import { createCodeTest } from "../code.ts";
import { CUE } from "../cues.ts";
import { cuedNames, type NameRange, nameFrom } from "../names/cued.ts";
import { B_PER, BLANK, HYPHEN, I_PER, LINE, type Sequence, sequenceOf } from "../names/features.ts";
import { LEX } from "../names/lexicon.ts";
import { listedNames, widened } from "../names/listed.ts";
import { type NameModel, nameModel } from "../names/model.ts";
import { tag } from "../names/tagger.ts";
import { CAPITALISED, DIGITS, LOWER, UPPER } from "../tokens.ts";
import type { Detector, Emit } from "../types.ts";

/** People's names: what cues give away, what the tagger recognises, and every further mention of a full name found. */
export function createPersonDetector(model: NameModel = nameModel()): Detector {
  return {
    name: "person",
    find({ text, tokens, budget }, emit) {
      const sequence = sequenceOf(text, tokens, model.lexicon);
      const taken = new Uint8Array(tokens.count);
      const report = (found: NameRange): void => {
        const range = widened(sequence, found);
        emitRange(sequence, range, emit);
        taken.fill(1, range.from, range.to + 1);
      };
      const isCode = createCodeTest(text);
      cuedNames(sequence, (range) => {
        budget.spend(8);
        // In code a label names a field as often as a person: only two words, or a known one, are believed.
        const isPlausible = ((sequence.lex[range.from] ?? 0) & (LEX.FIRST | LEX.COMMON)) === LEX.FIRST;
        if (
          !isCode(tokens.starts[range.from] ?? 0) ||
          (isPlausible && !isSomethingElse(sequence, range.from, range.to))
        )
          report(range);
      });
      beforeMail(sequence, report);
      const { labels, margins } = tag(sequence, model.weights, model.personBias, budget);
      for (let i = 0; i < tokens.count; i++) {
        if (labels[i] !== B_PER && labels[i] !== I_PER) continue;
        let to = i;
        while (to + 1 < tokens.count && labels[to + 1] === I_PER) to++;
        const confidence = Math.min(0.95, 0.6 + (margins[i] ?? 0) / 400);
        const isLikely = isCode(tokens.starts[i] ?? 0)
          ? isFullName(sequence, i, to)
          : isBelieved(sequence, i, to, margins);
        if (isLikely && !isSomethingElse(sequence, i, to)) report({ from: i, to, confidence });
        i = to;
      }
      listedNames(sequence, margins, labels, (range) => {
        if (!isCode(tokens.starts[range.from] ?? 0) && !isSomethingElse(sequence, range.from, range.to)) report(range);
      });
      repeat(sequence, taken, emit);
    },
  };
}

function emitRange({ tokens }: Sequence, { from, to, confidence }: NameRange, emit: Emit): void {
  emit(tokens.starts[from] ?? 0, tokens.ends[to] ?? 0, "PERSON", confidence);
}

// How far the person label must lead, by what the lists say of the words; set on held-out text and on text without names.
const LEAD_UNLISTED = 60;
const LEAD_ORDINARY = 120;

// Words with a part of their own in a letter or form are no names: Hello, Born, July, IBAN.
const NO_NAME = ~(CUE.PARTICLE | CUE.TITLE | CUE.STREET | CUE.STREET_FIRST | CUE.ROLE);

/** Known names need the tagger's bare vote, unknown words a clear lead, ordinary words a wide one. */
function isBelieved(sequence: Sequence, from: number, to: number, margins: Float32Array): boolean {
  const { tokens, lex, gaps } = sequence;
  let lead = 0;
  let isListed = false;
  let isOrdinary = true;
  for (let i = from; i <= to; i++) {
    lead = Math.max(lead, margins[i] ?? 0);
    const entry = lex[i] ?? 0;
    if ((entry & (LEX.COMMON | LEX.MANY_FIRST)) !== LEX.COMMON && ((tokens.cues[i] ?? 0) & CUE.PARTICLE) === 0)
      isOrdinary = false;
    if ((entry & (LEX.FIRST | LEX.LAST)) !== 0 && (entry & LEX.COMMON) === 0) isListed = true;
  }
  if (from === to && ((tokens.cues[from] ?? 0) & NO_NAME) !== 0 && !isJan(sequence, from)) return false;
  if (from === to && (tokens.ends[from] ?? 0) - (tokens.starts[from] ?? 0) === 1) return false;
  // Small letters make a name only where a list knows it well.
  if (from === to && tokens.kinds[from] === LOWER)
    return ((lex[from] ?? 0) & (LEX.MANY_FIRST | LEX.COMMON)) === LEX.MANY_FIRST;
  // A first name before an ordinary capitalised word is a product or a shop: Olive Grove, Rose Gold.
  const next = to + 1;
  const isCompound =
    next < tokens.count &&
    gaps[next] === BLANK &&
    tokens.kinds[next] === CAPITALISED &&
    ((lex[next] ?? 0) & (LEX.COMMON | LEX.LAST)) === LEX.COMMON;
  if (from === to && isCompound) return lead > LEAD_ORDINARY * 2;
  if (isListed) return true;
  const isMany = to > from && gaps[to] !== HYPHEN;
  return lead > (isOrdinary ? LEAD_ORDINARY : LEAD_UNLISTED) - (isMany ? 20 : 0);
}

/** In code only a listed first name followed by another word of a name counts: `Copyright 2017 Ann Smith`. */
function isFullName({ lex, gaps, tokens }: Sequence, from: number, to: number): boolean {
  const first = lex[from] ?? 0;
  const last = lex[to] ?? 0;
  const isTwo =
    to > from && gaps[from + 1] === BLANK && tokens.kinds[from] === CAPITALISED && tokens.kinds[to] === CAPITALISED;
  return isTwo && (first & LEX.FIRST) !== 0 && ((first | last) & LEX.COMMON) === 0 && (last & LEX.LAST) !== 0;
}

/** Jan is a month only beside a number. */
function isJan({ text, tokens }: Sequence, i: number): boolean {
  const isBesideNumber = (tokens.kinds[i - 1] ?? 0) >= DIGITS || (tokens.kinds[i + 1] ?? 0) >= DIGITS;
  return text.slice(tokens.starts[i], tokens.ends[i]) === "Jan" && !isBesideNumber;
}

/** Firms named after people, and constants in capitals. */
function isSomethingElse({ text, tokens, gaps }: Sequence, from: number, to: number): boolean {
  const after = to + 1;
  if (
    after < tokens.count &&
    gaps[after] === BLANK &&
    ((tokens.cues[after] ?? 0) & CUE.COMPANY_FORM) !== 0 &&
    /^\p{Lu}/u.test(text.charAt(tokens.starts[after] ?? 0))
  )
    return true;
  if (from > 0 && gaps[from] === BLANK && ((tokens.cues[from - 1] ?? 0) & CUE.BRANDED) !== 0) return true;
  for (let i = from + 1; i <= to; i++)
    if (((tokens.cues[i] ?? 0) & (CUE.COMPANY_FORM | CUE.BRANDED)) !== 0) return true;
  const next = text.charAt(tokens.ends[to] ?? 0);
  if (/[.:]/.test(next) && /[\p{L}_(]/u.test(text.charAt((tokens.ends[to] ?? 0) + 1))) return true;
  return (
    next === "_" ||
    next === "(" ||
    text.charAt((tokens.starts[from] ?? 0) - 1) === "_" ||
    (from === to &&
      tokens.kinds[from] === UPPER &&
      /[=.]/.test(next) &&
      /\S/.test(text.charAt((tokens.ends[to] ?? 0) + 1)))
  );
}

/** `Name <mail>` and `Name (mail)`: up to four capitals right before the bracket. */
function beforeMail(sequence: Sequence, report: (range: NameRange) => void): void {
  const { text, tokens, gaps } = sequence;
  for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", at + 1)) {
    let open = at;
    while (open > 0 && at - open < 64 && /[^\s<("[]/.test(text.charAt(open - 1))) open--;
    if (!/[<([]/.test(text.charAt(open - 1))) continue;
    let last = 0;
    let high = tokens.count;
    while (last < high) {
      const middle = (last + high) >> 1;
      if ((tokens.starts[middle] ?? 0) < open) last = middle + 1;
      else high = middle;
    }
    last--;
    if (last < 0 || !/^["']? ?[<([]$/.test(text.slice(tokens.ends[last], open))) continue;
    let from = last;
    while (
      from > 0 &&
      last - from < 4 &&
      (gaps[from] === BLANK || gaps[from] === HYPHEN) &&
      /^\p{Lu}|^(?:van|de|der|den|von|la|le|du)$/u.test(text.slice(tokens.starts[from - 1], tokens.ends[from - 1]))
    )
      from--;
    const range = nameFrom(sequence, from, false);
    if (range !== undefined && range.to === last) report({ ...range, confidence: 0.9 });
  }
}

/** A full name once found is a name wherever it stands, and so is its surname when that is no ordinary word. */
function repeat(sequence: Sequence, taken: Uint8Array, emit: Emit): void {
  const { text, tokens, lex, gaps } = sequence;
  const known = new Set<number>();
  for (let i = 1; i < tokens.count; i++) {
    const isEnd = taken[i] === 1 && (i + 1 >= tokens.count || taken[i + 1] !== 1 || gaps[i + 1] === LINE);
    if (!isEnd || taken[i - 1] !== 1 || gaps[i] !== BLANK) continue;
    for (const j of [i - 1, i]) {
      const isSure =
        ((lex[j] ?? 0) & (LEX.COMMON | LEX.PLACE)) === 0 &&
        (tokens.ends[j] ?? 0) - (tokens.starts[j] ?? 0) > 3 &&
        ((tokens.cues[j] ?? 0) & ~CUE.ROLE) === 0;
      if (isSure) known.add(tokens.hashes[j] ?? 0);
    }
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
