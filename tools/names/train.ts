/**
 * Trains the name tagger and writes functions/redaction/names/model.generated.json. Seconds to a few minutes, one core.
 *   npm run train:names -- --data <folder of the corpora>   (defaults to ../shared/pii/data; the sets are named in docs/model-card-names.md)
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { deflateSync } from "node:zlib";
import { LABELS, ROWS } from "../../functions/redaction/names/features.ts";
import { createLexicon } from "../../functions/redaction/names/lexicon.ts";
import { tag } from "../../functions/redaction/names/tagger.ts";
import { ROOT } from "../root.ts";
import { createRandom, type LabelledText, readCorpus, split, TRAINING_SETS } from "./corpora.ts";
import { type Example, exampleOf, patience, typedOtherwise, withOtherNames } from "./examples.ts";
import { buildLists, type Language } from "./lists.ts";
import { quantise, train } from "./perceptron.ts";
import { createSampler } from "./sentences.ts";

const { values } = parseArgs({
  options: {
    data: { type: "string", default: join(ROOT, "../shared/pii/data") },
    lists: { type: "string", default: join(ROOT, "tools/names/node_modules") },
    out: { type: "string", default: join(ROOT, "functions/redaction/names/model.generated.json") },
    split: { type: "boolean", default: false },
    rounds: { type: "string", default: "6" },
    seed: { type: "string", default: "20261121" },
    epochs: { type: "string", default: "10" },
    wordless: { type: "string", default: "0.3" },
    renamed: { type: "string", default: "0.4" },
    retyped: { type: "string", default: "0.2" },
    generated: { type: "string", default: "1500" },
  },
});

const parts = TRAINING_SETS.map((name) => ({ name, ...split(readCorpus(resolve(values.data), name)) }));
const training = parts.flatMap((part) => part.train);
const lists = await buildLists(resolve(values.lists), training);
const lexicon = createLexicon(Uint32Array.from(lists.bits.keys()), Uint16Array.from(lists.bits.values()));

const languages: readonly Language[] = ["en", "nl", "fr", "de"];

/** Trains on a set of texts, on the same with other names and in other letters, and on generated sentences. */
function learnOnce(given: readonly LabelledText[], seed: number): Float32Array {
  const random = createRandom(seed);
  const sampler = createSampler(lists, random);
  const texts: LabelledText[] = [...given];
  for (const text of given)
    if (text.spans.some((span) => span.type === "PERSON") && random() < Number(values.renamed))
      texts.push(withOtherNames(text, sampler, random));
  for (const text of given) if (random() < Number(values.retyped)) texts.push(typedOtherwise(text, lexicon, random));
  for (const language of languages)
    for (let n = 0; n < Number(values.generated); n++) {
      const sentence = sampler.sentence(language);
      texts.push(random() < 0.15 ? typedOtherwise(sentence, lexicon, random) : sentence);
    }
  const examples = texts.map((text) => exampleOf(text, lexicon));
  return train(examples, Number(values.epochs), Number(values.wordless), random);
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

/** Token-level precision and recall of the person label, which is what the bias trades. */
function measure(examples: readonly Example[], bias: number): { p: number; r: number; f: number } {
  let [hit, said, meant] = [0, 0, 0];
  for (const { sequence, gold } of examples) {
    const { labels } = tag(sequence, weights, bias, patience);
    for (const [i, label] of labels.entries()) {
      const isPerson = label === 1 || label === 2;
      const isMeant = gold[i] === 1 || gold[i] === 2;
      if (isPerson) said++;
      if (isMeant) meant++;
      if (isPerson && isMeant) hit++;
    }
  }
  const [p, r] = [hit / (said || 1), hit / (meant || 1)];
  return { p, r, f: (2 * p * r) / (p + r || 1) };
}

/** As good as the best within noise: then the smaller bias wins, because it leaves more ordinary words alone. */
const NOISE = 0.006;

const held = parts.map((part) => ({ name: part.name, examples: part.heldOut.map((text) => exampleOf(text, lexicon)) }));
const tried: { bias: number; macro: number }[] = [];
for (let bias = -60; bias <= 120; bias += 15) {
  const figures = held.map(({ name, examples }) => ({ name, ...measure(examples, bias) }));
  const macro = figures.reduce((sum, figure) => sum + figure.f, 0) / figures.length;
  console.log(
    `bias ${bias}: macro ${macro.toFixed(3)}  ${figures.map((x) => `${x.name} P ${x.p.toFixed(2)} R ${x.r.toFixed(2)} F ${x.f.toFixed(2)}`).join(" · ")}`,
  );
  tried.push({ bias, macro });
}
const top = Math.max(...tried.map(({ macro }) => macro));
const best = tried.find(({ macro }) => macro >= top - NOISE) ?? { bias: 0, macro: top };

// The figures above are those of the part held out; what ships has seen that part too, with the bias found without it.
const shipped = values.split ? weights : learn(parts.flatMap((part) => [...part.train, ...part.heldOut]));

const entries = [...lists.bits].sort(([a], [b]) => a - b);
const table = Buffer.alloc(entries.length * 6);
for (const [i, [hash, bits]] of entries.entries()) {
  table.writeUInt32LE(hash, i * 4);
  table.writeUInt16LE(bits, entries.length * 4 + i * 2);
}
const pack = (bytes: Uint8Array): string => deflateSync(bytes, { level: 9 }).toString("base64");
const model = {
  generatedBy: "npm run train:names",
  seed: Number(values.seed),
  personBias: best.bias,
  words: entries.length,
  lexicon: pack(table),
  weights: pack(new Uint8Array(shipped.buffer)),
};
mkdirSync(dirname(values.out), { recursive: true });
writeFileSync(values.out, `${JSON.stringify(model)}\n`);
console.log(
  `bias ${best.bias}, held-out macro ${best.macro.toFixed(3)}; ${entries.length} words; ${(JSON.stringify(model).length / 1024).toFixed(0)} KiB`,
);
