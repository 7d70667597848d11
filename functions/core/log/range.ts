/**
 * Compact ranges: all that must be kept of a stretch of leaves to go on hashing from it. One that begins at 0 is a frontier: with it
 * a log grows, and knows its root, without reading what it already holds. After transparency-dev/merkle, docs/compact_ranges.md.
 */
import type { Hash, TreeHasher } from "./hash.ts";
import { coveringNodes, isSubtree, type NodeId, requireInterval } from "./node.ts";

/** The leaves [begin, end) as the hashes of `coveringNodes(begin, end)`, left to right. Make one with `compactRange`. */
export interface CompactRange {
  readonly begin: number;
  readonly end: number;
  readonly hashes: readonly Hash[];
}

/** A node and its hash. */
export interface HashedNode extends NodeId {
  readonly hash: Hash;
}

/** A grown range, and every node that became complete by it; within a level left before right. */
export interface Growth {
  readonly range: CompactRange;
  readonly added: readonly HashedNode[];
}

/** The frontier of the empty log. */
export const EMPTY_RANGE: CompactRange = { begin: 0, end: 0, hashes: [] };

/**
 * A stored range. That the count of hashes fits is checked; that they are the right hashes shows only in a root.
 * @throws RangeError when [begin, end) is no interval or needs another count of hashes
 */
export function compactRange(begin: number, end: number, hashes: readonly Hash[]): CompactRange {
  hashedNodes({ begin, end, hashes });
  return { begin, end, hashes };
}

/**
 * The range with the leaves behind it: at most one hash computed for each, and one for each hash the range was kept as. `added` holds
 * the leaves too.
 * @param leaves leaf hashes (`hasher.leaf(entry)`), not entries
 * @throws RangeError when the log would pass 2^53 − 1 leaves
 */
export function append(hasher: TreeHasher, range: CompactRange, leaves: readonly Hash[]): Growth {
  const nodes = leaves.map((hash, at) => ({ level: 0, index: range.end + at, hash }));
  const growth = push(hasher, range, nodes, range.end + leaves.length);
  return { range: growth.range, added: [...nodes, ...growth.added] };
}

/**
 * Two neighbours as one. `added` holds only what neither had: the nodes across the seam.
 * @throws RangeError when `right` doesn't begin where `left` ends
 */
export function merge(hasher: TreeHasher, left: CompactRange, right: CompactRange): Growth {
  if (left.end !== right.begin) throw new RangeError(`a range from ${right.begin} doesn't follow one to ${left.end}`);
  return push(hasher, left, hashedNodes(right), right.end);
}

/**
 * The root over the range's leaves, MTH of RFC 9162 §2.1.1: of a whole log, or of a subtree.
 * @throws RangeError when it is neither empty nor a subtree, or has another count of hashes
 */
export function rangeRoot(hasher: TreeHasher, range: CompactRange): Hash {
  const { begin, end } = range;
  if (begin !== end && !isSubtree(begin, end)) throw new RangeError(`[${begin}, ${end}) is no subtree: it has no root`);
  const nodes = hashedNodes(range);
  return foldRight(
    hasher,
    nodes.map(({ hash }) => hash),
  );
}

/** The root of a whole tree from its leaf hashes, MTH of RFC 9162 §2.1.1. */
export function treeRoot(hasher: TreeHasher, leaves: readonly Hash[]): Hash {
  return rangeRoot(hasher, append(hasher, EMPTY_RANGE, leaves).range);
}

/** The hash over a subtree's covering nodes, from the right: only the last may be smaller than its neighbour. */
export function foldRight(hasher: TreeHasher, hashes: readonly Hash[]): Hash {
  const last = hashes.at(-1);
  if (last === undefined) return hasher.empty;
  return hashes.slice(0, -1).reduceRight((right, left) => hasher.node(left, right), last);
}

function hashedNodes({ begin, end, hashes }: CompactRange): HashedNode[] {
  const nodes = coveringNodes(begin, end);
  const found = nodes.flatMap((node, at) => {
    const hash = hashes[at];
    return hash === undefined ? [] : [{ ...node, hash }];
  });
  if (found.length !== nodes.length || hashes.length !== nodes.length)
    throw new RangeError(`[${begin}, ${end}) is kept as ${nodes.length} hashes, not ${hashes.length}`);
  return found;
}

/** Nodes that follow the range, joined to it: two neighbours become their parent as soon as both are there. */
function push(
  hasher: TreeHasher,
  { begin, end, hashes }: CompactRange,
  nodes: readonly HashedNode[],
  to: number,
): Growth {
  // Past 2^53 − 1 a sum may be rounded, but never down to a size again: it is refused.
  requireInterval(begin, to);
  const stack = hashedNodes({ begin, end, hashes });
  const added: HashedNode[] = [];
  for (const node of nodes) {
    let top = node;
    // The stack ends where `top` begins: of the same level, and `top` a right child, makes them siblings.
    for (let left = stack.at(-1); left?.level === top.level && top.index % 2 === 1; left = stack.at(-1)) {
      stack.pop();
      top = { level: top.level + 1, index: (top.index - 1) / 2, hash: hasher.node(left.hash, top.hash) };
      added.push(top);
    }
    stack.push(top);
  }
  return { range: { begin, end: to, hashes: stack.map(({ hash }) => hash) }, added };
}
