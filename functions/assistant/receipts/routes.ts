import { z } from "zod";
import { ConversationId, ProjectId, ReceiptId } from "../../core/ids.ts";
import { AT, count, SAMPLE_HASH, time } from "../../platform/http/fields.ts";
import type { RouteSpec } from "../../platform/http/route.ts";
import { PageQuery, pageOf } from "../../platform/store/page.ts";
import { bodyHash, host, model, provider, region, turnId } from "../contract.ts";
import { OUTCOMES } from "../documents.ts";

export const ReceiptView = z
  .strictObject({
    id: ReceiptId,
    conversationId: ConversationId,
    projectId: ProjectId.describe("Id of the conversation's project"),
    turnId,
    status: z
      .enum(OUTCOMES)
      .describe(
        "How it ended. `open`: not yet. `unknown`: the instance that sent it is gone. Others as in the event `done`",
      ),
    createdAt: time("When it was stored, before anything left"),
    endedAt: time("When the answer ended. Absent: not yet").optional(),
    provider,
    host,
    region,
    model,
    sha256: bodyHash,
    bytes: count("How many bytes left"),
    headers: z
      .array(z.string())
      .describe(
        "Names of the headers that left with the body; beside them only HTTP's own: host, connection, content-length. Absent in old receipts",
      )
      .optional(),
    replaced: z
      .record(z.string(), z.int().min(0))
      .describe("How many values of which type were replaced in this message, by type, such as EMAIL"),
    chosen: z
      .strictObject({
        redacted: count("Parts that the user chose to hide"),
        kept: count("False hits that the user chose to keep"),
      })
      .describe("What the user decided beside the engine. Absent in old receipts")
      .optional(),
    redactionRules: count(
      "The version of the organisation's own redaction; 0: none. Absent in old receipts",
    ).optional(),
    body: z
      .string()
      .describe(
        "The exact text that left. Only where one receipt is read by the one who sent it; gone with the conversation",
      )
      .optional(),
  })
  .meta({ id: "Receipt", description: "Proof of what left, stored before it did" });
const receiptExample = {
  id: "rcp_0123456789abcdefghjkmnpqrs",
  conversationId: "cnv_0123456789abcdefghjkmnpqrs",
  projectId: "prj_spring",
  turnId: "1",
  status: "completed",
  createdAt: AT,
  endedAt: AT,
  provider: "openai",
  host: "eu.api.openai.com",
  region: "eu",
  model: "gpt-5-mini",
  sha256: SAMPLE_HASH,
  bytes: 2048,
  headers: [
    "accept",
    "accept-encoding",
    "accept-language",
    "authorization",
    "content-type",
    "sec-fetch-mode",
    "user-agent",
  ],
  replaced: { EMAIL: 1 },
  chosen: { redacted: 0, kept: 0 },
  redactionRules: 0,
};

export const listReceipts = {
  operation: "assistant.receipts.list",
  method: "get",
  path: "/v1/assistant/receipts",
  summary: "Receipts of your own messages; for auditors everybody's, without bodies",
  permission: "assistant.receipts",
  query: z.strictObject({
    conversationId: ConversationId.describe("Only of this conversation. Absent: of all").optional(),
    ...PageQuery.shape,
  }),
  answer: {
    status: 200,
    schema: pageOf(ReceiptView),
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
