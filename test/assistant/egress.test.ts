import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { conversations, proposals, receipts, turns } from "../../functions/assistant/documents.ts";
import { makeProposal } from "../support/row.ts";
import {
  clearFaults,
  documents,
  dump,
  enableAssistant,
  events,
  fault,
  forget,
  formsOf,
  newConversation,
  newTenant,
  recorded,
  stack,
  type Tenant,
  trail,
} from "../support/stack.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const SECRETS = {
  email: "an.peeters@example.com",
  phone: "+32 470 12 34 56",
  iban: "BE68 5390 0754 7034",
  card: "4111 1111 1111 1111",
  key: `sk-${"proj"}-${"aB3dE5fG7hJ9".repeat(4)}`,
  pem: `-----BEGIN ${"PRIVATE"} KEY-----\nMIIBVgIBADANBgkqhkiG9w0BAQEFAASCAUAwggE8AgEAAkEAq7BFUpkGp3+LQmlQ\n-----END ${"PRIVATE"} KEY-----`,
};
const typed = `Please quote. Mail ${SECRETS.email}, call ${SECRETS.phone}, pay ${SECRETS.iban} or ${SECRETS.card}. Key ${SECRETS.key} and ${SECRETS.pem}`;

describe("what leaves", () => {
  let tenant: Tenant;
  let conversation: string;
  beforeEach(async () => {
    tenant = await newTenant();
    await enableAssistant(tenant);
    conversation = await newConversation(tenant.users.editor);
    await forget();
  });
  afterEach(clearFaults);

  it("[KZ-01/write] [KZ-01/submit] [KZ-01/track] [KZ-01/no-connection] [KZ-08/unused] is nothing at all while briefs are written, submitted and tracked by hand", async () => {
    const { editor, viewer } = tenant.users;
    const made = await editor.post("/v1/briefs", { projectId: "prj_a", title: "Posters", category: "print" });
    const edited = await editor.patch(`/v1/briefs/${made.body.id}`, { quantity: 200 }, made.headers.get("etag"));
    expect(edited.body).toMatchObject({ quantity: 200, version: 2, origin: "manual" });
    expect((await editor.post(`/v1/briefs/${made.body.id}/submit`)).body.status).toBe("submitted");
    expect(
      (await viewer.get(`/v1/briefs?projectId=prj_a&status=submitted`)).body.items.map(
        (item: { id: string }) => item.id,
      ),
    ).toEqual([made.body.id]);
    expect((await editor.post(`/v1/briefs/${made.body.id}/withdraw`)).body.status).toBe("withdrawn");
    expect((await editor.delete(`/v1/briefs/${made.body.id}`)).status).toBe(204);
    expect(await recorded()).toMatchObject({ connections: 0, requests: [] });
  });

  it("[BF-02/exact-bytes] [BF-02/shown] [BF-02/one-per-request] is exactly the receipt: its bytes, its hash, one request a receipt", async () => {
    const { editor } = tenant.users;
    for (const text of [typed, "And in blue, please.", "Merci, c'est tout ✓"]) await editor.say(conversation, text);
    const { requests } = await recorded();
    const list = await editor.get(`/v1/assistant/receipts?conversationId=${conversation}`);
    expect(list.body.items.length).toBe(requests.length);
    const opened = await Promise.all(
      list.body.items.map(({ id }: { id: string }) => editor.get(`/v1/assistant/receipts/${id}`)),
    );
    expect(opened.map(({ body }) => body.body).sort()).toEqual(requests.map(({ body }) => body).sort());
    for (const { body } of opened) {
      expect(sha256(body.body)).toBe(body.sha256);
      expect(Buffer.byteLength(body.body)).toBe(body.bytes);
    }
  });

  it("[BF-02/one-per-request] [CF-04/receipt] has its receipt, named first in the stream, also when no answer comes", async () => {
    await fault({ kind: "cut-before-first" });
    const events = await tenant.users.editor.say(conversation, "Hello");
    expect(events.map(({ event }) => event)).toEqual(["receipt", "problem", "done"]);
    expect(events[1]?.data).toMatchObject({ code: "model-unavailable", status: 502 });
    const { requests } = await recorded();
    expect(requests.length).toBe(1);
    const receipt = await tenant.users.editor.get(`/v1/assistant/receipts/${events[0]?.data.receiptId}`);
    expect(receipt.body).toMatchObject({ status: "aborted", body: requests[0]?.body });
  });

  it.each([429, 500, 503])(
    "[BF-02/one-per-request] is never sent a second time behind the user's back when the model answers %s",
    async (status) => {
      await fault({ kind: "status", status });
      const events = await tenant.users.editor.say(conversation, "Hello");
      expect(events.map(({ event }) => event)).toEqual(["receipt", "problem", "done"]);
      expect((await recorded()).requests.length).toBe(1);
      expect((await tenant.users.editor.get("/v1/assistant/receipts")).body.items.length).toBe(1);
    },
  );

  it("[KZ-03/only-typed] [KZ-03/contact-data] [KZ-03/brief-fields] [BF-04/typed-values] [KB-04/model] is only what the user typed, redacted: canaries everywhere else stay here", async () => {
    const { editor } = tenant.users;
    const canary = (place: string) => `canary-${place}-7f3a`;
    const brief = await editor.post("/v1/briefs", {
      projectId: "prj_a",
      title: canary("title"),
      category: canary("category"),
      description: canary("description"),
      materials: canary("materials"),
      colours: [canary("colours")],
      finishing: canary("finishing"),
      deliveries: [{ country: "BE", city: canary("city") }],
      contact: { name: canary("contact"), email: "canary@example.com", phone: "+32 2 123 45 67" },
      notes: canary("notes"),
    });
    expect(brief.status).toBe(201);
    await tenant.users.admin.post("/v1/consent/withdrawals", { reason: canary("reason") });
    await enableAssistant(tenant);
    await editor.say(conversation, typed);
    await editor.say(conversation, "Propose the brief, please. We need 5000 labels of 50 x 70 mm.");
    const { requests } = await recorded();
    expect(requests.length).toBe(2);
    for (const { body, headers } of requests) {
      const sent = JSON.stringify({ body, headers });
      expect(sent).not.toMatch(/canary/);
      for (const [what, secret] of Object.entries(SECRETS)) expect(sent.includes(secret), what).toBe(false);
      for (const id of [tenant.id, editor.uid, "prj_a", conversation, brief.body.id])
        expect(sent.includes(id), id).toBe(false);
    }
    expect(JSON.parse(requests[0]?.body ?? "").input).toEqual([
      { role: "user", content: expect.stringContaining("[EMAIL_1]") },
    ]);
  });

  it("[KZ-04/store-off] [KZ-04/nothing-stateful] says on every call that nothing may be stored, and asks for nothing that stores", async () => {
    await tenant.users.editor.say(conversation, "Hello");
    await tenant.users.editor.say(conversation, "A box, please");
    const { requests } = await recorded();
    expect(requests.length).toBe(2);
    for (const { body } of requests) {
      const sent = JSON.parse(body);
      expect(sent.store).toBe(false);
      expect(Object.keys(sent).sort()).toEqual([
        "input",
        "instructions",
        "max_output_tokens",
        "model",
        "parallel_tool_calls",
        "safety_identifier",
        "store",
        "stream",
        "tool_choice",
        "tools",
      ]);
      expect(sent.tools.map(({ type }: { type: string }) => type)).toEqual(["function"]);
    }
  });

  it("[BF-03/seen-first] [BF-03/other-text] [BF-03/other-conversation] [BF-03/same] is what was previewed, or nothing: any difference is a conflict", async () => {
    const { editor } = tenant.users;
    const path = `/v1/assistant/conversations/${conversation}`;
    const preview = await editor.post(`${path}/preview`, { text: typed });
    expect((await recorded()).connections).toBe(0);
    for (const secret of Object.values(SECRETS)) expect(preview.body.outgoing).not.toContain(secret);
    for (const { placeholder, start, end } of preview.body.replacements) {
      expect(preview.body.outgoing).toContain(placeholder);
      expect(Object.values(SECRETS).join(" ")).toContain(typed.slice(start, end));
    }
    const { previewHash } = preview.body;
    for (const different of [`${typed} `, typed.replace("quote", "Quote")]) {
      const refused = await editor.post(`${path}/messages`, { text: different, previewHash });
      expect([refused.status, refused.body.code]).toEqual([409, "conflict"]);
    }
    const elsewhere = await newConversation(editor);
    await editor.say(elsewhere, "Something came before");
    expect(
      (await editor.post(`/v1/assistant/conversations/${elsewhere}/messages`, { text: typed, previewHash })).status,
    ).toBe(409);
    await forget();
    const events = await editor.say(conversation, typed, { previewHash });
    expect(events[0]?.data.sha256).toBe(previewHash);
    expect((await recorded()).requests.map(({ body }) => sha256(body))).toEqual([previewHash]);
    // The conversation has moved: the same preview no longer binds.
    expect((await editor.post(`${path}/messages`, { text: typed, previewHash })).status).toBe(409);
  });

  it("[BF-04/reversible] [BF-04/foreign-placeholder] comes back with the user's own values, and placeholders of another conversation stay as they are", async () => {
    const { editor } = tenant.users;
    const said = (events: Awaited<ReturnType<typeof editor.say>>) =>
      events
        .filter(({ event }) => event === "delta")
        .map(({ data }) => data.text)
        .join("");
    const answer = said(await editor.say(conversation, typed));
    expect(answer).toContain(SECRETS.email);
    expect(answer).not.toContain("[EMAIL_1]");
    const other = await newConversation(editor);
    expect(said(await editor.say(other, "Is it [EMAIL_1] or [PHONE_1]?"))).not.toContain(SECRETS.email);
    const turn = await editor.get(`/v1/assistant/conversations/${conversation}`);
    expect(turn.body.turns).toMatchObject([{ id: "1", text: typed, answer, status: "completed" }]);
  });

  it.each([
    [{ kind: "cut-after-events", n: 6 }, ["truncated"]],
    [{ kind: "end-after-events", n: 6 }, ["truncated"]],
    [{ kind: "incomplete" }, ["truncated"]],
    [{ kind: "garbage", n: 6 }, ["aborted"]],
    [{ kind: "failed" }, ["aborted"]],
  ])("ends honestly when the model's stream does not: %j", async (input, statuses) => {
    await fault(input);
    const events = await tenant.users.editor.say(conversation, "Hello, I need boxes");
    const done = events.at(-1);
    expect(done?.event).toBe("done");
    expect(statuses).toContain(done?.data.status);
    const receipt = await tenant.users.editor.get(`/v1/assistant/receipts/${events[0]?.data.receiptId}`);
    expect(receipt.body.status).toBe(done?.data.status);
    // The conversation goes on.
    expect((await tenant.users.editor.say(conversation, "Still there?")).at(-1)?.data.status).toBe("completed");
  });

  it("[BF-06/organisation] stops within two seconds when consent is withdrawn, upstream included", async () => {
    const { editor, admin } = tenant.users;
    await fault({ kind: "slow", delayMs: 250 });
    const answer = editor.say(conversation, "Tell me all about folding cartons");
    await expect.poll(async () => (await recorded()).requests.length).toBe(1);
    const withdrawnAt = Date.now();
    await admin.post("/v1/consent/withdrawals", {});
    const events = await answer;
    expect(Date.now() - withdrawnAt).toBeLessThan(2_000);
    expect(events.slice(-2)).toMatchObject([
      { event: "problem", data: { code: "consent-missing" } },
      { event: "done", data: { status: "aborted" } },
    ]);
    await expect.poll(async () => (await recorded()).requests[0]?.aborted).toBe(true);
  });

  it("[BF-06/user] [BF-06/user-in-time] stops within two seconds when the user switches the assistant off, upstream included", async () => {
    const { editor } = tenant.users;
    await fault({ kind: "slow", delayMs: 250 });
    const answer = editor.say(conversation, "Tell me all about labels");
    await expect.poll(async () => (await recorded()).requests.length).toBe(1);
    const offAt = Date.now();
    expect((await recorded()).requests[0]?.aborted).not.toBe(true);
    expect((await editor.put("/v1/consent/me", { assistantEnabled: false })).status).toBe(200);
    const seen = await answer;
    expect(Date.now() - offAt).toBeLessThan(2_000);
    expect(seen.slice(-2)).toMatchObject([
      { event: "problem", data: { code: "consent-missing" } },
      { event: "done", data: { status: "aborted" } },
    ]);
    // The model's own end of it: closed in the same time, not when the answer would have been over.
    await expect
      .poll(async () => (await recorded()).requests[0]?.aborted, { timeout: Math.max(1, offAt + 2_000 - Date.now()) })
      .toBe(true);
  });

  it("stops upstream when the client leaves, and the turn says so", async () => {
    const { editor } = tenant.users;
    await fault({ kind: "slow", delayMs: 200 });
    const leave = new AbortController();
    const response = await fetch(`${stack.url}/v1/assistant/conversations/${conversation}/messages`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${editor.token}`,
        "content-type": "application/json",
        "idempotency-key": crypto.randomUUID(),
      },
      body: JSON.stringify({ text: "Hello" }),
      signal: leave.signal,
    });
    await response.body?.getReader().read();
    await expect.poll(async () => (await recorded()).requests.length).toBe(1);
    leave.abort();
    await expect.poll(async () => (await recorded()).requests[0]?.aborted, { timeout: 3_000 }).toBe(true);
    await expect.poll(async () => (await editor.get("/v1/assistant/receipts")).body.items[0].status).toBe("aborted");
  });

  it("[KB-14/answer] passes no more parallel messages than the limit, and answers the others 429 with its policy", async () => {
    const limited = await newTenant({ messagesPerMinute: 3 });
    await enableAssistant(limited);
    const { editor } = limited.users;
    const conversations = await Promise.all(Array.from({ length: 12 }, () => newConversation(editor)));
    await forget();
    const answers = await Promise.all(
      conversations.map((id) => editor.post(`/v1/assistant/conversations/${id}/messages`, { text: "Hello" })),
    );
    const passed = answers.filter(({ status }) => status === 200).length;
    expect(passed).toBeLessThanOrEqual(3);
    expect(passed).toBeGreaterThan(0);
    expect((await recorded()).requests.length).toBe(passed);
    const refused = answers.find(({ status }) => status === 429);
    expect(refused?.body.code).toBe("rate-limited");
    expect(Number(refused?.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(refused?.headers.get("ratelimit-policy")).toBe('"messages-per-minute";q=3;w=60');
  });

  it("gives the same answer to the same Idempotency-Key and sends once", async () => {
    const { editor } = tenant.users;
    const path = `/v1/assistant/conversations/${conversation}/messages`;
    const headers = { "idempotency-key": "say-it-once" };
    const first = await editor.post(path, { text: "Hello there" }, headers);
    const second = await editor.post(path, { text: "Hello there" }, headers);
    expect(second.headers.get("idempotent-replayed")).toBe("true");
    const words = (text: string) =>
      events(text)
        .flatMap(({ event, data }) => (event === "delta" ? [data.text] : []))
        .join("");
    expect(words(second.text)).toBe(words(first.text));
    expect((await recorded()).requests.length).toBe(1);
    await tenant.users.admin.post("/v1/consent/withdrawals", {});
    expect(words((await editor.post(path, { text: "Hello there" }, headers)).text)).toBe(words(first.text));
    await enableAssistant(tenant);
    const parallel = await Promise.all(
      [1, 2, 3].map(() => editor.post(path, { text: "At once" }, { "idempotency-key": "at-once" })),
    );
    expect(parallel.map(({ status }) => status).filter((status) => status !== 200 && status !== 409)).toEqual([]);
    expect((await recorded()).requests.length).toBe(2);
    const other = await editor.post(path, { text: "Something else" }, headers);
    expect([other.status, other.body.code]).toEqual([422, "idempotency-conflict"]);
  });

  it("[KB-11/creating] [KB-11/altered] [KB-11/foreign] [KB-11/doubled] [KB-11/replayed] changes nothing before the user approves exactly what was shown, once", async () => {
    const { editor, editor2, viewer } = tenant.users;
    const { proposal } = await makeProposal(editor);
    const path = `/v1/assistant/proposals/${proposal.proposalId}/decision`;
    expect((await editor.get("/v1/briefs")).body.items).toEqual([]);
    const approve = { decision: "approve", argumentsHash: proposal.argumentsHash };
    expect((await editor.post(path, { ...approve, argumentsHash: "d".repeat(64) })).status).toBe(409);
    expect((await editor2.post(path, approve)).status).toBe(404);
    expect((await viewer.post(path, approve)).status).toBe(403);
    expect((await editor.get("/v1/briefs")).body.items).toEqual([]);
    const decisions = await Promise.all(Array.from({ length: 5 }, () => editor.post(path, approve)));
    expect(decisions.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409]);
    const [brief, ...others] = (await editor.get("/v1/briefs")).body.items;
    expect(others).toEqual([]);
    expect(brief).toMatchObject({ origin: "assistant", status: "draft", ...proposal.arguments });
    expect((await editor.post(path, approve)).body.code).toBe("conflict");
    const operations = (await trail(tenant)).map((event) => event.api.operation);
    expect(operations.filter((operation) => operation === "briefs.create").length).toBe(1);
  });

  it("[KB-11/cancelled] [KB-11/expired] can be rejected, and a rejected or expired proposal stays so", async () => {
    const { editor } = tenant.users;
    const rejected = await makeProposal(editor);
    const path = (id: string) => `/v1/assistant/proposals/${id}/decision`;
    expect(
      (
        await editor.post(path(rejected.proposal.proposalId), {
          decision: "reject",
          argumentsHash: rejected.proposal.argumentsHash,
        })
      ).body,
    ).toEqual({ status: "rejected" });
    expect(
      (
        await editor.post(path(rejected.proposal.proposalId), {
          decision: "approve",
          argumentsHash: rejected.proposal.argumentsHash,
        })
      ).status,
    ).toBe(409);
    const { proposal } = await makeProposal(editor);
    await tenant.store.doc(proposals, proposal.proposalId).update({ validUntil: new Date(Date.now() - 1) });
    const late = await editor.post(path(proposal.proposalId), {
      decision: "approve",
      argumentsHash: proposal.argumentsHash,
    });
    expect([late.status, late.body.code]).toEqual([409, "conflict"]);
    expect((await editor.get(`/v1/assistant/proposals/${proposal.proposalId}`)).body.status).toBe("expired");
    expect((await editor.get("/v1/briefs")).body.items).toEqual([]);
  });

  it("[KB-07/own] [KB-09/credentials] [KB-09/personal-data] [KZ-06/sealed-chats] [BF-02/sealed] holds nothing of a conversation in clear, and deletes it with its turns and its receipts' bytes", async () => {
    const { editor } = tenant.users;
    const { conversation: id, proposal } = await makeProposal(editor);
    await editor.say(id, typed);
    const stored = await dump(tenant);
    for (const [what, secret] of Object.entries(SECRETS)) expect(stored.includes(secret), what).toBe(false);
    expect(stored).not.toMatch(/folding cartons|Please quote/i);
    expect((await tenant.store.list(tenant.store.query(turns, id))).length).toBe(2);
    expect((await editor.delete(`/v1/assistant/conversations/${id}`)).status).toBe(204);
    expect((await tenant.store.list(tenant.store.query(turns, id))).length).toBe(0);
    const kept = await tenant.store.list(tenant.store.query(receipts).where("conversationId", "==", id));
    expect(kept.map((receipt) => receipt.data().body)).toEqual([null, null]);
    for (const path of [`conversations/${id}`, `proposals/${proposal.proposalId}`])
      expect((await editor.get(`/v1/assistant/${path}`)).status).toBe(404);
  });

  it("[KB-07/no-remnant] leaves of a deleted conversation no text and no sealed bytes anywhere in the database, and of its id only what says that it was", async () => {
    const { editor } = tenant.users;
    const bytes = async () =>
      new Map(
        (await documents(tenant)).flatMap(([path, data]) =>
          [...JSON.stringify(data).matchAll(/"ciphertext":"([^"]+)"/g)].map(([, one = ""]) => [one, path] as const),
        ),
      );
    const before = await bytes();
    const { conversation: id } = await makeProposal(editor);
    await editor.say(id, typed);
    await editor.post(`/v1/assistant/conversations/${id}/preview`, { text: typed });
    await fault({ kind: "cut-after-events", n: 4 });
    await editor.say(id, `Once more: ${typed}`);
    const sealed = [...(await bytes())].filter(([one]) => !before.has(one));
    expect(sealed.length).toBeGreaterThan(6);
    expect((await editor.delete(`/v1/assistant/conversations/${id}`)).status).toBe(204);
    const after = await bytes();
    expect(sealed.filter(([one]) => after.has(one)).map(([, path]) => path)).toEqual([]);
    const stored = await dump(tenant);
    for (const text of [...Object.values(SECRETS), "Please quote", "Once more"])
      expect(
        formsOf(text).filter((form) => stored.includes(form)),
        text,
      ).toEqual([]);
    const naming = (await documents(tenant)).filter(([path, data]) => (path + JSON.stringify(data)).includes(id));
    const holders = naming
      .map(([path]) => path.split("/")[2] ?? "")
      .filter((one) => !/^(idempotency|outbox|auditTiles|log)/.test(one));
    expect([...new Set(holders)]).toEqual(["receipts"]);
    for (const [path, data] of naming)
      if (path.includes("/receipts/")) expect((data as { body: unknown }).body).toBeNull();
  });

  it("[KB-06/hidden-at-once] hides a conversation from the moment it expires, before anything has deleted it", async () => {
    const { editor } = tenant.users;
    await editor.say(conversation, "Hello");
    await tenant.store.doc(conversations, conversation).update({ expireAt: new Date(Date.now() - 1) });
    expect((await editor.get(`/v1/assistant/conversations/${conversation}`)).status).toBe(404);
    expect((await editor.get("/v1/assistant/conversations")).body.items).toEqual([]);
    expect((await editor.post(`/v1/assistant/conversations/${conversation}/messages`, { text: "Hello?" })).status).toBe(
      404,
    );
  });
});
