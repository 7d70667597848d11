import type { Budget } from "../types.ts";
import { B_PER, FEATURES_MAX, featuresOf, historyOf, I_PER, isCandidate, LABELS, O, ORG } from "./features.ts";
import { leadNeeded } from "./leads.ts";
import type { Sequence } from "./sequence.ts";

export type Weights = Int8Array | Float32Array | Int32Array;

/**
 * Labels every token, left to right, each decision seeing the two before it (an averaged perceptron, greedily decoded). `personBias`:
 * how far a label must lead to count as a person, set on held-out text, where it balances precision and recall.
 */
export function tag(
  sequence: Sequence,
  weights: Weights,
  personBias: number,
  budget: Budget,
): { labels: Uint8Array; margins: Float32Array } {
  const { count } = sequence.tokens;
  const labels = new Uint8Array(count);
  const margins = new Float32Array(count);
  const rows = new Int32Array(FEATURES_MAX);
  const scores = new Float64Array(LABELS.length);
  for (let i = 0; i < count; i++) {
    const last = i > 0 ? (labels[i - 1] ?? O) : O;
    if (!isCandidate(sequence, i, last)) {
      labels[i] = sequence.made[i] === 1 ? ORG : O;
      continue;
    }
    budget.spend(24);
    const n = historyOf(sequence, i, last, i > 1 ? (labels[i - 2] ?? O) : O, rows, featuresOf(sequence, i, rows));
    score(weights, rows, n, scores);
    const isFurther = last === B_PER || last === I_PER;
    const [label, margin] = decide(scores, last, personBias - leadNeeded(sequence, i, isFurther));
    labels[i] = label;
    margins[i] = margin;
  }
  return { labels, margins };
}

/** Sums the weights of `n` rows into one score for each label. */
export function score(weights: Weights, rows: Int32Array, n: number, scores: Float64Array): void {
  let [s0, s1, s2, s3, s4] = [0, 0, 0, 0, 0];
  for (let f = 0; f < n; f++) {
    const base = (rows[f] ?? 0) * 5;
    s0 += weights[base] ?? 0;
    s1 += weights[base + 1] ?? 0;
    s2 += weights[base + 2] ?? 0;
    s3 += weights[base + 3] ?? 0;
    s4 += weights[base + 4] ?? 0;
  }
  scores[0] = s0;
  scores[1] = s1;
  scores[2] = s2;
  scores[3] = s3;
  scores[4] = s4;
}

/** Best label, and how far the better person label leads the best other one. A name can't go on where none began. */
export function decide(
  scores: Float64Array,
  last: number,
  personBias: number,
): readonly [label: number, margin: number] {
  const mayContinue = last === B_PER || last === I_PER;
  const first = scores[B_PER] ?? 0;
  const further = mayContinue ? (scores[I_PER] ?? 0) : Number.NEGATIVE_INFINITY;
  const person = Math.max(first, further);
  let other: number = O;
  for (const label of [3, 4]) if ((scores[label] ?? 0) > (scores[other] ?? 0)) other = label;
  const margin = person - (scores[other] ?? 0);
  if (margin + personBias <= 0) return [other, margin];
  return [further > first ? I_PER : B_PER, margin];
}
