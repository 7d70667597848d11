import fc from "fast-check";
import { describe, expect, expectTypeOf, it } from "vitest";
import { csvField } from "../../functions/audit/export/csv.ts";
import { canonicalJson, type Json, sha256Hex } from "../../functions/core/canonical.ts";
import { crc32c } from "../../functions/core/crc32c.ts";
import { auditEvent, type EventInput } from "../../functions/core/event.ts";
import { BriefId, type TenantId } from "../../functions/core/ids.ts";
import { Outgoing, PreparedRequest, StoredReceipt } from "../../functions/core/outgoing.ts";
import { PROBLEMS, Problem, problemDocument } from "../../functions/core/problem.ts";
import type { RouteSpec } from "../../functions/platform/http/route.ts";
import type { ModelAdapter, ModelRequest } from "../../functions/platform/model/model.ts";
import type { TenantStore } from "../../functions/platform/store/firestore.ts";
import { may, PERMISSIONS, type ROLES } from "../../functions/vocabulary/index.ts";

describe("canonical JSON (RFC 8785)", () => {
  it("gives the RFC's own example its form", () => {
    const example = {
      numbers: [Number("333333333.33333329"), 1e30, 4.5, 2e-3, 1e-27],
      string: '€$\u000f\nA\'B"\\\\"/',
      literals: [null, true, false],
    };
    expect(canonicalJson(example)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });
  it("sorts names by UTF-16 code units", () => {
    expect(
      canonicalJson({ "\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\ud83d\ude00": 5, "\u0080": 6, "\u00f6": 7 }),
    ).toBe('{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\ud83d\ude00":5,"\ufb33":3}');
  });
  it("means the same as what it was made from, whatever the order", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value as Json))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
  it.each([["\ud800"], [{ "\udfff": 1 }], [Number.NaN], [Number.POSITIVE_INFINITY]])("has no form for %j", (value) => {
    expect(() => canonicalJson(value as Json)).toThrow(TypeError);
  });
});

describe("CRC-32C", () => {
  it("has the check value of the polynomial", () => {
    expect(crc32c(Buffer.from("123456789"))).toBe(0xe3069283);
    expect(crc32c(Buffer.alloc(32))).toBe(0x8a9136aa);
  });
});

describe("the egress types", () => {
  it("[BF-01/compile-time] let nothing but gated text into a model request: anything else does not compile", () => {
    expectTypeOf<string>().not.toExtend<Outgoing>();
    expectTypeOf<{ role: "user"; text: string }>().not.toExtend<Outgoing>();
    expectTypeOf<ModelRequest["messages"][number]>().toEqualTypeOf<Outgoing>();
    expectTypeOf<string>().not.toExtend<PreparedRequest>();
    expectTypeOf<{ body: string; sha256: string; bytes: number }>().not.toExtend<PreparedRequest>();
    expectTypeOf<Parameters<ModelAdapter["stream"]>[0]>().toEqualTypeOf<StoredReceipt>();
    expectTypeOf<PreparedRequest>().not.toExtend<StoredReceipt>();
    expectTypeOf<{ id: string; request: PreparedRequest }>().not.toExtend<StoredReceipt>();
  });
  it("[BF-01/run-time] refuse at run time what was only made to look like it", () => {
    const forged = Object.assign(Object.create(Outgoing.prototype), { role: "user", text: "secret" });
    expect(() => PreparedRequest.from([forged], () => ({}))).toThrow("egress gate");
    const honest = PreparedRequest.from([Outgoing.fromGate("user", "hello")], (messages) => ({
      input: messages.map(({ text }) => text),
    }));
    expect(honest).toMatchObject({ body: '{"input":["hello"]}', sha256: sha256Hex('{"input":["hello"]}'), bytes: 19 });
    expect(() =>
      StoredReceipt.afterCommit("r", Object.assign(Object.create(PreparedRequest.prototype), honest)),
    ).toThrow("prepared");
  });
  it("[BF-02/one-per-request] let one receipt be used once", () => {
    const receipt = StoredReceipt.afterCommit(
      "r",
      PreparedRequest.from([], () => ({})),
    );
    receipt.spend();
    expect(() => receipt.spend()).toThrow("used already");
  });
});

describe("what does not compile", () => {
  it("[KZ-12/roles] a route without permission or operation, a bare string as a tenant", () => {
    type Complete = {
      operation: "briefs.list";
      method: "get";
      path: "/v1/x";
      summary: "";
      permission: "briefs.read";
      answer: { status: 200 };
      problems: [];
    };
    expectTypeOf<Complete>().toExtend<RouteSpec>();
    expectTypeOf<Omit<Complete, "permission">>().not.toExtend<RouteSpec>();
    expectTypeOf<Omit<Complete, "operation">>().not.toExtend<RouteSpec>();
    expectTypeOf<Omit<Complete, "operation"> & { operation: "made.up" }>().not.toExtend<RouteSpec>();
    expectTypeOf<string>().not.toExtend<TenantId>();
    expectTypeOf<ConstructorParameters<typeof TenantStore>[1]>().toEqualTypeOf<TenantId>();
  });
  it("[KZ-15/actor] an event without an actor", () => {
    expectTypeOf<Omit<EventInput, "actor">>().not.toExtend<EventInput>();
  });
});

describe("audit events", () => {
  const base: EventInput = {
    uid: "evt_1",
    tenant: "t",
    at: new Date(0),
    action: "briefs.create",
    actor: { type: "user", uid: "u", role: "editor" },
    requestId: "req_1",
    resources: [],
  };
  it("have the OCSF fields of API Activity", () => {
    expect(auditEvent(base)).toMatchObject({
      class_uid: 6003,
      category_uid: 6,
      activity_id: 1,
      type_uid: 600301,
      status_id: 1,
      severity_id: 1,
      time: 0,
      time_dt: "1970-01-01T00:00:00.000Z",
    });
    expect(auditEvent({ ...base, denied: "forbidden" })).toMatchObject({ status_id: 2, status_code: "forbidden" });
  });
  it.each([
    { resources: [{ type: "brief", uid: "A title with spaces" }] },
    { resources: [{ type: "brief", uid: "x", name: "A title" }] },
    { facts: { title: "A title" } },
    { facts: { outcome: "whatever was typed" } },
    { facts: { sha256: "not a hash" } },
  ])("[BF-07/content-free] have no place for content: %j", (more) => {
    expect(() => auditEvent({ ...base, ...(more as Partial<EventInput>) })).toThrow();
  });
});

describe("problems", () => {
  it("carry no more than was meant for the caller", () => {
    const document = problemDocument(
      new Problem("internal", { detail: "Something failed.", cause: new Error("password=hunter2") }),
      "req_1",
    );
    expect(document).toEqual({
      type: "urn:belfry:problem:internal",
      title: "Internal error",
      status: 500,
      code: "internal",
      detail: "Something failed.",
      instance: "urn:belfry:request:req_1",
    });
  });
  it("have one status a code", () => {
    for (const [code, { status }] of Object.entries(PROBLEMS))
      expect(new Problem(code as keyof typeof PROBLEMS, { detail: "" }).status).toBe(status);
  });
});

describe("roles", () => {
  it("[KZ-12/roles] give staff and reviewers nothing by default, auditors no content, viewers no writing", () => {
    const granted = (role: (typeof ROLES)[number]) => PERMISSIONS.filter((permission) => may(role, permission));
    expect(granted("operator")).toEqual([]);
    expect(granted("reviewer")).toEqual([]);
    expect(granted("auditor").sort()).toEqual(["assistant.receipts", "audit.read", "consent.read", "workspace.me"]);
    expect(granted("viewer")).not.toContain("briefs.write");
    for (const role of ["viewer", "editor", "auditor"] as const) expect(may(role, "consent.accept")).toBe(false);
    expect(may("admin", "consent.accept")).toBe(true);
  });
});

describe("ids", () => {
  it.each(["", "a/b", "..", "../x", ".", "a b", "x".repeat(65), "é", "_a", "a\n"])("%j is none", (text) => {
    expect(BriefId.safeParse(text).success).toBe(false);
  });
});

describe("CSV", () => {
  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\0=1", "＝1", "＋1", "－1", "＠1"])(
    "never begins a field as a formula: %j",
    (value) => {
      expect(csvField(value)).toMatch(/^"?'/);
    },
  );
  it("quotes what RFC 4180 says, and leaves the rest", () => {
    expect([csvField('a"b'), csvField("a,b"), csvField("a\nb"), csvField("plain")]).toEqual([
      '"a""b"',
      '"a,b"',
      '"a\nb"',
      "plain",
    ]);
  });
});
