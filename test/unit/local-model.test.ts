import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emptyContext, passGate } from "../../functions/assistant/turn/gate.ts";
import { systemClock } from "../../functions/platform/clock.ts";
import { readEnvironment } from "../../functions/platform/env.ts";
import { ask } from "../../functions/platform/opinion/ask.ts";
import { openOpinions, opinionFacts } from "../../functions/platform/opinion/opinions.ts";
import { pieces, vocabularyOf } from "../../functions/platform/opinion/wordpiece.ts";
import { createEngine, NO_RULES, RedactionFailed, type SecondOpinion } from "../../functions/redaction/index.ts";
import { ROOT } from "../../tools/root.ts";
import { type Layers, tinyOnnx } from "../support/tiny-onnx.ts";

const VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "zor", "##blat", "Straat", "Ask", "quind", "日", "é"];
const LABELS = ["O", "B-PER", "I-PER", "B-LOC", "B-MISC"];
/** What each piece is, the tiny model's whole knowledge: `##blat` is more of a person, `quind` something we don't replace. */
const KNOWS: Readonly<Record<string, number>> = { zor: 1, "##blat": 2, Straat: 3, 日: 3, quind: 4 };
const identity = LABELS.map((_, row) => LABELS.map((_, column) => (row === column ? 1 : 0)));
const layers: Layers = {
  embedding: VOCABULARY.map((piece) => LABELS.map((_, label) => (label === (KNOWS[piece] ?? 0) ? 2 : -1))),
  weights: identity,
  bias: LABELS.map(() => 0),
};
const description = { vocabulary: VOCABULARY, labels: LABELS, types: { PER: "PERSON", LOC: "ADDRESS" }, window: 16 };

const folders: string[] = [];
function model(files: { layers?: Layers; description?: object } = {}): { folder: string; sha256: string } {
  const folder = mkdtempSync(join(tmpdir(), "belfry-model-"));
  folders.push(folder);
  const weights = tinyOnnx(files.layers ?? layers);
  const json = Buffer.from(JSON.stringify(files.description ?? description));
  writeFileSync(join(folder, "model.onnx"), weights);
  writeFileSync(join(folder, "model.json"), json);
  return { folder, sha256: createHash("sha256").update(weights).update(json).digest("hex") };
}
const configured = ({ folder, sha256 }: { folder: string; sha256: string }) =>
  readEnvironment({
    BELFRY_MODE: "local",
    GOOGLE_CLOUD_PROJECT: "local",
    SECOND_OPINIONS: "local-model",
    SECOND_OPINION_MODEL_FOLDER: folder,
    SECOND_OPINION_MODEL_SHA256: sha256,
  }).opinions();
const opened = async (files: Parameters<typeof model>[0] = {}): Promise<SecondOpinion> =>
  (await openOpinions(configured(model(files)), systemClock)).named("local-model");
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe("a model in a file", () => {
  let opinion: SecondOpinion;
  beforeAll(async () => {
    opinion = await opened();
  });
  const found = async (text: string) =>
    (await ask(opinion, text, 5_000)).map(({ start, end, type }) => [text.slice(start, end), type]);

  it("labels whole words in UTF-16 units, and leaves names out that mean nothing to us", async () => {
    expect(await found("Ask zorblat, Straat 😀 e\u0301 quind 日zor")).toEqual([
      ["zorblat", "PERSON"],
      ["Straat", "ADDRESS"],
      ["日", "ADDRESS"],
      ["zor", "PERSON"],
    ]);
    expect(await found("nothing of it is known")).toEqual([]);
    expect(await found("")).toEqual([]);
  });

  it("reads a text of any length in windows that overlap", async () => {
    const text = Array.from({ length: 100 }, (_, at) => (at % 7 === 0 ? "zorblat" : "Ask")).join(" ");
    const places = new Set((await ask(opinion, text, 5_000)).map(({ start }) => start));
    expect([...places].sort((a, b) => a - b)).toEqual([...text.matchAll(/zorblat/g)].map(({ index }) => index));
  });

  it("[BF-04/second-opinion] what it alone finds leaves as a placeholder", async () => {
    const inspector = { name: opinion.name, inspect: (text: string) => ask(opinion, text, 5_000) };
    const typed = { text: "Ask zorblat, mail an@example.com", choice: { redact: [], keep: [] } };
    const passed = await passGate(createEngine(), typed, emptyContext, NO_RULES, inspector);
    expect(passed.messages.map(({ text }) => text)).toEqual(["Ask [PERSON_1], mail [EMAIL_1]"]);
  });

  it("[BF-05/second-opinion] its checksum is a fact of consent, and other files do not start", async () => {
    const one = model();
    const settings = { secondOpinion: "local-model" } as const;
    expect(opinionFacts(configured(one))({ settings })).toEqual({
      by: "local-model",
      host: "in-process",
      region: "europe-west1",
      model: `sha256:${one.sha256}`,
    });
    writeFileSync(join(one.folder, "model.onnx"), tinyOnnx({ ...layers, bias: [9, 0, 0, 0, 0] }));
    await expect(openOpinions(configured(one), systemClock)).rejects.toThrow(/checksum/);
  });

  it.each([
    ["numbers that are none", { layers: { ...layers, bias: [Number.NaN, 0, 0, 0, 0] } }],
    ["another count of labels", { description: { ...description, labels: [...LABELS, "B-OTHER"] } }],
    [
      "pieces that it does not have",
      { description: { ...description, vocabulary: ["x", ...VOCABULARY, "Ask2", "zz"] } },
    ],
  ])("[BF-04/second-opinion-fails-closed] gives nothing for %s", async (_, files) => {
    const broken = await opened(files);
    await expect(ask(broken, "Ask zorblat zz", 5_000)).rejects.toBeInstanceOf(RedactionFailed);
  });

  it("[BF-04/second-opinion-fails-closed] prints nothing of its own when it fails: its complaints name pieces of the text", () => {
    const config = model({ description: { ...description, vocabulary: ["x", ...VOCABULARY, "Ask2", "zz"] } });
    const source = join(ROOT, "functions/platform/opinion/local-model.ts");
    const script = `
      const { localModel } = await import(${JSON.stringify(pathToFileURL(source).href)});
      const model = await localModel(${JSON.stringify(config)});
      await model.inspect("Ask zorblat zz", new AbortController().signal).catch(() => process.stdout.write("refused"));`;
    // By itself: the runtime writes past whoever listens in this process.
    const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
    expect({ stdout, stderr }).toEqual({ stdout: "refused", stderr: "" });
  });

  it.each([
    ["no checksum", { SECOND_OPINION_MODEL_FOLDER: "/tmp" }],
    ["no folder", { SECOND_OPINION_MODEL_SHA256: "a".repeat(64) }],
  ])("does not start with %s", async (_, variables) => {
    const config = readEnvironment({
      BELFRY_MODE: "local",
      GOOGLE_CLOUD_PROJECT: "local",
      SECOND_OPINIONS: "local-model",
      ...variables,
    }).opinions();
    await expect(openOpinions(config, systemClock)).rejects.toThrow(/not set/);
  });
});

describe("word pieces", () => {
  const vocabulary = vocabularyOf(VOCABULARY);
  const split = (text: string) =>
    pieces(text, vocabulary).map(({ id, start, end }) => [VOCABULARY[id], text.slice(start, end)]);
  it("are the longest that are known; a word of unknown parts is one unknown piece, a decomposed letter the composed one", () => {
    expect(split("zorblat zorx 日日 e\u0301!")).toEqual([
      ["zor", "zorblat"],
      ["##blat", "zorblat"],
      ["[UNK]", "zorx"],
      ["日", "日"],
      ["日", "日"],
      ["é", "e\u0301"],
      ["[UNK]", "!"],
    ]);
    expect(split("z".repeat(5_000))).toEqual([["[UNK]", "z".repeat(5_000)]]);
    expect(() => vocabularyOf(["a", "b"])).toThrow();
  });
});
