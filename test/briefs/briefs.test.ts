import { beforeAll, describe, expect, it } from "vitest";
import { dump, newTenant, type Tenant, trail } from "../support/stack.ts";

const brief = { projectId: "prj_a", title: "Folding cartons", category: "packaging" };

describe("briefs", () => {
  let tenant: Tenant;
  beforeAll(async () => {
    tenant = await newTenant();
  });

  it("[KZ-01/write] keeps every field as it was written", async () => {
    const full = {
      ...brief,
      description: "For ‘spring’ — 100 % recycled ✓",
      quantity: 12_000,
      format: { widthMm: 85.5, heightMm: 120, depthMm: 40 },
      materials: ["GC1 300 g/m²", "FSC"],
      colours: "CMYK + Pantone 186 C",
      finishing: "matt lamination",
      deliveries: [{ country: "BE", city: "Gent", quantity: 12_000 }],
      deadline: "2027-03-01",
      budget: { amountMinor: 450_000, currency: "EUR" },
      contact: { name: "An Peeters", email: "an@example.com", phone: "+32 470 12 34 56" },
      notes: "Proofs first",
    };
    const made = await tenant.users.editor.post("/v1/briefs", full);
    expect(made.body).toMatchObject(full);
    expect((await tenant.users.viewer.get(`/v1/briefs/${made.body.id}`)).body).toEqual(made.body);
  });

  it("creates one brief for one Idempotency-Key, however often and however parallel it is sent", async () => {
    const { editor } = await newTenant().then(({ users }) => users);
    const headers = { "idempotency-key": "once" };
    const answers = await Promise.all(Array.from({ length: 8 }, () => editor.post("/v1/briefs", brief, headers)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(answers.filter(({ headers: h }) => h.get("idempotent-replayed") === "true").length).toBe(7);
    expect((await editor.get("/v1/briefs")).body.items.length).toBe(1);
    const other = await editor.post("/v1/briefs", { ...brief, title: "Another" }, headers);
    expect([other.status, other.body.code]).toEqual([422, "idempotency-conflict"]);
  });

  it("lets one of two parallel changes win and tells the other", async () => {
    const { editor } = tenant.users;
    const made = await editor.post("/v1/briefs", brief);
    const answers = await Promise.all(
      [1, 2, 3, 4].map((quantity) =>
        editor.patch(`/v1/briefs/${made.body.id}`, { quantity }, made.headers.get("etag")),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412]);
    const won = answers.find(({ status }) => status === 200);
    expect((await editor.get(`/v1/briefs/${made.body.id}`)).body).toEqual(won?.body);
  });

  it("removes an optional field with null and never a required one", async () => {
    const { editor } = tenant.users;
    const made = await editor.post("/v1/briefs", { ...brief, notes: "x" });
    const changed = await editor.patch(`/v1/briefs/${made.body.id}`, { notes: null }, made.headers.get("etag"));
    expect(changed.body).not.toHaveProperty("notes");
    expect(
      (await editor.patch(`/v1/briefs/${made.body.id}`, { title: null }, changed.headers.get("etag"))).status,
    ).toBe(422);
    expect(
      (await editor.patch(`/v1/briefs/${made.body.id}`, { projectId: "prj_b" }, changed.headers.get("etag"))).body
        .errors,
    ).toContainEqual({ pointer: "/projectId", message: "is not a known field" });
  });

  it("changes one member of an object and keeps the others, as a merge patch says", async () => {
    const { editor } = tenant.users;
    const made = await editor.post("/v1/briefs", { ...brief, format: { widthMm: 85, heightMm: 120, depthMm: 40 } });
    const path = `/v1/briefs/${made.body.id}`;
    const changed = await editor.call(
      "PATCH",
      path,
      { format: { widthMm: 90, depthMm: null } },
      {
        "if-match": "*",
        "content-type": "application/merge-patch+json",
      },
    );
    expect([changed.status, changed.body.format], changed.text).toEqual([200, { widthMm: 90, heightMm: 120 }]);
    const broken = await editor.patch(path, { format: { widthMm: null }, contact: { phone: "1" } }, "*");
    expect([broken.status, broken.body.errors.map(({ pointer }: { pointer: string }) => pointer)]).toEqual([
      422,
      ["/format/widthMm", "/contact/name"],
    ]);
    expect((await editor.get(path)).body).toEqual(changed.body);
    expect((await editor.patch("/v1/briefs/brf_none", { quantity: 1 }, "*")).status).toBe(404);
  });

  it("[KZ-01/submit] goes from draft to submitted to withdrawn, and no other way", async () => {
    const { editor } = tenant.users;
    const { id } = (await editor.post("/v1/briefs", brief)).body;
    const status = async (verb: string) => (await editor.post(`/v1/briefs/${id}/${verb}`)).status;
    expect(await status("withdraw")).toBe(409);
    expect(await status("submit")).toBe(200);
    expect(await status("submit")).toBe(409);
    expect((await editor.delete(`/v1/briefs/${id}`)).status).toBe(409);
    expect((await editor.patch(`/v1/briefs/${id}`, { quantity: 1 }, '"2"')).status).toBe(409);
    expect(await status("withdraw")).toBe(200);
    expect((await editor.delete(`/v1/briefs/${id}`)).status).toBe(204);
    expect((await editor.get(`/v1/briefs/${id}`)).status).toBe(404);
  });

  it("[KZ-01/submit] submits exactly what was seen, recognises a repetition, and is a draft again once reopened", async () => {
    const { editor } = tenant.users;
    const { id } = (await editor.post("/v1/briefs", brief)).body;
    const post = (verb: string, seen?: string) =>
      editor.call("POST", `/v1/briefs/${id}/${verb}`, undefined, seen === undefined ? {} : { "if-match": seen });
    await editor.patch(`/v1/briefs/${id}`, { quantity: 7 }, '"1"');
    const stale = await post("submit", '"1"');
    expect([stale.status, stale.body.code]).toEqual([412, "precondition-failed"]);
    const first = await post("submit", '"2"');
    const again = await post("submit", '"2"');
    expect([first.status, first.body.version, again.status, again.text]).toEqual([200, 3, 200, first.text]);
    expect(again.headers.get("etag")).toBe(first.headers.get("etag"));
    const advised = await editor.patch(`/v1/briefs/${id}`, { quantity: 8 }, '"3"');
    expect(advised.body.detail).toContain("Withdraw the brief and reopen it");
    // The advice is true.
    expect((await post("withdraw", '"3"')).body.status).toBe("withdrawn");
    expect((await post("reopen", '"3"')).status).toBe(412);
    const reopened = await post("reopen", '"4"');
    expect([reopened.status, reopened.body.status, reopened.body.version]).toEqual([200, "draft", 5]);
    expect((await editor.patch(`/v1/briefs/${id}`, { quantity: 8 }, '"5"')).body.quantity).toBe(8);
    expect((await editor.call("DELETE", `/v1/briefs/${id}`, undefined, { "if-match": '"5"' })).status).toBe(412);
    expect((await editor.call("DELETE", `/v1/briefs/${id}`, undefined, { "if-match": '"6"' })).status).toBe(204);
  });

  it.each([
    ["a date that is over", { deadline: "2026-11-01" }, "/deadline", "has passed already"],
    ["a moment that is over", { deadline: "2026-11-01T10:00:00+02:00" }, "/deadline", "has passed already"],
    ["a country's name", { deliveries: [{ country: "Belgium" }] }, "/deliveries/0/country", "is no country code of"],
    ["no country", { deliveries: [{ country: "BE" }, { country: "ZZ" }] }, "/deliveries/1/country", "is no country"],
    ["no currency", { budget: { amountMinor: 1, currency: "BEF" } }, "/budget/currency", "is no currency"],
    [
      "more delivered than ordered",
      {
        quantity: 10,
        deliveries: [
          { country: "BE", quantity: 6 },
          { country: "NL", quantity: 5 },
        ],
      },
      "/deliveries",
      "add up to more than the quantity",
    ],
  ])(
    "says in words what is wrong with %s, when it is written and when it is changed",
    async (_what, field, pointer, words) => {
      const { editor } = tenant.users;
      const made = await editor.post("/v1/briefs", { ...brief, ...field });
      expect([made.status, made.body.code]).toEqual([422, "invalid"]);
      expect(made.body.errors).toEqual([{ pointer, message: expect.stringContaining(words) }]);
      const { id } = (await editor.post("/v1/briefs", brief)).body;
      const changed = await editor.patch(`/v1/briefs/${id}`, field, '"1"');
      expect(changed.body.errors).toEqual([{ pointer, message: expect.stringContaining(words) }]);
    },
  );

  it("tells times in UTC, and keeps a date a date", async () => {
    const { editor } = tenant.users;
    const made = await editor.post("/v1/briefs", { ...brief, deadline: "2031-03-01T10:00:00+02:00" });
    expect(made.body.deadline).toBe("2031-03-01T08:00:00.000Z");
    expect((await editor.get(`/v1/briefs/${made.body.id}`)).body.deadline).toBe("2031-03-01T08:00:00.000Z");
    expect((await editor.post("/v1/briefs", { ...brief, deadline: "2031-03-01" })).body.deadline).toBe("2031-03-01");
  });

  it("pages through everything once, newest first", async () => {
    const { editor } = await newTenant().then(({ users }) => users);
    const made: string[] = [];
    for (let n = 0; n < 7; n += 1)
      made.push((await editor.post("/v1/briefs", { ...brief, title: `Brief ${n}` })).body.id);
    const seen: string[] = [];
    for (let token: string | undefined = ""; token !== undefined; ) {
      const page = await editor.get(`/v1/briefs?pageSize=3${token === "" ? "" : `&pageToken=${token}`}`);
      expect(page.body.items.length).toBeLessThanOrEqual(3);
      seen.push(...page.body.items.map((item: { id: string }) => item.id));
      token = page.body.nextPageToken;
    }
    expect(seen).toEqual(made.reverse());
  });

  it("ends a page of large briefs early and goes on with the next", async () => {
    const { editor } = await newTenant().then(({ users }) => users);
    const large = { ...brief, description: "é".repeat(20_000), notes: "é".repeat(20_000), deliveries: [] as object[] };
    large.deliveries = Array(100).fill({ country: "BE", city: "é".repeat(120) });
    const made = new Set<string>();
    await Promise.all(
      Array.from({ length: 12 }, async () => made.add((await editor.post("/v1/briefs", large)).body.id)),
    );
    const seen: string[] = [];
    const sizes: number[] = [];
    for (let token: string | undefined = ""; token !== undefined; ) {
      const page = await editor.get(`/v1/briefs?pageSize=100${token === "" ? "" : `&pageToken=${token}`}`);
      seen.push(...page.body.items.map((item: { id: string }) => item.id));
      sizes.push(Buffer.byteLength(page.text));
      token = page.body.nextPageToken;
    }
    expect([seen.length, new Set(seen)]).toEqual([12, made]);
    expect(sizes.length).toBeGreaterThan(1);
    expect(Math.max(...sizes)).toBeLessThan(1024 * 1024);
  });

  it("[KZ-12/projects] shows each member the briefs of their own projects only", async () => {
    const { editor, editor2, admin } = tenant.users;
    const mine = await editor.post("/v1/briefs", brief);
    const theirs = await editor2.post("/v1/briefs", { ...brief, projectId: "prj_b" });
    expect((await editor.get(`/v1/briefs/${theirs.body.id}`)).status).toBe(404);
    expect((await editor2.get(`/v1/briefs/${mine.body.id}`)).status).toBe(404);
    expect((await editor.post("/v1/briefs", { ...brief, projectId: "prj_b" })).status).toBe(404);
    expect((await editor.get("/v1/briefs?projectId=prj_b")).status).toBe(404);
    const projects = async (user: typeof editor) =>
      new Set(
        (await user.get("/v1/briefs?pageSize=100")).body.items.map((item: { projectId: string }) => item.projectId),
      );
    expect(await projects(editor)).toEqual(new Set(["prj_a"]));
    expect(await projects(admin)).toEqual(new Set(["prj_a", "prj_b"]));
  });

  it("[KZ-06/sealed-briefs] is ciphertext in the database: no word of it in a raw dump", async () => {
    const marked = "Kleuren-van-Brugge-8812";
    await tenant.users.editor.post("/v1/briefs", {
      ...brief,
      title: marked,
      description: marked,
      notes: marked,
      materials: marked,
      contact: { name: marked, phone: "+32 499 88 77 66" },
      deliveries: [{ country: "BE", city: marked }],
    });
    const stored = await dump(tenant);
    expect(stored).not.toContain(marked);
    expect(stored).not.toContain("499 88");
    expect(stored).toContain("ciphertext");
  });

  it("[KZ-15/every-action] leaves one event for each thing done, in order", async () => {
    const fresh = await newTenant();
    const { editor } = fresh.users;
    const made = await editor.post("/v1/briefs", brief);
    const path = `/v1/briefs/${made.body.id}`;
    await editor.get(path);
    await editor.get("/v1/briefs");
    await editor.patch(path, { quantity: 3 }, made.headers.get("etag"));
    await editor.patch(path, { quantity: 4 }, made.headers.get("etag"));
    await editor.post(`${path}/submit`);
    await editor.post(`${path}/withdraw`);
    await editor.delete(path);
    const events = (await trail(fresh)).filter((event) => event.actor.user.uid === editor.uid);
    expect(events.map((event) => [event.api.operation, event.status_id, event.activity_id])).toEqual([
      ["briefs.create", 1, 1],
      ["briefs.read", 1, 2],
      ["briefs.list", 1, 2],
      ["briefs.update", 1, 3],
      ["briefs.update", 2, 3],
      ["briefs.submit", 1, 3],
      ["briefs.withdraw", 1, 3],
      ["briefs.delete", 1, 4],
    ]);
    expect(
      events.filter((event) => event.resources.some((one: { uid: string }) => one.uid === made.body.id)).length,
    ).toBe(8);
  });
});
