import OpenAI from "openai";
import type { ResponseStreamEvent } from "openai/resources/responses/responses";
import { PreparedRequest, type StoredReceipt } from "../../../core/outgoing.ts";
import { Problem } from "../../../core/problem.ts";
import type { ModelConfig } from "../../env.ts";
import { guardedFetch, modelOrigin } from "../connection.ts";
import type { ModelAdapter, ModelEvent, ModelRequest } from "../model.ts";

const OUTPUT_TOKENS_MAX = 2_000;
/** Own deadlines: the client's default is 10 minutes. */
const TOTAL_MS = 120_000;
const SILENCE_MS = 30_000;

/**
 * OpenAI's Responses API: `store: false` on every call, no `previous_response_id`, no hosted tools, no background mode, no
 * hidden retries. Residency comes from the host: `eu.api.openai.com` for the European Union.
 */
export function openaiModel(config: ModelConfig, options: Options): ModelAdapter {
  const origin = modelOrigin(config.baseUrl, options.mode);
  const { host, model } = config;
  if (options.mode === "production" && new URL(config.baseUrl).hostname !== host)
    throw new Error("the model's address is not its registered host");
  const client = (receipt: StoredReceipt) =>
    new OpenAI({
      apiKey: options.apiKey(),
      baseURL: config.baseUrl,
      organization: null,
      project: null,
      webhookSecret: null,
      maxRetries: 0,
      timeout: TOTAL_MS,
      logLevel: "off",
      fetch: guardedFetch(receipt, origin),
    });
  return {
    prepare: (request) =>
      PreparedRequest.from(request.messages, (messages) => requestBody(model, { ...request, messages })),
    stream: (receipt, signal) => stream(client(receipt), receipt, signal),
  };
}

interface Options {
  readonly mode: "local" | "production";
  readonly apiKey: () => string;
}

async function* stream(client: OpenAI, receipt: StoredReceipt, signal: AbortSignal): AsyncGenerator<ModelEvent> {
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), SILENCE_MS);
  const combined = AbortSignal.any([signal, silence.signal, AbortSignal.timeout(TOTAL_MS)]);
  try {
    // The body is the receipt's own; the guard compares what the client makes of it byte by byte.
    const events = await client.responses.create(JSON.parse(receipt.request.body), { signal: combined });
    if (!(Symbol.asyncIterator in events)) throw new Error("the model did not stream");
    for await (const event of events as AsyncIterable<ResponseStreamEvent>) {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), SILENCE_MS);
      const translated = translate(event);
      if (translated !== undefined) yield translated;
      if (translated?.type === "end") return;
    }
    signal.throwIfAborted();
    // The client ends a cut stream like a complete one: without the terminal event it is not complete.
    yield { type: "end", status: "truncated", usage: { inputTokens: 0, outputTokens: 0 } };
  } catch (cause) {
    signal.throwIfAborted();
    if (cause instanceof Problem) throw cause;
    throw new Problem("model-unavailable", {
      detail: "The model did not answer properly. Your message is stored; send it again.",
      cause,
    });
  } finally {
    clearTimeout(timer);
  }
}

function requestBody(model: string, request: ModelRequest): object {
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

function translate(event: ResponseStreamEvent): ModelEvent | undefined {
  switch (event.type) {
    case "response.output_text.delta":
    case "response.refusal.delta":
      return { type: "text", text: event.delta };
    case "response.output_item.done":
      return event.item.type === "function_call"
        ? { type: "call", tool: event.item.name, arguments: event.item.arguments }
        : undefined;
    case "response.completed":
    case "response.incomplete":
      return {
        type: "end",
        status: event.type === "response.completed" ? "completed" : "truncated",
        usage: {
          inputTokens: event.response.usage?.input_tokens ?? 0,
          outputTokens: event.response.usage?.output_tokens ?? 0,
        },
      };
    case "response.failed":
    case "error":
      throw new Error("the model reported a failure");
    default:
      return undefined;
  }
}
