import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Hash } from "../../functions/core/log/hash.ts";
import { flipped, grew, hex, includes, leaf, root, SIZE, tree } from "./judge.ts";
import { consistencyShape, inclusionShape, NaiveTree } from "./naive.ts";

/** A leaf of a full tree, of the right edge, alone at the top, and of an only tree. */
const LEAVES = [
  [0, 1],
  [0, 8],
  [5, 8],
  [6, 7],
  [8, 9],
  [11, 13],
] as const;
/** A power of two, both of them; neither; one less; the tree itself. */
const GROWTHS = [
  [4, 8],
  [1, 2],
  [3, 7],
  [6, 13],
  [8, 9],
  [5, 5],
] as const;

const twoSizes = fc
  .integer({ min: 1, max: SIZE })
  .chain((size) => fc.record({ size: fc.constant(size), oldSize: fc.integer({ min: 1, max: size }) }));
describe("a tampered proof", () => {
  it.each(LEAVES)("[BF-07/exported-proofs] of leaf %i of %i is refused for any flipped bit", (index, size) => {
    const proof = tree.path(index, 0, size);
    const claim = { index, size, leaf: leaf(index), root: root(size) };
    expect(includes(claim, proof)).toBe(true);
    for (let bit = 0; bit < 256; bit += 1) {
      expect(includes({ ...claim, leaf: flipped(claim.leaf, bit) }, proof)).toBe(false);
      expect(includes({ ...claim, root: flipped(claim.root, bit) }, proof)).toBe(false);
      for (const [at, hash] of proof.entries()) expect(includes(claim, proof.with(at, flipped(hash, bit)))).toBe(false);
    }
  });

  it.each(GROWTHS)(
    "[BF-07/exported-proofs] of growth from %i to %i is refused for any flipped bit",
    (oldSize, size) => {
      const proof = tree.proof(0, oldSize, size);
      const claim = { oldSize, oldRoot: root(oldSize), size, root: root(size) };
      expect(grew(claim, proof)).toBe(true);
      for (let bit = 0; bit < 256; bit += 1) {
        expect(grew({ ...claim, oldRoot: flipped(claim.oldRoot, bit) }, proof)).toBe(false);
        expect(grew({ ...claim, root: flipped(claim.root, bit) }, proof)).toBe(false);
        for (const [at, hash] of proof.entries()) expect(grew(claim, proof.with(at, flipped(hash, bit)))).toBe(false);
      }
    },
  );

  it("[BF-07/exported-proofs] is refused with a hash less, more, twice or out of order", () => {
    fc.assert(
      fc.property(
        twoSizes,
        fc.nat(),
        fc.constantFrom("less", "more", "first", "swap"),
        ({ size, oldSize }, seed, how) => {
          const index = oldSize - 1;
          const change = (proof: readonly Hash[]): readonly Hash[] => {
            const at = proof.length === 0 ? 0 : seed % proof.length;
            if (how === "less") return proof.toSpliced(at, 1);
            if (how === "more") return proof.toSpliced(at, 0, proof[at] ?? root(size));
            if (how === "first") return [root(size), ...proof];
            return proof.toReversed();
          };
          const isChanged = (proof: readonly Hash[]): boolean => hex(change(proof)).join() !== hex(proof).join();
          const path = tree.path(index, 0, size);
          const inclusion = { index, size, leaf: leaf(index), root: root(size) };
          expect(includes(inclusion, change(path))).toBe(!isChanged(path));
          const proof = tree.proof(0, oldSize, size);
          const consistency = { oldSize, oldRoot: root(oldSize), size, root: root(size) };
          expect(grew(consistency, change(proof))).toBe(!isChanged(proof));
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("a proof of something else", () => {
  const LIMIT = 13;
  const pairs = Array.from({ length: LIMIT }, (_, at) => at + 1).flatMap((size) =>
    Array.from({ length: size }, (_, at) => [at + 1, size] as const),
  );

  it("[BF-07/exported-proofs] is refused for every other index, and for every other size with that size's root", () => {
    const shapes = new Map(pairs.map(([count, size]) => [`${count}/${size}`, inclusionShape(count - 1, size).join()]));
    const wrong: unknown[] = [];
    for (const [count, size] of pairs) {
      const index = count - 1;
      const proof = tree.path(index, 0, size);
      for (const [otherCount, otherSize] of pairs) {
        const claim = { index: otherCount - 1, size: otherSize, leaf: leaf(index) };
        const isSame = otherSize === size && otherCount === count;
        if (includes({ ...claim, root: root(otherSize) }, proof) !== isSame) wrong.push({ index, size, claim });
        // Under the true root a proof passes only where its shape is the same: never for another index of the same size.
        const fits = shapes.get(`${otherCount}/${otherSize}`) === shapes.get(`${count}/${size}`);
        if (includes({ ...claim, root: root(size) }, proof) !== fits || (otherSize === size && fits !== isSame))
          wrong.push({ index, size, claim, fits });
      }
    }
    expect(wrong).toEqual([]);
  });

  it("[BF-07/exported-proofs] is refused for every other pair of sizes with those sizes' roots", () => {
    const shapes = new Map(pairs.map(([old, size]) => [`${old}/${size}`, consistencyShape(old, size).join()]));
    const wrong: unknown[] = [];
    for (const [oldSize, size] of pairs) {
      const proof = tree.proof(0, oldSize, size);
      for (const [otherOld, otherSize] of pairs) {
        const claim = { oldSize: otherOld, size: otherSize };
        // A tree is always itself, without a proof.
        const isTrue = (otherOld === oldSize && otherSize === size) || (otherOld === otherSize && proof.length === 0);
        if (grew({ ...claim, oldRoot: root(otherOld), root: root(otherSize) }, proof) !== isTrue)
          wrong.push({ oldSize, size, claim });
        const fits = shapes.get(`${otherOld}/${otherSize}`) === shapes.get(`${oldSize}/${size}`);
        if (grew({ ...claim, oldRoot: root(oldSize), root: root(size) }, proof) !== fits)
          wrong.push({ oldSize, size, claim, fits });
      }
    }
    expect(wrong).toEqual([]);
  });

  it("[BF-07/exported-proofs] is refused for a log whose past was edited, reordered or cut", () => {
    const edited = new NaiveTree(tree.leaves.with(3, leaf(99)).slice(0, 20));
    const reordered = new NaiveTree(tree.leaves.with(3, leaf(4)).with(4, leaf(3)).slice(0, 20));
    const cut = new NaiveTree(tree.leaves.toSpliced(3, 1).slice(0, 20));
    for (const other of [edited, reordered, cut]) {
      const claim = { oldSize: 10, oldRoot: root(10), size: 20, root: other.mth(0, 20) };
      expect(grew(claim, other.proof(0, 10, 20))).toBe(false);
      expect(grew(claim, tree.proof(0, 10, 20))).toBe(false);
      expect(grew({ ...claim, oldRoot: other.mth(0, 10) }, other.proof(0, 10, 20))).toBe(true);
    }
    // Rolled back: no proof goes from a larger tree to a smaller one.
    expect(grew({ oldSize: 20, oldRoot: root(20), size: 10, root: root(10) }, tree.proof(0, 10, 20))).toBe(false);
    // Not even under one root: without a look at the sizes, this one would pass.
    expect(grew({ oldSize: 2, oldRoot: root(2), size: 1, root: root(2) }, [])).toBe(false);
    expect(grew({ oldSize: 2, oldRoot: root(2), size: 2, root: root(2) }, [])).toBe(true);
  });
});
