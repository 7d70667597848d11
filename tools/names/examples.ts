import { createBudget } from "../../functions/core/redaction/budget.ts";
import { B_PER, I_PER, LOC, ORG, type Sequence, sequenceOf } from "../../functions/core/redaction/names/features.ts";
import type { Lexicon } from "../../functions/core/redaction/names/lexicon.ts";
import { normalise } from "../../functions/core/redaction/normalise.ts";
import { tokenise } from "../../functions/core/redaction/tokens.ts";
import type { LabelledText } from "./corpora.ts";
import type { Language } from "./lists.ts";
import type { Sampler } from "./sentences.ts";

export interface Example {
  readonly sequence: Sequence;
  readonly gold: Uint8Array;
}

export const patience = createBudget(
  1,
  Number.POSITIVE_INFINITY,
  () => 0,
  () => "train",
);

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
