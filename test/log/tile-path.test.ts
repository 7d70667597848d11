import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bundlePath, parseBundlePath, parseTilePath, tilePath } from "../../functions/core/log/tile-path.ts";

describe("tile paths (C2SP tlog-tiles)", () => {
  it.each([
    [{ level: 0, index: 0, width: 256 }, "tile/0/000"],
    [{ level: 0, index: 1234, width: 56 }, "tile/0/x001/234.p/56"],
    [{ level: 1, index: 1_234_067, width: 256 }, "tile/1/x001/x234/067"],
    [{ level: 0, index: 999, width: 255 }, "tile/0/999.p/255"],
    [{ level: 0, index: 1000, width: 1 }, "tile/0/x001/000.p/1"],
    [{ level: 6, index: 0, width: 31 }, "tile/6/000.p/31"],
    [{ level: 0, index: 2 ** 45 - 1, width: 255 }, "tile/0/x035/x184/x372/x088/831.p/255"],
  ])("[BF-07/merkle-tree] names %j %s, and reads it back", (tile, path) => {
    expect(tilePath(tile)).toBe(path);
    expect(parseTilePath(path)).toEqual(tile);
    if (tile.level > 0) return;
    const bundle = path.replace("tile/0/", "tile/entries/");
    expect(bundlePath(tile)).toBe(bundle);
    expect(parseBundlePath(bundle)).toEqual({ index: tile.index, width: tile.width });
  });

  it.each([
    "",
    "/tile/0/000",
    "tile/0/000/",
    "tile/00/000",
    "tile/-1/000",
    "tile/7/000",
    "tile/64/000",
    "tile/0/0",
    "tile/0/0000",
    "tile/0/x000/001",
    "tile/0/001/001",
    "tile/0/x001",
    "tile/0/x001/x002",
    "tile/0/000.p/0",
    "tile/0/000.p/01",
    "tile/0/000.p/256",
    "tile/0/000.p/",
    "tile/0/000.p/1\n",
    "tile/0/00٣",
    "tile/8/0/000",
    "tile/entries/000",
    "tile/6/000.p/32",
    "tile/0/x035/x184/x372/x088/831",
    "tile/0/x999/x999/x999/x999/x999/x999/999",
  ])("refuses %j", (path) => {
    expect(parseTilePath(path)).toBeUndefined();
    if (path.startsWith("tile/0/")) expect(parseBundlePath(path.replace("tile/0/", "tile/entries/"))).toBeUndefined();
  });

  it("reads back every name it gives, and gives each tile its own", () => {
    fc.assert(
      fc.property(fc.nat(6), fc.maxSafeNat(), fc.integer({ min: 1, max: 256 }), (level, position, width) => {
        const tile = { level, index: Math.max(0, Math.floor(position / 256 ** (level + 1)) - 1), width };
        // The topmost level's only tile ends at width 31.
        if (level === 6 && width > 31) expect(parseTilePath(tilePath(tile))).toBeUndefined();
        else expect(parseTilePath(tilePath(tile))).toEqual(tile);
      }),
    );
  });
});
