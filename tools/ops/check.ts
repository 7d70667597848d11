/**
 * `npm run check`: what CI runs, stage by stage. A stage that fails does not end it, so that one run tells everything; at the end
 * stands how long each took. Exits with 1 unless all of them are well.
 */
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../root.ts";

const STAGES: readonly string[] = [
  "npm run lint",
  "npm run types",
  "npm run build",
  "npm run vocabulary -- --check",
  "npm run client -- --check",
  "npm run docs -- --check",
  "npm run test:terraform",
  "npm test",
  "npm run promises -- --check",
];

interface Outcome {
  readonly stage: string;
  readonly verdict: "ok" | "FAILED";
  readonly seconds: number;
}

/** The results of an earlier run must not pass for this one's. */
for (const name of ["test-results.json", "test-results-infra.json"])
  rmSync(join(ROOT, ".local", name), { force: true });

const outcomes: Outcome[] = [];
for (const stage of STAGES) {
  console.log(`\n▶ ${stage}\n`);
  const startedMs = performance.now();
  const [command = "", ...args] = stage.split(" ");
  const { status, signal } = spawnSync(command, args, { cwd: ROOT, stdio: "inherit" });
  const verdict = status === 0 ? "ok" : "FAILED";
  outcomes.push({ stage, verdict, seconds: (performance.now() - startedMs) / 1000 });
  // Somebody wants it to end.
  if (signal !== null) break;
}

const row = (stage: string, verdict: string, seconds: string) =>
  `${stage.padEnd(30)} ${verdict.padEnd(8)} ${seconds.padStart(8)}`;
const total = outcomes.reduce((sum, { seconds }) => sum + seconds, 0);
console.log(`\n${row("stage", "verdict", "seconds")}`);
for (const { stage, verdict, seconds } of outcomes) console.log(row(stage, verdict, seconds.toFixed(1)));
const isWell = outcomes.length === STAGES.length && outcomes.every(({ verdict }) => verdict === "ok");
console.log(row("together", isWell ? "ok" : "FAILED", total.toFixed(1)));
process.exitCode = isWell ? 0 : 1;
