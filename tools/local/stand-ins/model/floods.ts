import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import type { Fault } from "./faults.ts";

/** What a hostile or broken provider sends without an end, or with one that is far too late. */
export const FLOODS = ["calls", "deltas", "comments", "long-line", "gzip-bomb"] as const;
type Flood = (typeof FLOODS)[number];

export const isFlood = (fault: Fault | undefined): fault is Fault & { kind: Flood } =>
  fault !== undefined && FLOODS.some((kind) => kind === fault.kind);

const CHUNK_BYTES = 65_536;
const MANY = 20_000;
const LONG_BYTES = 300_000_000;
const BOMB_BYTES = 2 ** 31;
const MEMBER_BYTES = 2 ** 20;

const event = (value: object) => `data: ${JSON.stringify(value)}\n\n`;
const delta = event({ type: "response.output_text.delta", delta: "a " });
const call = event({
  type: "response.output_item.done",
  item: { type: "function_call", name: "propose_brief", arguments: "{}" },
});
const completed = event({ type: "response.completed", response: { usage: { input_tokens: 1, output_tokens: 1 } } });

/** Sends it as fast as the client takes it, until it is over or the client has left. */
export async function sendFlood(response: ServerResponse, fault: Fault & { kind: Flood }): Promise<void> {
  response.writeHead(200, {
    "content-type": "text/event-stream; charset=utf-8",
    ...(fault.kind === "gzip-bomb" ? { "content-encoding": "gzip" } : {}),
  });
  const left = new AbortController();
  response.once("close", () => left.abort());
  for (const piece of piecesOf(fault)) {
    if (response.destroyed) return;
    if (!response.write(piece)) await once(response, "drain", { signal: left.signal }).catch(() => undefined);
  }
  response.end();
}

function* piecesOf({ kind, n, bytes }: Fault & { kind: Flood }): Generator<string | Buffer> {
  switch (kind) {
    case "calls":
      yield* repeated(call, n || MANY);
      yield completed;
      return;
    case "deltas":
      yield* repeated(delta, n || Number.POSITIVE_INFINITY);
      yield completed;
      return;
    case "comments":
      return yield* repeated(":\n", n || Number.POSITIVE_INFINITY);
    case "long-line":
      yield 'data: {"type":"response.output_text.delta","delta":"';
      yield* repeated("x", bytes || LONG_BYTES);
      yield `"}\n\n${completed}`;
      return;
    case "gzip-bomb": {
      // A gzip file may have many members: each mebibyte of this one is a kilobyte.
      const member = gzipSync(Buffer.alloc(MEMBER_BYTES, "x"));
      yield gzipSync('data: {"type":"response.output_text.delta","delta":"');
      for (let inflated = 0; inflated < (bytes || BOMB_BYTES); inflated += MEMBER_BYTES) yield member;
      yield gzipSync(`"}\n\n${completed}`);
    }
  }
}

/** `unit`, `count` times, in chunks. */
function* repeated(unit: string, count: number): Generator<string> {
  const inChunk = Math.max(1, Math.floor(CHUNK_BYTES / unit.length));
  const chunk = unit.repeat(Math.min(inChunk, count));
  let left = count;
  for (; left >= inChunk; left -= inChunk) yield chunk;
  if (left > 0) yield unit.repeat(left);
}
