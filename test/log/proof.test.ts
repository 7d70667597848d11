import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Hash } from "../../functions/core/log/hash.ts";
import {
  foldProof,
  type ProofPlan,
  planConsistency,
  planInclusion,
  planSubtreeConsistency,
  planSubtreeInclusion,
  prove,
} from "../../functions/core/log/proof.ts";
import { treeRoot } from "../../functions/core/log/range.ts";
import { SHA256_TREE } from "../../functions/core/log/sha256.ts";
import {
  verifyConsistency,
  verifyInclusion,
  verifySubtreeConsistency,
  verifySubtreeInclusion,
} from "../../functions/core/log/verify.ts";
import { grew, hex, includes, leaf, made, root, SIZE, tree } from "./judge.ts";

const sizes = fc.integer({ min: 1, max: SIZE });
const leafOfSize = sizes.chain((size) => fc.record({ size: fc.constant(size), index: fc.nat(size - 1) }));
const twoSizes = sizes.chain((size) =>
  fc.record({ size: fc.constant(size), oldSize: fc.integer({ min: 1, max: size }) }),
);
/** A subtree of the tree of `size`: any start, any level it allows, cut at the edge. */
const subtrees = leafOfSize.chain(({ size, index }) =>
  fc.nat(8).map((level) => {
    const start = index - (index % 2 ** level);
    return { size, index, start, end: Math.min(start + 2 ** level, size) };
  }),
);

describe("proofs against the RFC's recursive definitions", () => {
  it("[BF-07/merkle-tree] have the same root for any size", () => {
    fc.assert(
      fc.property(fc.nat(SIZE), (size) => {
        expect(hex([treeRoot(SHA256_TREE, tree.leaves.slice(0, size))])).toEqual(hex([root(size)]));
      }),
    );
  });

  it("[BF-07/exported-proofs] prove any leaf of any size with the RFC's path", () => {
    fc.assert(
      fc.property(leafOfSize, ({ size, index }) => {
        const proof = made(planInclusion(index, size));
        expect(hex(proof)).toEqual(hex(tree.path(index, 0, size)));
        expect(includes({ index, size, leaf: leaf(index), root: root(size) }, proof)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it("[BF-07/exported-proofs] prove any growth with the RFC's proof", () => {
    fc.assert(
      fc.property(twoSizes, ({ size, oldSize }) => {
        const proof = made(planConsistency(oldSize, size));
        expect(hex(proof)).toEqual(hex(tree.proof(0, oldSize, size)));
        expect(grew({ oldSize, oldRoot: root(oldSize), size, root: root(size) }, proof)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it("[BF-07/exported-proofs] prove any subtree of any size, and any leaf in it", () => {
    fc.assert(
      fc.property(subtrees, ({ size, index, start, end }) => {
        const subtreeRoot = tree.mth(start, end);
        const inclusion = made(planSubtreeInclusion(index, start, end));
        expect(hex(inclusion)).toEqual(hex(tree.path(index, start, end)));
        verifySubtreeInclusion(SHA256_TREE, { index, start, end, leaf: leaf(index), root: subtreeRoot }, inclusion);
        const consistency = made(planSubtreeConsistency(start, end, size));
        expect(hex(consistency)).toEqual(hex(tree.proof(start, end, size)));
        verifySubtreeConsistency(SHA256_TREE, { start, end, subtreeRoot, size, root: root(size) }, consistency);
      }),
      { numRuns: 300 },
    );
  });

  it("reads the nodes of a proof in one go, and none for a proof without hashes", async () => {
    const asked: number[] = [];
    const read = async (nodes: ProofPlan["nodes"]): Promise<Hash[]> => {
      asked.push(nodes.length);
      return nodes.map(({ level, index }) => tree.mth(index * 2 ** level, (index + 1) * 2 ** level));
    };
    // Leaf 0 of 7: its neighbour, the pair after it, and [4, 7), which is no node and so is folded from two.
    expect(hex(await prove(SHA256_TREE, planInclusion(0, 7), read))).toEqual(hex(tree.path(0, 0, 7)));
    expect(await prove(SHA256_TREE, planInclusion(0, 1), read)).toEqual([]);
    expect(await prove(SHA256_TREE, planConsistency(7, 7), read)).toEqual([]);
    expect(asked).toEqual([4]);
    expect(() => foldProof(SHA256_TREE, planInclusion(0, 7), tree.leaves.slice(0, 3))).toThrow(RangeError);
  });
});

describe("what is no position", () => {
  const bad = [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53];

  it.each(bad)("refuses %d as an index and as a size, in plans and in claims", (value) => {
    for (const plan of [
      () => planInclusion(value, 8),
      () => planInclusion(0, value),
      () => planConsistency(value, 8),
      () => planConsistency(1, value),
      () => planSubtreeInclusion(0, value, 8),
      () => planSubtreeConsistency(value, 8, 8),
    ])
      expect(plan).toThrow(RangeError);
    const hash = root(1);
    for (const verify of [
      () => verifyInclusion(SHA256_TREE, { index: value, size: 8, leaf: hash, root: hash }, []),
      () => verifyInclusion(SHA256_TREE, { index: 0, size: value, leaf: hash, root: hash }, []),
      () => verifyConsistency(SHA256_TREE, { oldSize: value, oldRoot: hash, size: 8, root: hash }, []),
      () => verifyConsistency(SHA256_TREE, { oldSize: 1, oldRoot: hash, size: value, root: hash }, []),
      () => verifySubtreeInclusion(SHA256_TREE, { index: value, start: 0, end: 8, leaf: hash, root: hash }, []),
      () => verifySubtreeInclusion(SHA256_TREE, { index: 0, start: value, end: 8, leaf: hash, root: hash }, []),
    ])
      expect(verify).toThrow(expect.objectContaining({ code: "position" }));
  });

  it.each([
    [() => planInclusion(8, 8)],
    [() => planInclusion(0, 0)],
    [() => planConsistency(0, 8)],
    [() => planConsistency(9, 8)],
    [() => planSubtreeConsistency(2, 5, 8)],
    [() => planSubtreeInclusion(1, 2, 4)],
  ])("has no plan: %s", (plan) => {
    expect(plan).toThrow(/isn't (in )?a subtree/);
  });

  it("says why a proof is refused", () => {
    const claim = { index: 2, size: 7, leaf: leaf(2), root: root(7) };
    const proof = tree.path(2, 0, 7);
    const growth = { oldSize: 3, oldRoot: root(3), size: 7, root: root(7) };
    const grown = tree.proof(0, 3, 7);
    const codes: [string, () => void][] = [
      ["position", () => verifyInclusion(SHA256_TREE, { ...claim, index: 7 }, proof)],
      ["length", () => verifyInclusion(SHA256_TREE, claim, proof.slice(1))],
      ["length", () => verifyInclusion(SHA256_TREE, claim, [...proof, root(1)])],
      ["root-mismatch", () => verifyInclusion(SHA256_TREE, { ...claim, root: root(6) }, proof)],
      ["position", () => verifyConsistency(SHA256_TREE, { ...growth, oldSize: 0 }, grown)],
      ["length", () => verifyConsistency(SHA256_TREE, growth, [])],
      ["length", () => verifyConsistency(SHA256_TREE, growth, [...grown, root(1)])],
      ["old-root-mismatch", () => verifyConsistency(SHA256_TREE, { ...growth, oldRoot: root(2) }, grown)],
      ["root-mismatch", () => verifyConsistency(SHA256_TREE, { ...growth, root: root(6) }, grown)],
    ];
    for (const [code, verify] of codes) expect(verify).toThrow(expect.objectContaining({ name: "ProofError", code }));
  });
});
