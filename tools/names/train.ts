/**
 * Trains the name tagger and writes functions/redaction/names/model.generated.json. A few minutes, one core.
 *   npm run train:names -- --data <folder of the corpora>   (defaults to ../shared/pii/data; the sets are named in docs/model-card-names.md)
 *   --split keeps a fifth of the corpora, a list of names and an eighth of all names out, so that the model can be measured on them
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { deflateSync } from "node:zlib";
import { LABELS, ROWS } from "../../functions/redaction/names/features.ts";
import { createLexicon, packLexicon, unpackLexicon } from "../../functions/redaction/names/lexicon.ts";
import { ROOT } from "../root.ts";
import { createRandom, isHidden, type LabelledText, readCorpus, split, TRAINING_SETS } from "./corpora.ts";
import { exampleOf, typedOtherwise, withOtherNames } from "./examples.ts";
import { buildLists, LANGUAGES } from "./lists.ts";
import { quantise, train } from "./perceptron.ts";
import { createSampler } from "./sentences.ts";
import { readPhrases, readTemplates } from "./templates.ts";

const { values } = parseArgs({
  options: {
    data: { type: "string", default: join(ROOT, "../shared/pii/data") },
    lists: { type: "string", default: join(ROOT, "tools/names/node_modules") },
    out: { type: "string", default: join(ROOT, "functions/redaction/names/model.generated.json") },
    split: { type: "boolean", default: false },
    rounds: { type: "string", default: "4" },
    seed: { type: "string", default: "20261121" },
    epochs: { type: "string", default: "6" },
    wordless: { type: "string", default: "0.3" },
    unlisted: { type: "string", default: "0.3" },
    renamed: { type: "string", default: "0.4" },
    retyped: { type: "string", default: "0.25" },
    generated: { type: "string", default: "14000" },
    composed: { type: "string", default: "0.3" },
    long: { type: "string", default: "yes" },
    bias: { type: "string", default: "0" },
  },
});

const own = join(ROOT, "tools/names");
const parts = TRAINING_SETS.map((name) => ({ name, ...split(readCorpus(resolve(values.data), name)) }));
const training = parts.flatMap((part) => (values.split ? part.train : [...part.train, ...part.heldOut]));
const lists = await buildLists(
  {
    modules: resolve(values.lists),
    names: values.split ? undefined : resolve(values.data, "../names"),
    own,
    isLong: values.long === "yes",
    isHidden: (hash) => values.split && isHidden(hash),
  },
  training,
);
const lexicon = createLexicon(Uint32Array.from(lists.bits.keys()), Uint16Array.from(lists.bits.values()));
const templates = readTemplates(join(own, "templates"));
const phrases = readPhrases(join(own, "phrases"));

/** Trains on a set of texts, on the same with other names and in other letters, and on generated sentences. */
function learnOnce(given: readonly LabelledText[], seed: number): Float32Array {
  const random = createRandom(seed);
  const sampler = createSampler(lists, templates, phrases, random, Number(values.composed));
  const retyped = (text: LabelledText): LabelledText =>
    random() < Number(values.retyped) ? typedOtherwise(text, lexicon, random) : text;
  const texts: LabelledText[] = [...given];
  for (const text of given)
    if (text.spans.some((span) => span.type === "PERSON") && random() < Number(values.renamed))
      texts.push(withOtherNames(text, sampler, random));
  for (const text of given) if (random() < Number(values.retyped)) texts.push(typedOtherwise(text, lexicon, random));
  for (const language of LANGUAGES)
    for (let n = 0; n < Number(values.generated); n++) {
      const one = retyped(sampler.sentence(language));
      // Two sentences in one text: names stand inside letters, not only in texts of their own.
      const other = random() < 0.3 ? sampler.sentence(language) : undefined;
      texts.push(other === undefined ? one : joined(one, other, random() < 0.5 ? "\n" : ". "));
    }
  const examples = texts.map((text) => exampleOf(text, lexicon, Number(values.unlisted), random));
  return train(examples, Number(values.epochs), Number(values.wordless), random);
}

function joined(one: LabelledText, other: LabelledText, by: string): LabelledText {
  const shift = one.text.length + by.length;
  const spans = other.spans.map((span) => ({ ...span, start: span.start + shift, end: span.end + shift }));
  return { text: one.text + by + other.text, spans: [...one.spans, ...spans], lang: one.lang };
}

/** The mean of several trainings that differ in seed: order and augmentation are luck, and luck averages out. */
function learn(given: readonly LabelledText[]): Int8Array {
  const began = performance.now();
  const sum = new Float32Array(ROWS * LABELS.length);
  const rounds = Number(values.rounds);
  for (let round = 0; round < rounds; round++) {
    const weights = learnOnce(given, Number(values.seed) + round);
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + (weights[i] ?? 0) / rounds;
  }
  console.log(
    `${rounds} trainings on ${given.length} texts in ${((performance.now() - began) / 1000).toFixed(1)} s, seed ${values.seed}`,
  );
  return quantise(sum);
}

const weights = learn(training);
const table = packLexicon(lists.bits);
unpackLexicon(table.bytes, table.words);
const model = {
  generatedBy: "npm run train:names",
  seed: Number(values.seed),
  personBias: Number(values.bias),
  words: table.words,
  lexicon: Buffer.from(table.bytes).toString("base64"),
  weights: deflateSync(new Uint8Array(weights.buffer), { level: 9 }).toString("base64"),
};
mkdirSync(dirname(values.out), { recursive: true });
writeFileSync(values.out, `${JSON.stringify(model)}\n`);
console.log(
  `${model.words} words, ${(model.lexicon.length / 1024).toFixed(0)} KiB; weights ${(model.weights.length / 1024).toFixed(0)} KiB`,
);
