import type { Vocabulary } from "./kinds.ts";

export const assistant = {
  operations: {
    "assistant.conversations.create": "create",
    "assistant.conversations.list": "read",
    "assistant.conversations.read": "read",
    "assistant.conversations.delete": "delete",
    "assistant.preview": "read",
    "assistant.messages.send": "create",
    "assistant.receipts.list": "read",
    "assistant.receipts.read": "read",
    "assistant.proposals.read": "read",
    "assistant.proposals.decide": "update",
  },
  system: {
    "assistant.messages.finish": "update",
    "assistant.proposals.create": "create",
    "jobs.sweep.receipt": "update",
    "jobs.sweep.expired": "delete",
  },
  permissions: {
    "assistant.chat": ["editor", "admin"],
    "assistant.receipts": ["editor", "admin", "auditor"],
    "assistant.delete": ["editor", "admin"],
  },
  resources: ["conversation", "receipt", "proposal"],
  words: { outcome: ["approved", "rejected", "completed", "truncated", "aborted", "unknown", "expired"] },
  collections: {
    conversations: { retention: "conversation", erasure: "erase", sweptBy: "capability" },
    turns: { parent: "conversations", retention: "conversation", erasure: "erase", sweptBy: "with another" },
    proposals: { retention: "conversation", erasure: "erase", sweptBy: "with another" },
    receipts: { retention: "receipt", erasure: "pseudonymise", sweptBy: "capability" },
  },
  verbs: ["sweep"],
} as const satisfies Vocabulary;
