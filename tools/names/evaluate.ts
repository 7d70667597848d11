/**
 * Measures the engine's names: strangers' messages, traps, generated briefs, corpora that training never saw.
 *   node tools/names/evaluate.ts [--model FILE] [--misses] [--set strangers,traps,…]
 */
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { briefs } from "../../bench/briefs.ts";
import { createEngine } from "../../functions/redaction/engine.ts";
import { ROOT } from "../root.ts";
import { type LabelledText, readCorpus, split, TRAINING_SETS } from "./corpora.ts";
import { LANGUAGES, marked, type Tally, tallyOf } from "./measure.ts";

const { values } = parseArgs({
  options: {
    data: { type: "string", default: join(ROOT, "../shared/pii/data") },
    fixtures: { type: "string", default: join(ROOT, "test/redaction/fixtures/names") },
    misses: { type: "boolean", default: false },
    set: { type: "string", default: "strangers,traps,briefs,corpora" },
  },
});

const engine = createEngine({ budgetMsPer10KiB: 5000 });
const sets = new Set(values.set.split(","));
const show = (name: string, { gold, found, said, right }: Tally): void =>
  console.log(
    `${name.padEnd(26)} recall ${(found / (gold || 1)).toFixed(3)}  precision ${(right / (said || 1)).toFixed(3)}  names ${gold}  false ${said - right}`,
  );
const report = (what: string) => (miss: string) => {
  if (values.misses) console.log(`  ${what} ${miss}`);
};
const measure = (name: string, texts: readonly LabelledText[]): void =>
  show(name, tallyOf(texts, (text) => engine.detect(text), report(name)));

if (sets.has("strangers"))
  for (const language of LANGUAGES)
    measure(`strangers-${language}`, marked(readFileSync(join(values.fixtures, `${language}.txt`), "utf8"), language));
if (sets.has("traps")) measure("traps", marked(readFileSync(join(values.fixtures, "traps.txt"), "utf8"), "en"));
if (sets.has("briefs")) {
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
if (sets.has("corpora") && existsSync(resolve(values.data))) {
  for (const name of TRAINING_SETS) measure(`${name} (held out)`, split(readCorpus(values.data, name)).heldOut);
  for (const name of ["uner-ewt-en", "presidio-synth-v2", "presidio-gen-large", "nannigalaxy-en", "benign-text"])
    measure(name, readCorpus(values.data, name));
  const synthetic = readCorpus(values.data, "synth-dev");
  for (const language of LANGUAGES)
    measure(
      `synth-dev-${language}`,
      synthetic.filter(({ lang }) => lang === language),
    );
}
