import {
  Client,
  credentials,
  type handleBidiStreamingCall,
  Server,
  ServerCredentials,
  type ServiceError,
  status,
} from "@grpc/grpc-js";
import { METHODS, type Method, readsIn, writesIn } from "./tap/counts.ts";

/** One Firestore call as it crossed the wire. Times in milliseconds on this process's `performance.now()`. */
export interface Span {
  readonly method: string;
  readonly startedMs: number;
  /** When its last byte was passed on; undefined while it is open. */
  endedMs: number | undefined;
  /** Billed document reads: found, missing, or the one that an empty query costs. */
  reads: number;
  /** Documents written or deleted. */
  writes: number;
}

/** A proxy that sees every call between functions and the emulator. */
export interface Tap {
  /** `127.0.0.1:<port>`, as FIRESTORE_EMULATOR_HOST wants it. */
  readonly host: string;
  /** Everything since the last `take`, once nothing has been under way for a moment. */
  take(): Promise<readonly Span[]>;
  close(): void;
}

/** A listener's first answer or a watcher's read may come a little after the answer that it belongs to. */
const QUIET_MS = 60;

/**
 * Starts a tap in front of the emulator at `target`. It counts on the wire, where Google bills: whatever the functions or the vendor's
 * client do behind the scenes (retries, listeners, lookups) is in the numbers, and no production code knows of it.
 */
export async function startTap(target: string): Promise<Tap> {
  const upstream = new Client(target, credentials.createInsecure());
  const server = new Server();
  const spans: Span[] = [];
  let lastMs = performance.now();
  for (const method of METHODS) {
    const handle = forward(upstream, method, {
      begin(span) {
        lastMs = performance.now();
        spans.push(span);
      },
      seen() {
        lastMs = performance.now();
      },
    });
    // Unary or streamed is the same on the wire, so that one handler serves all of them.
    server.register(pathOf(method), handle, raw, raw, "bidi");
  }
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  return {
    host: `127.0.0.1:${port}`,
    async take() {
      const isOpen = () => spans.some(({ endedMs }) => endedMs === undefined);
      while (isOpen() || performance.now() - lastMs < QUIET_MS) await new Promise((wait) => setTimeout(wait, 5));
      return spans.splice(0);
    },
    close() {
      server.forceShutdown();
      upstream.close();
    },
  };
}

const pathOf = (method: Method): string => `/google.firestore.v1.Firestore/${method}`;
const raw = (bytes: Buffer): Buffer => bytes;

function forward(
  upstream: Client,
  method: Method,
  watch: { begin(span: Span): void; seen(): void },
): handleBidiStreamingCall<Buffer, Buffer> {
  const isListener = method === "Listen";
  return (call) => {
    const now = performance.now();
    const span: Span = { method, startedMs: now, endedMs: undefined, reads: 0, writes: 0 };
    // A listener never ends: each document it hears of is a span of its own instead.
    if (!isListener) watch.begin(span);
    const metadata = call.metadata.clone();
    metadata.remove("user-agent");
    const onward = upstream.makeBidiStreamRequest(pathOf(method), raw, raw, metadata);
    const finish = () => {
      watch.seen();
      if (method === "RunQuery" && span.reads === 0) span.reads = 1;
      span.endedMs ??= performance.now();
    };
    call.on("data", (bytes: Buffer) => {
      watch.seen();
      span.writes += writesIn(method, bytes);
      onward.write(bytes);
    });
    call.on("end", () => onward.end());
    call.on("cancelled", () => onward.cancel());
    onward.on("metadata", (head) => call.sendMetadata(head));
    onward.on("data", (bytes: Buffer) => {
      watch.seen();
      const reads = readsIn(method, bytes);
      if (!isListener) span.reads += reads;
      else if (reads > 0) watch.begin({ ...span, startedMs: performance.now(), endedMs: performance.now(), reads });
      call.write(bytes);
    });
    onward.on("error", ({ code, details, metadata: trailer }: ServiceError) => {
      finish();
      call.emit("error", { code, details, metadata: trailer });
    });
    onward.on("status", ({ code }) => {
      finish();
      if (code === status.OK) call.end();
    });
  };
}
