/**
 * C2SP tlog-tiles: which tile holds which node. A tile is up to 256 hashes of one level, side by side, 32 bytes each; only every
 * eighth level is stored, the seven between are folded when needed. Entry bundles have the geometry of level-0 tiles.
 */
import { isCount, type NodeId, nodesAtLevel, requireInterval } from "./node.ts";

/** Levels of nodes from one level of tiles to the next. */
export const TILE_HEIGHT = 8;
/** Hashes in a full tile: 2^8. */
export const TILE_WIDTH = 256;
/** The highest level of tiles: a node at level 56 would need more than 2^53 − 1 leaves. */
export const TILE_LEVEL_MAX = 6;

/** Tile `index` of a level, with its first `width` hashes: 256 when full, 1 to 255 when partial. */
export interface Tile {
  readonly level: number;
  readonly index: number;
  readonly width: number;
}

/** Where a node is found: its hash is folded from the `count` hashes (1 to 128) of the tile from `first` on. */
export interface TilePlace {
  readonly tile: Tile;
  readonly first: number;
  readonly count: number;
}

/** The tile as it is in a tree of `size` leaves, or `undefined` when it is empty there. */
export function tileAt(level: number, index: number, size: number): Tile | undefined {
  const width = Math.min(tileHashes(level, size) - index * TILE_WIDTH, TILE_WIDTH);
  return width > 0 ? { level, index, width } : undefined;
}

/**
 * Where a node lies in a tree of `size` leaves.
 * @throws RangeError when the node isn't complete at that size
 */
export function placeOf({ level, index }: NodeId, size: number): TilePlace {
  const tileLevel = Math.floor(level / TILE_HEIGHT);
  const count = 2 ** (level % TILE_HEIGHT);
  const tile = tileAt(tileLevel, Math.floor((index * count) / TILE_WIDTH), size);
  if (!isCount(level) || !isCount(index) || index >= nodesAtLevel(level, size) || tile === undefined)
    throw new RangeError(`node ${index} of level ${level} isn't complete in a tree of ${size}`);
  return { tile, first: (index * count) % TILE_WIDTH, count };
}

/** The nodes whose hashes a tile holds, in its order. */
export function tileNodes({ level, index, width }: Tile): NodeId[] {
  return Array.from({ length: width }, (_, at) => ({ level: level * TILE_HEIGHT, index: index * TILE_WIDTH + at }));
}

/**
 * The tiles to write when a tree grows from one size to another: those that got a hash, each as it is at `to`, low levels first.
 * About one for each 255 new leaves; from 0, all that the tree has. Level-0 ones name the entry bundles too.
 * @throws RangeError unless 0 ≤ from ≤ to ≤ 2^53 − 1
 */
export function tilesBetween(from: number, to: number): Tile[] {
  requireInterval(from, to);
  const tiles: Tile[] = [];
  for (let level = 0; level <= TILE_LEVEL_MAX; level += 1) {
    const [had, has] = [tileHashes(level, from), tileHashes(level, to)];
    if (had === has) break;
    for (let index = Math.floor(had / TILE_WIDTH); index * TILE_WIDTH < has; index += 1)
      tiles.push({ level, index, width: Math.min(has - index * TILE_WIDTH, TILE_WIDTH) });
  }
  return tiles;
}

/** The partial tiles of a tree of `size` leaves, at most one a level, low levels first: what a growing log reads before it writes. */
export function partialTiles(size: number): Tile[] {
  requireInterval(0, size);
  return Array.from({ length: TILE_LEVEL_MAX + 1 }, (_, level) => {
    const hashes = tileHashes(level, size);
    return { level, index: Math.floor(hashes / TILE_WIDTH), width: hashes % TILE_WIDTH };
  }).filter(({ width }) => width > 0);
}

/** How many hashes all tiles of a level hold together. */
function tileHashes(level: number, size: number): number {
  return nodesAtLevel(level * TILE_HEIGHT, size);
}
