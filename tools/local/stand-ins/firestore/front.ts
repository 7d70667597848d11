import { createServer as createHttpServer } from "node:http";
import {
  type ClientHttp2Session,
  connect,
  createServer as createHttp2Server,
  type ServerHttp2Session,
} from "node:http2";
import { connect as connectSocket, createServer, type Socket } from "node:net";
import { close, LOOPBACK, listen } from "../ports.ts";
import { call, forward, messageOf, refuse, STATUS } from "./grpc.ts";
import { COMMIT } from "./replay.ts";
import { forwardRest } from "./rest.ts";

/** What stands between clients and the emulator. */
export interface Front {
  readonly port: number;
  /** Drops every connection; new ones are accepted until `close`. */
  drop(): void;
  close(): Promise<void>;
}

/** What a commit asked for and what it got, when it took effect. */
export interface Effect {
  readonly request: Buffer;
  readonly response: Buffer;
}

export interface FrontOptions {
  readonly port: number;
  /** The emulator's port at this moment; undefined while there is none. */
  readonly upstream: () => number | undefined;
  /** Sends a commit, and resolves when it may be acknowledged. `effectOf` says what it did. */
  readonly commit: <Answer>(
    send: () => Promise<Answer>,
    effectOf: (answer: Answer) => Effect | undefined,
  ) => Promise<Answer>;
}

const SERVICE = "/google.firestore.v1.Firestore/";
/** What changes nothing. Of what does, only Commit is let through, the one that the server clients use. */
const READS = new Set(
  [
    ...["GetDocument", "ListDocuments", "BatchGetDocuments", "RunQuery", "RunAggregationQuery", "PartitionQuery"],
    ...["ListCollectionIds", "Listen", "BeginTransaction", "Rollback"],
  ].map((method) => SERVICE + method),
);
const HTTP2_PREFACE = "PRI";

/**
 * Listens where the emulator would. gRPC is passed on frame by frame, but a commit's answer waits until the commit is kept; what would
 * write in another way is refused rather than acknowledged and lost.
 */
export async function startFront(options: FrontOptions): Promise<Front> {
  const sockets = new Set<Socket>();
  const http1 = createHttpServer((request, response) => forwardRest(request, response, options.upstream()));
  // A listener over HTTP/1 is silent for as long as nothing changes.
  http1.requestTimeout = 0;
  const http2 = createHttp2Server();
  http2.on("session", (session) => serve(session, options));
  http2.on("sessionError", () => undefined);
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy()).on("close", () => sockets.delete(socket));
    // The emulator speaks both protocols on one port.
    tell(socket, (isHttp2) => (isHttp2 ? http2 : http1).emit("connection", socket));
  });
  const port = await listen(server, options.port);
  const drop = () => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return {
    port,
    drop,
    async close() {
      const closed = close(server);
      drop();
      await closed;
    },
  };
}

function tell(socket: Socket, told: (isHttp2: boolean) => void): void {
  const start: Buffer | null = socket.read(HTTP2_PREFACE.length);
  if (start === null) return void socket.once("readable", () => tell(socket, told));
  socket.unshift(start);
  told(start.toString("latin1") === HTTP2_PREFACE);
}

/** One connection to the emulator for each of a client's, as if there were nothing in between. */
function serve(session: ServerHttp2Session, options: FrontOptions): void {
  let onward: ClientHttp2Session | undefined;
  const emulator = (): ClientHttp2Session | undefined => {
    const port = options.upstream();
    if (port === undefined) return undefined;
    if (onward === undefined || onward.closed || onward.destroyed) {
      const createConnection = () => connectSocket({ host: LOOPBACK, port, noDelay: true });
      // Its end ends the calls that are under way, and each of those is answered.
      onward = connect(`http://${LOOPBACK}:${port}`, { createConnection }).on("error", () => undefined);
    }
    return onward;
  };
  session.on("error", () => undefined).on("close", () => onward?.destroy());
  session.on("stream", async (stream, headers) => {
    stream.on("error", () => undefined);
    const path = headers[":path"] ?? "";
    const to = emulator();
    if (to === undefined) return refuse(stream, STATUS.unavailable, "The database is not there at the moment.");
    if (READS.has(path)) return forward(to, stream, headers);
    if (path !== COMMIT) {
      return refuse(stream, STATUS.unimplemented, `The local stack stores what comes by Commit, not ${path}.`);
    }
    try {
      const chunks: Buffer[] = [];
      for await (const chunk of stream) chunks.push(chunk);
      const body = Buffer.concat(chunks);
      const request = messageOf(body);
      if (request === undefined) return refuse(stream, STATUS.unimplemented, "The local stack reads no compression.");
      const answer = await options.commit(
        () => call(to, headers, body),
        ({ isOk, body: answered }) => {
          const response = isOk ? messageOf(answered) : undefined;
          return response === undefined ? undefined : { request, response };
        },
      );
      answer.send(stream);
    } catch {
      refuse(stream, STATUS.unavailable, "Nothing was acknowledged: the local stack could not store it.");
    }
  });
}
