/**
 * Proofs, made in two steps, so that reading stays outside: a plan says which stored nodes are needed, folding turns their hashes
 * into the proof. A proof's hash may cover a stretch that isn't complete yet (the tree's right edge): such a one is folded from several nodes.
 */
import type { Hash, TreeHasher } from "./hash.ts";
import { coveringNodes, isCount, isSubtree, type NodeId, splitPoint } from "./node.ts";
import { foldRight } from "./range.ts";

/** Which nodes to read for a proof, and how many of them, in this order, make each of its hashes. At most 54 hashes, of at most 106 nodes. */
export interface ProofPlan {
  readonly nodes: readonly NodeId[];
  readonly counts: readonly number[];
}

/** Hashes of complete nodes, in the order asked. Rejects when it lacks one. It need not be trusted: a wrong hash is a wrong proof. */
export type ReadNodes = (nodes: readonly NodeId[]) => Promise<readonly Hash[]>;

/**
 * PATH(index, D_size) of RFC 9162 §2.1.3.1: proves that a leaf is in the tree.
 * @throws RangeError unless 0 ≤ index < size ≤ 2^53 − 1
 */
export function planInclusion(index: number, size: number): ProofPlan {
  return planSubtreeInclusion(index, 0, size);
}

/**
 * The same within the subtree [start, end), by the leaf's position in the log.
 * @throws RangeError unless it is a subtree with start ≤ index < end
 */
export function planSubtreeInclusion(index: number, start: number, end: number): ProofPlan {
  if (!isSubtree(start, end) || !isCount(index) || index < start || index >= end)
    throw new RangeError(`leaf ${index} isn't in a subtree [${start}, ${end})`);
  const siblings: Stretch[] = [];
  let [begin, stop] = [start, end];
  while (stop - begin > 1) {
    const middle = begin + splitPoint(stop - begin);
    siblings.push(index < middle ? [middle, stop] : [begin, middle]);
    [begin, stop] = index < middle ? [begin, middle] : [middle, stop];
  }
  return plan(siblings.reverse());
}

/**
 * PROOF(oldSize, D_size) of RFC 9162 §2.1.4.1: proves that a tree only grew. Empty when the sizes are equal.
 * @throws RangeError unless 0 < oldSize ≤ size ≤ 2^53 − 1: of the empty tree there is nothing to prove
 */
export function planConsistency(oldSize: number, size: number): ProofPlan {
  return planSubtreeConsistency(0, oldSize, size);
}

/**
 * SUBTREE_PROOF(start, end, D_size) of draft-ietf-plants-merkle-tree-certs §4.4.1: proves that a subtree's leaves are the tree's.
 * @throws RangeError unless [start, end) is a subtree and end ≤ size ≤ 2^53 − 1
 */
export function planSubtreeConsistency(start: number, end: number, size: number): ProofPlan {
  if (!isSubtree(start, end) || !isCount(size) || end > size)
    throw new RangeError(`[${start}, ${end}) isn't a subtree of a tree of ${size}`);
  const others: Stretch[] = [];
  let [begin, stop] = [0, size];
  /** False once the subtree was cut: then its hash is not what the verifier holds and must be given. */
  let isKnown = true;
  let from = start;
  while (from !== begin || end !== stop) {
    const middle = begin + splitPoint(stop - begin);
    if (end <= middle) {
      others.push([middle, stop]);
      stop = middle;
    } else {
      others.push([begin, middle]);
      if (from < middle) {
        isKnown = false;
        from = middle;
      }
      begin = middle;
    }
  }
  return plan([...(isKnown ? [] : [[begin, stop] as const]), ...others.reverse()]);
}

/**
 * The proof, from the hashes of the plan's nodes in the plan's order.
 * @throws RangeError when their count is another
 */
export function foldProof(hasher: TreeHasher, { nodes, counts }: ProofPlan, hashes: readonly Hash[]): Hash[] {
  if (hashes.length !== nodes.length)
    throw new RangeError(`the proof needs ${nodes.length} nodes and got ${hashes.length}`);
  let at = 0;
  return counts.map((count) => {
    at += count;
    return foldRight(hasher, hashes.slice(at - count, at));
  });
}

/** The proof of a plan, its nodes read in one go. Rejects with what `read` rejects with. */
export async function prove(hasher: TreeHasher, plan: ProofPlan, read: ReadNodes): Promise<Hash[]> {
  return foldProof(hasher, plan, plan.nodes.length === 0 ? [] : await read(plan.nodes));
}

/** Leaves [begin, end). */
type Stretch = readonly [begin: number, end: number];

function plan(stretches: readonly Stretch[]): ProofPlan {
  const parts = stretches.map(([begin, end]) => coveringNodes(begin, end));
  return { nodes: parts.flat(), counts: parts.map(({ length }) => length) };
}
