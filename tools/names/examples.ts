import { createBudget } from "../../functions/redaction/budget.ts";
import { hashOf } from "../../functions/redaction/chars.ts";
import { B_PER, I_PER, LOC, ORG, type Sequence, sequenceOf } from "../../functions/redaction/names/features.ts";
import type { Lexicon } from "../../functions/redaction/names/lexicon.ts";
import { LEX } from "../../functions/redaction/names/lexicon.ts";
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

/** Tokens of a text with the labels its spans give them. */
export function exampleOf(labelled: LabelledText, lexicon: Lexicon): Example {
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
  return { sequence: sequenceOf(normalised.text, tokens, lexicon), gold };
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
      else name = random() < 0.4 ? sampler.first() : sampler.last(language);
    }
    spans.push({ start: text.length, end: text.length + name.length, type: span.type });
    text += name;
    from = span.end;
  }
  return { text: text + labelled.text.slice(from), spans, lang: labelled.lang };
}

/**
 * The same text as people also type it: all in small letters, all in capitals, or with ordinary words capitalised
 * (headings, emphasis), which teaches that a capital alone makes no name.
 */
export function typedOtherwise(labelled: LabelledText, lexicon: Lexicon, random: () => number): LabelledText {
  const way = random();
  const folded = way < 0.35 ? labelled.text.toLowerCase() : way < 0.45 ? labelled.text.toUpperCase() : undefined;
  if (folded !== undefined) return folded.length === labelled.text.length ? { ...labelled, text: folded } : labelled;
  const text = labelled.text.replace(/\p{Ll}{2,}/gu, (word: string, at: number) => {
    const isNamed = labelled.spans.some((span) => at >= span.start && at < span.end);
    const isInside = /\p{L}/u.test(labelled.text.charAt(at - 1));
    if (isNamed || isInside || (lexicon.lookUp(hashOf(word)) & LEX.COMMON) === 0) return word;
    const chance = random();
    if (chance < 0.25) return word.charAt(0).toUpperCase() + word.slice(1);
    return chance < 0.28 ? word.toUpperCase() : word;
  });
  return text.length === labelled.text.length ? { ...labelled, text } : labelled;
}
