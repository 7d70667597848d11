import { type handleUnaryCall, Server, ServerCredentials } from "@grpc/grpc-js";
import { type DlpFault, spoilt } from "./dlp/faults.ts";
import { inspect, type Known, type Seen } from "./dlp/inspect.ts";
import { decodeRequest, encodeAnswer } from "./dlp/wire.ts";
import { LOOPBACK } from "./ports.ts";

/** A running stand-in for Sensitive Data Protection: `content.inspect` and nothing else, with a memory. */
export interface DlpStandIn {
  readonly host: string;
  readonly port: number;
  /** Requests since the start or the last `forget`, refused ones included. */
  readonly seen: readonly Seen[];
  /** From now on this word is found, as this infoType. */
  know(word: string, infoType: string): void;
  /** What goes wrong, until `recover`. */
  fault(fault: DlpFault): void;
  /** Milliseconds that every answer takes. */
  takes(ms: number): void;
  recover(): void;
  forget(): void;
  close(): Promise<void>;
}

/** Speaks the real gRPC API to the real client. It finds the words that it was told, so that nothing of it is a copy of our own detectors. */
export async function startDlp(options: { port?: number } = {}): Promise<DlpStandIn> {
  const known: Known[] = [];
  const seen: Seen[] = [];
  let fault: DlpFault | undefined;
  let released = Promise.withResolvers<void>();
  let ownMs = 0;
  const answer = async (request: Buffer): Promise<Buffer> => {
    const wrong = fault;
    const answered = inspect(decodeRequest(request), known, (one) => seen.push(one));
    if (ownMs > 0) await new Promise((wait) => setTimeout(wait, ownMs));
    if (wrong?.kind === "hang") await released.promise;
    return spoilt(wrong, answered, encodeAnswer);
  };
  const handler: handleUnaryCall<Buffer, Buffer> = ({ request }, done) => {
    answer(request).then((bytes) => done(null, bytes), done);
  };
  const server = new Server();
  server.register(
    "/google.privacy.dlp.v2.DlpService/InspectContent",
    handler,
    // As bytes: an answer that is no message at all is one of the faults.
    (bytes: Buffer) => bytes,
    (bytes: Buffer) => bytes,
    "unary",
  );
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`${LOOPBACK}:${options.port ?? 0}`, ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return {
    host: LOOPBACK,
    port,
    seen,
    know: (word, infoType) => known.push({ word, infoType }),
    fault: (next) => {
      fault = next;
    },
    takes: (ms) => {
      ownMs = ms;
    },
    recover: () => {
      fault = undefined;
      released.resolve();
      released = Promise.withResolvers();
    },
    forget: () => seen.splice(0),
    close: async () => server.forceShutdown(),
  };
}
