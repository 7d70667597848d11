import { randomBytes } from "node:crypto";

/** Time, injected so that expiry can be tested. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

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
