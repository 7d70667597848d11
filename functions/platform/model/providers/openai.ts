import type { ResponseCreateParamsStreaming, ResponseStreamEvent } from "openai/resources/responses/responses";
import { z } from "zod";
import type { ModelConfig } from "../../env.ts";
import { type ModelOptions, modelAdapter } from "../adapter.ts";
import { OUTPUT_TOKENS_MAX } from "../bounds.ts";
import { ModelFault } from "../fault.ts";
import { type ModelAdapter, type ModelEvent, type ModelRequest, NO_USAGE } from "../model.ts";

/**
 * OpenAI's Responses API: `store: false` on every call, no `previous_response_id`, no hosted tools, no background mode, no
 * hidden retries. Residency comes from the host: `eu.api.openai.com` for the European Union. Of the vendor's package only the types
 * are used: they are the wire's contract.
 */
export function openaiModel(config: ModelConfig, options: ModelOptions): ModelAdapter {
  const wire = {
    path: "/responses",
    headers: (apiKey: string) => ({ authorization: `Bearer ${apiKey}` }),
    body: (request: ModelRequest) => requestBody(config.model, request),
    reader: () => readEvent,
  };
  return modelAdapter(wire, config, options);
}

function requestBody(model: string, request: ModelRequest): ResponseCreateParamsStreaming {
  return {
    model,
    instructions: request.instructions,
    input: request.messages.map(({ role, text }) => ({ role, content: text })),
    tools: request.tools.map(({ name, description, parameters }) => ({
      type: "function",
      name,
      description,
      parameters,
      strict: true,
    })),
    tool_choice: "auto",
    parallel_tool_calls: false,
    max_output_tokens: OUTPUT_TOKENS_MAX,
    safety_identifier: request.safetyIdentifier,
    store: false,
    stream: true,
  };
}

/** More than any model takes or gives: what is beyond it is no count but an attack on ours. */
const TOKENS_MAX = 10_000_000;
const Tokens = z.int().min(0).max(TOKENS_MAX).catch(0);
const Typed = z.object({ type: z.string() });
const Delta = z.object({ delta: z.string() });
const Item = z.object({ item: Typed });
const Call = z.object({ item: z.object({ name: z.string(), arguments: z.string() }) });
/** A marker is a marker, whatever is wrong with the figures in it. */
const Ended = z
  .object({ response: z.object({ usage: z.object({ input_tokens: Tokens, output_tokens: Tokens }) }) })
  .transform(({ response: { usage } }) => ({ inputTokens: usage.input_tokens, outputTokens: usage.output_tokens }))
  .catch(NO_USAGE);

type Meaning = (event: unknown) => readonly ModelEvent[];
const text: Meaning = (event) => [{ type: "text", text: Delta.parse(event).delta }];
const failed: Meaning = () => {
  throw new ModelFault("MODEL_FAILED");
};

/** The events that mean something to us. The API has dozens of others, and will get more: they pass unread. */
const MEANINGS = {
  "response.output_text.delta": text,
  "response.refusal.delta": text,
  "response.output_item.done": (event) => {
    if (Item.parse(event).item.type !== "function_call") return [];
    const { item } = Call.parse(event);
    return [{ type: "call", tool: item.name, arguments: item.arguments }];
  },
  "response.completed": (event) => [{ type: "end", status: "completed", usage: Ended.parse(event) }],
  "response.incomplete": (event) => [{ type: "end", status: "truncated", usage: Ended.parse(event), cut: "model" }],
  "response.failed": failed,
  error: failed,
} as const satisfies Partial<Record<ResponseStreamEvent["type"], Meaning>>;

const meanings: ReadonlyMap<string, Meaning> = new Map(Object.entries(MEANINGS));

function readEvent(data: string): readonly ModelEvent[] {
  const event: unknown = JSON.parse(data);
  return meanings.get(Typed.parse(event).type)?.(event) ?? [];
}
