import { z } from "zod";
import { ConversationId, ProjectId, ProposalId, ReceiptId } from "../../core/ids.ts";
import type { RouteSpec } from "../../platform/http/route.ts";
import { PageQuery, pageOf } from "../../platform/store/page.ts";
import { AT, conversationParams, time, tokens } from "../contract.ts";
import { OUTCOMES } from "../documents.ts";

const ConversationView = z.strictObject({ id: ConversationId, projectId: ProjectId, createdAt: time, expiresAt: time });
const conversationExample = {
  id: "cnv_0123456789abcdefghjkmnpqrs",
  projectId: "prj_spring",
  createdAt: AT,
  expiresAt: AT,
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
    schema: pageOf(ConversationView),
  },
  problems: ["not-found"],
  example: { answer: { items: [conversationExample] } },
} as const satisfies RouteSpec;

export const readConversation = {
  operation: "assistant.conversations.read",
  method: "get",
  path: "/v1/assistant/conversations/{conversationId}",
  summary: "Read one of your conversations with its turns",
  permission: "assistant.chat",
  params: conversationParams,
  answer: {
    status: 200,
    schema: z.strictObject({
      ...ConversationView.shape,
      turns: z.array(TurnView),
      damaged: z.array(z.string()).optional(),
    }),
  },
  problems: ["not-found", "vault-unavailable"],
  example: { answer: { ...conversationExample, turns: [] } },
} as const satisfies RouteSpec;

export const deleteConversation = {
  operation: "assistant.conversations.delete",
  method: "delete",
  path: "/v1/assistant/conversations/{conversationId}",
  summary: "Delete a conversation: its turns, proposals and the bodies of its receipts",
  permission: "assistant.delete",
  params: conversationParams,
  answer: { status: 204 },
  problems: ["not-found"],
} as const satisfies RouteSpec;
