/** Names of tiles and entry bundles, C2SP tlog-tiles "Merkle Tree" and "Log entries": relative to the log's prefix, no leading slash. */
import { SIZE_MAX } from "./node.ts";
import { TILE_HEIGHT, TILE_WIDTH, type Tile } from "./tile.ts";

/** A bundle of up to 256 entries: as a tile of level 0. */
export type Bundle = Omit<Tile, "level">;

/** `tile/<level>/<index>[.p/<width>]`, such as `tile/0/x001/234.p/56`. */
export function tilePath({ level, index, width }: Tile): string {
  return `tile/${level}/${indexPath(index, width)}`;
}

/** `tile/entries/<index>[.p/<width>]`. */
export function bundlePath({ index, width }: Bundle): string {
  return `tile/entries/${indexPath(index, width)}`;
}

/**
 * The tile of a path; `undefined` for what no tree of at most 2^53 − 1 leaves has, and for any second spelling of one (leading zeros, a
 * `.p/256`): a name that two readers take differently is a hole.
 */
export function parseTilePath(path: string): Tile | undefined {
  const level = Number(/^tile\/(\d)\//.exec(path)?.[1]);
  const bundle = parseIndexPath(path.slice("tile/0/".length));
  if (bundle === undefined) return undefined;
  // 0 above the highest level, NaN where no level was read: then nothing fits.
  const hashesMax = Math.floor(SIZE_MAX / 2 ** (level * TILE_HEIGHT));
  const tile = { level, ...bundle };
  return tile.index * TILE_WIDTH + tile.width <= hashesMax && tilePath(tile) === path ? tile : undefined;
}

/** The entry bundle of a path, as strictly. */
export function parseBundlePath(path: string): Bundle | undefined {
  const prefix = "tile/entries/";
  const tile = path.startsWith(prefix) ? parseTilePath(`tile/0/${path.slice(prefix.length)}`) : undefined;
  return tile && { index: tile.index, width: tile.width };
}

function indexPath(index: number, width: number): string {
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, "0").match(/\d{3}/g) ?? [];
  return `${groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join("/")}${width < TILE_WIDTH ? `.p/${width}` : ""}`;
}

function parseIndexPath(path: string): Bundle | undefined {
  const [, groups, width] = /^((?:x\d{3}\/)*\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path) ?? [];
  if (groups === undefined) return undefined;
  const bundle = {
    index: Number(groups.replaceAll(/[x/]/g, "")),
    width: width === undefined ? TILE_WIDTH : Number(width),
  };
  return bundle.width > 0 ? bundle : undefined;
}
