import { z } from "zod";
import { ConversationId, ProjectId, ProposalId, ReceiptId } from "../../core/ids.ts";
import { AT, time } from "../../platform/http/fields.ts";
import type { RouteSpec } from "../../platform/http/route.ts";
import { PageQuery, pageOf } from "../../platform/store/page.ts";
import { conversationParams, tokens, turnId } from "../contract.ts";
import { OUTCOMES } from "../documents.ts";

const ConversationView = z
  .strictObject({
    id: ConversationId,
    projectId: ProjectId.describe("Id of the project that it is held in"),
    createdAt: time("When it began"),
    expiresAt: time("When it is deleted"),
  })
  .meta({ id: "Conversation", description: "A conversation of yours with the assistant" });
const conversationExample = {
  id: "cnv_0123456789abcdefghjkmnpqrs",
  projectId: "prj_spring",
  createdAt: AT,
  expiresAt: AT,
};
const TurnView = z
  .strictObject({
    id: turnId,
    status: z
      .enum(OUTCOMES)
      .describe(
        "`open`: being answered. `unknown`: the instance that answered it is gone. Others as in the event `done`",
      ),
    createdAt: time("When it was sent"),
    text: z.string().describe("What you typed"),
    answer: z.string().describe("What came back, values restored. Absent: nothing, or not yet").optional(),
    receiptId: ReceiptId.describe("Id of the receipt of what left"),
    proposalId: ProposalId.describe("Id of what the assistant proposed. Absent: nothing").optional(),
    usage: tokens,
  })
  .meta({ id: "Turn", description: "A message and its answer" });
const ConversationWithTurns = z
  .strictObject({
    ...ConversationView.shape,
    turns: z.array(TurnView).describe("Oldest first"),
    damaged: z
      .array(z.string())
      .describe("Numbers of turns that are stored but damaged, and so not shown. Absent when none is")
      .optional(),
  })
  .meta({ id: "ConversationWithTurns", description: "A conversation of yours, whole" });

export const openConversation = {
  operation: "assistant.conversations.create",
  method: "post",
  path: "/v1/assistant/conversations",
  summary: "Begin a conversation in a project where the assistant is on",
  permission: "assistant.chat",
  body: z
    .strictObject({ projectId: ProjectId.describe("Id of the project to hold it in") })
    .meta({ id: "ConversationInput", description: "A new conversation" }),
  idempotencyKey: "required",
  answer: { status: 201, schema: ConversationView },
  problems: ["not-found", "consent-missing", "idempotency-conflict", "vault-unavailable", "conflict"],
  example: { body: { projectId: "prj_spring" }, answer: conversationExample },
} as const satisfies RouteSpec;

export const listConversations = {
  operation: "assistant.conversations.list",
  method: "get",
  path: "/v1/assistant/conversations",
  summary: "List your own conversations, newest first",
  permission: "assistant.chat",
  query: z.strictObject({
    projectId: ProjectId.describe("Only of this project. Absent: of all your projects").optional(),
    ...PageQuery.shape,
  }),
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
    schema: ConversationWithTurns,
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
  problems: ["not-found", "vault-unavailable"],
} as const satisfies RouteSpec;
