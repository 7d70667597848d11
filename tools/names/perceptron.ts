import {
  B_PER,
  FEATURES_MAX,
  featuresOf,
  historyOf,
  I_PER,
  isCandidate,
  LABELS,
  O,
  ROWS,
} from "../../functions/redaction/names/features.ts";
import { score } from "../../functions/redaction/names/tagger.ts";
import type { Example } from "./examples.ts";

/**
 * Averaged perceptron (Collins 2002), greedy, on its own earlier decisions; lazily averaged.
 * @param wordless share of updates that hide the word itself, so that context and affixes learn to do without it
 */
export function train(examples: Example[], epochs: number, wordless: number, random: () => number): Float32Array {
  const size = ROWS * LABELS.length;
  const weights = new Float32Array(size);
  const totals = new Float64Array(size);
  const rows = new Int32Array(FEATURES_MAX);
  const scores = new Float64Array(LABELS.length);
  let step = 1;
  const bump = (label: number, n: number, by: number): void => {
    for (let f = 0; f < n; f++) {
      const at = (rows[f] ?? 0) * LABELS.length + label;
      weights[at] = (weights[at] ?? 0) + by;
      totals[at] = (totals[at] ?? 0) + by * step;
    }
  };
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (let i = examples.length - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      const [a, b] = [examples[i], examples[j]];
      if (a !== undefined && b !== undefined) {
        examples[i] = b;
        examples[j] = a;
      }
    }
    for (const { sequence, gold } of examples) {
      const labels = new Uint8Array(sequence.tokens.count);
      for (let i = 0; i < sequence.tokens.count; i++) {
        const last = i > 0 ? (labels[i - 1] ?? O) : O;
        if (!isCandidate(sequence, i, last)) continue;
        let n = historyOf(sequence, i, last, i > 1 ? (labels[i - 2] ?? O) : O, rows, featuresOf(sequence, i, rows));
        if (random() < wordless) n = withoutWord(rows, n);
        score(weights, rows, n, scores);
        let best: number = O;
        for (let label = 1; label < LABELS.length; label++) {
          if (label === I_PER && last !== B_PER && last !== I_PER) continue;
          if ((scores[label] ?? 0) > (scores[best] ?? 0)) best = label;
        }
        let truth = gold[i] ?? O;
        // What the candidates' rule hides can't be continued: then the next word begins the name.
        if (truth === I_PER && last !== B_PER && last !== I_PER) truth = B_PER;
        // A correct answer must also lead by a margin, or the runner-up is pushed back as if it had won.
        let rival: number = truth === O ? 1 : O;
        for (let label = 0; label < LABELS.length; label++) {
          if (label === truth || (label === I_PER && last !== B_PER && last !== I_PER)) continue;
          if ((scores[label] ?? 0) > (scores[rival] ?? 0)) rival = label;
        }
        if ((scores[truth] ?? 0) - (scores[rival] ?? 0) < MARGIN) {
          bump(truth, n, 1);
          bump(rival, n, -1);
        }
        labels[i] = best;
        step++;
      }
    }
  }
  const averaged = new Float32Array(size);
  for (let at = 0; at < size; at++) averaged[at] = (weights[at] ?? 0) - (totals[at] ?? 0) / step;
  return averaged;
}

const MARGIN = 12;
// Positions of the features in features.ts that hold the word itself: 1, 6, 7, 28 and 42.
const WORD_FEATURES = [0, 5, 6, 26, 39];

function withoutWord(rows: Int32Array, n: number): number {
  let kept = 0;
  for (let f = 0; f < n; f++) if (!WORD_FEATURES.includes(f)) rows[kept++] = rows[f] ?? 0;
  return kept;
}

/** Eight bits a weight: the scale keeps all but the largest one in ten thousand exact to half a step. */
export function quantise(weights: Float32Array): Int8Array {
  const magnitudes = weights
    .filter((w) => w !== 0)
    .map(Math.abs)
    .sort();
  const top = magnitudes[Math.floor(magnitudes.length * 0.9999)] ?? 1;
  return Int8Array.from(weights, (w) => Math.max(-127, Math.min(127, Math.round((w / top) * 127))));
}
