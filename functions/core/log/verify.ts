/**
 * Verifying, by the iterative algorithms of the RFC: another road than the recursion that proofs are planned by, so that a mistake in
 * one isn't repeated in the other. Each returns when the proof holds and throws when it doesn't, so that a refusal can't be overlooked.
 */
import { type Hash, isSameHash, type TreeHasher } from "./hash.ts";
import { isCount, isSubtree } from "./node.ts";

/** Why a proof is refused. `position`: no such leaf, subtree or size. `length`: too few or too many hashes for it. */
export type ProofErrorCode = "position" | "length" | "root-mismatch" | "old-root-mismatch";

/** A refused proof. The message holds positions and sizes, no hash. */
export class ProofError extends Error {
  override readonly name = "ProofError";
  readonly code: ProofErrorCode;

  constructor(code: ProofErrorCode, what: string) {
    super(`${code}: ${what}`);
    this.code = code;
  }
}

/**
 * That a leaf is at `index` of the tree of `size` leaves. Take `size` and `root` from one signed checkpoint: the proof alone doesn't
 * bind the size, since trees that differ only to the right of the path share its shape (index 0 has the same path in trees of 5 to 8).
 */
export interface Inclusion {
  readonly index: number;
  readonly size: number;
  readonly leaf: Hash;
  readonly root: Hash;
}

/** That a leaf is at `index` of the log, within the subtree [start, end) with this root. */
export interface SubtreeInclusion {
  readonly index: number;
  readonly start: number;
  readonly end: number;
  readonly leaf: Hash;
  readonly root: Hash;
}

/** That the tree of `size` begins with the tree of `oldSize`. Each pair from a signed checkpoint, for the same reason. */
export interface Consistency {
  readonly oldSize: number;
  readonly oldRoot: Hash;
  readonly size: number;
  readonly root: Hash;
}

/** That the tree of `size` has, at [start, end), the subtree with this root. */
export interface SubtreeConsistency {
  readonly start: number;
  readonly end: number;
  readonly subtreeRoot: Hash;
  readonly size: number;
  readonly root: Hash;
}

/**
 * RFC 9162 §2.1.3.2.
 * @throws ProofError `position` unless 0 ≤ index < size ≤ 2^53 − 1, `length`, `root-mismatch`
 */
export function verifyInclusion(hasher: TreeHasher, claim: Inclusion, proof: readonly Hash[]): void {
  const { index, size, leaf, root } = claim;
  const what = `leaf ${index} of ${size}`;
  if (!isCount(index) || !isCount(size) || index >= size) throw new ProofError("position", what);
  let [at, last] = [index, size - 1];
  let hash = leaf;
  for (const other of proof) {
    if (last === 0) throw new ProofError("length", what);
    if (isOdd(at) || at === last) {
      hash = hasher.node(other, hash);
      // On the right edge, levels without a right sibling have no hash in the proof.
      while (!isOdd(at) && at !== 0) [at, last] = [half(at), half(last)];
    } else hash = hasher.node(hash, other);
    [at, last] = [half(at), half(last)];
  }
  if (last !== 0) throw new ProofError("length", what);
  if (!isSameHash(hash, root)) throw new ProofError("root-mismatch", what);
}

/**
 * An inclusion in the tree that the subtree is, counted from its start.
 * @throws ProofError `position` unless it is a subtree with start ≤ index < end, `length`, `root-mismatch`
 */
export function verifySubtreeInclusion(hasher: TreeHasher, claim: SubtreeInclusion, proof: readonly Hash[]): void {
  const { index, start, end, leaf, root } = claim;
  if (!isSubtree(start, end)) throw new ProofError("position", `leaf ${index} of [${start}, ${end})`);
  verifyInclusion(hasher, { index: index - start, size: end - start, leaf, root }, proof);
}

/**
 * RFC 9162 §2.1.4.2. Equal sizes need equal roots and an empty proof.
 * @throws ProofError `position` unless 0 < oldSize ≤ size ≤ 2^53 − 1, `length`, `old-root-mismatch`, `root-mismatch`
 */
export function verifyConsistency(hasher: TreeHasher, claim: Consistency, proof: readonly Hash[]): void {
  const { oldSize, oldRoot, size, root } = claim;
  verifySubtreeConsistency(hasher, { start: 0, end: oldSize, subtreeRoot: oldRoot, size, root }, proof);
}

/**
 * draft-ietf-plants-merkle-tree-certs §4.4.3; with start = 0 it is RFC 9162 §2.1.4.2.
 * @throws ProofError `position` unless [start, end) is a subtree (an empty one is not: it says nothing) and end ≤ size,
 * `length`, `old-root-mismatch` (the subtree's), `root-mismatch`
 */
export function verifySubtreeConsistency(hasher: TreeHasher, claim: SubtreeConsistency, proof: readonly Hash[]): void {
  const { start, end, subtreeRoot, size, root } = claim;
  const what = `[${start}, ${end}) of ${size}`;
  if (!isSubtree(start, end) || !isCount(size) || end > size) throw new ProofError("position", what);
  let [first, at, last] = [start, end - 1, size - 1];
  const rise = (): void => {
    [first, at, last] = [half(first), half(at), half(last)];
  };
  // Up to the largest complete node at the subtree's right edge, or, where both trees end together, to the subtree itself.
  if (at === last) while (first !== at) rise();
  else while (first !== at && isOdd(at)) rise();
  const isWhole = first === at;
  const seed = isWhole ? subtreeRoot : proof[0];
  if (seed === undefined) throw new ProofError("length", what);
  let [oldHash, hash] = [seed, seed];
  for (const other of isWhole ? proof : proof.slice(1)) {
    if (last === 0) throw new ProofError("length", what);
    if (isOdd(at) || at === last) {
      if (first < at) oldHash = hasher.node(other, oldHash);
      hash = hasher.node(other, hash);
      while (!isOdd(at) && at !== 0) rise();
    } else hash = hasher.node(hash, other);
    rise();
  }
  if (last !== 0) throw new ProofError("length", what);
  if (!isSameHash(oldHash, subtreeRoot)) throw new ProofError("old-root-mismatch", what);
  if (!isSameHash(hash, root)) throw new ProofError("root-mismatch", what);
}

const isOdd = (value: number): boolean => value % 2 === 1;
const half = (value: number): number => Math.floor(value / 2);
