import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import {
  ENTITY_TYPES,
  type EntityType,
  type Finding,
  RedactionFailed,
  type SecondOpinion,
} from "../../redaction/index.ts";
import { type Piece, pieces, type Vocabulary, vocabularyOf } from "./wordpiece.ts";

export const NAME = "local-model";

export interface LocalModelConfig {
  /** Holds `model.onnx` and `model.json`: the deployment's own bucket, mounted. */
  readonly folder: string;
  /** Of both files, one behind the other. A fact of consent: other weights are another model. */
  readonly sha256: string;
}

/** What beside the weights belongs to a model. */
const Description = z.strictObject({
  /** WordPiece, cased, by number. */
  vocabulary: z.array(z.string()).min(4).max(300_000),
  /** By number: `O`, or `B-` and `I-` with a name of `types`. */
  labels: z.array(z.string().regex(/^(O|[BI]-[A-Za-z_]+)$/)).min(2),
  /** What each name is for us. A name that is left out is not replaced. */
  types: z.record(z.string(), z.enum(ENTITY_TYPES)),
  /** Pieces that it reads at once. */
  window: z.int().min(16).max(512),
});
type Description = z.infer<typeof Description>;

/** Pieces that two windows share, so that nothing is cut at the edge of both. */
const OVERLAP = 8;

/**
 * A token-classification model in ONNX form, run in this process: text goes nowhere. Inputs `input_ids` and `attention_mask`, output
 * `logits`, as such models are exported. It is computed on the thread that answers requests, so a large model makes others wait.
 * @throws Error when the files are not the ones that were agreed on
 */
export async function localModel({ folder, sha256 }: LocalModelConfig): Promise<SecondOpinion> {
  const [weights, json] = ["model.onnx", "model.json"].map((file) => readFileSync(join(folder, file)));
  if (weights === undefined || json === undefined) throw new Error("the local model has no files");
  if (createHash("sha256").update(weights).update(json).digest("hex") !== sha256)
    throw new Error("the local model's files do not have the checksum that consent names");
  const description = Description.parse(JSON.parse(json.toString("utf8")));
  const vocabulary = vocabularyOf(description.vocabulary);
  // Loaded where a model is configured and nowhere else: 14 MB of WebAssembly.
  const { InferenceSession, Tensor, env } = await import("onnxruntime-web");
  env.wasm.numThreads = 1;
  // Its complaints name pieces of the text by number.
  env.logLevel = "fatal";
  const session = await InferenceSession.create(weights, { executionProviders: ["wasm"], logSeverityLevel: 4 });
  const logits = async (ids: readonly number[]): Promise<Float32Array> => {
    const tensor = (of: (id: number) => number) =>
      new Tensor(
        "int64",
        BigInt64Array.from(ids, (id) => BigInt(of(id))),
        [1, ids.length],
      );
    const inputs = { input_ids: tensor((id) => id), attention_mask: tensor(() => 1), token_type_ids: tensor(() => 0) };
    const { logits: out } = await session.run(
      Object.fromEntries(Object.entries(inputs).filter(([name]) => session.inputNames.includes(name))),
      { logSeverityLevel: 4 },
    );
    const wanted = ids.length * description.labels.length;
    if (!(out?.data instanceof Float32Array) || out.data.length !== wanted || !out.data.every(Number.isFinite))
      throw new RedactionFailed("bad-finding", NAME);
    return out.data;
  };
  return { name: NAME, inspect: (text, signal) => inspect(text, signal, { description, vocabulary, logits }) };
}

interface Model {
  readonly description: Description;
  readonly vocabulary: Vocabulary;
  readonly logits: (ids: readonly number[]) => Promise<Float32Array>;
}

async function inspect(text: string, signal: AbortSignal, model: Model): Promise<Finding[]> {
  const { description, vocabulary } = model;
  const all = pieces(text, vocabulary);
  const step = description.window - 2 - OVERLAP;
  const findings: Finding[] = [];
  for (let from = 0; from < all.length; from += step) {
    // The deadline has passed: nobody waits for the rest.
    if (signal.aborted) throw new RedactionFailed("over-budget", NAME);
    const window = all.slice(from, from + step + OVERLAP);
    const out = await model.logits([vocabulary.begin, ...window.map(({ id }) => id), vocabulary.end]);
    findings.push(...labelled(window, out, description));
    if (from + window.length >= all.length) break;
  }
  return findings;
}

/** Words whose pieces bear a label, neighbours of one name as one finding unless a new one begins. */
function labelled(window: readonly Piece[], out: Float32Array, { labels, types }: Description): Finding[] {
  const findings: { start: number; end: number; type: EntityType; name: string }[] = [];
  let open: (typeof findings)[number] | undefined;
  for (const [at, { start, end }] of window.entries()) {
    // The first row is that of the window's beginning.
    const label = labels[likeliest(out, (at + 1) * labels.length, labels.length)] ?? "O";
    const name = label.slice(2);
    const type = types[name];
    const goesOn = open !== undefined && open.name === name && (label.startsWith("I-") || start < open.end);
    if (type === undefined) open = open !== undefined && start < open.end ? open : undefined;
    else if (open !== undefined && goesOn) open.end = end;
    else {
      open = { start, end, type, name };
      findings.push(open);
    }
  }
  return findings.map(({ start, end, type }) => ({ start, end, type }));
}

function likeliest(out: Float32Array, from: number, count: number): number {
  let best = 0;
  for (let label = 1; label < count; label += 1) if ((out[from + label] ?? 0) > (out[from + best] ?? 0)) best = label;
  return best;
}
