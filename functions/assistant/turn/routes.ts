import { z } from "zod";
import { ProposalId, ReceiptId } from "../../core/ids.ts";
import { AT, hash, SAMPLE_HASH, time } from "../../platform/http/fields.ts";
import { ProblemView } from "../../platform/http/problem-view.ts";
import type { RouteSpec } from "../../platform/http/route.ts";
import { ENTITY_TYPES } from "../../redaction/index.ts";
import {
  argumentsHash,
  bodyHash,
  conversationParams,
  host,
  model,
  provider,
  region,
  tokens,
  toolArguments,
  turnId,
} from "../contract.ts";

/** What a user can type at once, in UTF-16 code units. */
const Typed = z
  .string()
  .min(1)
  .max(32_000)
  .refine((text) => text.trim().length > 0, "must not be blank")
  .describe("What you typed: 32,000 UTF-16 code units at most, and not blank");

const start = z.int().min(0).describe("Where it begins, in UTF-16 code units of `text`");
const end = z.int().min(1).describe("Where it ends, exclusive");
const Part = z.strictObject({ start, end }).meta({ id: "TextPart", description: "A part of `text`" });
const Parts = z.array(Part).max(100);

/** What the user decides beside the engine: the same for a preview and for sending, or the bytes differ. */
const Message = z
  .strictObject({
    text: Typed,
    redact: Parts.describe("Parts that are replaced too").optional(),
    keep: Parts.describe(
      "False hits: parts of a preview's `replacements` with `mayKeep`, which leave as you typed them",
    ).optional(),
  })
  .meta({ id: "PreviewInput", description: "A message as you would send it" });
const MessageInput = z
  .strictObject({
    ...Message.shape,
    previewHash: hash(
      "The `previewHash` of what you were shown. Given, a message that would leave otherwise is refused",
    ).optional(),
  })
  .meta({ id: "MessageInput", description: "A message to the assistant" });

const Replacement = z
  .strictObject({
    placeholder: z.string().describe("What leaves in its place, such as `[EMAIL_1]`"),
    type: z.enum(ENTITY_TYPES).describe("What it was taken for"),
    start,
    end,
    mayKeep: z.boolean().describe("Whether you may name it in `keep`"),
  })
  .meta({ id: "Replacement", description: "A part of your text that is replaced before it leaves" });
const Preview = z
  .strictObject({
    outgoing: z.string().describe("Your message as it would leave"),
    replacements: z.array(Replacement).describe("What was replaced in it, in the order of the text"),
    previewHash: hash("Of the exact bytes that would leave: name it in the message to send exactly these"),
  })
  .meta({ id: "Preview", description: "What would leave. Nothing has" });

export const preview = {
  operation: "assistant.preview",
  method: "post",
  path: "/v1/assistant/conversations/{conversationId}/preview",
  summary: "See what would leave. Nothing leaves. previewHash is the SHA-256 of the exact bytes",
  permission: "assistant.chat",
  params: conversationParams,
  body: Message,
  answer: {
    status: 200,
    schema: Preview,
  },
  problems: ["not-found", "conflict", "consent-missing", "rate-limited", "redaction-failed", "vault-unavailable"],
  example: {
    body: { text: "Mail proofs to an@example.com" },
    answer: {
      outgoing: "Mail proofs to [EMAIL_1]",
      replacements: [{ placeholder: "[EMAIL_1]", type: "EMAIL", start: 15, end: 29, mayKeep: false }],
      previewHash: SAMPLE_HASH,
    },
  },
} as const satisfies RouteSpec;

/** The events of an answer, in the order in which they come: a receipt first, `done` last. */
export const MESSAGE_EVENTS = {
  receipt: {
    says: "What left, before the answer begins",
    data: z
      .strictObject({ receiptId: ReceiptId, sha256: bodyHash, provider, host, region, model })
      .meta({ id: "MessageReceipt", description: "Where what goes, by its receipt" }),
    example: {
      receiptId: "rcp_0123456789abcdefghjkmnpqrs",
      sha256: SAMPLE_HASH,
      provider: "openai",
      host: "eu.api.openai.com",
      region: "eu",
      model: "gpt-5-mini",
    },
  },
  delta: {
    says: "The next piece of the answer, values restored. Show it as text",
    data: z
      .strictObject({ text: z.string().describe("Text to append to what came before. Never markup") })
      .meta({ id: "MessageDelta", description: "A piece of the answer" }),
    example: { text: "What are the dimensions?" },
  },
  proposal: {
    says: "Something that the assistant proposes. Nothing is done before you decide",
    data: z
      .strictObject({
        proposalId: ProposalId,
        tool: z.string().describe("What the assistant asks to do"),
        arguments: toolArguments,
        argumentsHash,
        expiresAt: time("Until when it can be approved"),
      })
      .meta({ id: "MessageProposal", description: "A proposal, to decide about at its own address" }),
    example: {
      proposalId: "prp_0123456789abcdefghjkmnpqrs",
      tool: "propose_brief",
      arguments: { title: "Folding cartons", category: "packaging" },
      argumentsHash: SAMPLE_HASH,
      expiresAt: AT,
    },
  },
  problem: {
    says: "Why the answer is not whole, as a problem document",
    data: ProblemView,
    example: {
      type: "urn:belfry:problem:model-unavailable",
      title: "The model is unavailable",
      status: 502,
      code: "model-unavailable",
      detail: "The model did not answer. Try again.",
      instance: "urn:belfry:request:req_0123456789abcdefghjkmnpqrs",
    },
  },
  done: {
    says: "The end, always: `completed` when the model said so, `truncated` when it or the network broke off, `aborted` when we or you did",
    data: z
      .strictObject({
        turnId,
        status: z.enum(["completed", "truncated", "aborted"]).describe("How it ended"),
        usage: tokens,
      })
      .meta({ id: "MessageDone", description: "How the answer ended" }),
    example: { turnId: "1", status: "completed", usage: { inputTokens: 120, outputTokens: 40 } },
  },
} as const;

export const sendMessage = {
  operation: "assistant.messages.send",
  method: "post",
  path: "/v1/assistant/conversations/{conversationId}/messages",
  summary:
    "Send a message; the answer is a stream of events. Cut off, send the same key and body again with Last-Event-ID: it goes on from there, and nothing is sent twice",
  permission: "assistant.chat",
  params: conversationParams,
  body: MessageInput,
  idempotencyKey: "required",
  resumes: true,
  answer: { status: 200, schema: z.string(), mediaTypes: ["text/event-stream"], events: MESSAGE_EVENTS },
  problems: [
    "not-found",
    "conflict",
    "consent-missing",
    "rate-limited",
    "redaction-failed",
    "vault-unavailable",
    "idempotency-conflict",
  ],
  example: { body: { text: "We need 5,000 folding cartons", previewHash: SAMPLE_HASH } },
} as const satisfies RouteSpec;
