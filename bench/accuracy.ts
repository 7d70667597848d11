import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";
import { z } from "zod";
import { type Brief, briefs } from "./briefs.ts";
import type { Contender, Found } from "./peers.ts";

const recordSchema = z.object({
  text: z.string(),
  task: z.string(),
  lang: z.string(),
  spans: z.array(z.object({ start: z.number(), end: z.number(), type: z.string() })),
});
type Labelled = z.infer<typeof recordSchema>;

const resultSchema = z.object({
  spanP: z.number(),
  spanR: z.number(),
  spanF1: z.number(),
  charR: z.number(),
  leakyRecords: z.number(),
  fpSpans: z.number(),
  per: z.record(z.string(), z.object({ n: z.number(), full: z.number() })),
});
export interface Row extends z.infer<typeof resultSchema> {
  readonly contender: string;
  readonly data: string;
  readonly task: string;
}

interface Scorer {
  add(text: string, gold: readonly Found[], found: readonly Found[]): void;
  result(): unknown;
}
type NewScorer = new (options: unknown) => Scorer;
const isScorer = (value: unknown): value is NewScorer => typeof value === "function";

// The scorer's own rules for each task (score.mjs beside the corpora).
const CONTEXT = new Set(["LOCATION", "ORGANIZATION", "MISC", "GPE", "ORG", "NRP"]);
const PERSONAL =
  /^(?:EMAIL|PHONE|IP|PERSON|ADDRESS|VAT|DATE_OF_BIRTH|NATIONAL_ID|IBAN|CREDIT_CARD|IMEI|MAC|GEO|LICENSE_PLATE|PASSPORT)$/;
const isSecret = (type: string): boolean => type === "SECRET" || type === "PASSWORD";
function optionsOf(task: string, core: ReadonlyMap<string, string>): unknown {
  if (task === "names")
    return {
      types: (type: string) => (core.get(type) === "PERSON" ? "PERSON" : null),
      ignore: (type: string) => !CONTEXT.has(type),
      predFilter: (span: Found) => span.type === "PERSON" || span.type === "PERSON_NAME" || span.type === "NAME",
    };
  if (task !== "secrets") return {};
  return {
    types: (type: string) => (isSecret(type) ? type : null),
    predFilter: (span: Found) => isSecret(span.type) || !PERSONAL.test(span.type),
  };
}

/** Corpora of a folder under the scorer that stands beside it; empty when the folder isn't there. */
export async function scoreCorpora(directory: string, contenders: readonly Contender[], every: number): Promise<Row[]> {
  const metrics = join(directory, "metrics.mjs");
  if (!existsSync(metrics)) return [];
  const loaded: unknown = await import(pathToFileURL(metrics).href);
  const Score = typeof loaded === "object" && loaded !== null && "Score" in loaded ? loaded.Score : undefined;
  const core =
    typeof loaded === "object" && loaded !== null && "CORE" in loaded && loaded.CORE instanceof Map
      ? loaded.CORE
      : new Map<string, string>();
  if (!isScorer(Score)) return [];
  const rows: Row[] = [];
  for (const file of readdirSync(join(directory, "data")).filter((name) => name.endsWith(".jsonl.gz"))) {
    const lines = gunzipSync(readFileSync(join(directory, "data", file)))
      .toString()
      .trim()
      .split("\n");
    const records: Labelled[] = lines
      .filter((_, i) => i % every === 0)
      .map((line) => recordSchema.parse(JSON.parse(line)));
    const task = records[0]?.task ?? "pii";
    for (const contender of contenders) {
      const score = new Score(optionsOf(task, core));
      for (const { text, spans } of records) score.add(text, spans, await contender.detect(text));
      rows.push({
        contender: contender.name,
        data: file.replace(".jsonl.gz", ""),
        task,
        ...resultSchema.parse(score.result()),
      });
    }
  }
  return rows;
}

export interface OwnDomain {
  readonly contender: string;
  readonly p: number;
  readonly r: number;
  readonly f1: number;
  readonly leaking: number;
  /** Share of characters of formats, colours, quantities and the like that were taken away. */
  readonly kept: number;
  readonly recall: Readonly<Record<string, number>>;
}

const isSign = (text: string, i: number): boolean => /[\p{L}\p{N}]/u.test(text.charAt(i));

/** Our own briefs: a value counts as found when every letter and digit is covered, a finding as right when half of it is personal. */
export async function scoreBriefs(seed: number, count: number, contender: Contender): Promise<OwnDomain> {
  const made = briefs(seed, count);
  const tally = { gold: 0, hit: 0, said: 0, right: 0, leaking: 0, kept: 0, taken: 0 };
  const types = new Map<string, [hit: number, all: number]>();
  for (const brief of made) {
    const covered = new Uint8Array(brief.text.length);
    const found = await contender.detect(brief.text);
    for (const span of found) covered.fill(1, span.start, span.end);
    judge(brief, found, covered, tally, types);
  }
  const p = tally.right / (tally.said || 1);
  const r = tally.hit / tally.gold;
  return {
    contender: contender.name,
    p,
    r,
    f1: (2 * p * r) / (p + r || 1),
    leaking: tally.leaking / made.length,
    kept: tally.taken / tally.kept,
    recall: Object.fromEntries([...types].sort().map(([type, [hit, all]]) => [type, hit / all])),
  };
}

function judge(
  { text, spans, kept }: Brief,
  found: readonly Found[],
  covered: Uint8Array,
  tally: { gold: number; hit: number; said: number; right: number; leaking: number; kept: number; taken: number },
  types: Map<string, [number, number]>,
): void {
  const gold = new Uint8Array(text.length);
  for (const span of spans) gold.fill(1, span.start, span.end);
  for (const span of found) {
    tally.said++;
    let personal = 0;
    for (let i = span.start; i < span.end; i++) personal += gold[i] ?? 0;
    if (personal * 2 >= span.end - span.start) tally.right++;
  }
  let isLeaking = false;
  for (const span of spans) {
    let isFound = true;
    for (let i = span.start; i < span.end; i++) if (covered[i] === 0 && isSign(text, i)) isFound = false;
    const counts = types.get(span.type) ?? [0, 0];
    types.set(span.type, [counts[0] + (isFound ? 1 : 0), counts[1] + 1]);
    tally.gold++;
    if (isFound) tally.hit++;
    else isLeaking = true;
  }
  if (isLeaking) tally.leaking++;
  for (const span of kept)
    for (let i = span.start; i < span.end; i++) {
      tally.kept++;
      tally.taken += covered[i] ?? 0;
    }
}
