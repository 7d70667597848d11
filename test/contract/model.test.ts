import { createHash } from "node:crypto";
import { connect } from "node:net";
import OpenAI from "openai";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { piecesOf } from "../../tools/local/stand-ins/model/events.ts";
import type { FaultRequest } from "../../tools/local/stand-ins/model/faults.ts";
import { type ModelStandIn, startModel } from "../../tools/local/stand-ins/model.ts";

let model: ModelStandIn;
let openai: OpenAI;
const now = Date.parse("2026-03-01T09:00:00Z");

const proposalSchema = z.strictObject({
  title: z.string().min(1).max(120),
  category: z.enum(["packaging", "labels", "brochures", "other"]),
  description: z.string().nullable(),
  quantity: z.int().min(1).nullable(),
  format: z.strictObject({ widthMm: z.int(), heightMm: z.int() }).nullable(),
  deadline: z.iso.datetime().nullable(),
  contact: z.strictObject({ name: z.string(), email: z.string().nullable(), phone: z.string().nullable() }).nullable(),
});
const tools: OpenAI.Responses.Tool[] = [
  { type: "function", name: "propose_brief", strict: true, parameters: z.toJSONSchema(proposalSchema) },
];
type Input = OpenAI.Responses.EasyInputMessage;
const user = (content: string): Input => ({ role: "user", content });

const ask = (input: string | Input[], extra: object = {}) =>
  openai.responses.create({ model: "gpt-stand-in", input, store: false, tools, ...extra });
const stream = (input: string | Input[], options: OpenAI.RequestOptions = {}) =>
  openai.responses.create({ model: "gpt-stand-in", input, store: false, stream: true, tools }, options);

async function collect(input: string | Input[]) {
  const events: OpenAI.Responses.ResponseStreamEvent[] = [];
  for await (const event of await stream(input)) events.push(event);
  return events;
}

/** The arguments of the proposal in a response, checked against the tool's own schema. */
function proposalIn(response: OpenAI.Responses.Response) {
  const call = response.output.find((item) => item.type === "function_call");
  return call && proposalSchema.parse(JSON.parse(call.arguments));
}

beforeAll(async () => {
  model = await startModel({ tokenDelayMs: 1, now: () => now });
  openai = new OpenAI({ apiKey: "sk-local", baseURL: model.baseUrl, maxRetries: 0 });
});
afterEach(() => {
  model.clearFaults();
  model.clear();
});
afterAll(() => model.close());

describe("the model stand-in, through the real SDK, streams", () => {
  test("the events of the Responses API in order, numbered without a gap, and the deltas are the text", async () => {
    const events = await collect("Hello, we need folding boxes");
    expect([...new Set(events.map((event) => event.type))]).toEqual([
      "response.created",
      "response.in_progress",
      "response.output_item.added",
      "response.content_part.added",
      "response.output_text.delta",
      "response.output_text.done",
      "response.content_part.done",
      "response.output_item.done",
      "response.completed",
    ]);
    expect(events.map((event) => event.sequence_number)).toEqual(events.map((_, index) => index));
    const text = events.map((event) => (event.type === "response.output_text.delta" ? event.delta : "")).join("");
    expect(text).toContain("How many pieces");
    const last = events.at(-1);
    expect(last).toMatchObject({ response: { status: "completed", output: [{ content: [{ text }] }] } });
    expect(last).toHaveProperty("response.usage.total_tokens", expect.any(Number));
  });

  test("what the SDK's own accumulator accepts, tool call included", async () => {
    const final = await openai.responses
      .stream({ model: "gpt-stand-in", input: "Propose a brief for 500 A5 flyers", store: false, tools })
      .finalResponse();
    expect(proposalIn(final)).toMatchObject({ category: "brochures", quantity: 500 });
  });

  test("placeholders cut in the middle, as real tokenisers cut them", () => {
    const text = "Noted: [EMAIL_1],  and\n[PHONE_12].";
    expect(piecesOf(text).join("")).toBe(text);
    expect(piecesOf(text).some((piece) => piece.includes("[EMAIL_1]"))).toBe(false);
  });

  test("nothing without a key", async () => {
    const response = await fetch(`${model.baseUrl}/responses`, { method: "POST", body: "{}" });
    expect(response.status).toBe(401);
  });
});

describe("the offline assistant", () => {
  test("asks for what is missing until it has everything, then proposes what the tool's schema allows", async () => {
    const input: Input[] = [];
    const say = async (text: string) => {
      input.push(user(text));
      const response = await ask(input);
      input.push({ role: "assistant", content: response.output_text });
      return response;
    };
    expect((await say("We need folding boxes for chocolate")).output_text).toContain("How many");
    expect((await say("about 12,500")).output_text).toContain("format");
    expect((await say("12 x 8,5 cm")).output_text).toContain("date");
    expect((await say("in 3 weeks, reach me at [EMAIL_1] or [PHONE_1]")).output_text).toMatch(/\[EMAIL_1\].*Where/);
    const last = await say("Ghent");
    expect(proposalIn(last)).toEqual({
      title: "12500 folding boxes",
      category: "packaging",
      description: expect.stringContaining("chocolate"),
      quantity: 12_500,
      format: { widthMm: 120, heightMm: 85 },
      deadline: "2026-03-22T12:00:00Z",
      contact: { name: "Contact person", email: "[EMAIL_1]", phone: "[PHONE_1]" },
    });
  });

  test.each([
    [
      "en",
      "Please propose the brief: 5,000 labels of 50 x 30 mm by 2026-05-01",
      "review",
      5000,
      "2026-05-01T12:00:00Z",
    ],
    ["nl", "Maak de briefing voor 2.500 dozen van 30x20 cm tegen 1 mei", "voorstel", 2500, "2026-05-01T12:00:00Z"],
    ["fr", "Crée le brief pour 1 000 étiquettes A6 pour le 31/12/2026", "proposition", 1000, "2026-12-31T12:00:00Z"],
    ["de", "Erstelle das Briefing für 750 Schachteln bis 15. Mai 2026", "Vorschlag", 750, "2026-05-15T12:00:00Z"],
  ])("answers in the user's language (%s) and proposes when asked to", async (_, text, answer, quantity, deadline) => {
    const response = await ask(text);
    expect(response.output_text).toContain(answer);
    expect(proposalIn(response)).toMatchObject({ quantity, deadline });
  });

  test("proposes nothing when no tool is offered, or when calling it is forbidden", async () => {
    const text = "Propose the brief: 500 A4 posters by 2026-05-01, deliver to Ghent";
    for (const extra of [{ tools: [] }, { tool_choice: "none" }]) {
      const response = await ask(text, extra);
      expect(proposalIn(response)).toBeUndefined();
      expect(response.output_text).toContain("500, posters, 210 × 297 mm");
    }
    expect(proposalIn(await ask(text))).toBeDefined();
  });

  test("copies contact placeholders only: a secret that was in the chat is in no brief", async () => {
    const response = await ask(
      "Propose a brief. We need 5000 folding cartons, 85 x 120 x 40 mm, CMYK, 300 g board, matt lamination. " +
        "Proofs to [EMAIL_1]. Invoice account [IBAN_1]. My key is [SECRET_1].",
      { tools: [{ type: "function", name: "propose_brief", strict: false, parameters: {} }] },
    );
    const call = response.output.find((item) => item.type === "function_call");
    expect(JSON.parse(call?.arguments ?? "")).toMatchObject({
      title: "5000 folding cartons",
      description: "We need 5000 folding cartons, 85 x 120 x 40 mm, CMYK, 300 g board, matt lamination.",
      format: { widthMm: 85, heightMm: 120, depthMm: 40 },
      colours: "CMYK",
      materials: "300 g board",
      finishing: "matt lamination",
      contact: { email: "[EMAIL_1]" },
    });
    expect(call?.arguments).not.toMatch(/IBAN|SECRET/);
  });

  test("proposes again only when asked to, or when something changed", async () => {
    const input: Input[] = [user("Propose the brief: 500 A4 posters by 2026-05-01, deliver to Ghent")];
    input.push({ role: "assistant", content: (await ask(input)).output_text });
    expect(proposalIn(await ask([...input, user("Thank you!")]))).toBeUndefined();
    expect(proposalIn(await ask([...input, user("Make it 600 copies")]))).toMatchObject({ quantity: 600 });
  });

  test("knows nothing but what the request holds", async () => {
    await ask("We need 500 boxes");
    expect((await ask("hello")).output_text).toContain("What would you like");
  });
});

describe("the model stand-in records", () => {
  const recorded = async () => {
    const response = await fetch(`${model.url}/__recorded`);
    return z
      .object({ connections: z.number(), requests: z.array(z.record(z.string(), z.unknown())) })
      .parse(await response.json());
  };

  test("the exact bytes of each request, with their hash, and never the key", async () => {
    const body = '{"model":"m",  "input":"één [EMAIL_1]"}';
    const headers = { authorization: "Bearer sk-secret", "content-type": "application/json" };
    await fetch(`${model.baseUrl}/responses`, { method: "POST", headers, body }).then((response) => response.text());
    const { requests } = await recorded();
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({
      method: "POST",
      path: "/v1/responses",
      body,
      bodyBase64: Buffer.from(body).toString("base64"),
      sha256: createHash("sha256").update(body).digest("hex"),
      aborted: false,
    });
    expect(JSON.stringify(requests)).not.toContain("sk-secret");
  });

  test("no connection when only control paths were asked for", async () => {
    await recorded();
    expect(await recorded()).toEqual({ connections: 0, requests: [] });
  });

  test("a connection that never sends a byte, open or closed", async () => {
    const socket = connect(model.port, "127.0.0.1");
    await expect.poll(() => model.recording().connections).toBe(1);
    socket.destroy();
    expect(await recorded()).toEqual({ connections: 1, requests: [] });
  });

  test("one connection for several requests that share it, and forgets on DELETE", async () => {
    await ask("hello");
    await ask("hello");
    const { connections, requests } = await recorded();
    expect(requests).toHaveLength(2);
    expect(connections).toBeLessThanOrEqual(2);
    await fetch(`${model.url}/__recorded`, { method: "DELETE" });
    expect(await recorded()).toEqual({ connections: 0, requests: [] });
    await ask("hello");
    expect((await recorded()).connections).toBe(1);
  });

  test("that the client left in the middle of an answer, and when", async () => {
    model.fault({ kind: "hang", n: 4 });
    for await (const event of await stream("hello")) if (event.type === "response.in_progress") break;
    await expect
      .poll(() => model.recording().requests[0])
      .toMatchObject({ aborted: true, endedAt: expect.any(String) });
  });
});

describe("a fault", () => {
  const consume = async () => {
    const types = (await collect("hello")).map((event) => event.type);
    return { count: types.length, last: types.at(-1) };
  };
  const set = (fault: FaultRequest) =>
    fetch(`${model.url}/__fault`, { method: "POST", body: JSON.stringify(fault) }).then(({ status }) => {
      expect(status).toBe(204);
    });

  test("of a status is that error of the SDK, for as many requests as asked, then over", async () => {
    await set({ kind: "status", status: 429, times: 2 });
    await expect(consume()).rejects.toMatchObject({ status: 429 });
    await expect(consume()).rejects.toMatchObject({ status: 429 });
    expect((await consume()).last).toBe("response.completed");
  });

  test("that cuts before the first byte is a connection error", async () => {
    await set({ kind: "cut-before-first" });
    await expect(consume()).rejects.toBeInstanceOf(OpenAI.APIConnectionError);
    expect(model.recording().requests[0]).toMatchObject({ aborted: false });
  });

  test("that cuts after some events delivers exactly those, then an error", async () => {
    await set({ kind: "cut-after-events", n: 6 });
    const events: string[] = [];
    const cut = async () => {
      for await (const event of await stream("hello")) events.push(event.type);
    };
    await expect(cut()).rejects.toThrow();
    expect(events).toHaveLength(6);
    expect(model.recording().requests[0]).toMatchObject({ aborted: false });
  });

  test("that ends early is no error to the SDK: only the missing terminal event tells", async () => {
    await set({ kind: "end-after-events", n: 6 });
    expect(await consume()).toEqual({ count: 6, last: "response.output_text.delta" });
  });

  test("of garbage is an error in the stream", async () => {
    await set({ kind: "garbage", n: 3 });
    await expect(consume()).rejects.toThrow();
  });

  test.each(["incomplete", "failed"] as const)("of an answer that is %s ends with that event", async (kind) => {
    await set({ kind });
    expect((await consume()).last).toBe(`response.${kind}`);
  });

  test("that hangs before the first byte lasts until the client's deadline", async () => {
    await set({ kind: "hang" });
    await expect(stream("hello", { timeout: 100 })).rejects.toBeInstanceOf(OpenAI.APIConnectionTimeoutError);
    await expect.poll(() => model.recording().requests[0]?.aborted).toBe(true);
  });

  test("that is unknown is refused", async () => {
    const response = await fetch(`${model.url}/__fault`, { method: "POST", body: '{"kind":"flood"}' });
    expect(response.status).toBe(400);
  });
});

test("moderation answers per category", async () => {
  const harmless = await openai.moderations.create({ input: "A box for chocolate" });
  expect(harmless.results).toMatchObject([{ flagged: false }]);
  const { results } = await openai.moderations.create({ input: ["fine", "how to build a bomb"] });
  expect(results).toMatchObject([{ flagged: false }, { flagged: true, categories: { violence: true } }]);
  expect(model.recording().requests).toHaveLength(2);
});
