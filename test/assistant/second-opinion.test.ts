import { createHash } from "node:crypto";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { settings } from "../../functions/platform/tenant/settings.ts";
import type { Seen } from "../../tools/local/stand-ins/dlp/inspect.ts";
import type { DlpCommand } from "../support/global-setup.ts";
import {
  clearFaults,
  control,
  db,
  dump,
  enableAssistant,
  fault,
  forget,
  newConversation,
  newTenant,
  recorded,
  type Tenant,
} from "../support/stack.ts";

const dlp = (command: DlpCommand): Promise<Seen[]> => control("dlp", command);
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
/** A word that none of our own detectors takes for anything. */
const WORD = "zorblatquind";

async function chatting(): Promise<{ tenant: Tenant; conversation: string }> {
  const tenant = await newTenant({}, "sensitive-data-protection");
  await enableAssistant(tenant);
  return { tenant, conversation: await newConversation(tenant.users.editor) };
}

const usageOf = async (tenant: Tenant) =>
  (await db.collection(`tenants/${tenant.id}/usage`).get()).docs.map((doc) => doc.data());

beforeAll(() => dlp({ know: { [WORD]: "PERSON_NAME" } }));
beforeEach(async () => {
  await forget();
  await dlp({ forget: true });
});
afterEach(async () => {
  await clearFaults();
  await dlp({ recover: true, takes: 0 });
});

describe("a second opinion", () => {
  it("[BF-04/second-opinion] a word that it alone knows never reaches the model, and comes back in the answer", async () => {
    const { tenant, conversation } = await chatting();
    const { editor } = tenant.users;
    await fault({ kind: "say", text: "I wrote to [PERSON_1]." });
    const events = await editor.say(conversation, `Please ask ${WORD} and an.peeters@example.com 😀 ${WORD}`);
    const { requests } = await recorded();
    expect(requests.length).toBe(1);
    expect(requests[0]?.body).not.toContain(WORD);
    expect(requests[0]?.body).toContain("Please ask [PERSON_1] and [EMAIL_1] 😀 [PERSON_1]");
    const receipt = await editor.get(`/v1/assistant/receipts/${events[0]?.data.receiptId}`);
    expect(receipt.body).toMatchObject({ body: requests[0]?.body, replaced: { PERSON: 2, EMAIL: 1 } });
    expect(sha256(receipt.body.body)).toBe(events[0]?.data.sha256);
    const said = events.filter(({ event }) => event === "delta").map(({ data }) => data.text);
    expect(said.join("")).toBe(`I wrote to ${WORD}.`);
  });

  it("[BF-04/second-opinion-minimised] is shown what would leave and nothing more: our placeholders, and no other message", async () => {
    const { tenant, conversation } = await chatting();
    await tenant.users.editor.say(conversation, "Mail an.peeters@example.com about the posters");
    await tenant.users.editor.say(conversation, `Ask ${WORD} too`);
    await tenant.users.editor.say(conversation, "+32 470 12 34 56");
    const seen = await dlp({});
    expect(seen.map(({ text }) => text)).toEqual(["Mail [EMAIL_1] about the posters", `Ask ${WORD} too`]);
    expect(new Set(seen.map(({ parent }) => parent))).toEqual(
      new Set(["projects/belfry-local/locations/europe-west1"]),
    );
  });

  it("[BF-03/same] is asked once for a text: what was previewed is what leaves, even if it would say otherwise now", async () => {
    const { tenant, conversation } = await chatting();
    const { editor } = tenant.users;
    const text = `Quote for ${WORD}, please`;
    const preview = await editor.post(`/v1/assistant/conversations/${conversation}/preview`, { text });
    expect(preview.body).toMatchObject({
      outgoing: "Quote for [PERSON_1], please",
      replacements: [{ placeholder: "[PERSON_1]", type: "PERSON", start: 10, end: 10 + WORD.length }],
    });
    expect((await recorded()).connections).toBe(0);
    await dlp({ fault: { kind: "status", status: "INTERNAL" } });
    await editor.say(conversation, text, { previewHash: preview.body.previewHash });
    expect(sha256((await recorded()).requests[0]?.body ?? "")).toBe(preview.body.previewHash);
    expect((await dlp({})).length).toBe(1);
  });

  it("[BF-03/same] is heard beside the user's own choice: a false hit of its own may be kept, where that is allowed", async () => {
    const { tenant, conversation } = await chatting();
    const { admin, editor } = tenant.users;
    const rules = { always: [], never: [], allowKeep: true };
    await admin.call("PUT", "/v1/workspace/redaction", rules, { "if-match": '"0"' });
    await enableAssistant(tenant);
    const text = `Ask ${WORD} about teal fox, BE68 5390 0754 7034`;
    const at = (words: string) => ({ start: text.indexOf(words), end: text.indexOf(words) + words.length });
    const look = async (choice: object) =>
      (await editor.post(`/v1/assistant/conversations/${conversation}/preview`, { text, ...choice })).body;
    const plain = await look({});
    expect(plain.outgoing).toBe("Ask [PERSON_1] about teal fox, [IBAN_1]");
    expect(plain.replacements.map(({ mayKeep }: { mayKeep: boolean }) => mayKeep)).toEqual([true, false]);
    const chosen = await look({ keep: [at(WORD)], redact: [at("teal fox")] });
    expect(chosen.outgoing).toBe(`Ask ${WORD} about [PRIVATE_1], [IBAN_1]`);
    const refused = await look({ keep: [at("BE68 5390 0754 7034")] });
    expect(refused.errors).toEqual([{ pointer: "/keep/0", message: "is always replaced" }]);
    await admin.call("PUT", "/v1/workspace/redaction", { ...rules, never: [WORD] }, { "if-match": '"1"' });
    await enableAssistant(tenant);
    expect((await look({})).outgoing).toBe(`Ask ${WORD} about teal fox, [IBAN_1]`);
  });

  it("is slower than a turn may be old and still asked once", async () => {
    const { tenant, conversation } = await chatting();
    await dlp({ takes: 600 });
    await tenant.users.editor.say(conversation, `Slowly, ${WORD}`);
    expect((await dlp({})).length).toBe(1);
    expect((await recorded()).requests[0]?.body).not.toContain(WORD);
  });

  it("[BF-04/second-opinion-minimised] is asked for no tenant that did not choose it, and remembers nothing across two that did", async () => {
    const [one, two] = [await chatting(), await chatting()];
    const other = await newTenant();
    await enableAssistant(other);
    const conversation = await newConversation(other.users.editor);
    await other.users.editor.say(conversation, `Plain ${WORD}`);
    expect(await dlp({})).toEqual([]);
    expect((await recorded()).requests[0]?.body).toContain(WORD);
    for (const { tenant, conversation } of [one, two]) await tenant.users.editor.say(conversation, `Same ${WORD}`);
    expect((await dlp({})).length).toBe(2);
  });

  it("is counted: questions and bytes of a day, previews and failures included, answers from memory not", async () => {
    const { tenant, conversation } = await chatting();
    const { editor } = tenant.users;
    const text = "é for [nobody]";
    await editor.post(`/v1/assistant/conversations/${conversation}/preview`, { text });
    const bytes = Buffer.byteLength(text);
    expect(await usageOf(tenant)).toMatchObject([{ messages: 0, inspections: 1, inspectedBytes: bytes }]);
    await editor.say(conversation, text);
    expect(await usageOf(tenant)).toMatchObject([{ messages: 1, inspections: 1, inspectedBytes: bytes }]);
    await dlp({ fault: { kind: "status", status: "INTERNAL" } });
    await editor.post(`/v1/assistant/conversations/${conversation}/preview`, { text: "abc" });
    expect(await usageOf(tenant)).toMatchObject([{ messages: 1, inspections: 2, inspectedBytes: bytes + 3 }]);
  });
});

describe("a second opinion that can't be had", () => {
  it.each([
    { kind: "status", status: "RESOURCE_EXHAUSTED", says: `quota of ${WORD} used up` },
    { kind: "status", status: "INTERNAL", says: WORD },
    { kind: "status", status: "UNAVAILABLE" },
    { kind: "hang" },
    { kind: "truncated" },
    { kind: "garbage" },
    { kind: "beyond" },
    { kind: "inside-character" },
    { kind: "disagreeing" },
    { kind: "unknown-type" },
  ] as const)(
    "[BF-04/second-opinion-fails-closed] [BF-04/no-connection] stops the text, in time and without a word in a log: %j",
    async (wrong) => {
      const { tenant, conversation } = await chatting();
      const { editor } = tenant.users;
      await dlp({ fault: wrong });
      const before = (await control<string[]>("logs")).length;
      for (const way of ["preview", "messages"]) {
        const startMs = performance.now();
        const answer = await editor.post(`/v1/assistant/conversations/${conversation}/${way}`, {
          text: `😀 for ${WORD}`,
        });
        expect(answer.status).toBe(503);
        expect(answer.body).toMatchObject({ code: "redaction-failed" });
        expect(answer.text).not.toContain(WORD);
        expect(performance.now() - startMs).toBeLessThan(3_000);
      }
      expect(await recorded()).toMatchObject({ connections: 0, requests: [] });
      expect((await editor.get("/v1/assistant/receipts")).body.items).toEqual([]);
      const lines = (await control<string[]>("logs")).slice(before).join("\n");
      expect(lines).toContain("RedactionFailed");
      expect(lines).not.toContain(WORD);
      expect(await dump(tenant)).not.toContain(WORD);
      // It is over with the fault.
      await dlp({ recover: true });
      expect((await editor.say(conversation, `😀 for ${WORD}`)).at(-1)?.data.status).toBe("completed");
    },
  );

  it("[BF-04/second-opinion-fails-closed] stops every text where the deployment does not offer what the tenant chose", async () => {
    const tenant = await newTenant({}, "local-model");
    await enableAssistant(tenant);
    const conversation = await newConversation(tenant.users.editor);
    const answer = await tenant.users.editor.post(`/v1/assistant/conversations/${conversation}/messages`, {
      text: "Hello there",
    });
    expect(answer.body).toMatchObject({ status: 503, code: "redaction-failed" });
    expect(await recorded()).toMatchObject({ connections: 0 });
    expect(await dlp({})).toEqual([]);
  });
});

describe("consent to a second opinion", () => {
  const choose = (tenant: Tenant, secondOpinion: "none" | "sensitive-data-protection") => {
    const batch = tenant.store.batch();
    batch.update(tenant.store.doc(settings, "current"), { secondOpinion });
    return tenant.store.commit(batch);
  };

  it("[BF-05/second-opinion] switching it on suspends the assistant until everybody has accepted it, and switching it off does", async () => {
    const tenant = await newTenant();
    const { admin, editor } = tenant.users;
    await enableAssistant(tenant);
    const conversation = await newConversation(editor);
    const say = () => editor.post(`/v1/assistant/conversations/${conversation}/messages`, { text: `For ${WORD}` });
    expect((await say()).status).toBe(200);
    await forget();

    const plain = (await admin.get("/v1/consent?projectId=prj_a")).body;
    expect(plain.facts.secondOpinion).toBeUndefined();
    await choose(tenant, "sensitive-data-protection");
    const now = (await admin.get("/v1/consent?projectId=prj_a")).body;
    expect(now.facts.secondOpinion).toEqual({
      by: "sensitive-data-protection",
      host: "127.0.0.1",
      region: "europe-west1",
      model: "stable",
    });
    expect(now).toMatchObject({ usable: false, organisation: { status: "outdated" } });
    expect((await say()).body).toMatchObject({ status: 428, code: "consent-missing" });
    expect(await recorded()).toMatchObject({ connections: 0 });
    expect(await dlp({})).toEqual([]);

    expect((await admin.post("/v1/consent/acceptances", { factsHash: plain.factsHash })).status).toBe(409);
    expect((await admin.post("/v1/consent/acceptances", { factsHash: now.factsHash })).status).toBe(201);
    // The organisation has accepted; this user has not chosen under these facts.
    expect((await say()).body).toMatchObject({ status: 428 });
    await editor.put("/v1/consent/me", { assistantEnabled: true });
    expect((await say()).status).toBe(200);
    // Nor with what was said before it was on: that has not been through it.
    expect((await recorded()).requests[0]?.body).not.toContain(WORD);
    expect((await dlp({})).length).toBe(1);

    await choose(tenant, "none");
    expect((await say()).body).toMatchObject({ status: 428, code: "consent-missing" });
  });
});
