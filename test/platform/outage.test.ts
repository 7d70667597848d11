import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  clearFaults,
  control,
  db,
  documents,
  dump,
  enableAssistant,
  fault,
  forget,
  formsOf,
  newConversation,
  newTenant,
  recorded,
  type Tenant,
  trail,
} from "../support/stack.ts";

const brief = { projectId: "prj_a", title: "Folding cartons", category: "packaging" };
const link = (state: "cut" | "mute" | "restore") => control("link", { state });

describe("when something is down", () => {
  let tenant: Tenant;
  beforeEach(async () => {
    tenant = await newTenant();
    await enableAssistant(tenant);
    await forget();
  });
  afterEach(async () => {
    await link("restore");
    await control("kms", { fault: "recover" });
    await clearFaults();
  });

  it("[KZ-15/with-the-write] answers 503 while storage is gone, and each acknowledged write is there once after it came back", {
    timeout: 90_000,
  }, async () => {
    const { editor } = tenant.users;
    const sent = new Map<string, number>();
    const write = async (key: string) => {
      const answer = await editor.post("/v1/briefs", brief, { "idempotency-key": key });
      sent.set(key, answer.status);
      return answer;
    };
    for (const key of ["a", "b"]) expect((await write(key)).status).toBe(201);
    const inFlight = ["c", "d", "e"].map(write);
    await link("cut");
    const cut = await write("f");
    expect([cut.status, cut.body.code], cut.text).toEqual([503, "storage-unavailable"]);
    expect(cut.headers.get("retry-after")).toBe("1");
    for (const answer of await Promise.all(inFlight)) expect([201, 503]).toContain(answer.status);
    await link("restore");
    await expect
      .poll(async () => (await editor.get("/v1/briefs")).status, { timeout: 60_000, interval: 500 })
      .toBe(200);
    // The same requests again: what was acknowledged is replayed, what was not is done now.
    for (const key of sent.keys()) expect((await write(key)).status).toBe(201);
    expect((await editor.get("/v1/briefs?pageSize=100")).body.items.length).toBe(sent.size);
    const created = (await trail(tenant)).filter(
      (event) => event.api.operation === "briefs.create" && event.unmapped.replayed !== true,
    );
    expect(created.length).toBe(sent.size);
  });

  it("[KZ-15/with-the-write] writes once, with one event, when the acknowledgement of a commit is lost", {
    timeout: 90_000,
  }, async () => {
    const { editor } = tenant.users;
    const made = await editor.post("/v1/briefs", brief);
    await link("mute");
    const patches = [
      editor.patch(`/v1/briefs/${made.body.id}`, { quantity: 7 }, made.headers.get("etag")),
      editor.post("/v1/briefs", brief, { "idempotency-key": "lost" }),
    ];
    setTimeout(() => void link("restore"), 600);
    const answers = await Promise.all(patches);
    for (const answer of answers) expect([200, 201, 503], answer.text).toContain(answer.status);
    await expect
      .poll(async () => (await editor.get("/v1/briefs")).status, { timeout: 60_000, interval: 500 })
      .toBe(200);
    expect((await editor.post("/v1/briefs", brief, { "idempotency-key": "lost" })).status).toBe(201);
    expect((await editor.get("/v1/briefs")).body.items.length).toBe(2);
    const read = await editor.get(`/v1/briefs/${made.body.id}`);
    expect(read.body.version).toBeLessThanOrEqual(2);
    if (answers[0]?.status === 200) expect(read.body).toMatchObject({ quantity: 7, version: 2 });
    const events = await trail(tenant);
    const count = (operation: string) =>
      events.filter(
        (event) => event.api.operation === operation && event.status_id === 1 && event.unmapped.replayed !== true,
      ).length;
    expect(count("briefs.create")).toBe(2);
    expect(count("briefs.update")).toBe(read.body.version - 1);
  });

  it("[BF-02/stored-first] sends nothing to the model while storage is gone: no receipt, no connection", {
    timeout: 90_000,
  }, async () => {
    const { editor } = tenant.users;
    const conversation = await newConversation(editor);
    await link("cut");
    const refused = await editor.post(`/v1/assistant/conversations/${conversation}/messages`, { text: "Hello" });
    expect([refused.status, refused.body.code]).toEqual([503, "storage-unavailable"]);
    expect((await recorded()).connections).toBe(0);
    await link("restore");
    await expect
      .poll(async () => (await editor.get("/v1/briefs")).status, { timeout: 60_000, interval: 500 })
      .toBe(200);
    expect((await editor.say(conversation, "Hello")).at(-1)?.data.status).toBe("completed");
  });

  it.each(["fail", "corrupt"])(
    "[KZ-06/key-failure] writes nothing in clear when the key service is down or lies: 503, and no word of it in the database (%s)",
    async (kind) => {
      const fresh = await newTenant();
      const { editor } = fresh.users;
      const words = { title: "Wolfsbane cartons", description: "Zephyr embossing", notes: "Quokka varnish" };
      const say = (stored: string) =>
        Object.values(words).filter((text) => formsOf(text).some((form) => stored.includes(form)));
      await control("kms", { fault: kind });
      for (const method of ["first", "again"]) {
        const refused = await editor.post("/v1/briefs", { ...brief, ...words }, { "idempotency-key": method });
        expect([refused.status, refused.body.code]).toEqual([503, "vault-unavailable"]);
      }
      const after = await dump(fresh);
      expect(say(after)).toEqual([]);
      expect(after).not.toContain("ciphertext");
      expect((await documents(fresh)).filter(([path]) => path.includes("/briefs/"))).toEqual([]);
      // The search finds what is there: in clear, and as bytes.
      for (const leak of [words, Object.fromEntries(Object.entries(words).map(([k, v]) => [k, Buffer.from(v)]))]) {
        await db.doc(`tenants/${fresh.id}/leaks/one`).set(leak);
        expect(say(await dump(fresh))).toEqual(Object.values(words));
        await db.doc(`tenants/${fresh.id}/leaks/one`).delete();
      }
      await control("kms", { fault: "recover" });
      expect((await editor.post("/v1/briefs", { ...brief, ...words }, { "idempotency-key": "first" })).status).toBe(
        201,
      );
      const written = await dump(fresh);
      expect(say(written)).toEqual([]);
      expect(written).toContain("ciphertext");
    },
  );

  it("goes on for five minutes with keys that are open when the key service goes down", async () => {
    const { editor } = tenant.users;
    expect((await editor.post("/v1/briefs", brief)).status).toBe(201);
    await control("kms", { fault: "fail" });
    expect((await editor.post("/v1/briefs", brief)).status).toBe(201);
  });

  it("answers 502 as an event when the model hangs up, and says nothing of its error", async () => {
    const conversation = await newConversation(tenant.users.editor);
    await fault({ kind: "status", status: 500 });
    const events = await tenant.users.editor.say(conversation, "Hello");
    expect(events.find(({ event }) => event === "problem")?.data).toMatchObject({
      code: "model-unavailable",
      status: 502,
    });
    expect(JSON.stringify(events.slice(1))).not.toMatch(/stand-in|127\.0\.0\.1|\.ts:|node_modules/i);
  });
});
