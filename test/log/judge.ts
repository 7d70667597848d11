/** What the tests of proofs share: one naive tree, proofs made from it by the code under test, and its verdict as a boolean. */
import { asHash, type Hash } from "../../functions/core/log/hash.ts";
import { foldProof, type ProofPlan } from "../../functions/core/log/proof.ts";
import { SHA256_TREE } from "../../functions/core/log/sha256.ts";
import {
  type Consistency,
  type Inclusion,
  ProofError,
  verifyConsistency,
  verifyInclusion,
} from "../../functions/core/log/verify.ts";
import { leavesOf, NaiveTree } from "./naive.ts";

export const SIZE = 300;
export const tree = new NaiveTree(leavesOf(SIZE));
export const root = (size: number): Hash => tree.mth(0, size);
export const leaf = (index: number): Hash => tree.mth(index, index + 1);
/** Our proof, its nodes taken from the naive tree. */
export const made = (plan: ProofPlan): Hash[] =>
  foldProof(
    SHA256_TREE,
    plan,
    plan.nodes.map(({ level, index }) => tree.mth(index * 2 ** level, (index + 1) * 2 ** level)),
  );
export const hex = (hashes: readonly Hash[]): string[] => hashes.map((hash) => Buffer.from(hash).toString("hex"));
export const holds = (verify: () => void): boolean => {
  try {
    verify();
    return true;
  } catch (error) {
    if (error instanceof ProofError) return false;
    throw error;
  }
};
export const includes = (claim: Inclusion, proof: readonly Hash[]): boolean =>
  holds(() => verifyInclusion(SHA256_TREE, claim, proof));
export const grew = (claim: Consistency, proof: readonly Hash[]): boolean =>
  holds(() => verifyConsistency(SHA256_TREE, claim, proof));
export const flipped = (hash: Hash, bit: number): Hash => {
  const copy = Uint8Array.from(hash);
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return asHash(copy);
};
