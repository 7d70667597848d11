/**
 * What each part of the training brings: trains without it (on what `--split` leaves) and measures what was left out.
 *   node tools/names/ablate.ts [--rounds 1]      about ten minutes on one core; prints the table of docs/redaction.md
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ROOT } from "../root.ts";

const { values } = parseArgs({ options: { rounds: { type: "string", default: "1" } } });

const VARIANTS: readonly (readonly [string, readonly string[]])[] = [
  ["everything", []],
  ["without generated sentences", ["--generated", "0"]],
  ["without composed contexts", ["--composed", "0"]],
  ["without names hidden from the lists", ["--unlisted", "0"]],
  ["without text typed otherwise", ["--retyped", "0"]],
  ["without hiding the word itself", ["--wordless", "0"]],
  ["without renaming people in the corpora", ["--renamed", "0"]],
  ["without the long lists", ["--long", "no"]],
];

const folder = mkdtempSync(join(tmpdir(), "names-"));
const run = (tool: string, args: readonly string[]): string =>
  execFileSync(process.execPath, [join(ROOT, "tools/names", tool), ...args], { encoding: "utf8" });

/** Mean recall over the languages of one kind of development message, and false hits in its traps. */
function row(output: string): string {
  const recall = (kind: string): string => {
    const found = [...output.matchAll(new RegExp(`^development-(?:en|nl|fr|de)${kind} +recall ([.\\d]+)`, "gm"))];
    return (found.reduce((sum, [, value]) => sum + Number(value), 0) / found.length).toFixed(3);
  };
  const traps = /^development-traps.* false (\d+)/m.exec(output)?.[1] ?? "?";
  const taken = /taken away: ([.\d]+) %/.exec(output)?.[1] ?? "?";
  return `${recall("")} | ${recall(", unlisted")} | ${recall(", small")} | ${traps} | ${taken} %`;
}

console.log(
  "| | listed | in no list | small letters | false hits in 100 traps | brief text taken |\n|---|---|---|---|---|---|",
);
for (const [name, args] of VARIANTS) {
  const out = join(folder, "model.json");
  run("train.ts", ["--split", "--rounds", values.rounds, "--out", out, ...args]);
  console.log(`| ${name} | ${row(run("evaluate.ts", ["--model", out, "--set", "development,briefs"]))} |`);
}
rmSync(folder, { recursive: true });
