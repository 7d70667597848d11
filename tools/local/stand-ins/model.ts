import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { z } from "zod";
import { bodyOf, pathOf, sendJson } from "./http.ts";
import { type Answering, sendAnswer, sendError } from "./model/answering.ts";
import { type Fault, type FaultQueue, type FaultRequest, faultQueue } from "./model/faults.ts";
import { moderate, moderationSchema } from "./model/moderation.ts";
import { type Recording, record } from "./model/recorder.ts";
import { requestSchema } from "./model/request.ts";
import { close, LOOPBACK, listen } from "./ports.ts";

/** Where the stand-in listens and how fast it speaks. */
export interface ModelOptions {
  /** 0 or absent: any free port. */
  port?: number;
  /** Pause before each word of a streamed answer, so that streaming can be seen. Default 10. */
  tokenDelayMs?: number;
  /** Milliseconds since the epoch, for dates such as "in 3 weeks"; default the real clock. */
  now?: () => number;
}

/** A running OpenAI-compatible stand-in. */
export interface ModelStandIn {
  /** `http://127.0.0.1:<port>/v1`: the SDK's `baseURL`, or OPENAI_BASE_URL. */
  readonly baseUrl: string;
  /** `http://127.0.0.1:<port>`: where `/__recorded` and `/__fault` are. */
  readonly url: string;
  readonly port: number;
  /** What reached it since the start or the last `clear`. */
  recording(): Recording;
  /** Forgets what reached it. */
  clear(): void;
  /** Makes the next request, or the next `times`, go wrong. */
  fault(fault: FaultRequest): void;
  clearFaults(): void;
  close(): Promise<void>;
}

/**
 * Starts an OpenAI-compatible stand-in: `POST /v1/responses` (streamed or not) and `POST /v1/moderations`. It records
 * every connection and every byte it receives: `GET` and `DELETE /__recorded`; faults: `POST` and `DELETE /__fault`.
 */
export async function startModel(options: ModelOptions = {}): Promise<ModelStandIn> {
  const server = createServer();
  const recorder = record(server);
  const faults = faultQueue();
  const answering = { recorder, tokenDelayMs: options.tokenDelayMs ?? 10, now: options.now ?? Date.now };

  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    const handled = pathOf(request).startsWith("/__")
      ? control(request, response, answering, faults)
      : serve(request, response, answering, faults);
    handled.catch((error: unknown) => refuse(response, error));
  });
  const port = await listen(server, options.port);
  return {
    baseUrl: `http://${LOOPBACK}:${port}/v1`,
    url: `http://${LOOPBACK}:${port}`,
    port,
    recording: recorder.recording,
    clear: recorder.clear,
    fault: faults.add,
    clearFaults: faults.clear,
    close: () => close(server),
  };
}

async function control(
  request: IncomingMessage,
  response: ServerResponse,
  { recorder }: Answering,
  faults: FaultQueue,
): Promise<void> {
  recorder.control(request);
  switch (`${request.method} ${pathOf(request)}`) {
    case "GET /__recorded":
      return sendJson(response, 200, recorder.recording());
    case "DELETE /__recorded":
      recorder.clear();
      return void response.writeHead(204).end();
    case "POST /__fault":
      faults.add(JSON.parse((await bodyOf(request)).toString("utf8")));
      return void response.writeHead(204).end();
    case "DELETE /__fault":
      faults.clear();
      return void response.writeHead(204).end();
    default:
      sendError(response, 404, "There is no such control path.");
  }
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  answering: Answering,
  faults: FaultQueue,
): Promise<void> {
  const body = await answering.recorder.record(request, response);
  const fault = faults.take();
  if (failsAtOnce(response, fault, answering)) return;
  if (!/^Bearer \S+$/u.test(request.headers.authorization ?? "")) {
    return sendError(response, 401, "You didn't provide an API key.", "invalid_api_key");
  }
  switch (`${request.method} ${pathOf(request)}`) {
    case "POST /v1/responses":
      return sendAnswer(response, requestSchema.parse(JSON.parse(body.toString("utf8"))), fault, answering);
    case "POST /v1/moderations":
      return sendJson(response, 200, moderate(moderationSchema.parse(JSON.parse(body.toString("utf8")))));
    default:
      sendError(response, 404, `Invalid URL (${request.method} ${pathOf(request)})`, "unknown_url");
  }
}

/** The faults that come before any answer. */
function failsAtOnce(response: ServerResponse, fault: Fault | undefined, { recorder }: Answering): boolean {
  if (fault?.kind === "status") {
    sendError(response, fault.status, "The stand-in was told to fail.", fault.code);
    return true;
  }
  if (fault?.kind === "cut-before-first") {
    recorder.brokenOff(response);
    response.destroy();
    return true;
  }
  return fault?.kind === "hang" && fault.n === 0;
}

function refuse(response: ServerResponse, error: unknown): void {
  // The client left, or the answer is under way: there is nobody, or no way, to tell.
  if (response.headersSent || response.destroyed) return void response.destroy();
  const isBadRequest = error instanceof z.ZodError || error instanceof SyntaxError;
  sendError(response, isBadRequest ? 400 : 500, isBadRequest ? "The request body is not valid." : "Internal error.");
}
