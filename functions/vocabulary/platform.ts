import type { Vocabulary } from "./kinds.ts";

/** What every capability stands on: who belongs to a tenant, its keys, and the answers kept for repeated requests. */
export const platform = {
  operations: {},
  system: {
    // A request that was turned away before any route could run.
    "door.refused": "read",
    // The organisation itself, by whoever operates the platform.
    "tenant.create": "create",
  },
  permissions: {},
  resources: ["project", "member"],
  collections: {
    members: { retention: "until deleted", erasure: "erase" },
    projects: { retention: "organisation's life", erasure: "keep" },
    settings: { retention: "organisation's life", erasure: "keep" },
    keys: { retention: "organisation's life", erasure: "keep" },
    idempotency: { retention: "working", erasure: "erase", sweptBy: "jobs" },
  },
} as const satisfies Vocabulary;
