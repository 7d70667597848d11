import { createServer, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { exchange } from "../../functions/platform/model/exchange.ts";

const HEAD = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n";
const BYTES = 200_000;
const RUNS = 1_500;

describe("one request to a model's host", () => {
  let url: URL;
  const server = createServer((socket: Socket) => {
    socket.on("error", () => undefined);
    // A body of no stated length, ended at once: whoever is slow still has it to read when the connection ends.
    socket.once("data", () => socket.end(HEAD + "x".repeat(BYTES)));
  });
  beforeAll(async () => {
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    const address = server.address();
    url = new URL(`http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/`);
  });
  afterAll(() => server.close());

  /** Reads some of an answer, slowly or not, and closes. @returns whether it was read to its end. */
  async function read(limit: number): Promise<boolean> {
    const stop = new AbortController();
    const answer = await exchange(url, { method: "POST", headers: {}, body: "x", signal: stop.signal });
    const slow = () => new Promise((resolve) => (Math.random() < 0.5 ? setImmediate(resolve) : setTimeout(resolve, 1)));
    let bytes = 0;
    let isWhole = false;
    while (bytes < limit && !isWhole) {
      const { done, value } = await answer.read();
      isWhole = done === true;
      bytes += value?.length ?? 0;
      if (Math.random() < 0.5) await slow();
    }
    if (Math.random() < 0.5) await slow();
    stop.abort();
    return isWhole;
  }

  test("[BF-14/others] is closed at any moment of an answer that ends while nobody reads, without harm to anybody else", async () => {
    // An error past every handler would end this process, as it ended a function with every stream in it.
    for (let run = 0; run < RUNS; run += 3)
      await Promise.all([1, 2, 3].map(() => read(Math.random() * BYTES).catch(() => undefined)));
    expect(await read(Number.POSITIVE_INFINITY)).toBe(true);
  });

  test("is never begun once it was given up", async () => {
    await expect(
      exchange(url, { method: "POST", headers: {}, body: "x", signal: AbortSignal.abort(new Error("given up")) }),
    ).rejects.toThrow("given up");
  });

  test("rejects when given up before an answer, and when nobody listens", async () => {
    const mute = createServer((socket) => void socket.on("error", () => undefined));
    await new Promise<void>((listening) => mute.listen(0, "127.0.0.1", listening));
    const address = mute.address();
    const at = new URL(`http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/`);
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 50);
    await expect(exchange(at, { method: "POST", headers: {}, body: "x", signal: stop.signal })).rejects.toThrow();
    mute.close();
    await expect(
      exchange(new URL("http://127.0.0.1:1/"), { method: "POST", headers: {}, body: "x" }),
    ).rejects.toThrow();
  });
});
