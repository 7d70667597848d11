import { createHash } from "node:crypto";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** One request that reached the stand-in, as it was on the wire. */
export interface RecordedRequest {
  method: string;
  /** With the query. */
  path: string;
  /** As received; the value of `authorization` is replaced by `sha256:<hex>`. */
  headers: Record<string, string>;
  /** The exact bytes, as text. */
  body: string;
  /** The exact bytes, in base64: text would hide what is not UTF-8. */
  bodyBase64: string;
  /** SHA-256 of the exact bytes, hex. */
  sha256: string;
  /** When its first bytes arrived, RFC 3339. */
  at: string;
  /** When the answer was complete or the connection gone; null while it is being answered. */
  endedAt: string | null;
  /** True when the client closed the connection before it had the whole answer. */
  aborted: boolean;
}

/** Everything that reached the stand-in since the start or the last `clear`. */
export interface Recording {
  /**
   * TCP connections, apart from those that served control paths only. A connection counts from the moment it is
   * accepted, whether or not it ever sends a byte, until a control path turns out to be all that it asks for.
   */
  connections: number;
  requests: RecordedRequest[];
}

/** Watches a server. */
export interface Recorder {
  recording(): Recording;
  clear(): void;
  /** Notes a control request: its connection is not counted unless it also carries others. */
  control(request: IncomingMessage): void;
  /** Records a request from its first byte; the promise is its whole body. */
  record(request: IncomingMessage, response: ServerResponse): Promise<Buffer>;
  /** Tells that the stand-in itself is about to break this answer off: the client did not abort it. */
  brokenOff(response: ServerResponse): void;
}

/** Starts to record what reaches `server`. */
export function record(server: Server): Recorder {
  let counted = new Set<Socket>();
  let requests: { recorded: RecordedRequest; chunks: Buffer[] }[] = [];
  const spoken = new WeakSet<Socket>();
  const broken = new WeakSet<ServerResponse>();
  server.on("connection", (socket: Socket) => counted.add(socket));
  return {
    recording: () => ({
      connections: counted.size,
      requests: requests.map(({ recorded, chunks }) => withBody(recorded, chunks)),
    }),
    clear() {
      counted = new Set();
      requests = [];
    },
    control({ socket }) {
      if (!spoken.has(socket)) counted.delete(socket);
    },
    async record(request, response) {
      spoken.add(request.socket);
      // Kept alive from before a `clear`: it is a connection of this recording too.
      counted.add(request.socket);
      const recorded: RecordedRequest = {
        method: request.method ?? "",
        path: request.url ?? "",
        headers: headersOf(request),
        body: "",
        bodyBase64: "",
        sha256: "",
        at: new Date().toISOString(),
        endedAt: null,
        aborted: false,
      };
      const chunks: Buffer[] = [];
      requests.push({ recorded, chunks });
      response.on("close", () => {
        recorded.endedAt = new Date().toISOString();
        recorded.aborted = !response.writableFinished && !broken.has(response);
      });
      for await (const chunk of request) chunks.push(Buffer.from(chunk));
      return Buffer.concat(chunks);
    },
    brokenOff: (response) => void broken.add(response),
  };
}

function withBody(recorded: RecordedRequest, chunks: readonly Buffer[]): RecordedRequest {
  const bytes = Buffer.concat(chunks);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { ...recorded, body: bytes.toString("utf8"), bodyBase64: bytes.toString("base64"), sha256 };
}

function headersOf(request: IncomingMessage): Record<string, string> {
  const headers = Object.entries(request.headers).map(([name, value]) => {
    const text = String(value);
    // Tests compare whose key was used; no file of a test run may hold a key.
    const isSecret = name === "authorization" || name === "api-key" || name === "x-api-key";
    return [name, isSecret ? `sha256:${createHash("sha256").update(text).digest("hex")}` : text];
  });
  return Object.fromEntries(headers);
}
