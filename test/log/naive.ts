/**
 * The definitions of RFC 9162 §2.1 as they are written: recursive, over slices of the leaves. Slow, and sharing nothing with the code
 * it judges; only its subtrees' hashes are remembered.
 */
import { createHash } from "node:crypto";
import { asHash, type Hash } from "../../functions/core/log/hash.ts";

const sha256 = (...parts: readonly Uint8Array[]): Hash =>
  asHash(createHash("sha256").update(Buffer.concat(parts)).digest());

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);
export const leafHash = (entry: Uint8Array): Hash => sha256(LEAF, entry);
/** Leaves that differ from each other: the hashes of "0", "1", … */
export const leavesOf = (count: number): Hash[] =>
  Array.from({ length: count }, (_, index) => leafHash(Buffer.from(String(index))));

/** Every complete node, level by level: for trees too large to recurse over. */
export function layersOf(leaves: readonly Hash[]): Hash[][] {
  const layers = [[...leaves]];
  for (let below = layers[0] ?? []; below.length > 1; below = layers.at(-1) ?? [])
    layers.push(
      below.flatMap((right, at) => {
        const left = below[at - 1];
        return at % 2 === 0 || left === undefined ? [] : [sha256(NODE, left, right)];
      }),
    );
  return layers;
}

/** One step up from the leaf or the old tree: the side that the proof's hash is on, and whether the old tree has it too. */
export type Step = "left" | "right" | "left, shared";

export class NaiveTree {
  readonly leaves: readonly Hash[];
  readonly #hashes = new Map<string, Hash>();

  constructor(leaves: readonly Hash[]) {
    this.leaves = leaves;
  }

  /** MTH(D[begin:end]). */
  mth(begin: number, end: number): Hash {
    const key = `${begin}:${end}`;
    const known = this.#hashes.get(key);
    if (known !== undefined) return known;
    const hash = this.#mth(begin, end);
    this.#hashes.set(key, hash);
    return hash;
  }

  #mth(begin: number, end: number): Hash {
    const leaf = this.leaves[begin];
    if (begin === end) return sha256();
    if (end - begin === 1 && leaf !== undefined) return leaf;
    const k = begin + split(end - begin);
    return sha256(NODE, this.mth(begin, k), this.mth(k, end));
  }

  /** PATH(m, D[begin:end]), m counted from 0 of the log. */
  path(m: number, begin: number, end: number): Hash[] {
    if (end - begin === 1) return [];
    const k = begin + split(end - begin);
    return m < k ? [...this.path(m, begin, k), this.mth(k, end)] : [...this.path(m, k, end), this.mth(begin, k)];
  }

  /** SUBTREE_PROOF(start, stop, D[0:size]); with start = 0 it is PROOF(stop, D[0:size]). */
  proof(start: number, stop: number, size: number): Hash[] {
    return this.#subproof(start, stop, 0, size, true);
  }

  #subproof(start: number, stop: number, begin: number, end: number, isKnown: boolean): Hash[] {
    if (start === begin && stop === end) return isKnown ? [] : [this.mth(begin, end)];
    const k = begin + split(end - begin);
    if (stop <= k) return [...this.#subproof(start, stop, begin, k, isKnown), this.mth(k, end)];
    if (start >= k) return [...this.#subproof(start, stop, k, end, isKnown), this.mth(begin, k)];
    return [...this.#subproof(k, stop, k, end, false), this.mth(begin, k)];
  }
}

/** What an inclusion proof says besides its hashes: two positions of the same shape can't be told apart by a proof. */
export function inclusionShape(m: number, n: number): Step[] {
  if (n === 1) return [];
  const k = split(n);
  return m < k ? [...inclusionShape(m, k), "right"] : [...inclusionShape(m - k, n - k), "left"];
}

/** The same of a consistency proof. */
export function consistencyShape(m: number, n: number, isKnown = true): (Step | "given")[] {
  if (m === n) return isKnown ? [] : ["given"];
  const k = split(n);
  return m <= k
    ? [...consistencyShape(m, k, isKnown), "right"]
    : [...consistencyShape(m - k, n - k, false), "left, shared"];
}

function split(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}
