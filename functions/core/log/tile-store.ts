/** Tiles as the store of a tree's nodes: how they grow, and how nodes are read back. Bytes come in and go out; no I/O here. */
import { asHashes, HASH_BYTES, type Hash, type TreeHasher } from "./hash.ts";
import type { ReadNodes } from "./proof.ts";
import { type HashedNode, treeRoot } from "./range.ts";
import { partialTiles, placeOf, TILE_HEIGHT, TILE_WIDTH, type Tile, tilesBetween } from "./tile.ts";
import { tilePath } from "./tile-path.ts";

/** A tile and its bytes: `width` · 32. */
export interface TileBytes {
  readonly tile: Tile;
  readonly bytes: Uint8Array;
}

/** The bytes of tiles, in the order asked. Rejects when it lacks one. */
export type ReadTiles = (tiles: readonly Tile[]) => Promise<readonly Uint8Array[]>;

/**
 * The tiles to write after `append`, each whole. Appending 256 leaves writes at most 2 tiles a level, in practice 2 to 4 in all.
 * @param from the size before
 * @param partials bytes of `partialTiles(from)`, in that order
 * @param to the size after
 * @param added the nodes that `append` completed
 * @throws RangeError when a partial tile has another length, or hashes are missing
 */
export function growTiles(
  from: number,
  partials: readonly Uint8Array[],
  to: number,
  added: readonly HashedNode[],
): TileBytes[] {
  const hashes = new Map<string, Hash>();
  const key = (level: number, index: number): string => `${level}/${index}`;
  for (const [at, tile] of partialTiles(from).entries())
    for (const [offset, hash] of tileHashes(tile, partials[at]).entries())
      hashes.set(key(tile.level, tile.index * TILE_WIDTH + offset), hash);
  for (const { level, index, hash } of added)
    if (level % TILE_HEIGHT === 0) hashes.set(key(level / TILE_HEIGHT, index), hash);
  return tilesBetween(from, to).map((tile) => {
    const bytes = new Uint8Array(tile.width * HASH_BYTES);
    for (let at = 0; at < tile.width; at += 1) {
      const hash = hashes.get(key(tile.level, tile.index * TILE_WIDTH + at));
      if (hash === undefined) throw new RangeError(`hash ${at} of ${tilePath(tile)} is missing`);
      bytes.set(hash, at * HASH_BYTES);
    }
    return { tile, bytes };
  });
}

/**
 * Reads a tree's nodes out of its tiles, each tile once per call. The tiles are not authenticated: a proof made from wrong ones fails when it
 * is verified against the checkpoint.
 * @param size the tree's: partial tiles are asked for as wide as they were then
 * @returns a reader that rejects with RangeError for a node not complete at `size` or a tile of another length
 */
export function tileReader(hasher: TreeHasher, size: number, readTiles: ReadTiles): ReadNodes {
  return async (nodes) => {
    const places = nodes.map((node) => placeOf(node, size));
    const tiles = new Map(places.map(({ tile }) => [tilePath(tile), tile]));
    const read = await readTiles([...tiles.values()]);
    const hashes = new Map([...tiles].map(([path, tile], at) => [path, tileHashes(tile, read[at])]));
    return places.map(({ tile, first, count }) =>
      treeRoot(hasher, (hashes.get(tilePath(tile)) ?? []).slice(first, first + count)),
    );
  };
}

function tileHashes(tile: Tile, bytes: Uint8Array | undefined): Hash[] {
  if (bytes?.length !== tile.width * HASH_BYTES)
    throw new RangeError(`${tilePath(tile)} has ${tile.width * HASH_BYTES} bytes, not ${bytes?.length ?? 0}`);
  return asHashes(bytes);
}
