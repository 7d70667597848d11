import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  constants,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
  type ServerHttp2Stream,
} from "node:http2";

/** https://grpc.github.io/grpc/core/md_doc_statuscodes.html */
export const STATUS = { ok: 0, unimplemented: 12, unavailable: 14 } as const;

const PREFIX_BYTES = 5;

/** The one message of a unary call's body; undefined when it is compressed, or not exactly one. */
export function messageOf(body: Buffer): Buffer | undefined {
  const isOne = body.length >= PREFIX_BYTES && body[0] === 0 && body.readUInt32BE(1) === body.length - PREFIX_BYTES;
  return isOne ? body.subarray(PREFIX_BYTES) : undefined;
}

/** Ends a call without an answer. */
export function refuse(stream: ServerHttp2Stream, code: number, message: string): void {
  if (stream.closed || stream.destroyed) return;
  const headers = { ":status": 200, "content-type": "application/grpc" };
  if (stream.headersSent) stream.close(constants.NGHTTP2_INTERNAL_ERROR);
  else stream.respond({ ...headers, ...statusOf(code, message) }, { endStream: true });
}

const statusOf = (code: number, message: string): OutgoingHttpHeaders => ({
  "grpc-status": String(code),
  "grpc-message": message.replaceAll(/[^ -$&-~]/g, encodeURIComponent),
});

/** Passes a call on, both ways as it comes: a listener's answers have no end. */
export function forward(to: ClientHttp2Session, stream: ServerHttp2Stream, headers: IncomingHttpHeaders): void {
  const onward = to.request(asked(headers));
  let trailers: OutgoingHttpHeaders = statusOf(STATUS.unavailable, "The database is gone.");
  onward.on("response", (head, flags) => {
    if (stream.destroyed || stream.closed) return;
    const endStream = isLast(flags);
    stream.respond({ ...head }, endStream ? { endStream } : { waitForTrailers: true });
    if (endStream) return;
    onward.on("data", (chunk: Buffer) => {
      if (!stream.write(chunk)) onward.pause();
    });
    stream.on("drain", () => onward.resume());
  });
  onward.on("trailers", (tail) => {
    trailers = { ...tail };
  });
  stream.on("wantTrailers", () => stream.sendTrailers(trailers));
  onward.on("error", () => undefined);
  const finish = () => {
    if (stream.headersSent) stream.end();
    else refuse(stream, STATUS.unavailable, "The database is gone.");
  };
  onward.on("end", finish).on("close", finish);
  stream.on("close", () => onward.close(constants.NGHTTP2_CANCEL));
  stream.pipe(onward);
}

/** The whole answer to a unary call. */
export interface Answer {
  readonly isOk: boolean;
  readonly body: Buffer;
  send(stream: ServerHttp2Stream): void;
}

/** Does a unary call. It goes on when the client leaves: whether it took effect must be known in any case. */
export async function call(to: ClientHttp2Session, headers: IncomingHttpHeaders, body: Buffer): Promise<Answer> {
  const onward: ClientHttp2Stream = to.request(asked(headers));
  let head: IncomingHttpHeaders | undefined;
  let tail: IncomingHttpHeaders | undefined;
  onward.on("response", (received) => {
    head = received;
  });
  onward.on("trailers", (received) => {
    tail = received;
  });
  onward.end(body);
  const chunks: Buffer[] = [];
  for await (const chunk of onward) chunks.push(chunk);
  if (head === undefined) throw new Error("the emulator closed the call without an answer");
  const [first, last] = [{ ...head }, tail === undefined ? undefined : { ...tail }];
  const answer = Buffer.concat(chunks);
  return {
    isOk: (last ?? first)["grpc-status"] === String(STATUS.ok),
    body: answer,
    send(stream) {
      if (stream.closed || stream.destroyed) return;
      if (last === undefined) return stream.respond(first, { endStream: true });
      stream.on("wantTrailers", () => stream.sendTrailers(last));
      stream.respond(first, { waitForTrailers: true });
      stream.end(answer);
    },
  };
}

const isLast = (flags: number): boolean => (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0;

/** A deadline is the client's to keep: the emulator must not give up a commit without saying whether it did. */
function asked(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  const { ":authority": _authority, "grpc-timeout": _timeout, ...rest } = headers;
  return rest;
}
