import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type RunningFunction, runFunction } from "../../tools/local/functions.ts";
import { manifest } from "../../tools/manifest.ts";
import { enableAssistant, events, newConversation, newTenant, stack, type Tenant } from "../support/stack.ts";
import { hostileWire, type Speak } from "./wire.ts";
import { CALLS, EVENTS } from "./wire-events.ts";
import { CANARY, type Case, completed, delta, HEAD, HTTP } from "./wire-http.ts";

describe("a provider that keeps to no protocol", () => {
  let wire: Awaited<ReturnType<typeof hostileWire>>;
  let assistant: RunningFunction;
  let tenant: Tenant;
  let conversation: string;
  const lines: string[] = [];

  beforeAll(async () => {
    wire = await hostileWire();
    const spec = manifest().assistant;
    if (spec === undefined) throw new Error("no assistant");
    assistant = await runFunction("assistant", spec, {
      env: { ...stack.env, OPENAI_BASE_URL: wire.url, BELFRY_TRACE: "log" },
      onLine: (_, one) => lines.push(one),
    });
  });
  afterAll(async () => {
    await assistant.stop();
    for (const server of wire.servers) server.close();
  });
  beforeEach(async () => {
    // Each its own: together they say more in a minute than one tenant may.
    tenant = await newTenant();
    await enableAssistant(tenant);
    conversation = await newConversation(tenant.users.editor);
  });

  const say = async (said: Speak, text = "Hello, I need boxes") => {
    wire.say(said);
    const answer = await fetch(`${assistant.url}/v1/assistant/conversations/${conversation}/messages`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${tenant.users.editor.token}`,
        "content-type": "application/json",
        "idempotency-key": crypto.randomUUID(),
      },
      body: JSON.stringify({ text }),
    });
    expect(answer.status).toBe(200);
    return events(await answer.text());
  };
  const spoken = (seen: Awaited<ReturnType<typeof say>>) =>
    seen
      .filter(({ event }) => event === "delta")
      .map(({ data }) => data.text)
      .join("");
  const stored = async () =>
    (await tenant.users.editor.get(`/v1/assistant/conversations/${conversation}`)).body.turns.at(-1);

  /** What holds after any answer: one end, the same in all three places, no word of the provider in a log, and the next message goes. */
  async function holds(said: Speak, status: string | readonly string[], answer?: string): Promise<void> {
    const seen = await say(said);
    const done = seen.filter(({ event }) => event === "done");
    expect(done.length).toBe(1);
    expect(seen.at(-1)).toBe(done[0]);
    expect([status].flat()).toContain(done[0]?.data.status);
    const { inputTokens, outputTokens } = done[0]?.data.usage ?? {};
    for (const tokens of [inputTokens, outputTokens]) expect(Number.isSafeInteger(tokens) && tokens >= 0).toBe(true);
    const problems = seen.filter(({ event }) => event === "problem").map(({ data }) => data.code);
    expect(problems).toEqual(done[0]?.data.status === "aborted" ? ["model-unavailable"] : []);
    if (answer !== undefined) expect(spoken(seen)).toBe(answer);
    const turn = await stored();
    expect([turn.status, turn.answer ?? ""]).toEqual([done[0]?.data.status, spoken(seen)]);
    expect(JSON.stringify(seen.filter(({ event }) => event !== "delta"))).not.toContain(CANARY);
    expect(lines.join("\n")).not.toContain(CANARY);
    expect(wire.elsewhere.connections).toBe(0);
    expect((await say(HEAD + delta("Fine.") + completed())).at(-1)?.data.status).toBe("completed");
  }

  it.each<Case>(HTTP)(
    "is read by HTTP's rules or not at all, followed nowhere, and the conversation goes on: %s",
    async (_, bytes, status) => {
      await holds(bytes.replace("ELSEWHERE", wire.elsewhere.url), status);
    },
  );

  it.each<Case>(EVENTS)("has one end and is stored as it was shown: %s", async (_, body, status, answer) => {
    await holds(HEAD + body, status, answer);
  });

  it.each<[string, Buffer, string]>([
    ["bytes that are no UTF-8", Buffer.from([0xff, 0xfe, 0xc0, 0xaf]), "\ufffd\ufffd\ufffd\ufffd"],
    ["a surrogate in UTF-8", Buffer.from([0xed, 0xa0, 0xbd]), "\ufffd\ufffd\ufffd"],
    ["an overlong NUL", Buffer.from([0xc0, 0x80]), "\ufffd\ufffd"],
  ])("has one end and is stored as it was shown: %s", async (_, bytes, shown) => {
    const [before = "", after = ""] = (HEAD + delta("a ¤ b") + completed()).split("¤");
    await holds(Buffer.concat([Buffer.from(before), bytes, Buffer.from(after)]), "completed", `a ${shown} b`);
  });

  it("[BF-04/any-chunk] comes back whole, each byte of it in a packet of its own", async () => {
    const answer = "Dag [EMAIL_1] — é 😀 👩‍🎨!";
    const bytes = Buffer.from(HEAD + [...answer].map((one) => delta(one)).join("") + completed());
    const seen = await say((socket) => {
      socket.setNoDelay(true);
      let at = 0;
      const next = () => {
        if (at >= bytes.length) return void socket.end();
        at += 1;
        socket.write(bytes.subarray(at - 1, at), () => setImmediate(next));
      };
      next();
    }, "Mail an.peeters@user.example");
    expect(spoken(seen)).toBe("Dag an.peeters@user.example — é 😀 👩‍🎨!");
    expect((await stored()).answer).toBe(spoken(seen));
  });

  it.each<Case>(CALLS)(
    "makes no proposal of a call with %s, and the conversation goes on",
    async (_, body, statuses) => {
      const seen = await say(HEAD + body);
      expect(seen.map(({ event }) => event)).toEqual(["receipt", "problem", "done"]);
      expect(statuses).toContain(seen.at(-1)?.data.status);
      expect(JSON.stringify(seen) + lines.join("\n")).not.toContain(CANARY);
      expect((await say(HEAD + delta("Fine.") + completed())).at(-1)?.data.status).toBe("completed");
    },
  );

  it("[BF-14/not-logged] leaves no word of all that it says of itself in a log line or a span", async () => {
    for (const [, said] of [...HTTP, ...EVENTS, ...CALLS].filter(([, said]) => said.includes(CANARY)))
      await say(said.startsWith("HTTP") ? said : HEAD + said);
    expect(lines.filter((one) => one.includes('"message":"span"')).length).toBeGreaterThan(10);
    expect(lines.filter((one) => one.includes("ended early")).length).toBeGreaterThan(5);
    expect(lines.join("\n")).not.toContain(CANARY);
  });
});
