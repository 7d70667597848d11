import OpenAI from "openai";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { PreparedRequest, StoredReceipt } from "../../functions/core/outgoing.ts";
import { Problem } from "../../functions/core/problem.ts";
import { BOUNDS, type Bounds } from "../../functions/platform/model/bounds.ts";
import { TRANSPORT_HEADERS } from "../../functions/platform/model/connection.ts";
import { ModelFault } from "../../functions/platform/model/fault.ts";
import type { ModelEvent } from "../../functions/platform/model/model.ts";
import { openaiModel } from "../../functions/platform/model/providers/openai.ts";
import { type FaultRequest, FRAMINGS } from "../../tools/local/stand-ins/model/faults.ts";
import { type ModelStandIn, startModel } from "../../tools/local/stand-ins/model.ts";

let model: ModelStandIn;
beforeAll(async () => {
  model = await startModel({ tokenDelayMs: 0 });
});
afterEach(() => {
  model.clearFaults();
  model.clear();
});
afterAll(() => model.close());

const adapter = (bounds: Partial<Bounds> = {}) =>
  openaiModel(
    { provider: "offline-stand-in", host: "127.0.0.1", region: "here", model: "m", baseUrl: model.baseUrl },
    { mode: "local", apiKey: () => "sk-local", bounds },
  );
const tool = { name: "propose_brief", description: "Proposes.", parameters: { type: "object", properties: {} } };

/** The words of a request come from the egress gate alone; here the body is made by hand and prepared as the adapter would. */
function receiptOf(text: string) {
  const empty = adapter().prepare({ instructions: "Help.", messages: [], tools: [tool], safetyIdentifier: "u" });
  const body = { ...JSON.parse(empty.body), input: [{ role: "user", content: text }] };
  return StoredReceipt.afterCommit(
    "r",
    PreparedRequest.from([], () => body, empty.headers),
  );
}

interface Heard {
  readonly text: string;
  readonly calls: readonly { readonly tool: string; readonly arguments: string }[];
  readonly end: Extract<ModelEvent, { type: "end" }> | undefined;
  readonly failure: unknown;
}

async function hear(text: string, fault?: FaultRequest, bounds: Partial<Bounds> = {}): Promise<Heard> {
  if (fault !== undefined) model.fault(fault);
  const events: ModelEvent[] = [];
  let failure: unknown;
  try {
    for await (const event of adapter(bounds).stream(receiptOf(text), new AbortController().signal)) events.push(event);
  } catch (error) {
    failure = error;
  }
  return {
    text: events.map((event) => (event.type === "text" ? event.text : "")).join(""),
    calls: events.flatMap((event) => (event.type === "call" ? [event] : [])),
    end: events.flatMap((event) => (event.type === "end" ? [event] : []))[0],
    failure,
  };
}

const PROPOSE = "Propose a brief for 500 A5 flyers: é ✓ 😀, deliver to Ghent by 2026-12-01";

describe("an answer", () => {
  it.each(["Hello, we need folding boxes", PROPOSE, "Merci ✓ 😀"])(
    "means what the vendor's own client makes of the same stream: %s",
    async (text) => {
      const heard = await hear(text);
      const openai = new OpenAI({ apiKey: "sk-local", baseURL: model.baseUrl, maxRetries: 0 });
      const { stream: _, ...body } = JSON.parse(receiptOf(text).request.body);
      const oracle = await openai.responses.stream(body).finalResponse();
      expect(heard.text).toBe(oracle.output_text);
      expect(heard.calls.map(({ tool, arguments: args }) => ({ tool, args }))).toEqual(
        oracle.output.flatMap((item) =>
          item.type === "function_call" ? [{ tool: item.name, args: item.arguments }] : [],
        ),
      );
      expect(heard.end).toEqual({
        type: "end",
        status: "completed",
        usage: { inputTokens: oracle.usage?.input_tokens, outputTokens: oracle.usage?.output_tokens },
      });
    },
  );

  it.each(FRAMINGS)("is the same when framed otherwise: %s", async (framing) => {
    const plain = await hear(PROPOSE);
    const framed = await hear(PROPOSE, { kind: "framing", framing });
    expect(framed).toEqual(plain);
  });

  it("leaves its connection to the next", async () => {
    for (let n = 0; n < 5; n += 1) expect((await hear("Hello")).end?.status).toBe("completed");
    await expect.poll(() => model.recording().requests.every(({ endedAt }) => endedAt !== null)).toBe(true);
    expect(model.recording().connections).toBeLessThanOrEqual(2);
    expect(model.recording().requests.map(({ aborted }) => aborted)).toEqual([false, false, false, false, false]);
  });

  it("[BF-02/headers] leaves with the headers that its receipt names, and those of HTTP itself", async () => {
    const receipt = receiptOf("Hello");
    for await (const _ of adapter().stream(receipt, new AbortController().signal));
    const [request] = model.recording().requests;
    expect(Object.keys(request?.headers ?? {}).sort()).toEqual(
      [...receipt.request.headers, ...TRANSPORT_HEADERS].sort(),
    );
    expect(request?.headers).toMatchObject({
      accept: "text/event-stream",
      "accept-encoding": "identity",
      "user-agent": "belfry",
    });
    const values = Object.values(request?.headers ?? {}).join(" ");
    for (const own of [process.version, process.platform, process.arch, "node", "openai"])
      expect(values.toLowerCase()).not.toContain(own.toLowerCase());
  });
});

describe("an answer that ends early is what was said until then, truncated", () => {
  it.each<[FaultRequest, string]>([
    [{ kind: "reset-after-events", n: 9 }, "reset"],
    [{ kind: "cut-after-events", n: 9 }, "reset"],
    [{ kind: "end-after-events", n: 9 }, "closed"],
    [{ kind: "half-line", n: 9 }, "closed"],
    [{ kind: "no-blank-line" }, "closed"],
    [{ kind: "incomplete" }, "model"],
  ])("%j", async (fault, cut) => {
    const { text, end, failure } = await hear("Hello, I need boxes", fault);
    expect(failure).toBeUndefined();
    expect(end).toMatchObject({ status: "truncated", cut });
    expect(text.length).toBeGreaterThan(0);
  });

  it("[BF-14/time] by silence, and by the time that it takes in all", async () => {
    expect((await hear("Hello", { kind: "hang", n: 6 }, { silenceMs: 150 })).end).toMatchObject({ cut: "silence" });
    expect((await hear("Hello", { kind: "slow", delayMs: 50 }, { totalMs: 400 })).end).toMatchObject({ cut: "time" });
    await expect.poll(() => model.recording().requests.map(({ aborted }) => aborted)).toEqual([true, true]);
  });

  it("[BF-14/time] not by a reader of ours that takes longer than the model may be silent", async () => {
    let end: ModelEvent | undefined;
    for await (const event of adapter({ silenceMs: 60 }).stream(receiptOf("Hello"), new AbortController().signal)) {
      if (end === undefined) await new Promise((resolve) => setTimeout(resolve, 200));
      end = event;
    }
    expect(end).toMatchObject({ type: "end", status: "completed" });
  });

  it.each<[string, FaultRequest, string]>([
    ["[BF-14/calls]", { kind: "calls" }, "calls"],
    ["[BF-14/calls]", { kind: "calls", n: 50_000 }, "calls"],
    ["[BF-14/events]", { kind: "deltas" }, "events"],
    ["[BF-14/bytes]", { kind: "comments" }, "bytes"],
    ["[BF-14/long-line]", { kind: "long-line" }, "line"],
  ])("%s by its bound: %j", async (_tag, fault, cut) => {
    const before = process.memoryUsage().rss;
    const { end, calls } = await hear("Hello", fault);
    expect(end).toMatchObject({ status: "truncated", cut });
    expect(calls.length).toBeLessThanOrEqual(BOUNDS.calls);
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 2 ** 20);
    // A small one is in the network's buffers by then.
    if (!("n" in fault) && cut !== "calls") await expect.poll(() => model.recording().requests[0]?.aborted).toBe(true);
  });
});

describe("no answer", () => {
  it.each<[string, FaultRequest, string, number | undefined]>([
    ["", { kind: "cut-before-first" }, "Error", undefined],
    ["", { kind: "status", status: 500, code: "an@example.com" }, "MODEL_STATUS", 500],
    ["", { kind: "status", status: 429 }, "MODEL_STATUS", 429],
    ["", { kind: "content-type" }, "MODEL_CONTENT_TYPE", undefined],
    ["", { kind: "content-type", contentType: "text/event-streams" }, "MODEL_CONTENT_TYPE", undefined],
    ["", { kind: "content-type", contentType: "" }, "MODEL_CONTENT_TYPE", undefined],
    ["[BF-14/gzip-bomb]", { kind: "gzip-bomb" }, "MODEL_ENCODING", undefined],
    ["", { kind: "garbage", n: 3 }, "MODEL_PROTOCOL", undefined],
    ["", { kind: "failed" }, "MODEL_FAILED", undefined],
    ["", { kind: "error-event", n: 3, code: "an@example.com" }, "MODEL_FAILED", undefined],
  ])("%s but a problem, which holds nothing of the model's words: %j", async (_tag, fault, code, status) => {
    const before = process.memoryUsage().rss;
    const { failure, end } = await hear("Hello", fault);
    expect(end).toBeUndefined();
    expect(failure).toBeInstanceOf(Problem);
    const { code: problem, options } = failure as Problem;
    expect(problem).toBe("model-unavailable");
    if (options.cause instanceof ModelFault) expect([options.cause.code, options.cause.status]).toEqual([code, status]);
    else expect((options.cause as Error).name).toBe(code);
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 2 ** 20);
  });

  it("[BF-14/time] but a problem when none begins within the time for silence", async () => {
    const { failure } = await hear("Hello", { kind: "hang" }, { silenceMs: 100 });
    expect((failure as Problem).options.cause).toMatchObject({ code: "MODEL_SILENT" });
    await expect.poll(() => model.recording().requests[0]?.aborted).toBe(true);
  });

  it("but the caller's own reason when the caller ends it", async () => {
    model.fault({ kind: "hang", n: 6 });
    const stop = new AbortController();
    const heard = (async () => {
      for await (const event of adapter().stream(receiptOf("Hello"), stop.signal))
        if (event.type === "text") stop.abort(new Error("enough"));
    })();
    await expect(heard).rejects.toThrow("enough");
    await expect.poll(() => model.recording().requests[0]?.aborted).toBe(true);
  });
});

describe("figures that a provider can't have meant", () => {
  it.each([
    [
      { input_tokens: -5, output_tokens: 1.5 },
      { inputTokens: 0, outputTokens: 0 },
    ],
    [
      { input_tokens: 7, output_tokens: "9" },
      { inputTokens: 7, outputTokens: 0 },
    ],
    [
      { input_tokens: 1e300, output_tokens: 2 ** 53 },
      { inputTokens: 0, outputTokens: 0 },
    ],
    [{ input_tokens: { $gt: 0 } }, { inputTokens: 0, outputTokens: 0 }],
    [null, { inputTokens: 0, outputTokens: 0 }],
    [[], { inputTokens: 0, outputTokens: 0 }],
    ["many", { inputTokens: 0, outputTokens: 0 }],
  ])("count as none, and the answer as whole: %j", async (usage, expected) => {
    expect((await hear("Hello", { kind: "usage", usage })).end).toEqual({
      type: "end",
      status: "completed",
      usage: expected,
    });
  });
});
