/** Trees no one can hold, up to 2^53 − 1 leaves: all leaves alike but a few, so that a node's hash is computed from its place. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Hash } from "../../functions/core/log/hash.ts";
import { coveringNodes, isSubtree, type NodeId, SIZE_MAX, splitPoint } from "../../functions/core/log/node.ts";
import { planConsistency, planInclusion, prove } from "../../functions/core/log/proof.ts";
import { append, compactRange, rangeRoot } from "../../functions/core/log/range.ts";
import { SHA256_TREE } from "../../functions/core/log/sha256.ts";
import { partialTiles, placeOf, tileAt, tilesBetween } from "../../functions/core/log/tile.ts";
import { parseTilePath, tilePath } from "../../functions/core/log/tile-path.ts";
import { tileReader } from "../../functions/core/log/tile-store.ts";
import { verifyConsistency, verifyInclusion } from "../../functions/core/log/verify.ts";
import { leafHash } from "./naive.ts";

const COMMON = leafHash(Buffer.from("common"));
const alike: Hash[] = [COMMON];
for (let level = 1; level <= 53; level += 1) {
  const below = alike[level - 1] ?? COMMON;
  alike.push(SHA256_TREE.node(below, below));
}

/** The tree whose leaves at `marks` are hashes of their position. Counts in BigInt, to share no arithmetic with what it judges. */
class SparseTree {
  readonly #marks: readonly bigint[];
  readonly #known = new Map<string, Hash>();

  constructor(marks: readonly number[]) {
    this.#marks = marks.map(BigInt);
  }

  node(level: number, index: bigint): Hash {
    const [begin, end] = [index << BigInt(level), (index + 1n) << BigInt(level)];
    if (!this.#marks.some((mark) => begin <= mark && mark < end)) return alike[level] ?? COMMON;
    if (level === 0) return leafHash(Buffer.from(String(begin)));
    const key = `${level}/${index}`;
    const hash =
      this.#known.get(key) ?? SHA256_TREE.node(this.node(level - 1, index * 2n), this.node(level - 1, index * 2n + 1n));
    this.#known.set(key, hash);
    return hash;
  }

  leaf(index: number): Hash {
    return this.node(0, BigInt(index));
  }

  /** From the binary form of the size: a node for each bit, the highest leftmost. */
  root(size: number): Hash {
    let right: Hash | undefined;
    for (let level = 0, rest = BigInt(size); rest > 0n; level += 1, rest >>= 1n) {
      if ((rest & 1n) === 0n) continue;
      const node = this.node(level, rest - 1n);
      right = right === undefined ? node : SHA256_TREE.node(node, right);
    }
    return right ?? SHA256_TREE.empty;
  }

  readonly read = async (nodes: readonly NodeId[]): Promise<Hash[]> =>
    nodes.map(({ level, index }) => this.node(level, BigInt(index)));
}

const BIG = [
  2 ** 31,
  2 ** 32 - 1,
  2 ** 32,
  2 ** 32 + 1,
  2 ** 40,
  2 ** 40 + 12_345,
  2 ** 52,
  2 ** 52 + 1,
  SIZE_MAX - 1,
  SIZE_MAX,
];
/** Positions near every place where 32 or 53 bits could go wrong. */
const edges = (size: number): number[] =>
  [
    ...new Set([
      0,
      1,
      2 ** 31 - 1,
      2 ** 31,
      2 ** 32 - 1,
      2 ** 32,
      2 ** 40,
      2 ** 52 - 1,
      2 ** 52,
      Math.floor(size / 3),
      size - 2,
      size - 1,
    ]),
  ].filter((index) => index < size);

describe.each(BIG)("a tree of %i leaves", (size) => {
  const marks = edges(size);
  const tree = new SparseTree(marks);
  const root = tree.root(size);

  it("[BF-07/exported-proofs] proves leaves at its edges, and no other place for them", async () => {
    for (const index of marks) {
      const proof = await prove(SHA256_TREE, planInclusion(index, size), tree.read);
      expect(proof.length).toBeLessThanOrEqual(53);
      verifyInclusion(SHA256_TREE, { index, size, leaf: tree.leaf(index), root }, proof);
      for (const other of marks)
        if (other !== index)
          expect(() =>
            verifyInclusion(SHA256_TREE, { index: other, size, leaf: tree.leaf(index), root }, proof),
          ).toThrow(expect.objectContaining({ name: "ProofError" }));
    }
  });

  it("[BF-07/exported-proofs] proves its growth from every edge", async () => {
    for (const oldSize of marks.map((index) => index + 1)) {
      const proof = await prove(SHA256_TREE, planConsistency(oldSize, size), tree.read);
      expect(proof.length).toBeLessThanOrEqual(54);
      const claim = { oldSize, oldRoot: tree.root(oldSize), size, root };
      verifyConsistency(SHA256_TREE, claim, proof);
      if (oldSize < size)
        expect(() => verifyConsistency(SHA256_TREE, { ...claim, oldRoot: tree.root(oldSize + 1) }, proof)).toThrow(
          expect.objectContaining({ name: "ProofError" }),
        );
    }
  });

  it("[BF-07/merkle-tree] grows to it from a frontier of up to 256 leaves less", () => {
    for (const batch of [1, 2, 255, 256]) {
      const from = size - batch;
      const frontier = compactRange(
        0,
        from,
        coveringNodes(0, from).map(({ level, index }) => tree.node(level, BigInt(index))),
      );
      const leaves = Array.from({ length: batch }, (_, at) => tree.leaf(from + at));
      expect(rangeRoot(SHA256_TREE, append(SHA256_TREE, frontier, leaves).range)).toEqual(root);
    }
    if (size === SIZE_MAX) {
      const full = compactRange(
        0,
        size,
        coveringNodes(0, size).map(({ level, index }) => tree.node(level, BigInt(index))),
      );
      expect(() => append(SHA256_TREE, full, [COMMON])).toThrow(RangeError);
    }
  });

  it("[BF-07/exported-proofs] proves the same out of tiles", async () => {
    const read = tileReader(SHA256_TREE, size, async (tiles) =>
      tiles.map(({ level, index, width }) =>
        Buffer.concat(
          Array.from({ length: width }, (_, at) => tree.node(level * 8, BigInt(index) * 256n + BigInt(at))),
        ),
      ),
    );
    for (const index of marks.slice(-3))
      expect(await prove(SHA256_TREE, planInclusion(index, size), read)).toEqual(
        await prove(SHA256_TREE, planInclusion(index, size), tree.read),
      );
  });

  it("[BF-07/merkle-tree] has the tiles that the specification's formulas give", () => {
    const exact = BigInt(size);
    for (let level = 0; level <= 6; level += 1) {
      const hashes = exact >> BigInt(8 * level);
      const last = { level, index: Number(hashes >> 8n), width: Number(hashes & 255n) };
      expect(partialTiles(size).filter((tile) => tile.level === level)).toEqual(last.width > 0 ? [last] : []);
      expect(tileAt(level, last.index, size)).toEqual(last.width > 0 ? last : undefined);
      if (last.index > 0)
        expect(tileAt(level, last.index - 1, size)).toEqual({ level, index: last.index - 1, width: 256 });
    }
    for (const tile of tilesBetween(size - 256, size)) expect(parseTilePath(tilePath(tile))).toEqual(tile);
    for (const index of marks)
      expect(placeOf({ level: 0, index }, size)).toMatchObject({
        tile: { level: 0, index: Number(BigInt(index) >> 8n) },
        first: Number(BigInt(index) & 255n),
        count: 1,
      });
  });
});

describe("the arithmetic of positions", () => {
  const bits = (value: number): string => value.toString(2);

  it("[BF-07/merkle-tree] agrees with BigInt and with the binary form up to 2^53 − 1", () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.maxSafeNat(), (one, other) => {
        const [begin, end] = one < other ? [one, other] : [other, one];
        if (end >= 2) expect(BigInt(splitPoint(end))).toBe(1n << BigInt(bits(end - 1).length - 1));
        const nodes = coveringNodes(begin, end);
        const starts = nodes.map(({ level, index }) => BigInt(index) << BigInt(level));
        const ends = nodes.map(({ level }, at) => (starts[at] ?? 0n) + (1n << BigInt(level)));
        expect([...starts, BigInt(end)]).toEqual([BigInt(begin), ...ends]);
        // No two neighbours are siblings: there is no cover with fewer.
        expect(nodes.filter(({ level, index }, at) => nodes[at + 1]?.level === level && index % 2 === 0)).toEqual([]);
        expect(coveringNodes(0, end).length).toBe(bits(end).replaceAll("0", "").length);
        if (begin < end) {
          const ceil = 1n << BigInt(begin + 1 === end ? 0 : bits(end - begin - 1).length);
          expect(isSubtree(begin, end)).toBe(BigInt(begin) % ceil === 0n);
        }
      }),
      { numRuns: 300 },
    );
    expect(coveringNodes(1, SIZE_MAX - 1).length).toBe(103);
    expect(isSubtree(0, SIZE_MAX)).toBe(true);
    expect(isSubtree(5, 5)).toBe(false);
  });
});
