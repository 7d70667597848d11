import { randomBytes } from "node:crypto";
import type OpenAI from "openai";
import type { Reply } from "./interview.ts";
import type { ModelRequest } from "./request.ts";

type Event = OpenAI.Responses.ResponseStreamEvent;
type Lifecycle = Extract<Event, { response: OpenAI.Responses.Response }>;
/** `output_text` is a convenience that the SDK adds; the wire does not have it. */
export type WireResponse = Omit<OpenAI.Responses.Response, "output_text">;
/** The events that this stand-in sends, as they are on the wire, before they are numbered. */
type Unnumbered<E> = E extends Lifecycle
  ? Omit<E, "response" | "sequence_number"> & { response: WireResponse }
  : Omit<E, "sequence_number">;
/** An event as it is on the wire. */
export type WireEvent = Unnumbered<Event> & { sequence_number: number };

/** How a response ends, other than by completing. */
export type Ending = "completed" | "incomplete" | "failed";

/** The whole response, as a request without `stream` gets it. */
export function completedResponse(request: ModelRequest, reply: Reply, nowMs: number): WireResponse {
  const response = newResponse(request, nowMs);
  return { ...response, ...finished("completed", itemsOf(reply), request, nowMs) };
}

/**
 * The events of a streamed response in the order and with the fields of the Responses API: created, in_progress, then
 * per output item added … done, then the terminal event. There is no `[DONE]`: the terminal event is the end.
 */
export function* responseEvents(
  request: ModelRequest,
  reply: Reply,
  nowMs: number,
  ending: Ending = "completed",
): Generator<WireEvent> {
  let sequence = 0;
  const numbered = (event: Unnumbered<Event>): WireEvent => ({ ...event, sequence_number: sequence++ });
  const response = newResponse(request, nowMs);
  yield numbered({ type: "response.created", response });
  yield numbered({ type: "response.in_progress", response });
  const items = ending === "completed" ? itemsOf(reply) : itemsOf({ text: firstHalf(reply.text) });
  for (const [index, item] of items.entries()) {
    const events = item.type === "message" ? messageEvents(item, index, reply.chunk) : callEvents(item, index);
    for (const event of events) yield numbered(event);
  }
  const done = { ...response, ...finished(ending, items, request, nowMs) };
  yield numbered({ type: `response.${ending}`, response: done });
}

type MessageItem = OpenAI.Responses.ResponseOutputMessage & { content: [OpenAI.Responses.ResponseOutputText] };
type CallItem = OpenAI.Responses.ResponseFunctionToolCall & { id: string };

function* messageEvents(item: MessageItem, output_index: number, chunk?: number): Generator<Unnumbered<Event>> {
  const [part] = item.content;
  const at = { item_id: item.id, output_index, content_index: 0 };
  yield { type: "response.output_item.added", output_index, item: { ...item, status: "in_progress", content: [] } };
  yield { type: "response.content_part.added", ...at, part: { ...part, text: "" } };
  for (const delta of chunk === undefined ? piecesOf(part.text) : cut(part.text, chunk))
    yield { type: "response.output_text.delta", ...at, delta, logprobs: [] };
  yield { type: "response.output_text.done", ...at, text: part.text, logprobs: [] };
  yield { type: "response.content_part.done", ...at, part };
  yield { type: "response.output_item.done", output_index, item };
}

function* callEvents(item: CallItem, output_index: number): Generator<Unnumbered<Event>> {
  const at = { item_id: item.id, output_index };
  yield { type: "response.output_item.added", output_index, item: { ...item, status: "in_progress", arguments: "" } };
  for (const delta of piecesOf(item.arguments)) yield { type: "response.function_call_arguments.delta", ...at, delta };
  yield { type: "response.function_call_arguments.done", ...at, arguments: item.arguments };
  yield { type: "response.output_item.done", output_index, item };
}

/**
 * A text in pieces like a tokeniser's: short, with the space ahead of the word, and with placeholders such as
 * `[EMAIL_1]` cut in the middle, as every real model cuts them.
 */
export function piecesOf(text: string): string[] {
  return text.match(/\s*[^\s]{1,5}|\s+$/gu) ?? [];
}

function* cut(text: string, units: number): Generator<string> {
  for (let from = 0; from < text.length; from += units) yield text.slice(from, from + units);
}

function itemsOf(reply: Reply): (MessageItem | CallItem)[] {
  const message: MessageItem = {
    id: newId("msg"),
    type: "message",
    role: "assistant",
    status: "completed",
    content: [{ type: "output_text", text: reply.text, annotations: [], logprobs: [] }],
  };
  if (reply.call === undefined) return [message];
  const call: CallItem = {
    id: newId("fc"),
    type: "function_call",
    status: "completed",
    call_id: newId("call"),
    name: reply.call.name,
    arguments: reply.call.arguments,
  };
  return [message, call];
}

function newResponse(request: ModelRequest, nowMs: number): WireResponse {
  return {
    id: newId("resp"),
    object: "response",
    created_at: Math.floor(nowMs / 1000),
    status: "in_progress",
    access_programs: null,
    background: false,
    error: null,
    incomplete_details: null,
    instructions: request.instructions ?? null,
    max_output_tokens: request.max_output_tokens ?? null,
    metadata: {},
    model: request.model,
    output: [],
    parallel_tool_calls: true,
    previous_response_id: null,
    temperature: 1,
    text: { format: { type: "text" } },
    tool_choice: "auto",
    tools: [],
    top_p: 1,
    truncation: "disabled",
  };
}

function finished(ending: Ending, output: (MessageItem | CallItem)[], request: ModelRequest, nowMs: number) {
  const input = tokensIn(JSON.stringify(request.input)) + tokensIn(request.instructions ?? "");
  const outputTokens = tokensIn(JSON.stringify(output));
  const usage: OpenAI.Responses.ResponseUsage = {
    input_tokens: input,
    input_tokens_details: { cached_tokens: 0, cache_write_tokens: 0 },
    output_tokens: outputTokens,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: input + outputTokens,
  };
  const error: OpenAI.Responses.ResponseError | null =
    ending === "failed" ? { code: "server_error", message: "The stand-in was told to fail." } : null;
  return {
    status: ending,
    completed_at: ending === "completed" ? Math.floor(nowMs / 1000) : null,
    incomplete_details: ending === "incomplete" ? ({ reason: "max_output_tokens" } as const) : null,
    error,
    output,
    usage,
  };
}

/** About four characters a token, as in English text. */
const tokensIn = (text: string) => Math.ceil(text.length / 4);
const firstHalf = (text: string) => text.slice(0, text.length >> 1);
const newId = (prefix: string) => `${prefix}_${randomBytes(24).toString("hex")}`;
