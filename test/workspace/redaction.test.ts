import { beforeEach, describe, expect, it } from "vitest";
import {
  dump,
  enableAssistant,
  forget,
  newConversation,
  newTenant,
  recorded,
  type Tenant,
  trail,
} from "../support/stack.ts";

const PATH = "/v1/workspace/redaction";
const NONE = { always: [], never: [], allowKeep: false };
const TEXT = "Ask Emily Whitaker about teal fox; she pays from BE68 5390 0754 7034. The TEAL FOX box is blue.";
const part = (words: string) => ({ start: TEXT.indexOf(words), end: TEXT.indexOf(words) + words.length });

describe("the user and the organisation in command of what is replaced", () => {
  let tenant: Tenant;
  let conversation: string;
  beforeEach(async () => {
    tenant = await newTenant();
    await enableAssistant(tenant);
    conversation = await newConversation(tenant.users.editor);
    await forget();
  });
  const decide = (rules: object, version: string) =>
    tenant.users.admin.call("PUT", PATH, { ...NONE, ...rules }, { "if-match": version });
  const preview = (body: object) =>
    tenant.users.editor.post(`/v1/assistant/conversations/${conversation}/preview`, body);
  const sent = async () => (await recorded()).requests.map(({ body }) => body);

  it("[BF-03/same] [BF-02/exact-bytes] sends what was previewed with the user's own selection, and brings it back in the answer", async () => {
    const { editor, auditor } = tenant.users;
    const redact = [part("teal fox")];
    const shown = (await preview({ text: TEXT, redact })).body;
    expect(shown.outgoing).toBe(
      "Ask [PERSON_1] about [PRIVATE_1]; she pays from [IBAN_1]. The [PRIVATE_2] box is blue.",
    );
    const events = await editor.say(conversation, TEXT, { redact, previewHash: shown.previewHash });
    const [body] = await sent();
    expect(body).toContain(shown.outgoing);
    expect(body?.toLowerCase()).not.toContain("teal fox");
    const [receipt] = (await editor.get("/v1/assistant/receipts")).body.items;
    expect(receipt).toMatchObject({
      sha256: shown.previewHash,
      chosen: { redacted: 1, kept: 0 },
      redactionRules: 0,
      replaced: { PERSON: 1, IBAN: 1, PRIVATE: 2 },
    });
    expect((await editor.get(`/v1/assistant/receipts/${receipt.id}`)).body.body).toBe(body);
    expect(events.at(-1)?.data.status).toBe("completed");
    // The conversation remembers: what was hidden once stays hidden.
    await editor.say(conversation, "Is Teal Fox ready?");
    expect((await sent()).join("").toLowerCase()).not.toContain("teal fox");
    const facts = (await trail(tenant)).map(({ unmapped }) => unmapped).filter(({ redacted }) => redacted === 1);
    expect(facts.length).toBe(2);
    expect(facts.every(({ kept, count }) => kept === 0 && count === 4)).toBe(true);
    expect((await auditor.get(`/v1/assistant/receipts/${receipt.id}`)).body.chosen).toEqual({ redacted: 1, kept: 0 });
  });

  it("[BF-03/other-settings] refuses to send with another choice, or under other rules, than was previewed", async () => {
    const { editor, admin } = tenant.users;
    const { previewHash } = (await preview({ text: TEXT })).body;
    const send = (more: object) =>
      editor.post(`/v1/assistant/conversations/${conversation}/messages`, { text: TEXT, previewHash, ...more });
    const other = await send({ redact: [part("blue")] });
    expect([other.status, other.body.code]).toEqual([409, "conflict"]);
    expect((await decide({ always: ["blue"] }, '"0"')).status).toBe(200);
    const stricter = await send({});
    expect([stricter.status, stricter.body.code]).toEqual([409, "conflict"]);
    expect(await recorded()).toMatchObject({ connections: 0 });
    expect((await admin.get(PATH)).body.version).toBe(1);
  });

  it("keeps a false hit only where the administrator allows it, and nothing that is surely private", async () => {
    const { editor } = tenant.users;
    const keep = [part("Emily Whitaker")];
    const refused = await preview({ text: TEXT, keep });
    expect([refused.status, refused.body.code]).toEqual([422, "invalid"]);
    expect(refused.body.errors).toEqual([{ pointer: "/keep/0", message: "is not allowed in your organisation" }]);
    await decide({ allowKeep: true }, '"0"');
    await enableAssistant(tenant);
    const shown = (await preview({ text: TEXT, keep })).body;
    expect(shown.outgoing).toContain("Ask Emily Whitaker about teal fox");
    expect(shown.replacements.map(({ type, mayKeep }: { type: string; mayKeep: boolean }) => [type, mayKeep])).toEqual([
      ["IBAN", false],
    ]);
    await editor.say(conversation, TEXT, { keep, previewHash: shown.previewHash });
    expect((await sent())[0]).toContain("Emily Whitaker");
    const never = await preview({ text: TEXT, keep: [part("BE68 5390 0754 7034")] });
    expect(never.body.errors).toEqual([{ pointer: "/keep/0", message: "is always replaced" }]);
    expect((await trail(tenant)).filter(({ unmapped }) => unmapped.kept === 1).length).toBe(2);
    for (const { body } of [refused, never]) expect(JSON.stringify(body)).not.toContain("Emily");
  });

  it("[BF-05/suspends] replaces the organisation's words always, and asks for consent anew before it protects less", async () => {
    const { admin, editor } = tenant.users;
    expect((await decide({ always: ["Teal Fox"] }, '"0"')).body).toMatchObject({ version: 1, always: ["Teal Fox"] });
    // More is protected: nobody has to accept that.
    expect((await preview({ text: TEXT })).body.outgoing).toContain("about [PRIVATE_1];");
    const loosening: readonly (readonly [object, string])[] = [
      [{ always: [] }, '"1"'],
      [{ never: ["Emily Whitaker"] }, '"2"'],
      [{ never: ["Emily Whitaker"], allowKeep: true }, '"3"'],
    ];
    for (const [rules, version] of loosening) {
      expect((await decide(rules, version)).status).toBe(200);
      const blocked = await preview({ text: TEXT });
      expect(blocked.body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual([
        "consent:terms-outdated",
        "consent:user-outdated",
      ]);
      await enableAssistant(tenant);
    }
    const { facts } = (await editor.get("/v1/consent?projectId=prj_a")).body;
    expect(facts.redactionRules).toBe(4);
    expect((await preview({ text: TEXT })).body.outgoing).toContain("Ask Emily Whitaker about teal fox; she");
    const stale = await decide({}, '"1"');
    expect([stale.status, stale.body.code]).toEqual([412, "precondition-failed"]);
    expect((await admin.get(PATH)).headers.get("etag")).toBe('"4"');
  });

  it("[KZ-15/every-action] [BF-07/content-free] seals the words, and records who changed them, by number alone", async () => {
    await decide({ always: ["Zephyr Unlimited"], never: ["Borealis Press"] }, '"0"');
    await enableAssistant(tenant);
    await preview({ text: "Zephyr Unlimited" });
    const stored = await dump(tenant);
    for (const words of ["Zephyr", "Borealis"]) expect(stored).not.toContain(words);
    const change = (await trail(tenant)).find(({ api }) => api.operation === "workspace.redaction.update");
    expect(change).toMatchObject({
      actor: { user: { uid: tenant.users.admin.uid } },
      resources: [{ type: "redaction-rules", uid: "current" }],
      unmapped: { version: 1, count: 2, enabled: false },
    });
  });

  it.each([
    ["a short word", { always: ["ab"] }],
    ["a short number", { always: ["5000"] }],
    ["an invisible character", { never: ["Zeph\u200byr"] }],
    ["a line", { never: ["Zeph\nyr"] }],
    ["too many words", { always: Array.from({ length: 501 }, (_, n) => `word ${n}`) }],
    ["a long word", { always: ["x".repeat(121)] }],
    ["no words", { always: "Zephyr" }],
  ])("refuses %s", async (_what, rules) => {
    const answer = await decide(rules, '"0"');
    expect([answer.status, answer.body.code]).toEqual([422, "invalid"]);
  });

  it("sends nothing while the rules can't be opened", async () => {
    await decide({ always: ["Teal Fox"] }, '"0"');
    await tenant.store
      .doc({ name: "redactionRules", schema: {} as never } as never, "current")
      .update({ "content.ciphertext": "AAAA" } as never);
    const answer = await preview({ text: TEXT });
    expect([answer.status, answer.body.code]).toEqual([500, "data-damaged"]);
    expect(await recorded()).toMatchObject({ connections: 0 });
  });
});
