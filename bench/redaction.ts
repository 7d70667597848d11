/**
 * Accuracy, speed and loading of the redaction engine beside five libraries from npm, in one run.
 *   npm run bench -- redaction [strangers] [--data <corpora folder>] [--every 1] [--no-peers] [--seed 20261121]
 * `strangers` stops after the texts labelled by hand, which are in this repository.
 * The corpora are not part of this repository: without them only our own generated briefs are scored.
 */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { patternDetectors } from "../functions/redaction/detectors/index.ts";
import { createEngine } from "../functions/redaction/index.ts";
import { ROOT } from "../tools/root.ts";
import { type Row, scoreBriefs, scoreCorpora } from "./accuracy.ts";
import { briefs } from "./briefs.ts";
import { HAND_SETS, handSet, scoreHand } from "./hand-labelled.ts";
import { type Contender, peers } from "./peers.ts";
import { round, save } from "./report.ts";

const PATIENT_MS = 60_000;
const f = (n: number): string => n.toFixed(3);

export async function run(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      data: { type: "string", default: join(ROOT, "../shared/pii") },
      every: { type: "string", default: "1" },
      "no-peers": { type: "boolean", default: false },
      seed: { type: "string", default: "20261121" },
    },
  });
  const engine = createEngine({ budgetMsPer10KiB: PATIENT_MS });
  const ours: Contender = {
    name: "belfry",
    detect: (text) =>
      engine.detect(text).map((span) => ({ ...span, type: span.type === "CARD" ? "CREDIT_CARD" : span.type })),
  };
  const contenders = [ours, ...(values["no-peers"] ? [] : await peers())];
  console.log(`seed ${values.seed}, every ${values.every}. record, Node ${process.version}\n`);
  await handLabelled(contenders);
  if (positionals.includes("strangers")) return;
  accuracy(await scoreCorpora(values.data, contenders, Number(values.every)));
  console.log("\nown briefs (en nl fr de, 250 each)");
  for (const contender of contenders) {
    const own = await scoreBriefs(Number(values.seed), 250, contender);
    console.log(
      `  ${own.contender.padEnd(16)} P ${f(own.p)} R ${f(own.r)} F1 ${f(own.f1)}  leaking ${f(own.leaking)}  readable text taken ${(own.kept * 100).toFixed(2)} %`,
    );
    if (own.contender === "belfry")
      console.log(
        `    recall ${Object.entries(own.recall)
          .map(([type, r]) => `${type} ${r.toFixed(3)}`)
          .join(" · ")}`,
      );
  }
  await speed(contenders, Number(values.seed));
  loading();
}

/** The sets labelled by hand; what our engine does on them is kept in `results/redaction-by-hand.json`. */
async function handLabelled(contenders: readonly Contender[]): Promise<void> {
  const kept: Record<string, object> = {};
  for (const name of Object.keys(HAND_SETS)) {
    const set = handSet(name);
    for (const contender of contenders) {
      const score = await scoreHand(set, contender);
      const { passages, withData, falseHitsInTraps, byType, ...shares } = score;
      console.log(
        `${name.padEnd(21)} ${contender.name.padEnd(16)} P ${f(score.precision)} R ${f(score.recall)} F1 ${f(score.f1)} leaking ${f(score.leaking)} besides names ${f(score.leakingBesidesNames)} of ${withData}, false hits in ${passages - withData} traps ${falseHitsInTraps}`,
      );
      if (contender.name !== "belfry") continue;
      const rounded = Object.fromEntries(Object.entries(shares).map(([key, value]) => [key, round(value, 3)]));
      kept[name] = { passages, withData, ...rounded, falseHitsInTraps, byType };
    }
  }
  save("redaction-by-hand", kept);
}

function accuracy(rows: readonly Row[]): void {
  for (const row of rows)
    console.log(
      `${row.data.padEnd(21)} ${row.contender.padEnd(16)} P ${f(row.spanP)} R ${f(row.spanR)} F1 ${f(row.spanF1)} char R ${f(row.charR)} leaking ${f(row.leakyRecords)} false hits ${row.fpSpans}` +
        (row.contender === "belfry" && row.task !== "names"
          ? `\n    ${Object.entries(row.per)
              .map(([type, { n, full }]) => `${type} ${full} (${n})`)
              .join(" · ")}`
          : ""),
    );
  for (const task of ["pii", "names", "secrets"])
    for (const name of new Set(rows.map((row) => row.contender))) {
      const of = rows.filter((row) => row.task === task && row.contender === name);
      if (of.length > 0)
        console.log(
          `macro F1 ${task.padEnd(8)} ${name.padEnd(16)} ${f(of.reduce((sum, row) => sum + row.spanF1, 0) / of.length)}`,
        );
    }
}

const SIZES = [2048, 65_536, 1_048_576] as const;

/** Megabytes a second on generated briefs in four languages, and the 99th percentile for a message of 4 KB. */
async function speed(contenders: readonly Contender[], seed: number): Promise<void> {
  const pool = briefs(seed + 1, 1200)
    .map(({ text }) => text)
    .sort((a, b) => (a.length % 13) - (b.length % 13))
    .join("\n\n");
  const text = pool.repeat(Math.ceil(1_200_000 / pool.length));
  const patterns = createEngine({ detectors: patternDetectors, budgetMsPer10KiB: PATIENT_MS });
  const all: Contender[] = [{ name: "belfry patterns", detect: (part) => patterns.detect(part) }, ...contenders];
  console.log(`\nMB/s of the thread's own time at ${SIZES.map((size) => `${size / 1024} KB`).join(", ")}`);
  for (const contender of all) {
    const figures: string[] = [];
    for (const size of SIZES) {
      // Some are superlinear: what crawls at 64 KB would take minutes for a megabyte.
      const isCrawling = Number(figures.at(-1) ?? 1) < 0.5 && size > 100_000;
      figures.push(isCrawling ? "–" : (await throughput(contender, text, size)).toFixed(2));
    }
    console.log(`  ${contender.name.padEnd(16)} ${figures.join("  ")}`);
  }
  const engine = createEngine();
  const times: number[] = [];
  for (let i = 0; i + 4096 <= text.length; i += 4096) {
    const part = text.slice(i, i + 4096);
    const began = performance.now();
    engine.detect(part);
    times.push(performance.now() - began);
  }
  times.sort((a, b) => a - b);
  const at = (q: number): string => (times[Math.floor(times.length * q)] ?? 0).toFixed(2);
  console.log(`\n4 KB message, ms: p50 ${at(0.5)}  p99 ${at(0.99)}  (${times.length} messages, first ones included)`);
}

const SPAN_MS = 700;

/** Milliseconds this thread has worked: others' load slows a shared machine by a factor of ten and more, wall time with it. */
const workedMs = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

async function throughput(contender: Contender, text: string, size: number): Promise<number> {
  for (let i = 0; i < 40 && size < 10_000; i++) await contender.detect(text.slice(i * size, (i + 1) * size));
  let bytes = 0;
  const began = workedMs();
  for (let i = 0; workedMs() - began < SPAN_MS; i = (i + size) % (text.length - size)) {
    const part = text.slice(i, i + size);
    await contender.detect(part);
    bytes += Buffer.byteLength(part);
    // One megabyte takes some libraries minutes: one round is answer enough.
    if (size > 100_000 && workedMs() - began > SPAN_MS) break;
  }
  return bytes / 1000 / (workedMs() - began);
}

/** Time and memory of importing the engine and building it, in a process of its own, bundled as it is deployed. */
function loading(): void {
  const script = `
    import { buildSync } from "esbuild"; import { writeFileSync, mkdtempSync } from "node:fs"; import { tmpdir } from "node:os"; import { join } from "node:path"; import { execFileSync } from "node:child_process";
    const out = join(mkdtempSync(join(tmpdir(), "belfry-")), "engine.mjs");
    buildSync({ entryPoints: [${JSON.stringify(join(ROOT, "functions/redaction/index.ts"))}], bundle: true, platform: "node", format: "esm", outfile: out, logLevel: "error" });
    const probe = "const m0=process.memoryUsage().rss;const t0=performance.now();const {createEngine}=await import(" + JSON.stringify(out) + ");createEngine();const t1=performance.now();console.log((t1-t0).toFixed(0)+' ms, '+((process.memoryUsage().rss-m0)/1048576).toFixed(0)+' MB')";
    for (let i = 0; i < 3; i++) process.stdout.write("  " + execFileSync(process.execPath, ["--input-type=module", "-e", probe]).toString());`;
  console.log("\nloading, bundled (import and createEngine, three fresh processes)");
  console.log(execFileSync(process.execPath, ["--input-type=module", "-e", script], { cwd: ROOT }).toString());
}
