import type { Vocabulary } from "./kinds.ts";

export const consent = {
  operations: {
    "consent.read": "read",
    "consent.terms.read": "read",
    "consent.accept": "create",
    "consent.withdraw": "create",
    "consent.acceptances.list": "read",
    "consent.me.update": "update",
    "consent.project.update": "update",
  },
  system: {},
  permissions: {
    "consent.read": ["viewer", "editor", "admin", "auditor"],
    "consent.choose": ["viewer", "editor", "admin"],
    "consent.accept": ["admin"],
  },
  resources: ["acceptance", "terms"],
  collections: {
    consent: { retention: "organisation's life", erasure: "pseudonymise" },
    // What apps may listen to of it: whether, never who.
    consentStatus: { retention: "organisation's life", erasure: "keep" },
    projectConsents: { retention: "organisation's life", erasure: "keep" },
    acceptances: { retention: "organisation's life", erasure: "pseudonymise" },
  },
} as const satisfies Vocabulary;
