import { inflateSync } from "node:zlib";
import { LABELS, ROWS } from "./features.ts";
import { createLexicon, type Lexicon } from "./lexicon.ts";
import packed from "./model.generated.json" with { type: "json" };

export interface NameModel {
  readonly weights: Int8Array;
  readonly lexicon: Lexicon;
  /** Added to a person label's score; in units of the quantised weights. */
  readonly personBias: number;
}

let loaded: NameModel | undefined;

/**
 * The trained tagger and its word lists, unpacked on first use (about 25 ms) and kept.
 * @throws when the file is damaged: an engine without its names must not look like one that found none
 */
export function nameModel(): NameModel {
  if (loaded !== undefined) return loaded;
  const weights = inflateSync(Buffer.from(packed.weights, "base64"));
  const table = inflateSync(Buffer.from(packed.lexicon, "base64"));
  if (weights.length !== ROWS * LABELS.length || table.length !== packed.words * 6)
    throw new Error("names model does not fit this engine: run npm run train:names");
  // A copy, because views of 32-bit numbers need an aligned start.
  const aligned = Uint8Array.from(table).buffer;
  loaded = {
    weights: new Int8Array(weights.buffer, weights.byteOffset, weights.length),
    lexicon: createLexicon(
      new Uint32Array(aligned, 0, packed.words),
      new Uint16Array(aligned, packed.words * 4, packed.words),
    ),
    personBias: packed.personBias,
  };
  return loaded;
}
