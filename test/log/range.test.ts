import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { asHash, asHashes, type Hash, isSameHash, treeHasher } from "../../functions/core/log/hash.ts";
import { coveringNodes, isSubtree, type NodeId, SIZE_MAX } from "../../functions/core/log/node.ts";
import {
  append,
  type CompactRange,
  compactRange,
  EMPTY_RANGE,
  type Growth,
  merge,
  rangeRoot,
  treeRoot,
} from "../../functions/core/log/range.ts";
import { SHA256_TREE } from "../../functions/core/log/sha256.ts";
import { leafHash, leavesOf, NaiveTree } from "./naive.ts";

const SIZE = 400;
const tree = new NaiveTree(leavesOf(SIZE));
const hex = (hashes: readonly Hash[]): string[] => hashes.map((hash) => Buffer.from(hash).toString("hex"));
const rangeOf = (begin: number, end: number): CompactRange =>
  append(SHA256_TREE, { begin, end: begin, hashes: [] }, tree.leaves.slice(begin, end)).range;
const nodeHashes = (nodes: readonly NodeId[]): Hash[] =>
  nodes.map(({ level, index }) => tree.mth(index * 2 ** level, (index + 1) * 2 ** level));
/** Every node of a growth, as the naive tree has it; in a level from left to right. */
const expectNodes = ({ added }: Growth): void => {
  expect(hex(added.map(({ hash }) => hash))).toEqual(hex(nodeHashes(added)));
  for (const nodes of Map.groupBy(added, ({ level }) => level).values()) {
    const indexes = nodes.map(({ index }) => index);
    expect(indexes).toEqual([...new Set(indexes)].sort((a, b) => a - b));
  }
};

/** Cuts of 0 to a size, in any places. */
const cuts = fc.array(fc.nat(SIZE), { maxLength: 8 }).map((some) => [0, ...some].sort((a, b) => a - b));

describe("a compact range", () => {
  it("[BF-07/merkle-tree] grows to the same frontier and root in whatever batches the leaves come", () => {
    fc.assert(
      fc.property(cuts, (ends) => {
        let frontier = EMPTY_RANGE;
        const nodes: string[] = [];
        for (const end of ends) {
          const growth = append(SHA256_TREE, frontier, tree.leaves.slice(frontier.end, end));
          expectNodes(growth);
          nodes.push(...growth.added.map(({ level, index }) => `${level}/${index}`));
          frontier = growth.range;
          expect(frontier.end).toBe(end);
          expect(hex([rangeRoot(SHA256_TREE, frontier)])).toEqual(hex([tree.mth(0, end)]));
        }
        expect(hex(frontier.hashes)).toEqual(hex(nodeHashes(coveringNodes(0, frontier.end))));
        // Each complete node appears once: n leaves, n/2 pairs, …
        expect(new Set(nodes).size).toBe(nodes.length);
        let count = 0;
        for (let width = 1; width <= frontier.end; width *= 2) count += Math.floor(frontier.end / width);
        expect(nodes.length).toBe(count);
      }),
      { numRuns: 50 },
    );
  });

  it("[BF-07/merkle-tree] merges with its neighbours in any order to the range over all of them", () => {
    fc.assert(
      fc.property(cuts, fc.infiniteStream(fc.nat()), (ends, picks) => {
        const parts = ends.slice(1).map((end, at) => rangeOf(ends[at] ?? 0, end));
        while (parts.length > 1) {
          const at = Number(picks.next().value) % (parts.length - 1);
          const [left, right] = parts.slice(at, at + 2);
          if (left === undefined || right === undefined) throw new Error("no two neighbours");
          const growth = merge(SHA256_TREE, left, right);
          expectNodes(growth);
          parts.splice(at, 2, growth.range);
        }
        for (const { begin, end, hashes } of parts) expect(hex(hashes)).toEqual(hex(rangeOf(begin, end).hashes));
      }),
      { numRuns: 50 },
    );
  });

  it("has a root where it is a subtree, and nowhere else", () => {
    for (let begin = 0; begin < 20; begin += 1)
      for (let end = begin + 1; end <= 20; end += 1) {
        const range = rangeOf(begin, end);
        if (isSubtree(begin, end)) expect(hex([rangeRoot(SHA256_TREE, range)])).toEqual(hex([tree.mth(begin, end)]));
        else expect(() => rangeRoot(SHA256_TREE, range)).toThrow(RangeError);
      }
    expect(hex([rangeRoot(SHA256_TREE, EMPTY_RANGE)])).toEqual(hex([SHA256_TREE.empty]));
  });

  it("[BF-07/merkle-tree] refuses a frontier that lacks a hash or has one too many", () => {
    const { hashes } = rangeOf(0, 7);
    expect(compactRange(0, 7, hashes)).toEqual({ begin: 0, end: 7, hashes });
    for (const wrong of [hashes.slice(1), [...hashes, ...hashes.slice(0, 1)], []]) {
      expect(() => compactRange(0, 7, wrong)).toThrow(RangeError);
      // Not from compactRange, so nothing has checked it yet.
      expect(() => rangeRoot(SHA256_TREE, { begin: 0, end: 7, hashes: wrong })).toThrow(RangeError);
      expect(() => append(SHA256_TREE, { begin: 0, end: 7, hashes: wrong }, [])).toThrow(RangeError);
    }
    expect(() => compactRange(7, 0, [])).toThrow(RangeError);
    expect(() => merge(SHA256_TREE, rangeOf(0, 7), rangeOf(8, 9))).toThrow(RangeError);
    expect(() => append(SHA256_TREE, { begin: SIZE_MAX, end: SIZE_MAX, hashes: [] }, tree.leaves.slice(0, 1))).toThrow(
      RangeError,
    );
  });
});

describe("the hashes", () => {
  it("[BF-07/merkle-tree] keep leaves and nodes apart, so that a node can't be passed off as an entry", () => {
    const [left, right] = tree.leaves;
    if (left === undefined || right === undefined) throw new Error("no leaves");
    expect(hex([SHA256_TREE.leaf(Buffer.concat([left, right]))])).not.toEqual(hex([SHA256_TREE.node(left, right)]));
    expect(hex([treeRoot(SHA256_TREE, [left, right])])).toEqual(hex([SHA256_TREE.node(left, right)]));
    expect(hex([SHA256_TREE.leaf(Buffer.from("0"))])).toEqual(hex([leafHash(Buffer.from("0"))]));
  });

  it.each([0, 31, 33, 64])("refuse %i bytes as one", (length) => {
    expect(() => asHash(new Uint8Array(length))).toThrow(RangeError);
  });

  it("are cut from a tile whole, or not at all", () => {
    expect(hex(asHashes(Buffer.concat(tree.leaves.slice(0, 3))))).toEqual(hex(tree.leaves.slice(0, 3)));
    expect(asHashes(new Uint8Array(0))).toEqual([]);
    expect(() => asHashes(new Uint8Array(33))).toThrow(RangeError);
  });

  it("are the same only with the same 32 bytes", () => {
    const hash = asHash(new Uint8Array(32));
    expect(isSameHash(hash, asHash(new Uint8Array(32)))).toBe(true);
    expect(isSameHash(hash, asHash(new Uint8Array(32).fill(1, 31)))).toBe(false);
    // Two given away by postMessage: nothing is left to compare.
    const [one, other] = [asHash(new Uint8Array(32)), asHash(new Uint8Array(32))];
    structuredClone([one.buffer, other.buffer], { transfer: [one.buffer as ArrayBuffer, other.buffer as ArrayBuffer] });
    expect(isSameHash(one, other)).toBe(false);
  });

  it("take any other SHA-256 in its place", () => {
    let calls = 0;
    const counted = treeHasher((data) => {
      calls += 1;
      return createHash("sha256").update(data).digest();
    });
    expect(hex([treeRoot(counted, tree.leaves.slice(0, 7))])).toEqual(hex([tree.mth(0, 7)]));
    // The empty root, then one for each pair.
    expect(calls).toBe(7);
    expect(() => treeHasher(() => new Uint8Array(20))).toThrow(RangeError);
  });
});
