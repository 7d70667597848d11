import type { Vocabulary } from "./kinds.ts";

/** Counters: what a user may still send, and what was used. No routes of its own yet. */
export const limits = {
  operations: {},
  system: {},
  permissions: {},
  resources: [],
  collections: {
    limits: { retention: "working", erasure: "erase", sweptBy: "jobs" },
    usage: { retention: "usage", erasure: "erase", sweptBy: "jobs" },
  },
} as const satisfies Vocabulary;
