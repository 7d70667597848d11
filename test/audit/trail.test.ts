import { gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { createExport } from "../../functions/audit/audit.ts";
import { create } from "../../functions/audit/export/export.ts";
import { placeAll, placeEvents } from "../../functions/audit/seal/sequence.ts";
import { AuditEvent } from "../../functions/core/event.ts";
import { TenantStore } from "../../functions/platform/store/firestore.ts";
import { makeThings } from "../support/matrix.ts";
import { db, newTenant, stack, type Tenant, trail } from "../support/stack.ts";

const brief = { projectId: "prj_a", title: "=cmd|'/c calc'!A0", category: "packaging" };

describe("the trail", () => {
  let tenant: Tenant;
  beforeAll(async () => {
    tenant = await newTenant();
    await makeThings(tenant);
    await tenant.users.editor.post("/v1/briefs", brief);
  });

  it("[KZ-15/complete] is numbered without gaps, each event once, in OCSF", async () => {
    const events = await trail(tenant);
    expect(events.map((event) => event.metadata.sequence)).toEqual(events.map((_, index) => index));
    expect(new Set(events.map((event) => event.metadata.uid)).size).toBe(events.length);
    for (const event of events) {
      expect(() => AuditEvent.parse(event)).not.toThrow();
      expect(event.metadata.tenant_uid).toBe(tenant.id);
    }
  });

  it("[BF-07/content-free] holds no word of any brief or message", async () => {
    expect(JSON.stringify(await trail(tenant))).not.toMatch(/calc|labels"|carton|Gent|propose the brief/i);
  });

  it("[KZ-15/complete] never loses or renumbers an event, however parallel it is written and read", async () => {
    const fresh = await newTenant();
    const { editor, auditor } = fresh.users;
    await Promise.all(
      Array.from({ length: 30 }, (_, n) =>
        n % 3 === 0 ? auditor.get("/v1/audit/events") : editor.post("/v1/briefs", brief),
      ),
    );
    const first = await trail(fresh);
    const second = await trail(fresh);
    expect(first.filter((event) => event.api.operation === "briefs.create").length).toBe(20);
    expect(second.slice(0, first.length)).toEqual(first);
    expect(second.map((event) => event.metadata.sequence)).toEqual(second.map((_, index) => index));
  });

  it("[KZ-15/retrieve] is listed newest first, filtered by action, actor and time, page by page", async () => {
    const { auditor, editor } = tenant.users;
    const all = await trail(tenant);
    const mine = all
      .filter((event) => event.actor.user.uid === editor.uid && event.api.operation === "briefs.create")
      .map((event) => event.metadata.uid);
    const seen: string[] = [];
    for (let token: string | undefined = ""; token !== undefined; ) {
      const page = await auditor.get(
        `/v1/audit/events?action=briefs.create&actor=${editor.uid}&pageSize=1${token === "" ? "" : `&pageToken=${token}`}`,
      );
      seen.push(...page.body.items.map((event: { metadata: { uid: string } }) => event.metadata.uid));
      token = page.body.nextPageToken;
    }
    expect(seen).toEqual(mine.reverse());
    const from = all[3].time_dt;
    const later = await auditor.get(`/v1/audit/events?from=${from}&pageSize=100`);
    expect(later.body.items.every((event: { time_dt: string }) => event.time_dt >= from)).toBe(true);
    expect((await auditor.get("/v1/audit/events?to=2020-01-01T00:00:00Z")).body.items).toEqual([]);
    expect((await auditor.get("/v1/audit/events?action=no.such.thing")).status).toBe(422);
  });

  it("[KZ-15/export] is exported as it was when the export was made, filtered as asked, and says how much that is", async () => {
    const { auditor, editor } = tenant.users;
    const made = await auditor.post("/v1/audit/exports", { format: "ndjson", action: "briefs.create" });
    await editor.post("/v1/briefs", brief);
    const content = await auditor.get(`/v1/audit/exports/${made.body.id}/content`);
    const lines = content.text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(content.headers.get("content-type")).toBe("application/x-ndjson");
    expect(lines.length).toBe(made.body.eventCount);
    expect(new Set(lines.map((line) => line.api.operation))).toEqual(new Set(["briefs.create"]));
    expect((await auditor.get(`/v1/audit/exports/${made.body.id}/content`)).text).toBe(content.text);
  });

  it("is exported compressed to who accepts that", async () => {
    const { auditor } = tenant.users;
    const made = await auditor.post("/v1/audit/exports", { format: "ndjson" });
    const path = `${stack.url}/v1/audit/exports/${made.body.id}/content`;
    const authorization = `Bearer ${auditor.token}`;
    const plain = await (await fetch(path, { headers: { authorization, "accept-encoding": "identity" } })).text();
    const { request } = await import("node:http");
    const packed = await new Promise<{ encoding: string | undefined; body: Buffer }>((resolve, reject) => {
      request(path, { headers: { authorization, "accept-encoding": "gzip" } }, async (response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of response) chunks.push(chunk);
        resolve({ encoding: response.headers["content-encoding"], body: Buffer.concat(chunks) });
      })
        .on("error", reject)
        .end();
    });
    expect(packed.encoding).toBe("gzip");
    expect(gunzipSync(packed.body).toString()).toBe(plain);
  });

  it("is exported as CSV with the same events", async () => {
    const { auditor } = tenant.users;
    const made = await auditor.post("/v1/audit/exports", { format: "csv" });
    const content = await auditor.get(`/v1/audit/exports/${made.body.id}/content`);
    const rows = content.text.trimEnd().split("\r\n");
    expect(rows[0]).toBe("sequence,time,uid,operation,status,status_code,actor,role,resources,facts");
    expect(rows.length - 1).toBe(made.body.eventCount);
    expect(content.headers.get("content-disposition")).toMatch(/^attachment; filename="exp_.*\.csv"$/);
  });

  it("is read by many while many write, without anybody waiting for the others", async () => {
    const fresh = await newTenant();
    const { editor, auditor } = fresh.users;
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, n) =>
        n % 2 === 0 ? auditor.get("/v1/audit/events") : editor.post("/v1/briefs", brief),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(15).fill(200), ...Array(15).fill(201)]);
  });

  it("[KZ-15/complete] is numbered once when several instances place the same events", async () => {
    const fresh = await newTenant();
    const { editor, auditor } = fresh.users;
    await Promise.all(Array.from({ length: 20 }, () => editor.post("/v1/briefs", brief)));
    const sizes = await Promise.all([
      ...Array.from({ length: 6 }, () => placeAll(fresh.store)),
      auditor.post("/v1/audit/exports", { format: "ndjson" }).then(({ body }) => body.trailSize),
    ]);
    for (const size of sizes) expect(size).toBeGreaterThanOrEqual(20);
    const events = await trail(fresh);
    expect(events.map((event) => event.metadata.sequence)).toEqual(events.map((_, index) => index));
  });

  it("[KZ-15/complete] is known in full by a reader whom another overtook", async () => {
    const fresh = await newTenant();
    await Promise.all(Array.from({ length: 3 }, () => fresh.users.editor.post("/v1/briefs", brief)));
    const slow = new TenantStore(db, fresh.store.tenantId);
    const found = slow.list.bind(slow);
    const overtaken: TenantStore["list"] = async (query) => {
      await placeAll(fresh.store);
      return found(query);
    };
    Object.assign(slow, { list: overtaken });
    expect(await placeAll(slow)).toBe(3);
  });

  it("[KZ-15/retrieve] is listed whole, with and without a place, and reading it places nothing", async () => {
    const fresh = await newTenant();
    await fresh.users.editor.post("/v1/briefs", brief);
    await placeEvents(fresh.store);
    await fresh.users.editor.post("/v1/briefs", brief);
    const [newest, older] = (await fresh.users.auditor.get("/v1/audit/events")).body.items;
    expect([newest.metadata.sequence, older.metadata.sequence]).toEqual([null, 0]);
    // The reader's own look is an event too, and has no place either until the sequencer comes by.
    const again = (await fresh.users.auditor.get("/v1/audit/events")).body.items;
    expect(again.map((event: { metadata: { sequence: number } }) => event.metadata.sequence)).toEqual([null, null, 0]);
  });

  it("[KZ-15/retrieve] is paged without a gap or a repetition while its events get their places", async () => {
    const fresh = await newTenant();
    await Promise.all(Array.from({ length: 7 }, () => fresh.users.editor.post("/v1/briefs", brief)));
    const seen: string[] = [];
    for (let token: string | undefined = ""; token !== undefined; ) {
      const page = await fresh.users.auditor.get(
        `/v1/audit/events?action=briefs.create&pageSize=2${token === "" ? "" : `&pageToken=${token}`}`,
      );
      seen.push(...page.body.items.map((event: { metadata: { uid: string } }) => event.metadata.uid));
      await placeEvents(fresh.store);
      token = page.body.nextPageToken;
    }
    expect([seen.length, new Set(seen).size]).toEqual([7, 7]);
  });

  it("[KZ-15/export] is counted for an export without being read, in agreement with its content", async () => {
    const { auditor } = tenant.users;
    const all = await trail(tenant);
    const read = vi.spyOn(TenantStore.prototype, "list");
    const call = {
      store: tenant.store,
      now: new Date(),
      caller: { userId: auditor.uid },
      spec: createExport,
      body: { format: "ndjson" },
      audit: {
        tenantId: tenant.id,
        actor: { type: "user", uid: auditor.uid, role: "auditor" },
        requestId: "req_x",
        at: new Date(),
      },
    };
    const made = await create(call as never, { keyring: async () => ({}) } as never);
    const results = await Promise.all(read.mock.results.map(({ value }) => value));
    read.mockRestore();
    expect(made.body).toMatchObject({ eventCount: expect.any(Number) });
    expect(results.flat().length).toBeLessThan(all.length);
    const [from, to] = [all[2].time_dt, all[all.length - 3].time_dt];
    for (const scope of [{ from }, { to }, { from, to }, { from, to, action: "briefs.create" }]) {
      const fixed = await auditor.post("/v1/audit/exports", { format: "ndjson", ...scope });
      expect(fixed.status, fixed.text).toBe(201);
      const content = await auditor.get(`/v1/audit/exports/${fixed.body.id}/content`);
      const lines = content.text.split("\n").filter((line) => line !== "");
      expect(lines.length).toBe(fixed.body.eventCount);
      for (const { time_dt } of lines.map((line) => JSON.parse(line)))
        expect(("from" in scope ? time_dt >= from : true) && ("to" in scope ? time_dt < to : true)).toBe(true);
    }
  });
});
