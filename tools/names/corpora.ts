import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { z } from "zod";

const recordSchema = z.object({
  text: z.string(),
  spans: z.array(z.object({ start: z.number(), end: z.number(), type: z.string() })).readonly(),
  lang: z.string(),
});
export type LabelledText = z.infer<typeof recordSchema>;

/** Sets whose licence lets a model trained on them ship: CC0 (Europeana newspapers) and CC BY 4.0 (GermEval 2014, WNUT 2017). */
export const TRAINING_SETS = ["europeana-nl", "europeana-fr", "europeana-de", "germeval2014-de", "wnut17-en"] as const;

export function readCorpus(directory: string, name: string): LabelledText[] {
  return gunzipSync(readFileSync(join(directory, `${name}.jsonl.gz`)))
    .toString()
    .trim()
    .split("\n")
    .map((line) => recordSchema.parse(JSON.parse(line)));
}

/** Holds out every fifth run of 50 texts: neighbours come from one newspaper page, so single texts would leak between the parts. */
export function split<T>(texts: readonly T[]): { train: T[]; heldOut: T[] } {
  const train: T[] = [];
  const heldOut: T[] = [];
  for (const [i, text] of texts.entries()) (Math.floor(i / 50) % 5 === 4 ? heldOut : train).push(text);
  return { train, heldOut };
}

/** Mulberry32: a seeded generator, so that training gives the same weights every time. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** One name in eight, by its word's hash: `--split` leaves these out of every list, so that unknown names can be measured. */
export const isHidden = (hash: number): boolean => hash % 8 === 3;
