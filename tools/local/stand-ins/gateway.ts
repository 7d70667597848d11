import {
  Agent,
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
  request as send,
} from "node:http";
import { Problem, problemDocument } from "../../../functions/core/problem.ts";
import { newId } from "../../../functions/platform/clock.ts";
import { pathOf, sendJson, targetOf } from "./http.ts";
import { close, LOOPBACK, listen } from "./ports.ts";

/** Answers a request itself, such as the console's pages. */
export type LocalHandler = (request: IncomingMessage, response: ServerResponse) => void;

/** Where the gateway listens, and where requests go. */
export interface GatewayOptions {
  /** 0 or absent: any free port. */
  port?: number;
  /** Function URL by the path's segment after `/v1/`: `{ briefs: "http://127.0.0.1:9001" }`. Read at each request. */
  functions: Readonly<Record<string, string>>;
  /** Answers `GET` of every path outside `/v1/`. Absent: 404. */
  pages?: LocalHandler;
}

/** A running gateway. */
export interface Gateway {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/** RFC 9110 § 7.6.1: these speak about one connection, and a proxy must not pass them on. */
const HOP_BY_HOP = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/**
 * Starts the local stand-in for the load balancer: `/v1/<function>/…` goes to that function's own server, path and
 * body unchanged, streamed both ways without buffering. A client that leaves closes the request behind it.
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const agent = new Agent({ keepAlive: true });
  const server = createServer((request, response) => {
    const path = pathOf(request);
    const [, segment = ""] = /^\/v1\/([^/]+)/.exec(path) ?? [];
    const target = Object.hasOwn(options.functions, segment) ? options.functions[segment] : undefined;
    if (target !== undefined) return forward(request, response, target, agent);
    if (options.pages !== undefined && request.method === "GET" && !path.startsWith("/v1/")) {
      return options.pages(request, response);
    }
    sendProblem(request, response, new Problem("not-found", { detail: "There is nothing at this address." }));
  });
  // A stream may be silent for as long as a model thinks.
  server.requestTimeout = 0;
  const port = await listen(server, options.port);
  return {
    url: `http://${LOOPBACK}:${port}`,
    port,
    async close() {
      await close(server);
      agent.destroy();
    },
  };
}

function forward(request: IncomingMessage, response: ServerResponse, target: string, agent: Agent): void {
  const { hostname, port } = new URL(target);
  const upstream = send({
    agent,
    hostname,
    port,
    // Path and query as they came: parsing them as a URL would resolve `..` and change what the function sees.
    path: targetOf(request),
    method: request.method,
    headers: { ...endToEnd(request.headers), "x-forwarded-for": forwardedFor(request), "x-forwarded-proto": "http" },
  });
  // An answer's first byte must not wait for more to fill a packet.
  upstream.setNoDelay(true);
  upstream.on("response", (answer) => {
    response.writeHead(answer.statusCode ?? 502, endToEnd(answer.headers));
    response.flushHeaders();
    answer.pipe(response);
    // Broken off behind us: break off ahead too, or the client would take a half answer for a whole one.
    answer.on("close", () => {
      if (!answer.complete) response.destroy();
    });
  });
  upstream.on("error", () => {
    if (response.headersSent || response.destroyed) return void response.destroy();
    sendProblem(request, response, new Problem("unavailable", { detail: "The function did not answer. Try again." }));
  });
  response.on("close", () => {
    if (!response.writableFinished) upstream.destroy();
  });
  request.pipe(upstream);
}

function endToEnd(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  const named = (headers.connection ?? "").toLowerCase().split(/\s*,\s*/);
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name) && !named.includes(name)));
}

/** The client's address comes last, after what earlier proxies said: the load balancer appends in the same way. */
function forwardedFor(request: IncomingMessage): string {
  const earlier = request.headers["x-forwarded-for"];
  const client = request.socket.remoteAddress ?? LOOPBACK;
  return earlier === undefined ? client : `${String(earlier)}, ${client}`;
}

/** As a function would refuse: clients meet one form of problem, whoever answers. */
function sendProblem(request: IncomingMessage, response: ServerResponse, problem: Problem): void {
  // What is still on its way belongs to nobody: without this, a client in mid-upload would never read the answer.
  request.resume();
  const requestId = newId("req");
  sendJson(response, problem.status, problemDocument(problem, requestId), {
    "content-type": "application/problem+json",
    "x-request-id": requestId,
    "cache-control": "no-store",
    vary: "origin",
    ...(problem.status === 503 ? { "retry-after": "1" } : {}),
  });
}
