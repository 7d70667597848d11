import type { Vocabulary } from "./kinds.ts";

export const briefs = {
  operations: {
    "briefs.create": "create",
    "briefs.list": "read",
    "briefs.read": "read",
    "briefs.update": "update",
    "briefs.submit": "update",
    "briefs.withdraw": "update",
    "briefs.reopen": "update",
    "briefs.delete": "delete",
  },
  system: {},
  permissions: {
    "briefs.read": ["viewer", "editor", "admin"],
    "briefs.write": ["editor", "admin"],
  },
  resources: ["brief"],
  words: { origin: ["manual", "assistant"] },
  collections: {
    briefs: { retention: "until deleted", erasure: "pseudonymise" },
    // What apps may listen to of them: no content, no person.
    briefStatuses: { retention: "until deleted", erasure: "keep" },
  },
} as const satisfies Vocabulary;
