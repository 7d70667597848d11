import { randomBytes } from "node:crypto";

/** Time, injected so that expiry can be tested. Nothing else in the product asks what time it is. */
export interface WallClock {
  now(): Date;
}

export interface Clock extends WallClock {
  /** Milliseconds since some moment, never going back: for durations. */
  monotonicMs(): number;
}

export const systemClock: Clock = { now: () => new Date(), monotonicMs: () => performance.now() };

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

/**
 * A new opaque id: `<prefix>_` and 26 characters of base 32 (130 bits of randomness). Not derived from time or content.
 */
export function newId(prefix: string): string {
  const bytes = randomBytes(26);
  let id = `${prefix}_`;
  for (const byte of bytes) id += ALPHABET.charAt(byte & 31);
  return id;
}
