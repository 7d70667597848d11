import { z } from "zod";
import { ConversationId, ProjectId, ProposalId, ReceiptId } from "../core/ids.ts";
import { ENTITY_TYPES } from "../core/redaction/index.ts";
import type { RouteSpec } from "../platform/endpoint/route.ts";
import { PageQuery } from "../platform/page.ts";
import { OUTCOMES } from "./documents.ts";

const hash = z.string().regex(/^[0-9a-f]{64}$/);
/** What a user can type at once, in UTF-16 code units. */
const Typed = z
  .string()
  .min(1)
  .max(32_000)
  .refine((text) => text.trim().length > 0, "must not be blank");
const conversation = z.strictObject({ conversationId: ConversationId });
const sample = "a".repeat(64);
const time = z.iso.datetime();
const at = "2026-11-21T09:00:00.000Z";
const tokens = z.strictObject({ inputTokens: z.int(), outputTokens: z.int() });

const ConversationView = z.strictObject({ id: ConversationId, projectId: ProjectId, createdAt: time, expiresAt: time });
const conversationExample = {
  id: "cnv_0123456789abcdefghjkmnpqrs",
  projectId: "prj_spring",
  createdAt: at,
  expiresAt: at,
};
const TurnView = z.strictObject({
  id: z.string(),
  status: z.enum(OUTCOMES),
  createdAt: time,
  text: z.string(),
  answer: z.string().optional(),
  receiptId: ReceiptId,
  proposalId: ProposalId.optional(),
  usage: tokens,
});

export const ReceiptView = z.strictObject({
  id: ReceiptId,
  conversationId: ConversationId,
  projectId: ProjectId,
  turnId: z.string(),
  status: z.enum(OUTCOMES),
  createdAt: time,
  endedAt: time.optional(),
  provider: z.string(),
  host: z.string(),
  region: z.string(),
  model: z.string(),
  sha256: hash,
  bytes: z.int(),
  replaced: z.record(z.string(), z.int()),
  body: z.string().optional(),
});
const receiptExample = {
  id: "rcp_0123456789abcdefghjkmnpqrs",
  conversationId: conversationExample.id,
  projectId: "prj_spring",
  turnId: "1",
  status: "completed",
  createdAt: at,
  endedAt: at,
  provider: "openai",
  host: "eu.api.openai.com",
  region: "eu",
  model: "gpt-5-mini",
  sha256: sample,
  bytes: 2048,
  replaced: { EMAIL: 1 },
};

export const openConversation = {
  operation: "assistant.conversations.create",
  method: "post",
  path: "/v1/assistant/conversations",
  summary: "Begin a conversation in a project where the assistant is on",
  permission: "assistant.chat",
  body: z.strictObject({ projectId: ProjectId }),
  idempotencyKey: "required",
  answer: { status: 201, schema: ConversationView },
  problems: ["not-found", "consent-missing", "idempotency-conflict", "vault-unavailable"],
  example: { body: { projectId: "prj_spring" }, answer: conversationExample },
} as const satisfies RouteSpec;

export const listConversations = {
  operation: "assistant.conversations.list",
  method: "get",
  path: "/v1/assistant/conversations",
  summary: "List your own conversations, newest first",
  permission: "assistant.chat",
  query: z.strictObject({ projectId: ProjectId.optional(), ...PageQuery.shape }),
  answer: {
    status: 200,
    schema: z.strictObject({ items: z.array(ConversationView), nextPageToken: z.string().optional() }),
  },
  problems: [],
  example: { answer: { items: [conversationExample] } },
} as const satisfies RouteSpec;

export const readConversation = {
  operation: "assistant.conversations.read",
  method: "get",
  path: "/v1/assistant/conversations/{conversationId}",
  summary: "Read one of your conversations with its turns",
  permission: "assistant.chat",
  params: conversation,
  answer: { status: 200, schema: z.strictObject({ ...ConversationView.shape, turns: z.array(TurnView) }) },
  problems: ["not-found", "vault-unavailable"],
  example: { answer: { ...conversationExample, turns: [] } },
} as const satisfies RouteSpec;

export const deleteConversation = {
  operation: "assistant.conversations.delete",
  method: "delete",
  path: "/v1/assistant/conversations/{conversationId}",
  summary: "Delete a conversation: its turns, proposals and the bodies of its receipts",
  permission: "assistant.delete",
  params: conversation,
  answer: { status: 204 },
  problems: ["not-found"],
} as const satisfies RouteSpec;

export const preview = {
  operation: "assistant.preview",
  method: "post",
  path: "/v1/assistant/conversations/{conversationId}/preview",
  summary: "See what would leave. Nothing leaves. previewHash is the SHA-256 of the exact bytes",
  permission: "assistant.chat",
  params: conversation,
  body: z.strictObject({ text: Typed }),
  answer: {
    status: 200,
    schema: z.strictObject({
      outgoing: z.string(),
      replacements: z.array(
        z.strictObject({ placeholder: z.string(), type: z.enum(ENTITY_TYPES), start: z.int(), end: z.int() }),
      ),
      previewHash: hash,
    }),
  },
  problems: ["not-found", "conflict", "consent-missing", "redaction-failed", "vault-unavailable"],
  example: {
    body: { text: "Mail proofs to an@example.com" },
    answer: {
      outgoing: "Mail proofs to [EMAIL_1]",
      replacements: [{ placeholder: "[EMAIL_1]", type: "EMAIL", start: 15, end: 29 }],
      previewHash: sample,
    },
  },
} as const satisfies RouteSpec;

export const sendMessage = {
  operation: "assistant.messages.send",
  method: "post",
  path: "/v1/assistant/conversations/{conversationId}/messages",
  summary: "Send a message; the answer is a stream of receipt, delta, proposal, problem and, always last, done",
  permission: "assistant.chat",
  params: conversation,
  body: z.strictObject({ text: Typed, previewHash: hash.optional() }),
  idempotencyKey: "optional",
  answer: { status: 200, schema: z.string(), mediaTypes: ["text/event-stream"] },
  problems: ["not-found", "conflict", "consent-missing", "rate-limited", "redaction-failed", "vault-unavailable"],
  example: {
    body: { text: "We need 5,000 folding cartons", previewHash: sample },
    answer: 'event: done\ndata: {"turnId":"1","status":"completed","usage":{"inputTokens":120,"outputTokens":40}}\n\n',
  },
} as const satisfies RouteSpec;

export const listReceipts = {
  operation: "assistant.receipts.list",
  method: "get",
  path: "/v1/assistant/receipts",
  summary: "Receipts of your own messages; for auditors everybody's, without bodies",
  permission: "assistant.receipts",
  query: z.strictObject({ conversationId: ConversationId.optional(), ...PageQuery.shape }),
  answer: {
    status: 200,
    schema: z.strictObject({ items: z.array(ReceiptView), nextPageToken: z.string().optional() }),
  },
  problems: [],
  example: { answer: { items: [receiptExample] } },
} as const satisfies RouteSpec;

export const readReceipt = {
  operation: "assistant.receipts.read",
  method: "get",
  path: "/v1/assistant/receipts/{receiptId}",
  summary: "One receipt; body is the exact text that left, for the one who sent it",
  permission: "assistant.receipts",
  params: z.strictObject({ receiptId: ReceiptId }),
  answer: { status: 200, schema: ReceiptView },
  problems: ["not-found", "vault-unavailable"],
  example: { answer: { ...receiptExample, body: "{}" } },
} as const satisfies RouteSpec;

export const ProposalView = z.strictObject({
  id: ProposalId,
  conversationId: ConversationId,
  projectId: ProjectId,
  tool: z.literal("propose_brief"),
  arguments: z.record(z.string(), z.unknown()),
  argumentsHash: hash,
  status: z.enum(["pending", "approved", "rejected", "expired"]),
  createdAt: time,
  expiresAt: time,
  briefId: z.string().optional(),
});
const proposal = z.strictObject({ proposalId: ProposalId });

export const readProposal = {
  operation: "assistant.proposals.read",
  method: "get",
  path: "/v1/assistant/proposals/{proposalId}",
  summary: "A change that the assistant suggests, waiting for your decision",
  permission: "assistant.chat",
  params: proposal,
  answer: { status: 200, schema: ProposalView },
  problems: ["not-found", "vault-unavailable"],
  example: {
    answer: {
      id: "prp_0123456789abcdefghjkmnpqrs",
      conversationId: conversationExample.id,
      projectId: "prj_spring",
      tool: "propose_brief",
      arguments: { title: "Folding cartons", category: "packaging" },
      argumentsHash: sample,
      status: "pending",
      createdAt: at,
      expiresAt: at,
    },
  },
} as const satisfies RouteSpec;

export const decideProposal = {
  operation: "assistant.proposals.decide",
  method: "post",
  path: "/v1/assistant/proposals/{proposalId}/decision",
  summary: "Approve or reject, once, exactly what you were shown. On approval result is the new brief",
  permission: "briefs.write",
  params: proposal,
  body: z.strictObject({ decision: z.enum(["approve", "reject"]), argumentsHash: hash }),
  idempotencyKey: "optional",
  answer: {
    status: 200,
    schema: z.strictObject({
      status: z.enum(["approved", "rejected"]),
      result: z.record(z.string(), z.unknown()).optional(),
    }),
  },
  problems: ["not-found", "conflict", "idempotency-conflict", "vault-unavailable"],
  example: {
    body: { decision: "approve", argumentsHash: sample },
    answer: { status: "approved", result: { id: "brf_0123456789abcdefghjkmnpqrs" } },
  },
} as const satisfies RouteSpec;

export const assistantRoutes: readonly RouteSpec[] = [
  openConversation,
  listConversations,
  readConversation,
  deleteConversation,
  preview,
  sendMessage,
  listReceipts,
  readReceipt,
  readProposal,
  decideProposal,
];
