import { type Budget, RedactionFailed } from "./types.ts";

/** Units of work between two looks at the clock: a look costs about 40 ns, 2,048 characters of scanning about 50 µs. */
const UNITS_PER_LOOK = 2048;

const KIB_PER_BUDGET = 10;

/**
 * A time budget proportional to the text, with the allowance for 10 KiB as its floor.
 * @param chars length of the text in UTF-16 units
 * @param msPer10KiB milliseconds allowed for each started 10,240 characters
 */
export function createBudget(
  chars: number,
  msPer10KiB: number,
  now: () => number,
  detector: () => string,
): Budget & { check(): void } {
  const deadline = now() + msPer10KiB * Math.max(1, Math.ceil(chars / (KIB_PER_BUDGET * 1024)));
  let left = UNITS_PER_LOOK;
  const check = (): void => {
    if (now() > deadline) throw new RedactionFailed("over-budget", detector());
  };
  return {
    spend(units) {
      left -= units;
      if (left > 0) return;
      left = UNITS_PER_LOOK;
      check();
    },
    check,
  };
}
