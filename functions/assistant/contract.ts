import { z } from "zod";
import { ConversationId } from "../core/ids.ts";
import { count, hash } from "../platform/http/fields.ts";

/** What several of the assistant's contracts say alike. */
export const tokens = z
  .strictObject({
    inputTokens: count("Tokens that the model read"),
    outputTokens: count("Tokens that the model wrote"),
  })
  .meta({ id: "Usage", description: "What the provider counted; zeros when it did not say" });
export const conversationParams = z.strictObject({ conversationId: ConversationId });
export const turnId = z.string().describe("A turn's number in its conversation, from 1, as a text");
export const provider = z.string().describe("Who runs the model");
export const host = z.string().describe("The host that it was sent to");
export const region = z.string().describe("Where that host processes it");
export const model = z.string().describe("The model's name");
export const bodyHash = hash("Of the exact bytes that left");
export const toolArguments = z
  .record(z.string(), z.unknown())
  .describe("What the tool would be called with: of `propose_brief`, the fields of a brief");
export const argumentsHash = hash("Of the arguments in RFC 8785 form: name it in your decision");
