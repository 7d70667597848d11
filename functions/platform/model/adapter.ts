import { PreparedRequest } from "../../core/outgoing.ts";
import { Problem } from "../../core/problem.ts";
import type { ModelConfig } from "../env.ts";
import { BOUNDS, type Bounds } from "./bounds.ts";
import { guarded, headerNames, modelOrigin, requestHeaders } from "./connection.ts";
import { eventData } from "./events.ts";
import { exchange, type ModelAnswer } from "./exchange.ts";
import { type Cut, CutShort, ModelFault } from "./fault.ts";
import { type ModelAdapter, type ModelEvent, NO_USAGE, type Wire } from "./model.ts";
import { Patience } from "./patience.ts";

export interface ModelOptions {
  readonly mode: "local" | "production";
  readonly apiKey: () => string;
  /** Closer ones, for tests. */
  readonly bounds?: Partial<Bounds>;
}

/**
 * A provider's wire as an adapter: one request, one bounded reader, whatever the provider.
 * @throws Error when the address isn't the registered host, or not HTTPS.
 */
export function modelAdapter(wire: Wire, config: ModelConfig, options: ModelOptions): ModelAdapter {
  const { baseUrl, host } = config;
  const origin = modelOrigin(baseUrl, options.mode);
  if (options.mode === "production" && new URL(baseUrl).hostname !== host)
    throw new Error("the model's address is not its registered host");
  const url = `${baseUrl}${wire.path}`;
  const names = headerNames(wire.headers(""));
  const bounds = { ...BOUNDS, ...options.bounds };
  return {
    prepare: (request) =>
      PreparedRequest.from(request.messages, (messages) => wire.body({ ...request, messages }), names),
    stream(receipt, signal) {
      const open = (signal: AbortSignal) => {
        const headers = requestHeaders(wire.headers(options.apiKey()));
        const { body } = receipt.request;
        return guarded(receipt, origin, exchange)(url, { method: "POST", headers, body, signal });
      };
      return heard(open, wire.reader(), bounds, signal);
    },
  };
}

type Open = (signal: AbortSignal) => Promise<ModelAnswer>;
type Read = ReturnType<Wire["reader"]>;

/**
 * One answer. What fails before the stream begins, or breaks its protocol, is a problem; what ends a stream early is an end, `truncated`, of
 * what was said.
 */
async function* heard(open: Open, read: Read, bounds: Bounds, signal: AbortSignal): AsyncGenerator<ModelEvent> {
  const patience = new Patience(bounds, signal);
  let reader: ModelAnswer | undefined;
  let isWhole = false;
  try {
    reader = streamOf(await patience.hear(open(patience.signal)));
    for await (const event of understood(reader, read, bounds, patience)) {
      isWhole = event.type === "end";
      yield event;
    }
    if (isWhole) return;
    signal.throwIfAborted();
    yield cut("closed");
  } catch (error) {
    signal.throwIfAborted();
    const missed = error instanceof CutShort ? error : patience.missed;
    if (reader === undefined || error instanceof ModelFault)
      throw unavailable(missed === undefined ? error : new ModelFault("MODEL_SILENT"));
    yield cut(missed?.reason ?? "reset");
  } finally {
    if (isWhole && reader !== undefined) void settle(reader, patience);
    else patience.close();
  }
}

/** @throws ModelFault unless it is a stream of events, as it is. Of any other answer not one byte is read: providers quote requests in theirs. */
function streamOf(answer: ModelAnswer): ModelAnswer {
  if (answer.status !== 200) throw new ModelFault("MODEL_STATUS", answer.status);
  if (!/^text\/event-stream\s*(?:;|$)/i.test(answer.header("content-type") ?? ""))
    throw new ModelFault("MODEL_CONTENT_TYPE");
  // Nothing is inflated here, so that nothing can be a bomb.
  if (!/^(?:identity)?$/i.test(answer.header("content-encoding") ?? "")) throw new ModelFault("MODEL_ENCODING");
  return answer;
}

/** What the stream's events mean, to the terminal one. */
async function* understood(
  reader: ModelAnswer,
  read: Read,
  bounds: Bounds,
  patience: Patience,
): AsyncGenerator<ModelEvent> {
  let [calls, argumentChars] = [0, 0];
  for await (const data of eventData(() => patience.hear(reader.read()), bounds)) {
    for (const event of parsed(read, data)) {
      if (event.type === "call") {
        calls += 1;
        argumentChars += event.arguments.length;
        if (calls > bounds.calls) throw new CutShort("calls");
        if (argumentChars > bounds.argumentChars) throw new CutShort("arguments");
      }
      yield event;
      if (event.type === "end") return;
    }
  }
}

/** An event of any provider is some five deep. What is 100,000 deep is work for a parser and for nobody else. */
const DEPTH_MAX = 64;

function isDeep(data: string): boolean {
  let depth = 0;
  let isString = false;
  // Unit by unit: a pattern for strings takes time by the square where one does not end.
  for (let at = 0; at < data.length; at += 1) {
    const unit = data[at];
    if (unit === '"') isString = !isString;
    else if (isString) at += unit === "\\" ? 1 : 0;
    else if (unit === "[" || unit === "{") depth += 1;
    else if (unit === "]" || unit === "}") depth -= 1;
    if (depth > DEPTH_MAX) return true;
  }
  return false;
}

/** A parser's own error would quote what it could not parse. */
function parsed(read: Read, data: string): readonly ModelEvent[] {
  if (isDeep(data)) throw new ModelFault("MODEL_PROTOCOL");
  try {
    return read(data);
  } catch (error) {
    throw error instanceof ModelFault ? error : new ModelFault("MODEL_PROTOCOL");
  }
}

const SETTLE_MS = 500;
const SETTLE_BYTES = 16_384;

/** After the terminal event: the few bytes that end the response are read, so that the next request finds the connection open. */
async function settle(reader: ModelAnswer, patience: Patience): Promise<void> {
  const late = setTimeout(() => patience.close(), SETTLE_MS);
  try {
    for (let bytes = 0; bytes < SETTLE_BYTES; ) {
      const { done, value } = await reader.read();
      if (done || value === undefined) break;
      bytes += value.byteLength;
    }
  } catch {
    // Nobody waits for it any more.
  } finally {
    clearTimeout(late);
    patience.close();
  }
}

const cut = (why: Cut): ModelEvent => ({ type: "end", status: "truncated", usage: NO_USAGE, cut: why });

const unavailable = (cause: unknown) =>
  new Problem("model-unavailable", {
    detail: "The model did not answer properly. Your message is stored; send it again.",
    cause,
  });
