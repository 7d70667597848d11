import { hashOf } from "../chars.ts";
import { createCodeTest } from "../code.ts";
import { CUE } from "../cues.ts";
import { beforeBareNumber, beforeMail, beforeNumber, inBrackets, inFields } from "../names/beside.ts";
import { cuedNames } from "../names/cued.ts";
import { coordinated, enumerated, surnameFirst } from "../names/enumerated.ts";
import { B_PER, I_PER } from "../names/features.ts";
import { isRareWord } from "../names/leads.ts";
import { letterspaced } from "../names/letterspaced.ts";
import { LEX } from "../names/lexicon.ts";
import { listedNames } from "../names/listed.ts";
import { type NameModel, nameModel } from "../names/model.ts";
import type { NameRange } from "../names/name-from.ts";
import { withoutOffices } from "../names/offices.ts";
import { repeated } from "../names/repeated.ts";
import { foreignNames } from "../names/scripts.ts";
import { BLANK, type Sequence, sequenceOf } from "../names/sequence.ts";
import { tag } from "../names/tagger.ts";
import { widened } from "../names/widened.ts";
import { CAMEL, CAPITALISED, DIGITS, tokenise, UPPER } from "../tokens.ts";
import type { Detector, Emit, Source } from "../types.ts";
import { unwrap } from "../unwrap/unwrap.ts";

/** People's names: what cues give away, what the tagger recognises, and every further mention of a full name found. */
export function createPersonDetector(model: NameModel = nameModel()): Detector {
  return {
    name: "person",
    find(source, emit) {
      people(model, source, emit);
      if (!ESCAPED.test(source.text)) return;
      // v&#97;n der Poel, Jan%20Wouters: the name is read once more where something in it is undone.
      const view = unwrap(source);
      if (view === undefined) return;
      const inner = { text: view.text, tokens: tokenise(view.text, source.budget), budget: source.budget };
      people(model, inner, (start, end, type, confidence) => {
        if (view.isChanged(start, end)) emit(view.start(start), view.end(end), type, confidence * 0.9);
      });
    },
  };
}

const ESCAPED = /\p{L}(?:&#?\w{2,8};|\\[ux][\dA-Fa-f]{2,4}|%20)\p{L}/u;

function people(model: NameModel, { text, tokens, budget }: Source, emit: Emit): void {
  const sequence = sequenceOf(text, tokens, model.lexicon);
  const taken = new Uint8Array(tokens.count);
  const report = (found: NameRange): void => {
    const range = withoutOffices(sequence, widened(sequence, found));
    if (range === undefined) return;
    // Mme DUPONT is no maker of plates.
    const isTitled = range.from > 0 && ((tokens.cues[range.from - 1] ?? 0) & CUE.TITLE) !== 0;
    if (!isTitled && sequence.made.subarray(range.from, range.to + 1).includes(1)) return;
    emitRange(sequence, range, emit);
    taken.fill(1, range.from, range.to + 1);
  };
  const isCode = createCodeTest(text);
  cuedNames(sequence, (range) => {
    budget.spend(8);
    // In code a label names a field as often as a person: only two words, or a known one, are believed.
    const isPlausible = ((sequence.lex[range.from] ?? 0) & (LEX.FIRST | LEX.COMMON)) === LEX.FIRST;
    if (!isCode(tokens.starts[range.from] ?? 0) || (isPlausible && !isSomethingElse(sequence, range.from, range.to)))
      report(range);
  });
  beforeMail(sequence, report);
  beforeNumber(sequence, report);
  beforeBareNumber(sequence, report);
  inBrackets(sequence, report);
  inFields(sequence, isCode, report);
  const { labels, margins } = tag(sequence, model.weights, model.personBias, budget);
  tagged(sequence, labels, margins, isCode, report);
  listedNames(sequence, margins, labels, (range) => {
    if (!isCode(tokens.starts[range.from] ?? 0) && !isSomethingElse(sequence, range.from, range.to)) report(range);
  });
  surnameFirst(sequence, report);
  enumerated(sequence, taken, budget, report);
  coordinated(sequence, taken, report);
  letterspaced(sequence, model.lexicon, (start, end, confidence) => emit(start, end, "PERSON", confidence));
  foreignNames(sequence, model.lexicon, (start, end, confidence) => emit(start, end, "PERSON", confidence));
  repeated(sequence, taken, emit);
}

/** What the tagger calls a person, where neither its form nor code around it speaks against it. */
function tagged(
  sequence: Sequence,
  labels: Uint8Array,
  margins: Float32Array,
  isCode: (at: number) => boolean,
  report: (range: NameRange) => void,
): void {
  const { tokens } = sequence;
  for (let i = 0; i < tokens.count; i++) {
    if (labels[i] !== B_PER && labels[i] !== I_PER) continue;
    let to = i;
    while (to + 1 < tokens.count && labels[to + 1] === I_PER) to++;
    const confidence = Math.min(0.95, 0.6 + (margins[i] ?? 0) / 400);
    const isLikely = isCode(tokens.starts[i] ?? 0) ? isFullName(sequence, i, to) : isBelieved(sequence, i, to, margins);
    if (isLikely && !isSomethingElse(sequence, i, to)) report({ from: i, to, confidence });
    i = to;
  }
}

function emitRange({ tokens }: Sequence, { from, to, confidence }: NameRange, emit: Emit): void {
  emit(tokens.starts[from] ?? 0, tokens.ends[to] ?? 0, "PERSON", confidence);
}

// Words with a part of their own in a letter or form are no names: Hello, Born, July, IBAN.
const NO_NAME = ~(CUE.PARTICLE | CUE.TITLE | CUE.STREET | CUE.STREET_FIRST | CUE.ROLE);

/** What the tagger took for a name by its lead, unless its form speaks against it. */
function isBelieved(
  { tokens, lex, gaps, text, language }: Sequence,
  from: number,
  to: number,
  margins: Float32Array,
): boolean {
  if (from !== to) return to - from > 1 || !isRoman({ text, tokens }, to);
  if (((tokens.cues[from] ?? 0) & NO_NAME) !== 0 && !isJan({ text, tokens }, from)) return false;
  if ((tokens.ends[from] ?? 0) - (tokens.starts[from] ?? 0) === 1) return false;
  if (isRareWord({ tokens, lex, gaps, text, language }, from, margins[from] ?? 0)) return false;
  const next = to + 1;
  if (next >= tokens.count) return true;
  const entry = lex[next] ?? 0;
  // A product's generation: Mark II.
  if (gaps[next] === BLANK && isRoman({ text, tokens }, next)) return false;
  // A make beside a model's number: Roland 700, Gallus ECS.
  if (((lex[from] ?? 0) & LEX.MAKE) !== 0 && (tokens.kinds[next] ?? 0) >= DIGITS && gaps[next] === BLANK) return false;
  // A first name before an ordinary capitalised word is a product or a shop: Olive Grove, Rose Gold.
  const isCompound =
    gaps[next] === BLANK && tokens.kinds[next] === CAPITALISED && (entry & (LEX.COMMON | LEX.LAST)) === LEX.COMMON;
  return !isCompound || (margins[from] ?? 0) > LEAD_COMPOUND;
}

const LEAD_COMPOUND = 240;
const ROMAN = /^(?:I{2,3}|I?V|VI{0,3}|I?X)$/;

const isRoman = ({ text, tokens }: Pick<Sequence, "text" | "tokens">, i: number): boolean =>
  tokens.kinds[i] === UPPER && ROMAN.test(text.slice(tokens.starts[i], tokens.ends[i]));

/** In code only a listed first name followed by another word of a name counts: `Copyright 2017 Ann Smith`. */
function isFullName({ lex, gaps, tokens }: Sequence, from: number, to: number): boolean {
  const first = lex[from] ?? 0;
  const last = lex[to] ?? 0;
  const isTwo =
    to > from && gaps[from + 1] === BLANK && tokens.kinds[from] === CAPITALISED && tokens.kinds[to] === CAPITALISED;
  return isTwo && (first & LEX.FIRST) !== 0 && ((first | last) & LEX.COMMON) === 0 && (last & LEX.LAST) !== 0;
}

/** Jan is a month only beside a number. */
function isJan({ text, tokens }: Pick<Sequence, "text" | "tokens">, i: number): boolean {
  const isBesideNumber = (tokens.kinds[i - 1] ?? 0) >= DIGITS || (tokens.kinds[i + 1] ?? 0) >= DIGITS;
  return text.slice(tokens.starts[i], tokens.ends[i]) === "Jan" && !isBesideNumber;
}

const COORDINATORS = new Set(["and", "or", "en", "of", "et", "ou", "und", "oder"].map(hashOf));

/** `the range Amélie`, and the second of `the ranges Amélie and Charlotte`. */
function isBranded({ tokens, gaps }: Pick<Sequence, "tokens" | "gaps">, from: number): boolean {
  if (from === 0 || gaps[from] !== BLANK) return false;
  if (((tokens.cues[from - 1] ?? 0) & CUE.BRANDED) !== 0) return true;
  const isSecond = COORDINATORS.has((tokens.hashes[from - 1] ?? 0) >>> 0) && gaps[from - 1] === BLANK && from > 2;
  return isSecond && gaps[from - 2] === BLANK && ((tokens.cues[from - 3] ?? 0) & CUE.BRANDED) !== 0;
}

const HUMPS = /\p{Ll}\p{Lu}.*\p{Ll}\p{Lu}/u;

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
  if (isBranded({ tokens, gaps }, from)) return true;
  for (let i = from + 1; i <= to; i++)
    if (((tokens.cues[i] ?? 0) & (CUE.COMPANY_FORM | CUE.BRANDED)) !== 0) return true;
  const next = text.charAt(tokens.ends[to] ?? 0);
  // Two humps are no name but a key: amFuLnBl.
  if (from === to && tokens.kinds[from] === CAMEL && HUMPS.test(text.slice(tokens.starts[from], tokens.ends[from])))
    return true;
  // The name of a field: lastName: Okafor.
  if (from === to && tokens.kinds[from] === CAMEL && /[:=]/.test(next)) return true;
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
