import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BOUNDS, type Bounds } from "../../functions/platform/model/bounds.ts";
import { eventData } from "../../functions/platform/model/events.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

/** What the reader makes of these chunks, and why it stopped if it did. */
async function read(chunks: Iterable<Uint8Array>, bounds: Partial<Bounds> = {}) {
  const source = chunks[Symbol.iterator]();
  const next = async () => {
    const { done, value } = source.next();
    return { done: done ?? false, value };
  };
  const data: string[] = [];
  try {
    for await (const one of eventData(next, { ...BOUNDS, ...bounds })) data.push(one);
  } catch (error) {
    return { data, cut: error instanceof Error ? error.message : "?" };
  }
  return { data, cut: undefined };
}

function* repeated(text: string, count = Number.POSITIVE_INFINITY) {
  const chunk = bytes(text);
  for (let n = 0; n < count; n += 1) yield chunk;
}

describe("the reader of a model's stream", () => {
  const stream = ': hi\r\nevent: a\ndata: {"x":"é✓😀"}\n\ndata: 1\rdata:2\r\rid: 7\ndata\n\nfield: x\n\ndata: last\n';
  const expected = ['{"x":"é✓😀"}', "1\n2", ""];

  it("reads the same events wherever the bytes are split, and an unfinished one never", async () => {
    const whole = bytes(stream);
    for (let at = 0; at <= whole.length; at += 1) {
      expect((await read([whole.subarray(0, at), whole.subarray(at)])).data, `split at ${at}`).toEqual(expected);
    }
    expect((await read(Array.from(whole, (byte) => Uint8Array.of(byte)))).data).toEqual(expected);
    expect((await read([bytes(`\uFEFF${stream}`)])).data).toEqual(expected);
  });

  it("reads what was framed, for any text and any split", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: "grapheme" }), { maxLength: 5 }),
        fc.constantFrom("\n", "\r\n", "\r"),
        fc.array(fc.nat(200), { maxLength: 6 }),
        async (texts, end, cuts) => {
          const all = bytes(texts.map((text) => `event: x${end}data: ${JSON.stringify(text)}${end}${end}`).join(""));
          const at = [0, ...cuts.filter((cut) => cut < all.length).sort((a, b) => a - b), all.length];
          const { data } = await read(at.slice(1).map((to, index) => all.subarray(at[index], to)));
          expect(data.map((one) => JSON.parse(one))).toEqual(texts);
        },
      ),
    );
  });

  it.each([
    ["[BF-14/bytes]", "comments without end", () => repeated(":\n".repeat(30_000)), "bytes"],
    ["[BF-14/bytes]", "blank lines without end", () => repeated("\n".repeat(60_000)), "bytes"],
    ["[BF-14/bytes]", "an unknown field without end", () => repeated("x".repeat(60_000)), "bytes"],
    ["[BF-14/long-line]", "a line without end", () => repeated(`data: ${"x".repeat(60_000)}`), "line"],
    ["[BF-14/long-line]", "a line without end, byte by byte", () => chain(["data: "], repeated("x")), "line"],
    ["[BF-14/long-line]", "an event of lines without end", () => repeated(`data: ${"x".repeat(90)}\n`), "line"],
    ["[BF-14/long-line]", "an event of empty lines without end", () => repeated("data:\n".repeat(9_000)), "line"],
    [
      "[BF-14/long-line]",
      "one chunk with an event too long",
      () => [bytes(`data: ${"x".repeat(300_000)}\n\n`)],
      "line",
    ],
    ["[BF-14/events]", "events without end", () => repeated("data: x\n\n"), "events"],
    ["[BF-14/events]", "a chunk full of events", () => [bytes("data:\n\n".repeat(200_000))], "events"],
  ])("%s stops at %s", async (_tag, _, chunks, cut) => {
    const startedMs = performance.now();
    const { data, cut: why } = await read(chunks());
    expect(why).toBe(cut);
    expect(data.length).toBeLessThanOrEqual(BOUNDS.events);
    expect(performance.now() - startedMs).toBeLessThan(5_000);
  });

  it.each([
    ["events", "data: x\n\n".repeat(5_000)],
    ["comments", ":\n".repeat(1_000_000)],
  ])("[BF-14/others] lets others go on while one chunk is full of %s", async (_, text) => {
    let turns = 0;
    const tick = () => {
      turns += 1;
      beat = setImmediate(tick);
    };
    let beat = setImmediate(tick);
    await read([bytes(text)]);
    clearImmediate(beat);
    expect(turns).toBeGreaterThan(100);
  });

  it("[BF-14/others] takes time in proportion to what comes, not to its square", async () => {
    const time = async (count: number) => {
      const startedMs = performance.now();
      await read(chain(["data: "], repeated("xxxxxxxx", count), ["\n\n"]), { bytes: 1e9, lineChars: 1e9 });
      return performance.now() - startedMs;
    };
    await time(5_000);
    const [small, large] = [await time(10_000), await time(80_000)];
    // Eight times as much; its square would be 64 times.
    expect(large / small).toBeLessThan(30);
  });
});

function* chain(...parts: readonly (readonly string[] | Iterable<Uint8Array>)[]): Generator<Uint8Array> {
  for (const part of parts) for (const one of part) yield typeof one === "string" ? bytes(one) : one;
}
