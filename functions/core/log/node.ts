/**
 * Where things lie in the tree of RFC 9162 §2.1: numbers only, no hashes.
 *
 * Sizes and positions are whole numbers up to 2^53 − 1, where a double is exact. Hence no bitwise operators (they cut to 32 bits):
 * doubling, halving an even number and `%` by a power of two are exact in a double, and sums are taken as differences from a bound.
 */

/** The most entries a tree here can have: 2^53 − 1. */
export const SIZE_MAX = Number.MAX_SAFE_INTEGER;

/**
 * A complete subtree of 2^level leaves: those from `index` · 2^level on. Level 0 are the leaves; `level` ≤ 52. Its hash never
 * changes once the tree holds those leaves, so it can be stored.
 */
export interface NodeId {
  readonly level: number;
  readonly index: number;
}

/** Whether it is a size or position this folder can count with. */
export function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

/** @throws RangeError unless 0 ≤ begin ≤ end ≤ 2^53 − 1, all whole */
export function requireInterval(begin: number, end: number): void {
  if (!isCount(begin) || !isCount(end) || begin > end)
    throw new RangeError(`[${begin}, ${end}) is no interval of a log`);
}

/**
 * Whether [start, end) is a subtree: not empty, and `start` a multiple of the least power of two that is ≥ its length. Then the
 * tree over these leaves alone is made of nodes that every larger tree has too. From draft-ietf-plants-merkle-tree-certs,
 * "Definition of a Subtree". [0, n) always is one.
 */
export function isSubtree(start: number, end: number): boolean {
  if (!isCount(start) || !isCount(end) || start >= end) return false;
  let width = 1;
  while (width < end - start) width *= 2;
  return start % width === 0;
}

/** `k` of RFC 9162 §2.1.1: the largest power of two that is less than `count`, for a `count` of at least 2. */
export function splitPoint(count: number): number {
  let width = 1;
  while (width < count - width) width *= 2;
  return width;
}

/**
 * The fewest nodes that cover the leaves [begin, end), left to right: at most 104, and at most 53 when it is a subtree (then their
 * levels fall strictly). Empty for an empty interval.
 * @throws RangeError when it is no interval
 */
export function coveringNodes(begin: number, end: number): NodeId[] {
  requireInterval(begin, end);
  const nodes: NodeId[] = [];
  let at = begin;
  while (at < end) {
    let level = 0;
    let width = 1;
    while (at % (width * 2) === 0 && width * 2 <= end - at) {
      level += 1;
      width *= 2;
    }
    nodes.push({ level, index: at / width });
    at += width;
  }
  return nodes;
}

/** How many nodes of a level are complete in a tree of `size` leaves. */
export function nodesAtLevel(level: number, size: number): number {
  return Math.floor(size / 2 ** level);
}
