import { createRandom } from "../../bench/briefs.ts";

/** What the generators of variants draw with; the seed is printed, so that a failure can be had again. */
export interface Draw {
  readonly pick: <T>(from: readonly T[]) => T;
  readonly digits: (count: number) => string;
  readonly between: (low: number, high: number) => number;
}

/** @param name of the test file, for the printed line that repeats a run */
export function createDraw(name: string): Draw {
  const seed = Number(process.env.SEED ?? 20261125);
  console.log(`${name}: SEED=${seed}`);
  const random = createRandom(seed);
  const between = (low: number, high: number): number => low + Math.floor(random() * (high - low + 1));
  return {
    between,
    pick(from) {
      const item = from[between(0, from.length - 1)];
      if (item === undefined) throw new RangeError("empty list");
      return item;
    },
    digits: (count) => Array.from({ length: count }, () => between(0, 9)).join(""),
  };
}
