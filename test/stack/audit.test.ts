import { gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { AuditEvent } from "../../functions/core/event.ts";
import { makeThings } from "../support/matrix.ts";
import { newTenant, stack, type Tenant, trail } from "../support/stack.ts";

const brief = { projectId: "prj_a", title: "=cmd|'/c calc'!A0", category: "packaging" };

describe("the trail", () => {
  let tenant: Tenant;
  beforeAll(async () => {
    tenant = await newTenant();
    await makeThings(tenant);
    await tenant.users.editor.post("/v1/briefs", brief);
  });

  it("[KZ-15] is numbered without gaps, each event once, in OCSF", async () => {
    const events = await trail(tenant);
    expect(events.map((event) => event.metadata.sequence)).toEqual(events.map((_, index) => index));
    expect(new Set(events.map((event) => event.metadata.uid)).size).toBe(events.length);
    for (const event of events) {
      expect(() => AuditEvent.parse(event)).not.toThrow();
      expect(event.metadata.tenant_uid).toBe(tenant.id);
    }
  });

  it("[BF-07] holds no word of any brief or message", async () => {
    expect(JSON.stringify(await trail(tenant))).not.toMatch(/calc|labels"|carton|Gent|propose the brief/i);
  });

  it("[KZ-15] never loses or renumbers an event, however parallel it is written and read", async () => {
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

  it("[KZ-15] is listed newest first, filtered by action, actor and time, page by page", async () => {
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

  it("[KZ-15] is exported as it was when the export was made, filtered as asked, and says how much that is", async () => {
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

  it("[KZ-15] is exported compressed to who accepts that", async () => {
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

  it("[KZ-15] is exported as CSV with the same events", async () => {
    const { auditor } = tenant.users;
    const made = await auditor.post("/v1/audit/exports", { format: "csv" });
    const content = await auditor.get(`/v1/audit/exports/${made.body.id}/content`);
    const rows = content.text.trimEnd().split("\r\n");
    expect(rows[0]).toBe("sequence,time,uid,operation,status,status_code,actor,role,resources,facts");
    expect(rows.length - 1).toBe(made.body.eventCount);
    expect(content.headers.get("content-disposition")).toMatch(/^attachment; filename="exp_.*\.csv"$/);
  });
});
