import { describe, expect, it } from "vitest";
import { EventParser, readEvents, type ServerEvent } from "../../client/events.ts";

/** With a comment, an id, a field without a colon, an event without data, and one that nothing ends. */
const LINES = [
  "\uFEFF: keep-alive",
  "event: receipt",
  'data: {"a":1}',
  "",
  "id: 7",
  "event: delta",
  "data: première ligne",
  "data:  ✓ 🙂",
  "data",
  "",
  "event: nothing",
  "",
  "data: unnamed",
  "",
  "event: done",
  "data: never ended",
];
const EVENTS: ServerEvent[] = [
  { event: "receipt", data: '{"a":1}' },
  { event: "delta", data: "première ligne\n ✓ 🙂\n", id: "7" },
  { event: "message", data: "unnamed", id: "7" },
];

function pieces(...parts: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const part of parts) controller.enqueue(part);
      controller.close();
    },
  });
}

async function read(...parts: readonly Uint8Array[]): Promise<ServerEvent[]> {
  const found: ServerEvent[] = [];
  for await (const one of readEvents(pieces(...parts))) found.push(one);
  return found;
}

describe("server-sent events", () => {
  it.each([
    ["LF", "\n"],
    ["CRLF", "\r\n"],
    ["CR", "\r"],
  ])("are the same wherever the network cuts them, lines ended by %s", async (_name, end) => {
    const bytes = new TextEncoder().encode(LINES.join(end));
    expect(await read(bytes)).toEqual(EVENTS);
    for (let at = 0; at <= bytes.length; at += 1)
      expect(await read(bytes.slice(0, at), bytes.slice(at)), `cut at ${at}`).toEqual(EVENTS);
    expect(await read(...[...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(EVENTS);
  });

  it("come as soon as their blank line does, also when its CR might be half of a CRLF", () => {
    const parser = new EventParser();
    expect(parser.push("data: one\r\n\r")).toEqual([{ event: "message", data: "one" }]);
    expect(parser.push("\ndata: two\r\n\r\n")).toEqual([{ event: "message", data: "two" }]);
  });
});
