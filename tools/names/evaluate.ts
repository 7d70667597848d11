/**
 * Measures the engine's names on messages of strangers, traps, generated briefs, development messages and the corpora.
 *   node tools/names/evaluate.ts [--model FILE] [--set strangers,traps,development,briefs,corpora] [--misses]
 * A model of `train.ts --split` gives held-out figures: it never saw the part of the corpora, the names and the templates used here.
 */
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { briefs } from "../../bench/briefs.ts";
import { defaultDetectors } from "../../functions/redaction/detectors/index.ts";
import { createPersonDetector } from "../../functions/redaction/detectors/person.ts";
import { createEngine } from "../../functions/redaction/engine.ts";
import { nameModel, unpackModel } from "../../functions/redaction/names/model.ts";
import { ROOT } from "../root.ts";
import { type LabelledText, readCorpus, split, TRAINING_SETS } from "./corpora.ts";
import { development } from "./development.ts";
import { LANGUAGES } from "./lists.ts";
import { marked, type Tally, tallyOf } from "./measure.ts";

const { values } = parseArgs({
  options: {
    data: { type: "string", default: join(ROOT, "../shared/pii/data") },
    fixtures: { type: "string", default: join(ROOT, "test/redaction/fixtures/names") },
    model: { type: "string" },
    misses: { type: "boolean", default: false },
    set: { type: "string", default: "strangers,traps,development,briefs,corpora" },
  },
});

const packedSchema = z.object({ weights: z.string(), lexicon: z.string(), words: z.number(), personBias: z.number() });
const model =
  values.model === undefined
    ? nameModel()
    : unpackModel(packedSchema.parse(JSON.parse(readFileSync(resolve(values.model), "utf8"))));
const detectors = defaultDetectors().map((one) => (one.name === "person" ? createPersonDetector(model) : one));
const engine = createEngine({ budgetMsPer10KiB: 5000, detectors });
const sets = new Set(values.set.split(","));
const show = (name: string, { gold, found, said, right }: Tally): void => {
  const recall = gold === 0 ? "     " : (found / gold).toFixed(3);
  const precision = said === 0 ? "     " : (right / said).toFixed(3);
  console.log(`${name.padEnd(28)} recall ${recall}  precision ${precision}  names ${gold}  false ${said - right}`);
};
const measure = (name: string, texts: readonly LabelledText[]): void =>
  show(
    name,
    tallyOf(
      texts,
      (text) => engine.detect(text),
      (miss) => values.misses && console.log(`  ${name} ${miss}`),
    ),
  );
const fixture = (folder: string, name: string): string => readFileSync(join(folder, `${name}.txt`), "utf8");

if (sets.has("strangers"))
  for (const language of LANGUAGES)
    measure(`strangers-${language}`, marked(fixture(values.fixtures, language), language));
if (sets.has("traps")) measure("traps", marked(fixture(values.fixtures, "traps"), "en"));
if (sets.has("development"))
  for (const { name, texts } of development(resolve(values.data, "../names"), join(ROOT, "tools/names/development")))
    measure(name, texts);
if (sets.has("briefs")) measureBriefs();
if (sets.has("corpora") && existsSync(resolve(values.data))) {
  for (const name of TRAINING_SETS) measure(`${name} (a fifth)`, split(readCorpus(values.data, name)).heldOut);
  for (const name of ["uner-ewt-en", "presidio-synth-v2", "presidio-gen-large", "nannigalaxy-en", "benign-text"])
    measure(name, readCorpus(values.data, name));
  const synthetic = readCorpus(values.data, "synth-dev");
  for (const language of LANGUAGES)
    measure(
      `synth-dev-${language}`,
      synthetic.filter(({ lang }) => lang === language),
    );
}

function measureBriefs(): void {
  const made = briefs(7, 400);
  for (const language of LANGUAGES)
    measure(
      `briefs-${language}`,
      made.filter(({ lang }) => lang === language),
    );
  let [kept, taken] = [0, 0];
  for (const brief of made) {
    const spans = engine.detect(brief.text);
    for (const { start, end } of brief.kept) {
      kept += end - start;
      for (const span of spans) taken += Math.max(0, Math.min(end, span.end) - Math.max(start, span.start));
    }
  }
  console.log(`readable text of briefs taken away: ${((taken / kept) * 100).toFixed(2)} %`);
}
