import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { asHash, asHashes, type Hash } from "../../functions/core/log/hash.ts";
import { planConsistency, planInclusion, prove } from "../../functions/core/log/proof.ts";
import { append, EMPTY_RANGE, rangeRoot, treeRoot } from "../../functions/core/log/range.ts";
import { SHA256_TREE } from "../../functions/core/log/sha256.ts";
import { tilesBetween } from "../../functions/core/log/tile.ts";
import { bundlePath, tilePath } from "../../functions/core/log/tile-path.ts";
import { tileReader } from "../../functions/core/log/tile-store.ts";
import {
  ProofError,
  verifyConsistency,
  verifyInclusion,
  verifySubtreeConsistency,
  verifySubtreeInclusion,
} from "../../functions/core/log/verify.ts";
import { ROOT } from "../../tools/root.ts";
import reference from "./vectors/rfc6962-reference.json" with { type: "json" };
import files from "./vectors/tessera-test-log.json" with { type: "json" };

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const fromBase64 = (text: string): Hash => asHash(Buffer.from(text, "base64"));

describe("the reference tree of RFC 6962", () => {
  const leaves = reference.leaves.map((entry) => SHA256_TREE.leaf(Buffer.from(entry, "hex")));

  it.each([...reference.roots.entries()])("[BF-07/merkle-tree] has the known root at size %i", (size, root) => {
    const { range } = append(SHA256_TREE, EMPTY_RANGE, leaves.slice(0, size));
    expect(hex(rangeRoot(SHA256_TREE, range))).toBe(root);
    expect(range.hashes.map(hex)).toEqual(reference.frontiers[size]);
  });
});

describe("the test log of Tessera", () => {
  const file = (path: string): Buffer =>
    Buffer.from((files as Record<string, string>)[path] ?? expect.fail(path), "base64");
  const sizes = Array.from({ length: 15 }, (_, at) => at + 1);
  const rootAt = (size: number): Hash => {
    const [, written, root] = file(`checkpoint.${size}`).toString().split("\n");
    expect(written).toBe(String(size));
    return fromBase64(root ?? "");
  };
  const entries = (bundle: Buffer): Buffer[] =>
    bundle.length === 0
      ? []
      : [bundle.subarray(2, 2 + bundle.readUInt16BE()), ...entries(bundle.subarray(2 + bundle.readUInt16BE()))];
  const reader = (size: number) =>
    tileReader(SHA256_TREE, size, async (tiles) => tiles.map((tile) => file(tilePath(tile))));

  it("[BF-07/merkle-tree] has at each size its tiles, under their names, and its checkpoint's root", () => {
    expect(rootAt(0)).toEqual(SHA256_TREE.empty);
    for (const size of sizes) {
      const [tile, ...others] = tilesBetween(0, size);
      if (tile === undefined) throw new Error("no tile");
      expect(others).toEqual([]);
      const leaves = entries(file(bundlePath(tile))).map((entry) => SHA256_TREE.leaf(entry));
      expect(asHashes(file(tilePath(tile))).map(hex)).toEqual(leaves.map(hex));
      expect(hex(treeRoot(SHA256_TREE, leaves))).toBe(hex(rootAt(size)));
    }
  });

  it("[BF-07/exported-proofs] proves from its tiles every leaf of every size, and consistency of every pair", async () => {
    for (const size of sizes) {
      const root = rootAt(size);
      for (let index = 0; index < size; index += 1) {
        const leaf = asHashes(file(`tile/0/000.p/15`))[index] ?? expect.fail();
        const proof = await prove(SHA256_TREE, planInclusion(index, size), reader(size));
        verifyInclusion(SHA256_TREE, { index, size, leaf, root }, proof);
      }
      for (let oldSize = 1; oldSize <= size; oldSize += 1) {
        const proof = await prove(SHA256_TREE, planConsistency(oldSize, size), reader(size));
        verifyConsistency(SHA256_TREE, { oldSize, oldRoot: rootAt(oldSize), size, root }, proof);
      }
    }
  });
});

interface Case {
  readonly name: string;
  readonly wantErr: boolean;
  readonly proof: readonly string[] | null;
  readonly [field: string]: unknown;
}

const CASES = gunzipSync(readFileSync(join(ROOT, "test/log/vectors/merkle-proof-cases.jsonl.gz")))
  .toString()
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Case);

const number = (value: unknown): number => Number(value);
const hash = (value: unknown): Hash => fromBase64(String(value));
const FAMILIES: Record<string, (one: Case, proof: readonly Hash[]) => void> = {
  inclusion: ({ leafIdx, treeSize, leafHash, root }, proof) =>
    verifyInclusion(
      SHA256_TREE,
      { index: number(leafIdx), size: number(treeSize), leaf: hash(leafHash), root: hash(root) },
      proof,
    ),
  subtreeinclusion: ({ leafIdx, start, end, leafHash, root }, proof) =>
    verifySubtreeInclusion(
      SHA256_TREE,
      { index: number(leafIdx), start: number(start), end: number(end), leaf: hash(leafHash), root: hash(root) },
      proof,
    ),
  consistency: ({ size1, size2, root1, root2 }, proof) =>
    verifyConsistency(
      SHA256_TREE,
      { oldSize: number(size1), size: number(size2), oldRoot: hash(root1), root: hash(root2) },
      proof,
    ),
  subtreeconsistency: ({ start, end, size, root1, root2 }, proof) =>
    verifySubtreeConsistency(
      SHA256_TREE,
      { start: number(start), end: number(end), size: number(size), subtreeRoot: hash(root1), root: hash(root2) },
      proof,
    ),
};

/**
 * Accepted there, refused here. An empty subtree is in every tree, whatever its root: a proof of it says nothing. And those two roots
 * have 12 bytes: there nothing looks at them, here they are no hashes.
 */
const STRICTER = new Set([
  "consistency/additional/sizes-are-equal-one-and-proof-is-empty",
  "subtreeconsistency/additional/sizes-are-equal-one-and-proof-is-empty",
  "subtreeconsistency/additional/subtree-is-empty-sizes-are-equal-one-subtree-root-valid-proof-is-empty",
  "subtreeconsistency/additional/subtree-is-empty-sizes-are-equal-one-subtree-root-valid-tree-root-random-proof-is-empty",
  "subtreeconsistency/additional/subtree-is-empty-sizes-are-equal-zero-subtree-root-valid-proof-is-empty",
  "subtreeconsistency/additional/subtree-is-empty-sizes-are-equal-zero-subtree-root-valid-tree-root-random-proof-is-empty",
  "subtreeconsistency/additional/subtree-is-empty-subtree-root-valid-proof-is-empty",
  "subtreeconsistency/additional/subtree-is-empty-subtree-root-valid-tree-root-random-proof-is-empty",
]);
const isRefused = ({ name, wantErr }: Case): boolean => wantErr || STRICTER.has(name);

describe("the proof cases of transparency-dev/merkle", () => {
  it("are all there", () => {
    expect(CASES.length).toBe(518);
    expect(CASES.filter(({ wantErr }) => wantErr).length).toBe(482);
    expect(CASES.filter((one) => isRefused(one) && !one.wantErr).length).toBe(STRICTER.size);
    expect(Object.keys(FAMILIES).sort()).toEqual([...new Set(CASES.map(({ name }) => name.split("/")[0]))].sort());
  });

  it.each(CASES.map((one) => [isRefused(one) ? "refuses" : "accepts", one.name, one] as const))(
    "[BF-07/exported-proofs] %s %s",
    (_, name, one) => {
      const attempt = (): void => FAMILIES[name.split("/")[0] ?? ""]?.(one, (one.proof ?? []).map(fromBase64));
      if (!isRefused(one)) return expect(attempt).not.toThrow();
      expect(attempt).toThrow();
      try {
        attempt();
      } catch (error) {
        // Refused for a stated reason, not by accident: a RangeError is a hash of another length.
        expect(error instanceof ProofError || error instanceof RangeError).toBe(true);
      }
    },
  );
});
