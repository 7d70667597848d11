import { z } from "zod";
import { ConversationId, ProjectId, ProposalId, ReceiptId } from "../core/ids.ts";
import type { RouteSpec } from "../platform/http/route.ts";
import { PageQuery } from "../platform/store/page.ts";
import { ENTITY_TYPES } from "../redaction/index.ts";
import { OUTCOMES } from "./documents.ts";
import { decideProposal, readProposal } from "./proposals/routes.ts";
import { listReceipts, readReceipt } from "./receipts/routes.ts";

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
