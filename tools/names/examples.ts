import { createBudget } from "../../functions/redaction/budget.ts";
import { hashOf } from "../../functions/redaction/chars.ts";
import { B_PER, I_PER, LOC, ORG } from "../../functions/redaction/names/features.ts";
import type { Lexicon } from "../../functions/redaction/names/lexicon.ts";
import { LEX } from "../../functions/redaction/names/lexicon.ts";
import { ANY_COMMON, type Sequence, sequenceOf } from "../../functions/redaction/names/sequence.ts";
import { normalise } from "../../functions/redaction/normalise.ts";
import { tokenise } from "../../functions/redaction/tokens.ts";
import type { LabelledText } from "./corpora.ts";
import type { Language } from "./lists.ts";
import type { Sampler } from "./sentences.ts";

export interface Example {
  readonly sequence: Sequence;
  readonly gold: Uint8Array;
}

export const patience = createBudget(1, Number.POSITIVE_INFINITY, { wall: () => 0 }, () => "train");

const LABEL_OF: Readonly<Record<string, number>> = { PERSON: B_PER, LOCATION: LOC, ORGANIZATION: ORG, MISC: ORG };

const WORD_BITS = LEX.COMMON | LEX.FREQUENT;
const NAME_BITS = LEX.FIRST | LEX.LAST | LEX.MANY_FIRST | LEX.NAME | LEX.PLACE;

/**
 * Tokens of a text with the labels its spans give them.
 * @param unlisted share of names, and a third as often of ordinary words, that lose their entries in the lists, so that context learns
 * to do without lists
 */
export function exampleOf(labelled: LabelledText, lexicon: Lexicon, unlisted = 0, random = () => 1): Example {
  const normalised = normalise(labelled.text);
  const tokens = tokenise(normalised.text, patience);
  const gold = new Uint8Array(tokens.count);
  for (const span of labelled.spans) {
    const label = LABEL_OF[span.type];
    if (label === undefined) continue;
    let isFirst = true;
    for (let i = 0; i < tokens.count; i++) {
      const start = normalised.start(tokens.starts[i] ?? 0);
      if (start < span.start || start >= span.end) continue;
      gold[i] = label === B_PER && !isFirst ? I_PER : label;
      isFirst = false;
    }
  }
  const sequence = sequenceOf(normalised.text, tokens, lexicon);
  for (let i = 0; i < tokens.count; i++)
    if (random() < (gold[i] === 0 ? unlisted / 3 : unlisted))
      sequence.lex[i] = (sequence.lex[i] ?? 0) & ~(gold[i] === 0 ? WORD_BITS : NAME_BITS);
  return { sequence, gold };
}

/** The same sentence about somebody else: names drawn anew, so that contexts are learnt rather than people. */
export function withOtherNames(labelled: LabelledText, sampler: Sampler, random: () => number): LabelledText {
  const language = ((["en", "nl", "fr", "de"] as const).find((l) => l === labelled.lang) ?? "en") satisfies Language;
  let text = "";
  let from = 0;
  const spans: { start: number; end: number; type: string }[] = [];
  for (const span of [...labelled.spans].sort((a, b) => a.start - b.start)) {
    if (span.start < from) continue;
    text += labelled.text.slice(from, span.start);
    const old = labelled.text.slice(span.start, span.end);
    let name = old;
    if (span.type === "PERSON") {
      if (/\s/.test(old)) name = sampler.person(language);
      else name = random() < 0.4 ? sampler.first(language) : sampler.last(language);
    }
    spans.push({ start: text.length, end: text.length + name.length, type: span.type });
    text += name;
    from = span.end;
  }
  return { text: text + labelled.text.slice(from), spans, lang: labelled.lang };
}

/**
 * The same text as people also type it: all in small letters, all in capitals, only the names small, or with ordinary words
 * capitalised (headings, emphasis), which teaches that a capital alone makes no name.
 */
export function typedOtherwise(labelled: LabelledText, lexicon: Lexicon, random: () => number): LabelledText {
  const way = random();
  const isNamed = (at: number): boolean => labelled.spans.some((span) => at >= span.start && at < span.end);
  const same = (text: string): LabelledText =>
    text.length === labelled.text.length ? { ...labelled, text } : labelled;
  if (way < 0.4) return same(labelled.text.toLowerCase());
  if (way < 0.48) return same(labelled.text.toUpperCase());
  if (way < 0.6)
    return same(
      labelled.text.replace(/\p{Lu}/gu, (letter, at: number) => (isNamed(at) ? letter.toLowerCase() : letter)),
    );
  return same(
    labelled.text.replace(/\p{Ll}{2,}/gu, (word: string, at: number) => {
      const isInside = /\p{L}/u.test(labelled.text.charAt(at - 1));
      if (isNamed(at) || isInside || (lexicon.lookUp(hashOf(word)) & ANY_COMMON) === 0) return word;
      const chance = random();
      if (chance < 0.25) return word.charAt(0).toUpperCase() + word.slice(1);
      return chance < 0.28 ? word.toUpperCase() : word;
    }),
  );
}
