import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Message } from "../../client/messages.ts";
import { turns } from "../../functions/assistant/documents.ts";
import {
  clearFaults,
  enableAssistant,
  fault,
  forget,
  newConversation,
  newTenant,
  recorded,
  type Tenant,
  type User,
} from "../support/stack.ts";

const TEXT =
  "We need 5000 folding cartons of 85 x 120 mm for jan.peeters@example.com, delivered in Gent by 2031-03-01.";

/** What a client has after it was cut off: the events so far. */
interface Cut {
  readonly seen: Message[];
  readonly lastEventId: string | undefined;
}

describe("an answer that was cut off", () => {
  let tenant: Tenant;
  let editor: User;
  let conversation: string;
  beforeEach(async () => {
    tenant = await newTenant();
    ({ editor } = tenant.users);
    await enableAssistant(tenant);
    conversation = await newConversation(editor);
    await forget();
  });
  afterEach(clearFaults);

  async function read(
    key: string,
    options: { lastEventId?: string; events?: number; text?: string } = {},
  ): Promise<Cut> {
    const { lastEventId, events = Number.POSITIVE_INFINITY, text = TEXT } = options;
    const answer = await editor.client.messages({
      params: { conversationId: conversation },
      body: { text },
      idempotencyKey: key,
      ...(lastEventId === undefined ? {} : { lastEventId }),
    });
    if (!answer.ok) throw new Error(JSON.stringify(answer.body));
    const seen: Message[] = [];
    for await (const one of answer.events) {
      seen.push(one);
      if (seen.length >= events) break;
    }
    return { seen, lastEventId: seen.at(-1)?.id };
  }
  const words = (seen: readonly Message[]) => seen.map((one) => (one.event === "delta" ? one.data.text : "")).join("");
  const names = (seen: readonly Message[]) => [...new Set(seen.map(({ event }) => event))];

  it("goes on after any event that was seen, without a word twice or lost, and nothing leaves again", async () => {
    const { seen } = await read("whole", { text: `${TEXT} Please propose the brief.` });
    expect(names(seen)).toEqual(["receipt", "delta", "proposal", "done"]);
    const whole = words(seen);
    expect(whole.length).toBeGreaterThan(20);
    for (const [index, { id }] of seen.entries()) {
      expect(id).toMatch(/^1\.(\d+|p|d)$/);
      const rest = await read("whole", { text: `${TEXT} Please propose the brief.`, lastEventId: id ?? "" });
      const before = seen.slice(0, index + 1);
      expect(words(before) + words(rest.seen), id).toBe(whole);
      expect(names([...before, ...rest.seen])).toEqual(["receipt", "delta", "proposal", "done"]);
      expect(rest.seen.at(-1)).toEqual(seen.at(-1));
      expect(rest.seen.filter(({ event }) => event === "receipt").length).toBe(0);
      expect([...before, ...rest.seen].filter(({ event }) => event === "proposal").length).toBe(1);
    }
    expect((await recorded()).requests.length).toBe(1);
    expect((await tenant.store.list(tenant.store.query(turns, conversation))).length).toBe(1);
  });

  it.each(["", "nonsense", "7.3", "1.99999", "1.-1", "1.p.d", "x".repeat(5000)])(
    "answers whole to a Last-Event-ID that is none of its own (%j)",
    async (lastEventId) => {
      const { seen } = await read("whole");
      const again = await read("whole", { lastEventId });
      const expected = lastEventId === "1.99999" ? "" : words(seen);
      expect(words(again.seen)).toBe(expected);
      expect(again.seen.at(-1)?.event).toBe("done");
    },
  );

  it("tells a client that was cut off what was answered until then, once", async () => {
    await fault({ kind: "slow", delayMs: 40 });
    const cut = await read("cut", { events: 4 });
    const rest = await read("cut", { lastEventId: cut.lastEventId ?? "" });
    expect(rest.seen.at(-1)).toMatchObject({ event: "done", data: { status: "aborted" } });
    const stored = (await editor.get(`/v1/assistant/conversations/${conversation}`)).body.turns;
    expect(stored.length).toBe(1);
    expect(words(cut.seen) + words(rest.seen)).toBe(stored[0].answer);
    expect((await recorded()).requests.length).toBe(1);
  });

  it("waits on a second device for an answer that is still running on the first", async () => {
    await fault({ kind: "slow", delayMs: 40 });
    const first = read("both");
    await expect.poll(async () => (await recorded()).requests.length).toBe(1);
    const second = await read("both");
    expect(words(second.seen)).toBe(words((await first).seen));
    expect(second.seen.at(-1)).toEqual((await first).seen.at(-1));
    expect((await recorded()).requests.length).toBe(1);
  });

  it("requires a key for a message, so that a repetition can be known for one", async () => {
    const answer = await editor.call(
      "POST",
      `/v1/assistant/conversations/${conversation}/messages`,
      { text: TEXT },
      { "idempotency-key": undefined },
    );
    expect([answer.status, answer.body.code]).toEqual([422, "invalid"]);
    expect(answer.body.errors[0].pointer).toBe("header:Idempotency-Key");
    expect((await recorded()).requests.length).toBe(0);
  });
});
