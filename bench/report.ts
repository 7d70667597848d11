import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg, totalmem } from "node:os";
import { join } from "node:path";

const RESULTS = join(import.meta.dirname, "results");

/** What a number is worth: on what it was measured. Nothing that names the machine. */
export const machine = () => ({
  date: new Date().toISOString(),
  node: process.version,
  platform: `${process.platform} ${process.arch}`,
  cores: availableParallelism(),
  cpu: cpus()[0]?.model ?? "unknown",
  // Over the last minute, the benchmark's own part included: far more than the cores means that others were busy too.
  loadAverage: round(loadavg()[0] ?? 0, 1),
  memoryGiB: Math.round(totalmem() / 2 ** 30),
});

/** One bound from the project's targets, and whether this run kept it. */
export interface Target {
  readonly what: string;
  readonly measured: number;
  readonly bound: number;
  readonly unit: string;
  readonly met: boolean;
}

export const atMost = (what: string, measured: number, bound: number, unit: string): Target => ({
  what,
  measured: round(measured),
  bound: round(bound),
  unit,
  met: measured <= bound,
});

/** Writes `bench/results/<name>.json`, which is committed. */
export function save(name: string, result: object): void {
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(join(RESULTS, `${name}.json`), `${JSON.stringify({ machine: machine(), ...result }, null, 2)}\n`);
}

/** Prints rows under their column names, numbers to the right. */
export function print(title: string, rows: readonly Readonly<Record<string, string | number>>[]): void {
  console.log(`\n${title}`);
  const columns = Object.keys(rows[0] ?? {});
  const table = [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ""))];
  const widths = columns.map((_, at) => Math.max(...table.map((line) => String(line[at]).length)));
  for (const line of table) {
    const cells = line.map((cell, at) =>
      typeof cell === "number" ? String(cell).padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0),
    );
    console.log(`  ${cells.join("  ").trimEnd()}`);
  }
}

export function printTargets(targets: readonly Target[]): void {
  const rows = targets.map(({ what, measured, bound, unit, met }) => ({
    target: what,
    measured,
    "at most": bound,
    unit,
    kept: met ? "met" : "MISSED",
  }));
  if (rows.length > 0) print("Targets", rows);
}

export const round = (value: number, digits = 2): number => Number(value.toFixed(digits));

/** The value below which `share` of the samples lie, interpolated. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const [low = Number.NaN, high = low] = sorted.slice(Math.floor(at), Math.floor(at) + 2);
  return low + (high - low) * (at - Math.floor(at));
}

export const median = (samples: readonly number[]): number => quantile(samples, 0.5);

/** p50 and p95, to the hundredth. */
export const spread = (samples: readonly number[]) => ({
  p50: round(median(samples)),
  p95: round(quantile(samples, 0.95)),
});
