import { z } from "zod";

/** Fields that many contracts share, described once: `what` says whose they are. */
export const time = (what: string) => z.iso.datetime().describe(`${what}. RFC 3339, in UTC, with milliseconds`);
export const hash = (what: string) =>
  z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe(`${what}: SHA-256 as 64 lower-case hexadecimal digits`);
export const count = (what: string) => z.int().min(0).describe(what);

/** For examples. */
export const AT = "2026-11-21T09:00:00.000Z";
export const SAMPLE_HASH = "a".repeat(64);
