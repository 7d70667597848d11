import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Hash } from "../../functions/core/log/hash.ts";
import { coveringNodes, type NodeId } from "../../functions/core/log/node.ts";
import { planConsistency, planInclusion, prove } from "../../functions/core/log/proof.ts";
import { append, EMPTY_RANGE, rangeRoot } from "../../functions/core/log/range.ts";
import { SHA256_TREE } from "../../functions/core/log/sha256.ts";
import { partialTiles, placeOf, type Tile, tileAt, tileNodes, tilesBetween } from "../../functions/core/log/tile.ts";
import { tilePath } from "../../functions/core/log/tile-path.ts";
import { growTiles, type ReadTiles, tileReader } from "../../functions/core/log/tile-store.ts";
import { verifyConsistency, verifyInclusion } from "../../functions/core/log/verify.ts";
import { layersOf, leavesOf, NaiveTree } from "./naive.ts";

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

/** A log as the sealer keeps one: nothing but the frontier and the tiles. */
class TiledLog {
  frontier = EMPTY_RANGE;
  readonly tiles = new Map<string, Uint8Array>();
  readonly sizes: number[] = [];

  seal(leaves: readonly Hash[]): void {
    const from = this.frontier.end;
    const { range, added } = append(SHA256_TREE, this.frontier, leaves);
    const partials = partialTiles(from).map((tile) => this.bytes(tile));
    for (const { tile, bytes } of growTiles(from, partials, range.end, added)) this.tiles.set(tilePath(tile), bytes);
    this.frontier = range;
    this.sizes.push(range.end);
  }

  bytes(tile: Tile): Uint8Array {
    const bytes = this.tiles.get(tilePath(tile));
    if (bytes === undefined) throw new Error(`no ${tilePath(tile)}`);
    return bytes;
  }

  readonly read: ReadTiles = async (tiles) => tiles.map((tile) => this.bytes(tile));
}

describe("tile geometry (C2SP tlog-tiles)", () => {
  const count = (tiles: readonly Tile[]): Record<string, number> => {
    const counts: Record<string, number> = {};
    for (const { level, width } of tiles) counts[`${level}/${width}`] = (counts[`${level}/${width}`] ?? 0) + 1;
    return counts;
  };

  it("[BF-07/merkle-tree] has the tiles of the specification's examples", () => {
    expect(count(tilesBetween(0, 70_000))).toEqual({ "0/256": 273, "0/112": 1, "1/256": 1, "1/17": 1, "2/1": 1 });
    expect(tilesBetween(0, 256).map(tilePath)).toEqual(["tile/0/000", "tile/1/000.p/1"]);
    expect(tilesBetween(0, 0)).toEqual([]);
    expect(partialTiles(70_000).map(tilePath)).toEqual(["tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1"]);
    expect(partialTiles(65_536).map(tilePath)).toEqual(["tile/2/000.p/1"]);
  });

  it("[BF-07/merkle-tree] rewrites exactly the tiles that got a hash", () => {
    const all = (size: number): string[] => tilesBetween(0, size).map(tilePath);
    fc.assert(
      fc.property(fc.nat(140_000), fc.nat(600), (from, more) => {
        const had = new Set(all(from));
        // A tile that changed has another name (its width); one that didn't keeps it.
        expect(tilesBetween(from, from + more).map(tilePath)).toEqual(
          all(from + more).filter((path) => !had.has(path)),
        );
      }),
      { numRuns: 50 },
    );
  });

  it("[BF-07/merkle-tree] finds each complete node in a tile that holds the hashes under it", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2 ** 40 }),
        fc.nat(40),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (size, top, part) => {
          const level = Math.min(top, Math.floor(Math.log2(size)));
          const nodes = Math.floor(size / 2 ** level);
          const index = Math.min(Math.floor(part * nodes), nodes - 1);
          const { tile, first, count: hashes } = placeOf({ level, index }, size);
          const under = tileNodes(tile).slice(first, first + hashes);
          expect(under.length).toBe(hashes);
          expect((under[0]?.index ?? -1) * 2 ** (tile.level * 8)).toBe(index * 2 ** level);
          expect(hashes * 2 ** (tile.level * 8)).toBe(2 ** level);
          expect(tileAt(tile.level, tile.index, size)).toEqual(tile);
          expect(() => placeOf({ level, index: nodes }, size)).toThrow(RangeError);
        },
      ),
    );
    for (const node of [
      { level: -1, index: 0 },
      { level: 0, index: -1 },
      { level: 0.5, index: 0 },
      { level: 60, index: 0 },
    ])
      expect(() => placeOf(node, 100)).toThrow(RangeError);
  });
});

describe("a log kept as tiles and a frontier", () => {
  it("[BF-07/exported-proofs] proves every seal's leaves and growth from tiles written in batches of at most 256", async () => {
    const tree = new NaiveTree(leavesOf(1_500));
    const log = new TiledLog();
    for (const batch of [1, 254, 1, 1, 256, 0, 255, 256, 3, 200, 56, 217]) {
      const from = log.frontier.end;
      log.seal(tree.leaves.slice(from, from + batch));
      expect(hex(rangeRoot(SHA256_TREE, log.frontier))).toBe(hex(tree.mth(0, from + batch)));
    }
    expect(log.frontier.end).toBe(1_500);
    for (const size of log.sizes) {
      const read = tileReader(SHA256_TREE, size, log.read);
      const root = tree.mth(0, size);
      for (const oldSize of log.sizes.filter((one) => one <= size)) {
        const proof = await prove(SHA256_TREE, planConsistency(oldSize, size), read);
        verifyConsistency(SHA256_TREE, { oldSize, oldRoot: tree.mth(0, oldSize), size, root }, proof);
      }
      for (let index = 0; index < size; index += 61) {
        const leaf = tree.mth(index, index + 1);
        verifyInclusion(
          SHA256_TREE,
          { index, size, leaf, root },
          await prove(SHA256_TREE, planInclusion(index, size), read),
        );
      }
    }
  });

  it("[BF-07/merkle-tree] is, at 70,000 leaves, the specification's example, each hash in its place", () => {
    const leaves = leavesOf(70_000);
    const log = new TiledLog();
    for (let from = 0; from < leaves.length; from += 256) log.seal(leaves.slice(from, from + 256));
    const layers = layersOf(leaves);
    const at = ({ level, index }: NodeId): Hash => layers[level]?.[index] ?? expect.fail(`${level}/${index}`);
    expect(log.frontier.hashes.map(hex)).toEqual(coveringNodes(0, leaves.length).map(at).map(hex));
    const tiles = tilesBetween(0, leaves.length);
    expect(tiles.length).toBe(273 + 1 + 1 + 1 + 1);
    for (const tile of tiles) expect(hex(log.bytes(tile))).toBe(hex(Buffer.concat(tileNodes(tile).map(at))));
  });

  it("reads each tile once, and refuses one of another length", async () => {
    const tree = new NaiveTree(leavesOf(300));
    const log = new TiledLog();
    log.seal(tree.leaves.slice(0, 256));
    log.seal(tree.leaves.slice(256));
    const asked: string[] = [];
    const counted = tileReader(SHA256_TREE, 300, (tiles) => {
      asked.push(...tiles.map(tilePath));
      return log.read(tiles);
    });
    await prove(SHA256_TREE, planInclusion(299, 300), counted);
    expect(asked.sort()).toEqual(["tile/0/001.p/44", "tile/1/000.p/1"]);
    const short = tileReader(SHA256_TREE, 300, async (tiles) =>
      (await log.read(tiles)).map((bytes) => bytes.subarray(32)),
    );
    await expect(prove(SHA256_TREE, planInclusion(299, 300), short)).rejects.toThrow(RangeError);
    const none = tileReader(SHA256_TREE, 300, async () => []);
    await expect(prove(SHA256_TREE, planInclusion(299, 300), none)).rejects.toThrow(RangeError);
    const growth = append(SHA256_TREE, log.frontier, tree.leaves.slice(0, 1));
    expect(() => growTiles(300, [], 301, growth.added)).toThrow(RangeError);
    expect(() =>
      growTiles(
        300,
        partialTiles(300).map((tile) => log.bytes(tile)),
        301,
        [],
      ),
    ).toThrow(RangeError);
  });

  it("[BF-07/exported-proofs] can't prove from a tampered tile", async () => {
    const tree = new NaiveTree(leavesOf(300));
    const log = new TiledLog();
    log.seal(tree.leaves.slice(0, 256));
    log.seal(tree.leaves.slice(256));
    const claim = { index: 299, size: 300, leaf: tree.mth(299, 300), root: tree.mth(0, 300) };
    const proven = async (): Promise<void> =>
      verifyInclusion(
        SHA256_TREE,
        claim,
        await prove(SHA256_TREE, planInclusion(299, 300), tileReader(SHA256_TREE, 300, log.read)),
      );
    await expect(proven()).resolves.toBeUndefined();
    const bytes = log.tiles.get("tile/1/000.p/1");
    if (bytes === undefined) throw new Error("no tile");
    bytes[7] = (bytes[7] ?? 0) ^ 1;
    await expect(proven()).rejects.toThrow(expect.objectContaining({ code: "root-mismatch" }));
  });
});
