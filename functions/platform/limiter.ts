import { Problem, type Quota } from "../core/problem.ts";
import type { WallClock } from "./clock.ts";
import type { Identity } from "./identity.ts";

const WINDOW_MS = 60_000;
/** Whatever a tenant's settings say, and before they are known. */
const REQUESTS_MAX = 6_000;

/**
 * Requests per user and minute, counted per instance: a brake against floods that costs no storage. What must be exact
 * (chat messages) is counted in the commit that stores the message.
 */
export class RequestLimiter {
  readonly #clock: WallClock;
  readonly #counts = new Map<string, number>();
  #window = 0;

  constructor(clock: WallClock) {
    this.#clock = clock;
  }

  /**
   * Counts one request, before anything is read for it. @returns how many there were this minute, this one included.
   * @throws Problem `rate-limited`.
   */
  count(identity: Pick<Identity, "tenantId" | "userId">): number {
    const window = Math.floor(this.#clock.now().getTime() / WINDOW_MS);
    if (window !== this.#window) this.#counts.clear();
    this.#window = window;
    const key = `${identity.tenantId}/${identity.userId}`;
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    this.check(count, REQUESTS_MAX);
    return count;
  }

  /** Holds a count against a limit per minute. @returns what is left. @throws Problem `rate-limited` until the minute ends. */
  check(count: number, limit: number, policy = "requests"): Quota {
    const resetSeconds = Math.max(1, Math.ceil((WINDOW_MS - (this.#clock.now().getTime() % WINDOW_MS)) / 1000));
    const remaining = Math.max(0, limit - count);
    const quota: Quota = { policy, limit, windowSeconds: WINDOW_MS / 1000, remaining, resetSeconds };
    if (count <= limit) return quota;
    throw new Problem("rate-limited", {
      detail: "You sent too many requests this minute. Wait as Retry-After says.",
      quota,
    });
  }
}
