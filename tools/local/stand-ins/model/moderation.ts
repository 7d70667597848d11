import { randomBytes } from "node:crypto";
import type OpenAI from "openai";
import { z } from "zod";

/** What the stand-in reads of a request to `POST /v1/moderations`. */
export const moderationSchema = z.looseObject({
  model: z.string().default("omni-moderation-latest"),
  input: z.union([z.string(), z.array(z.union([z.string(), z.looseObject({ text: z.string().optional() })]))]),
});

/** A few plain words are enough to test what happens to flagged text. */
const CUES: readonly [keyof OpenAI.Moderation.Categories, RegExp][] = [
  ["violence", /\b(kill|murder|bomb)\b/iu],
  ["self-harm", /\bsuicide\b/iu],
  ["harassment", /\b(idiot|moron)\b/iu],
];

/** Judges each input by a short list of words. */
export function moderate({ model, input }: z.infer<typeof moderationSchema>): OpenAI.ModerationCreateResponse {
  const texts = (typeof input === "string" ? [input] : input).map((one) =>
    typeof one === "string" ? one : (one.text ?? ""),
  );
  return { id: `modr-${randomBytes(12).toString("hex")}`, model, results: texts.map(judge) };
}

function judge(text: string): OpenAI.Moderation {
  const hits = new Set<string>(CUES.filter(([, words]) => words.test(text)).map(([category]) => category));
  const each = <Value>(value: (isHit: boolean) => Value) => ({
    harassment: value(hits.has("harassment")),
    "harassment/threatening": value(false),
    hate: value(false),
    "hate/threatening": value(false),
    illicit: value(false),
    "illicit/violent": value(false),
    "self-harm": value(hits.has("self-harm")),
    "self-harm/instructions": value(false),
    "self-harm/intent": value(false),
    sexual: value(false),
    "sexual/minors": value(false),
    violence: value(hits.has("violence")),
    "violence/graphic": value(false),
  });
  return {
    flagged: hits.size > 0,
    categories: each((isHit) => isHit),
    category_scores: each((isHit) => (isHit ? 0.98 : 0.0001)),
    category_applied_input_types: each(() => ["text" as const]),
  };
}
