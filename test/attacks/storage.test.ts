import { beforeEach, describe, expect, it } from "vitest";
import { conversations, receipts, turns } from "../../functions/assistant/documents.ts";
import { briefs } from "../../functions/briefs/brief.ts";
import { sweepTenant } from "../../functions/jobs/sweep.ts";
import { outbox } from "../../functions/platform/audit.ts";
import { idempotency } from "../../functions/platform/store/idempotency.ts";
import { control, dump, enableAssistant, newConversation, newTenant, type Tenant, trail } from "../support/stack.ts";

const brief = { projectId: "prj_a", title: "Labels", category: "labels" };
const DAY_MS = 86_400_000;

describe("what is stored, and what somebody with the database makes of it", () => {
  let tenant: Tenant;
  beforeEach(async () => {
    tenant = await newTenant();
  });
  const make = async (more: object = {}) => (await tenant.users.editor.post("/v1/briefs", { ...brief, ...more })).body;

  it("names a damaged brief in the list, shows the rest, and alerts, whatever was done to it", async () => {
    const { editor } = tenant.users;
    const good = await make();
    const harm: readonly ((id: string) => Promise<unknown>)[] = [
      (id) => tenant.store.doc(briefs, id).update({ status: "printed" as never }),
      (id) => tenant.store.doc(briefs, id).update({ "content.ciphertext": "AAAA" }),
      (id) => tenant.store.doc(briefs, id).update({ content: "nothing" as never }),
      (id) => tenant.store.doc(briefs, id).update({ surplus: 1 } as never),
    ];
    const bad: string[] = [];
    for (const work of harm) {
      const { id } = await make();
      await work(id);
      bad.push(id);
    }
    const list = await editor.get("/v1/briefs");
    expect(list.status, list.text).toBe(200);
    expect(list.body.items.map(({ id }: { id: string }) => id)).toEqual([good.id]);
    expect([...list.body.damaged].sort()).toEqual([...bad].sort());
    for (const id of bad) {
      const one = await editor.get(`/v1/briefs/${id}`);
      expect([one.status, one.body.code, one.headers.get("retry-after")]).toEqual([500, "data-damaged", null]);
    }
    // Page by page, each id once: a damaged document keeps its place.
    const seen: string[] = [];
    for (let token: string | undefined = ""; token !== undefined; ) {
      const page = await editor.get(`/v1/briefs?pageSize=2${token === "" ? "" : `&pageToken=${token}`}`);
      seen.push(...page.body.items.map(({ id }: { id: string }) => id), ...(page.body.damaged ?? []));
      token = page.body.nextPageToken;
    }
    expect(seen.sort()).toEqual([good.id, ...bad].sort());
    const alerts = (await control<string[]>("logs")).filter((line) => line.includes('"damaged data"'));
    expect(alerts.some((line) => line.includes(tenant.id) && line.includes('"ERROR"'))).toBe(true);
  });

  it("names a damaged event in its place in an export, and alerts", async () => {
    const { auditor } = tenant.users;
    for (const title of ["One", "Two", "Three"]) await make({ title });
    const made = await auditor.post("/v1/audit/exports", { format: "ndjson", action: "briefs.create" });
    const csv = await auditor.post("/v1/audit/exports", { format: "csv", action: "briefs.create" });
    const [, second] = await tenant.store.list(
      tenant.store.query(outbox).where("api.operation", "==", "briefs.create").orderBy("metadata.sequence"),
    );
    await second?.ref.update({ severity_id: "grave" as never });
    const download = await auditor.get(`/v1/audit/exports/${made.body.id}/content`);
    const lines = download.text.trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line).damaged)).toEqual([undefined, second?.id, undefined]);
    const rows = (await auditor.get(`/v1/audit/exports/${csv.body.id}/content`)).text.trimEnd().split("\r\n");
    expect(rows.length).toBe(4);
    expect(rows[2]).toBe(`,,${second?.id},,damaged,,,,,`);
    const alerts = (await control<string[]>("logs")).filter((line) => line.includes('"damaged data"'));
    expect(alerts.filter((line) => line.includes(tenant.id)).length).toBe(2);
  });

  it("[KZ-12/projects] opens a ciphertext in its own place, version and project only", async () => {
    const { admin, editor, editor2 } = tenant.users;
    const first = await make({ title: "First words" });
    const ref = tenant.store.doc(briefs, first.id);
    const old = (await ref.get()).data();
    await editor.patch(`/v1/briefs/${first.id}`, { title: "Second words" }, '"1"');
    // An old ciphertext under the newer version.
    await ref.update({ content: old?.content as never });
    expect((await editor.get(`/v1/briefs/${first.id}`)).body.code).toBe("data-damaged");
    // Another project's editor, by rewriting the project.
    const second = await make({ title: "Not for project b" });
    await tenant.store.doc(briefs, second.id).update({ projectId: "prj_b" as never });
    const stolen = await editor2.get(`/v1/briefs/${second.id}`);
    expect(stolen.body.code).toBe("data-damaged");
    expect(stolen.text).not.toContain("Not for");
    // Another brief's words in this brief's place.
    const third = await make({ title: "Third words" });
    const fourth = await make({ title: "Fourth words" });
    await tenant.store.doc(briefs, third.id).update({
      content: (await tenant.store.doc(briefs, fourth.id).get()).data()?.content as never,
    });
    expect((await admin.get(`/v1/briefs/${third.id}`)).body.code).toBe("data-damaged");
    expect((await admin.get(`/v1/briefs/${fourth.id}`)).body.title).toBe("Fourth words");
  });

  it("[KZ-12/projects] gives a conversation, its turns and its receipts to nobody by rewriting whose they are", async () => {
    const { admin, editor } = tenant.users;
    await enableAssistant(tenant, [editor, admin]);
    const conversation = await newConversation(editor);
    await editor.say(conversation, "The launch is on Friday");
    const [receipt] = await tenant.store.list(tenant.store.query(receipts));
    await tenant.store.doc(conversations, conversation).update({ userId: admin.uid as never });
    await receipt?.ref.update({ userId: admin.uid as never });
    const read = await admin.get(`/v1/assistant/conversations/${conversation}`);
    expect([read.status, read.body.turns, read.body.damaged]).toEqual([200, [], ["1"]]);
    const bytes = await admin.get(`/v1/assistant/receipts/${receipt?.id}`);
    expect(bytes.body.code).toBe("data-damaged");
    const next = await admin.post(`/v1/assistant/conversations/${conversation}/messages`, { text: "What did I say?" });
    expect(next.body.code).toBe("data-damaged");
    for (const { text } of [read, bytes, next]) expect(text).not.toContain("Friday");
  });

  it("does not open the context of an earlier turn as that of a later one", async () => {
    const { editor } = tenant.users;
    await enableAssistant(tenant);
    const conversation = await newConversation(editor);
    const ref = tenant.store.doc(conversations, conversation);
    await editor.say(conversation, "One");
    const early = (await ref.get()).data();
    await editor.say(conversation, "Two");
    await ref.update({ context: early?.context as never });
    const answer = await editor.post(`/v1/assistant/conversations/${conversation}/messages`, { text: "Three" });
    expect([answer.status, answer.body.code]).toEqual([500, "data-damaged"]);
    expect((await tenant.store.list(tenant.store.query(turns, conversation))).length).toBe(2);
  });

  it("leaves no half document where a record was swept before its brief was deleted, and the key works anew", async () => {
    const { editor } = tenant.users;
    const headers = { "idempotency-key": "once-more" };
    const made = await editor.post("/v1/briefs", brief, headers);
    await sweepTenant(tenant.store, { now: () => new Date(Date.now() + 3 * DAY_MS) });
    expect((await editor.delete(`/v1/briefs/${made.body.id}`)).status).toBe(204);
    const again = await editor.post("/v1/briefs", brief, headers);
    expect([again.status, again.headers.get("idempotent-replayed")]).toEqual([201, null]);
    expect(again.body.id).not.toBe(made.body.id);
    for (const record of await tenant.store.list(tenant.store.query(idempotency)))
      expect(() => record.data()).not.toThrow();
    expect(await dump(tenant)).not.toContain(`briefs/${made.body.id}`);
  });

  it("[KZ-15/every-action] names in a repetition's event what was disclosed again", async () => {
    const { editor } = tenant.users;
    await enableAssistant(tenant);
    const headers = { "idempotency-key": "say-it-again" };
    const made = await editor.post("/v1/briefs", brief, headers);
    await editor.post("/v1/briefs", brief, headers);
    const conversation = await newConversation(editor);
    const path = `/v1/assistant/conversations/${conversation}/messages`;
    await editor.post(path, { text: "Hello" }, headers);
    const replayed = await editor.post(path, { text: "Hello" }, headers);
    expect(replayed.headers.get("idempotent-replayed")).toBe("true");
    const events = (await trail(tenant)).filter((event) => event.unmapped.replayed === true);
    expect(
      events.map((event) => [event.api.operation, event.resources.map(({ type }: { type: string }) => type)]),
    ).toEqual([
      ["briefs.create", ["brief", "project"]],
      ["assistant.messages.send", ["conversation", "receipt"]],
    ]);
    expect(events[0]?.resources[0].uid).toBe(made.body.id);
  });

  it("[KZ-15/every-action] [KZ-12/reads-audited] records refusals at the door with what was asked for, and nobody's without a valid token", async () => {
    const { editor } = tenant.users;
    const { id } = await make();
    const large = "x".repeat(300_000);
    const door: readonly (readonly [
      status: number,
      operation: string,
      resource: string | undefined,
      send: () => Promise<{ status: number }>,
    ])[] = [
      [405, "door.refused", id, () => editor.call("PUT", `/v1/briefs/${id}`, {})],
      [404, "door.refused", undefined, () => editor.get("/v1/briefs/a/b/c")],
      [413, "briefs.update", id, () => editor.call("PATCH", `/v1/briefs/${id}`, large)],
      [415, "briefs.create", undefined, () => editor.call("POST", "/v1/briefs", "x", { "content-encoding": "gzip" })],
    ];
    for (const [status, , , send] of door) expect((await send()).status).toBe(status);
    const codes = { 405: "method-not-allowed", 404: "not-found", 413: "too-large", 415: "unsupported-media-type" };
    const denials = (await tenant.store.list(tenant.store.query(outbox).orderBy("time"))).map((doc) => doc.data());
    for (const [status, operation, resource] of door) {
      const event = denials.find(({ status_code }) => status_code === codes[status as keyof typeof codes]);
      expect(event, String(status)).toMatchObject({
        api: { operation },
        actor: { user: { uid: editor.uid } },
        status_id: 2,
      });
      expect(event?.resources).toEqual(resource === undefined ? [] : [{ type: "brief", uid: resource }]);
    }
    const before = denials.length;
    const forged = { authorization: `${`Bearer ${editor.token}`.slice(0, -8)}AAAAAAAA` };
    expect((await editor.call("PUT", `/v1/briefs/${id}`, {}, forged)).status).toBe(405);
    expect((await tenant.store.list(tenant.store.query(outbox))).length).toBe(before);
  });

  it("[KB-14/per-user] limits previews, for the one who asks too often and for nobody else", async () => {
    const small = await newTenant({ messagesPerMinute: 2 });
    await enableAssistant(small, [small.users.editor, small.users.admin]);
    const path = `/v1/assistant/conversations/${await newConversation(small.users.editor)}/preview`;
    const other = `/v1/assistant/conversations/${await newConversation(small.users.admin)}/preview`;
    const answers = [];
    for (let n = 0; n < 20; n += 1) answers.push(await small.users.editor.post(path, { text: "Hello" }));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThanOrEqual(20 - 2 * 8);
    expect(refused[0]?.headers.get("ratelimit-policy")).toMatch(/^"previews";q=8;w=60$/);
    expect((await small.users.admin.post(other, { text: "Hello" })).status).toBe(200);
  });

  it("lets others through while many large texts are redacted", async () => {
    const { editor, viewer } = tenant.users;
    await enableAssistant(tenant);
    const conversation = await newConversation(editor);
    const text = "Mail proofs to an.peeters@example.com or ring +32 470 12 34 56. ".repeat(480);
    const order: string[] = [];
    const large = Array.from({ length: 12 }, async () => {
      const { status } = await editor.post(`/v1/assistant/conversations/${conversation}/preview`, { text });
      order.push(String(status));
    });
    // Asked for after all of them, answered before the last of them: the engine does not hold the instance.
    await new Promise((wait) => setTimeout(wait, 50));
    const quick = viewer.get("/v1/assistant/receipts").then(({ status }) => order.push(`quick ${status}`));
    await Promise.all([...large, quick]);
    expect(order.indexOf("quick 403")).toBeLessThan(order.length - 1);
    expect(order.filter((one) => one === "200").length).toBe(12);
  });
});
