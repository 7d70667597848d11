import { Problem } from "../core/problem.ts";
import type { Clock } from "./clock.ts";
import type { Caller } from "./membership.ts";

const WINDOW_MS = 60_000;

/**
 * Requests per user and minute, counted per instance: a brake against floods that costs no storage. What must be exact
 * (chat messages) is counted in the transaction that stores the message.
 */
export class RequestLimiter {
  readonly #clock: Clock;
  readonly #counts = new Map<string, number>();
  #window = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @throws Problem `rate-limited` from the request after the limit until the minute ends. */
  take(caller: Caller): void {
    const now = this.#clock.now().getTime();
    const window = Math.floor(now / WINDOW_MS);
    if (window !== this.#window) this.#counts.clear();
    this.#window = window;
    const key = `${caller.tenantId}/${caller.userId}`;
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    const limit = caller.settings.limits.requestsPerMinute;
    if (count <= limit) return;
    throw new Problem("rate-limited", {
      detail: "You sent too many requests this minute. Wait as Retry-After says.",
      quota: {
        policy: "requests",
        limit,
        windowSeconds: WINDOW_MS / 1000,
        remaining: 0,
        resetSeconds: Math.max(1, Math.ceil(((window + 1) * WINDOW_MS - now) / 1000)),
      },
    });
  }
}
