import { z } from "zod";
import { ConversationId, ProjectId, ReceiptId } from "../../core/ids.ts";
import type { RouteSpec } from "../../platform/http/route.ts";
import { PageQuery, pageOf } from "../../platform/store/page.ts";
import { AT, hash, SAMPLE_HASH, time } from "../contract.ts";
import { OUTCOMES } from "../documents.ts";

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
  /** Names of the headers that left with the body; beside them only HTTP's own: host, connection, content-length. */
  headers: z.array(z.string()).optional(),
  replaced: z.record(z.string(), z.int()),
  /** How many parts of this message its user chose to hide, and to keep as false hits. */
  chosen: z.strictObject({ redacted: z.int(), kept: z.int() }).optional(),
  /** The version of the organisation's own redaction; 0: none. */
  redactionRules: z.int().optional(),
  body: z.string().optional(),
});
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
  headers: ["accept", "accept-encoding", "accept-language", "authorization", "content-type", "user-agent"],
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
  query: z.strictObject({ conversationId: ConversationId.optional(), ...PageQuery.shape }),
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
