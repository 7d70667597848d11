import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { sendJson } from "../http.ts";
import { completedResponse, type Ending, responseEvents, type WireEvent } from "./events.ts";
import type { Fault } from "./faults.ts";
import { isFlood, sendFlood } from "./floods.ts";
import { framed } from "./framing.ts";
import { answer, type Reply } from "./interview.ts";
import type { Recorder } from "./recorder.ts";
import type { ModelRequest } from "./request.ts";

/** What an answer is made with. */
export interface Answering {
  recorder: Recorder;
  /** Pause before each word of a streamed answer. */
  tokenDelayMs: number;
  /** Milliseconds since the epoch. */
  now(): number;
}

/** An error body as OpenAI sends it. */
export function sendError(response: ServerResponse, status: number, message: string, code: string | null = null): void {
  const type = status >= 500 ? "server_error" : status === 429 ? "rate_limit_error" : "invalid_request_error";
  sendJson(
    response,
    status,
    { error: { message, type, param: null, code } },
    status === 429 ? { "retry-after": "1" } : {},
  );
}

/** Answers `POST /v1/responses`, streamed or whole, with the given fault if any. */
export async function sendAnswer(
  response: ServerResponse,
  request: ModelRequest,
  fault: Fault | undefined,
  { recorder, tokenDelayMs, now }: Answering,
): Promise<void> {
  const reply = fault?.kind === "say" ? told(fault) : answer(request, now());
  if (request.stream !== true) {
    if (fault?.kind === "slow") await sleep(fault.delayMs);
    if (fault?.kind === "garbage") return void response.end("{ not json");
    return sendJson(response, 200, completedResponse(request, reply, now()));
  }
  if (isFlood(fault)) return sendFlood(response, fault);
  const left = new AbortController();
  response.on("close", () => left.abort());
  const ending: Ending = fault?.kind === "incomplete" || fault?.kind === "failed" ? fault.kind : "completed";
  const contentType = fault?.kind === "content-type" ? fault.contentType : "text/event-stream; charset=utf-8";
  response.writeHead(200, { "content-type": contentType, "cache-control": "no-cache" });
  response.flushHeaders();
  let sent = 0;
  for (const event of responseEvents(request, reply, now(), ending)) {
    if (fault !== undefined && sent === fault.n && (await breaksOff(response, event, fault, recorder, left.signal)))
      return;
    const startsWord = "delta" in event && typeof event.delta === "string" && /^\s/u.test(event.delta);
    const delayMs = fault?.kind === "slow" ? fault.delayMs : startsWord ? tokenDelayMs : 0;
    if (delayMs > 0) await sleep(delayMs, undefined, { signal: left.signal }).catch(() => {});
    if (left.signal.aborted) return;
    for (const piece of framed(event, sent, fault)) {
      response.write(piece);
      // Each piece in a packet of its own.
      if (fault?.kind === "framing") await new Promise((resolve) => setImmediate(resolve));
    }
    sent++;
  }
  response.end();
}

/** What it was told to say, instead of what it would. */
const told = ({ text, chunk, arguments: args }: Fault): Reply => ({
  text,
  chunk,
  ...(args === undefined ? {} : { call: { name: "propose_brief", arguments: args } }),
});

/** Does what the fault says at this point of the stream; true when the stream is over. */
async function breaksOff(
  response: ServerResponse,
  next: WireEvent,
  fault: Fault,
  recorder: Recorder,
  left: AbortSignal,
): Promise<boolean> {
  switch (fault.kind) {
    case "cut-after-events":
      // What was written so far must reach the client before the connection is gone.
      await new Promise((resolve) => response.write("", resolve));
      recorder.brokenOff(response);
      response.destroy();
      return true;
    case "reset-after-events":
      await new Promise((resolve) => response.write("", resolve));
      recorder.brokenOff(response);
      response.socket?.resetAndDestroy();
      return true;
    case "end-after-events":
      response.end();
      return true;
    case "half-line":
      response.end(`event: ${next.type}\ndata: ${JSON.stringify(next).slice(0, 30)}`);
      return true;
    case "error-event": {
      const error = {
        type: "error",
        code: fault.code,
        message: `The stand-in was told to fail: ${fault.code}`,
        param: null,
      };
      response.end(`event: error\ndata: ${JSON.stringify(error)}\n\n`);
      return true;
    }
    case "hang":
      if (!left.aborted) await new Promise((resolve) => left.addEventListener("abort", resolve));
      return true;
    case "garbage":
      response.end("event: response.output_text.delta\ndata: {not json\n\n");
      return true;
    default:
      return false;
  }
}
