import { inflateSync } from "node:zlib";
import { LABELS, ROWS } from "./features.ts";
import { type Lexicon, unpackLexicon } from "./lexicon.ts";
import packed from "./model.generated.json" with { type: "json" };

export interface NameModel {
  readonly weights: Int8Array;
  readonly lexicon: Lexicon;
  /** Added to a person label's score; in units of the quantised weights. */
  readonly personBias: number;
}

/** A model as its file holds it. */
export interface PackedModel {
  readonly weights: string;
  readonly lexicon: string;
  readonly words: number;
  readonly personBias: number;
}

let loaded: NameModel | undefined;

/**
 * The trained tagger and its word lists, unpacked on first use (about 25 ms) and kept.
 * @throws when the file is damaged: an engine without its names must not look like one that found none
 */
export function nameModel(): NameModel {
  loaded ??= unpackModel(packed);
  return loaded;
}

export function unpackModel(file: PackedModel): NameModel {
  const weights = inflateSync(Buffer.from(file.weights, "base64"));
  if (weights.length !== ROWS * LABELS.length)
    throw new Error("names model does not fit this engine: run npm run train:names");
  return {
    weights: new Int8Array(weights.buffer, weights.byteOffset, weights.length),
    lexicon: unpackLexicon(Buffer.from(file.lexicon, "base64"), file.words),
    personBias: file.personBias,
  };
}
