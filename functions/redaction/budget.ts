import { type Budget, RedactionFailed } from "./types.ts";

/** Units of work between two looks at the clock: a look costs about 40 ns, 2,048 characters of scanning about 50 µs. */
const UNITS_PER_LOOK = 2048;

const KIB_PER_BUDGET = 10;

/** A busy machine may hold a thread back many times as long as it works; beyond this factor the wait itself is the failure. */
const WAITING_FACTOR = 10;

/** Milliseconds of one clock; the second counts only the time this thread really worked. */
export interface Clock {
  readonly wall: () => number;
  readonly worked?: () => number;
}

const wall = (): number => performance.now();

/** The machine's clocks: monotonic time, and this thread's processor time where Node tells it (23.9 and later). */
export const machineClock: Clock =
  "threadCpuUsage" in process
    ? {
        wall,
        worked() {
          const { user, system } = process.threadCpuUsage();
          return (user + system) / 1000;
        },
      }
    : { wall };

/**
 * A time budget proportional to the text, with the allowance for 10 KiB as its floor. Work is what is limited: while other
 * processes hold the machine, the budget waits, but not longer than ten times itself.
 * @param chars length of the text in UTF-16 units
 * @param msPer10KiB milliseconds allowed for each started 10,240 characters
 */
export function createBudget(
  chars: number,
  msPer10KiB: number,
  clock: Clock,
  detector: () => string,
): Budget & { check(): void } {
  const allowedMs = msPer10KiB * Math.max(1, Math.ceil(chars / (KIB_PER_BUDGET * 1024)));
  const began = clock.wall();
  const workedBefore = clock.worked?.() ?? 0;
  let left = UNITS_PER_LOOK;
  const check = (): void => {
    const elapsed = clock.wall() - began;
    if (elapsed <= allowedMs) return;
    const isWaiting = clock.worked !== undefined && clock.worked() - workedBefore <= allowedMs;
    if (!isWaiting || elapsed > allowedMs * WAITING_FACTOR) throw new RedactionFailed("over-budget", detector());
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
