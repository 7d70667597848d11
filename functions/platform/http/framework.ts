import diagnostics from "node:diagnostics_channel";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { getRequestListener, RequestError } from "@hono/node-server";
import { Problem } from "../../core/problem.ts";
import { newId } from "../clock.ts";
import type { Log } from "../log.ts";
import { Cors } from "./cors.ts";
import type { Endpoint } from "./endpoint.ts";
import { languageOf } from "./language.ts";
import { BODY_BYTES_MAX } from "./parse.ts";
import { asProblem, problemResponse, VARY } from "./response.ts";
import { problemIn } from "./words/index.ts";

/** The type of an HTTP function under functions-framework. */
export type HttpFunction = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

let serve: HttpFunction | undefined;
let turnedAway: Endpoint["turnedAway"] | undefined;

/** The bridge from a Node request to a web-standard handler. It expects `rawBody`, which the guard collects. */
export function toHttpFunction(handle: Endpoint["handle"], noteRefusal?: Endpoint["turnedAway"]): HttpFunction {
  turnedAway = noteRefusal;
  const listener = getRequestListener(handle, {
    overrideGlobalObjects: false,
    // Its own answer to a target or host that it can't make a Request of is empty.
    errorHandler: (error) =>
      problemResponse(error instanceof RequestError ? noRoute() : asProblem(error), newId("req")),
  });
  serve = async (request, response) => {
    await listener(request, response);
  };
  return serve;
}

const DRAIN_MS = 9_000;

/**
 * Closes the framework's traps, all tested in `test/platform/framework.test.ts`. It parses bodies before any function of ours runs:
 * malformed JSON is answered in HTML and printed with its text, compressed bodies are inflated up to 1 GB, an undecodable path is
 * printed. It creates a `domain` for each request, which makes every promise of the process slower (bench/results/turn.json), exits
 * at once on SIGTERM, and answers the newest request when any other fails. Node's own diagnostics channel shows each request before
 * the framework sees it: the framework starts the server and loads the function; from there on the requests are ours.
 * Call it once, from a composition root. Pages of `origins` may use the API.
 */
export function guardFramework(log: Log, origins: readonly string[]): AbortSignal {
  const cors = new Cors(origins);
  const draining = new AbortController();
  const guarded = new WeakSet<Server>();
  diagnostics.subscribe("http.server.request.start", (message) => {
    const { server } = message as { server: Server };
    if (guarded.has(server)) return;
    guarded.add(server);
    server.removeAllListeners("request");
    server.on("request", (request: Received, response: ServerResponse) => {
      if (!cors.answered(request, response)) accept(request, response);
    });
    ownProcessEvents(server, draining, log);
  });
  return draining.signal;
}

const tooLarge = () =>
  new Problem("too-large", { detail: `A request's body may hold at most ${BODY_BYTES_MAX} bytes.` });

type Received = IncomingMessage & { rawBody?: Buffer };

/** What is refused before anything is read of it. An absolute target is brought into the usual form on the way. */
function refusalOf(request: IncomingMessage): Problem | undefined {
  const target = originForm(request);
  if (target === undefined) return noRoute();
  request.url = target;
  if (!isHost(request.headers.host)) {
    const errors = [{ pointer: "header:Host", message: "is not a host" }];
    return new Problem("invalid", { detail: "Send the name that you sent the request to.", errors });
  }
  const encoding = request.headers["content-encoding"];
  if (encoding !== undefined && encoding !== "identity") {
    return new Problem("unsupported-media-type", { detail: "Send the body without a Content-Encoding." });
  }
  return Number(request.headers["content-length"] ?? 0) > BODY_BYTES_MAX ? tooLarge() : undefined;
}

/** Collects the body, bounded and as it came, and hands the request to the function. */
function accept(request: Received, response: ServerResponse): void {
  const refusal = refusalOf(request);
  if (refusal !== undefined) {
    refuse(response, refusal);
    return;
  }
  const chunks: Buffer[] = [];
  let received = 0;
  const collect = (chunk: Buffer) => {
    received += chunk.length;
    chunks.push(chunk);
    if (received <= BODY_BYTES_MAX) return;
    request.off("data", collect).off("end", complete);
    refuse(response, tooLarge());
  };
  const complete = () => {
    request.rawBody = Buffer.concat(chunks);
    void serve?.(request, response);
  };
  request.on("data", collect).on("end", complete);
}

const noRoute = () => new Problem("not-found", { detail: "There is no such route. See GET /v1/openapi.json." });

/**
 * The target as path and query, `undefined` if it has none that can be read. An absolute target means the same as its path, and
 * its host counts instead of the header's (RFC 9112 § 3.2.2).
 */
function originForm(request: IncomingMessage): string | undefined {
  let target = request.url ?? "";
  const absolute = /^https?:\/\/([^/?#]*)/i.exec(target);
  if (absolute !== null) {
    request.headers.host = absolute[1];
    target = target.slice(absolute[0].length);
    if (!target.startsWith("/")) target = `/${target}`;
  }
  try {
    decodeURIComponent(target);
  } catch {
    return undefined;
  }
  return target.startsWith("/") && URL.canParse(`http://localhost${target}`) ? target : undefined;
}

const isHost = (host: string | undefined): boolean =>
  /^([\w.-]+|\[[\da-f:.]+\])(:\d{1,5})?$/i.test(host ?? "") && URL.canParse(`http://${host}`);

const DISCARD_BYTES_MAX = 32 * 1024 * 1024;
const DISCARD_MS = 10_000;

/**
 * Answers without the framework. What is left of the body is read and forgotten first, within bounds: a client that is still
 * writing would otherwise see a reset connection instead of the answer (RFC 9112 § 9.6).
 */
function refuse(response: ServerResponse, problem: Problem): void {
  const request = response.req;
  const language = languageOf(request.headers["accept-language"]);
  const requestId = newId("req");
  const noted = note(request, problem, requestId);
  const answer = async () => {
    clearTimeout(timer);
    await noted;
    if (response.headersSent) return;
    response.writeHead(problem.status, {
      "content-type": "application/problem+json",
      "content-language": language,
      vary: VARY,
      "x-request-id": requestId,
      "cache-control": "no-store",
      connection: "close",
    });
    response.end(JSON.stringify(problemIn(language, problem, requestId)));
  };
  const end = () => void answer();
  const timer = setTimeout(end, DISCARD_MS);
  let bytes = 0;
  request.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > DISCARD_BYTES_MAX) end();
  });
  request.once("end", end).once("close", end).resume();
}

/** In the trail of whoever has a valid token. It must not hold up the answer for ever, nor fail it. */
async function note(request: IncomingMessage, problem: Problem, requestId: string): Promise<void> {
  const { authorization } = request.headers;
  if (turnedAway === undefined || authorization === undefined) return;
  const [path = ""] = (request.url ?? "").split("?");
  const headers = new Headers({ authorization });
  await turnedAway({ method: request.method ?? "", path, headers }, problem, requestId).catch(() => undefined);
}

/** Streams get the time that Cloud Run leaves after SIGTERM (10 s) to end in order; a crash is logged without its text. */
function ownProcessEvents(server: Server, draining: AbortController, log: Log): void {
  for (const event of ["SIGTERM", "SIGINT", "unhandledRejection", "uncaughtException", "exit"])
    process.removeAllListeners(event);
  const drain = (code: number) => {
    log.write("INFO", "draining");
    server.close(() => process.exit(code));
    server.closeIdleConnections();
    setTimeout(() => draining.abort(), DRAIN_MS / 2).unref();
    setTimeout(() => process.exit(code), DRAIN_MS).unref();
  };
  process.once("SIGTERM", () => drain(0));
  process.once("SIGINT", () => drain(0));
  process.on("unhandledRejection", (cause) => log.write("ERROR", "unhandled rejection", { cause }));
  process.once("uncaughtException", (cause) => {
    log.write("ERROR", "uncaught exception", { cause });
    drain(1);
  });
}
