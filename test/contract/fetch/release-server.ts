import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Pin } from "../../../tools/local/fetch/releases.ts";

/** What a test's release is: half a megabyte that is nothing else's. */
export const TRUE_BYTES = randomBytes(500_000);

/** The same, but for one bit. */
export const FALSE_BYTES = Buffer.from(TRUE_BYTES);
FALSE_BYTES.writeUInt8(FALSE_BYTES.readUInt8(250_000) ^ 1, 250_000);

export type Answer = (request: IncomingMessage, response: ServerResponse, asked: number) => unknown;

export interface ReleaseServer {
  readonly origin: string;
  /** `Range` of each request, by path. */
  readonly asked: { path: string; range: string | undefined }[];
  close(): Promise<void>;
}

export const pinOf = (url: string, bytes: Uint8Array = TRUE_BYTES): Pin => ({
  url,
  size: bytes.length,
  sha256: createHash("sha256").update(bytes).digest("hex"),
});

/** Serves on this machine what the paths say; `asked` counts how often a path was asked for, from 1. */
export async function serveReleases(answers: Readonly<Record<string, Answer>>): Promise<ReleaseServer> {
  const asked: ReleaseServer["asked"] = [];
  const server: Server = createServer((request, response) => {
    const path = request.url ?? "";
    asked.push({ path, range: request.headers.range });
    const answer = answers[path];
    const times = asked.filter((one) => one.path === path).length;
    if (answer === undefined) response.writeHead(404).end("no such release");
    else void answer(request, response, times);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return {
    origin: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`,
    asked,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** The bytes, from where it was asked for them. */
export const whole =
  (bytes: Uint8Array = TRUE_BYTES): Answer =>
  ({ headers }, response) => {
    const from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? "")?.[1] ?? 0);
    if (from > 0) response.setHeader("content-range", `bytes ${from}-${bytes.length - 1}/${bytes.length}`);
    response.writeHead(from > 0 ? 206 : 200, { "content-length": bytes.length - from }).end(bytes.subarray(from));
  };

/** The bytes, whatever part of them was asked for. */
export const withoutRange =
  (bytes: Uint8Array = TRUE_BYTES): Answer =>
  (_, response) =>
    response.writeHead(200, { "content-length": bytes.length }).end(bytes);

/** Announces all of it and breaks off after so many bytes. */
export const cutAfter =
  (count: number, bytes: Uint8Array = TRUE_BYTES): Answer =>
  async (_, response) => {
    response.writeHead(200, { "content-length": bytes.length }).write(bytes.subarray(0, count));
    await sleep(50);
    response.destroy();
  };

/** All of it, in pieces. */
export const slowly =
  (pauseMs: number, bytes: Uint8Array = TRUE_BYTES): Answer =>
  async ({ headers }, response) => {
    let from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? "")?.[1] ?? 0);
    if (from > 0) response.setHeader("content-range", `bytes ${from}-${bytes.length - 1}/${bytes.length}`);
    response.writeHead(from > 0 ? 206 : 200, { "content-length": bytes.length - from });
    const piece = Math.ceil(bytes.length / 20);
    for (; from < bytes.length && !response.destroyed; from += piece) {
      response.write(bytes.subarray(from, from + piece));
      await sleep(pauseMs);
    }
    response.end();
  };

export const redirect =
  (location: string): Answer =>
  (_, response) =>
    response.writeHead(302, { location }).end();
