import { z } from "zod";
import { ProposalId, ReceiptId } from "../../core/ids.ts";
import { ProblemView } from "../../platform/http/problem-view.ts";
import type { RouteSpec } from "../../platform/http/route.ts";
import { ENTITY_TYPES } from "../../redaction/index.ts";
import { AT, conversationParams, hash, SAMPLE_HASH, time, tokens } from "../contract.ts";

/** What a user can type at once, in UTF-16 code units. */
const Typed = z
  .string()
  .min(1)
  .max(32_000)
  .refine((text) => text.trim().length > 0, "must not be blank");

/** A part of `text`, in UTF-16 code units, `end` exclusive. */
const Part = z.strictObject({ start: z.int().min(0), end: z.int().min(1) });
const Parts = z.array(Part).max(100);

/** What the user decides beside the engine: the same for a preview and for sending, or the bytes differ. */
const Message = z.strictObject({
  text: Typed,
  /** Parts that are replaced too. */
  redact: Parts.optional(),
  /** False hits: parts of `replacements` with `mayKeep`, which leave as they were typed. */
  keep: Parts.optional(),
});

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
    schema: z.strictObject({
      outgoing: z.string(),
      replacements: z.array(
        z.strictObject({
          placeholder: z.string(),
          type: z.enum(ENTITY_TYPES),
          start: z.int(),
          end: z.int(),
          /** Whether you may name it in `keep`. */
          mayKeep: z.boolean(),
        }),
      ),
      previewHash: hash,
    }),
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
    data: z.strictObject({
      receiptId: ReceiptId,
      sha256: hash,
      provider: z.string(),
      host: z.string(),
      region: z.string(),
      model: z.string(),
    }),
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
    data: z.strictObject({ text: z.string() }),
    example: { text: "What are the dimensions?" },
  },
  proposal: {
    says: "Something that the assistant proposes. Nothing is done before you decide",
    data: z.strictObject({
      proposalId: ProposalId,
      tool: z.string(),
      arguments: z.record(z.string(), z.unknown()),
      argumentsHash: hash,
      expiresAt: time,
    }),
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
    data: z.strictObject({ turnId: z.string(), status: z.enum(["completed", "truncated", "aborted"]), usage: tokens }),
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
  body: z.strictObject({ ...Message.shape, previewHash: hash.optional() }),
  idempotencyKey: "required",
  resumes: true,
  answer: { status: 200, schema: z.string(), mediaTypes: ["text/event-stream"], events: MESSAGE_EVENTS },
  problems: ["not-found", "conflict", "consent-missing", "rate-limited", "redaction-failed", "vault-unavailable"],
  example: { body: { text: "We need 5,000 folding cartons", previewHash: SAMPLE_HASH } },
} as const satisfies RouteSpec;
