import type { Vocabulary } from "./kinds.ts";

export const audit = {
  operations: {
    "audit.events.list": "read",
    "audit.exports.create": "create",
    "audit.exports.read": "read",
    "audit.exports.content": "read",
  },
  system: {},
  permissions: { "audit.read": ["admin", "auditor"] },
  resources: ["event", "export"],
  words: { format: ["ndjson", "csv"] },
  collections: {
    outbox: { retention: "trail", erasure: "pseudonymise" },
    trail: { retention: "trail", erasure: "keep" },
    exports: { retention: "export", erasure: "pseudonymise", sweptBy: "jobs" },
  },
  verbs: ["sweep"],
} as const satisfies Vocabulary;
