import { type ClientRequest, type IncomingMessage, request as overHttp } from "node:http";
import { request as overHttps } from "node:https";

/** What leaves. */
export interface Outbound {
  readonly method: "POST";
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Closes the connection, whatever has come of the answer. */
  readonly signal?: AbortSignal;
}

/** The head of an answer, and its body piece by piece, as they are asked for. */
export interface ModelAnswer {
  readonly status: number;
  /** A header's values, joined where it came more than once. */
  header(name: string): string | undefined;
  /** @throws when the connection breaks or the body is not as long as it was said to be. */
  read(): Promise<{ readonly done?: boolean | undefined; readonly value?: Uint8Array | undefined }>;
}

/**
 * One request over Node's own HTTP client. Not over `fetch`: the client behind it (undici 7.29 in Node 24.21) throws `assert(!this.paused)`
 * past every handler when a host ends an answer of no stated length while nobody reads, which ended the process and every stream in it.
 * No redirect is followed and nothing is sent twice; headers are those given, and HTTP's own.
 */
export function exchange(url: URL, { method, headers, body, signal }: Outbound): Promise<ModelAnswer> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const open = url.protocol === "https:" ? overHttps : overHttp;
    const request = open(url, { method, headers: { ...headers, "content-length": Buffer.byteLength(body) } });
    closeWith(request, signal);
    refuseUpgrade(request);
    // Also of a connection that breaks later: the body's reader hears of that itself.
    request.on("error", reject);
    // Whatever else may end it without an answer. After one, this changes nothing.
    request.on("close", () => reject(new Error("the connection was closed before an answer")));
    request.on("response", (response) => resolve(answerOf(response)));
    request.end(body);
  });
}

/** Not Node's own option, which raises an error once more on what has been let go of already. */
function closeWith(request: ClientRequest, signal: AbortSignal | undefined): void {
  const close = () => request.destroy();
  signal?.addEventListener("abort", close, { once: true });
  request.on("close", () => signal?.removeEventListener("abort", close));
}

/** 101 would hand over the bare socket. */
function refuseUpgrade(request: ClientRequest): void {
  request.on("upgrade", (_, socket) => socket.destroy());
}

function answerOf(response: IncomingMessage): ModelAnswer {
  // An error that comes while nobody reads is told at the next reading.
  response.on("error", () => undefined);
  const pieces = response[Symbol.asyncIterator]();
  return {
    status: response.statusCode ?? 0,
    header: (name) => response.headersDistinct[name]?.join(", "),
    read: () => pieces.next(),
  };
}
