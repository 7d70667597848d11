import { z } from "zod";
import type { RouteSpec } from "../../platform/http/route.ts";
import { ENTITY_TYPES } from "../../redaction/index.ts";
import { conversationParams, hash, SAMPLE_HASH } from "../contract.ts";

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

export const sendMessage = {
  operation: "assistant.messages.send",
  method: "post",
  path: "/v1/assistant/conversations/{conversationId}/messages",
  summary: "Send a message; the answer is a stream of receipt, delta, proposal, problem and, always last, done",
  permission: "assistant.chat",
  params: conversationParams,
  body: z.strictObject({ ...Message.shape, previewHash: hash.optional() }),
  idempotencyKey: "required",
  answer: { status: 200, schema: z.string(), mediaTypes: ["text/event-stream"] },
  problems: ["not-found", "conflict", "consent-missing", "rate-limited", "redaction-failed", "vault-unavailable"],
  example: {
    body: { text: "We need 5,000 folding cartons", previewHash: SAMPLE_HASH },
    answer: 'event: done\ndata: {"turnId":"1","status":"completed","usage":{"inputTokens":120,"outputTokens":40}}\n\n',
  },
} as const satisfies RouteSpec;
