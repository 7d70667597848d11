import type { Vocabulary } from "./kinds.ts";

/** What an organisation decides about itself. */
export const workspace = {
  operations: {
    "workspace.me": "read",
    "workspace.redaction.read": "read",
    "workspace.redaction.update": "update",
  },
  system: {},
  permissions: {
    "workspace.me": ["viewer", "editor", "admin", "auditor"],
    // Whoever writes messages may know what is always and never hidden in them.
    "workspace.redaction.read": ["editor", "admin"],
    "workspace.manage": ["admin"],
  },
  resources: ["redaction-rules"],
  collections: {
    redactionRules: { retention: "organisation's life", erasure: "keep" },
  },
} as const satisfies Vocabulary;
