import { beforeAll, describe, expect, it } from "vitest";
import { allRoutes } from "../../functions/openapi/openapi.ts";
import type { Operation } from "../../functions/vocabulary/index.ts";
import { type MATRIX, makeThings, rowOf, type Things } from "../support/matrix.ts";
import {
  control,
  dump,
  forget,
  mint,
  newTenant,
  recorded,
  request,
  stack,
  type Tenant,
  type User,
} from "../support/stack.ts";

/** Written into every hostile request: it may be nowhere afterwards. */
const MARK = "hostile-4c1d9e";

interface Attack {
  readonly name: string;
  /** Parts of promises that it attacks; most input attacks none. */
  readonly tags?: string;
  readonly applies?: (operation: Operation) => boolean;
  readonly code: string;
  readonly status: number;
  readonly send: (shape: Shape, user: User, tenant: Tenant) => ReturnType<typeof request>;
}

type Shape = ReturnType<(typeof MATRIX)[Operation]["request"]>;

const route = (operation: Operation) => allRoutes.find((one) => one.operation === operation);
const hasBody = (operation: Operation) => route(operation)?.body !== undefined;
const raw = (body: string) => (shape: Shape, user: User) =>
  user.call(shape.method, shape.path, body, { ...key(shape), ...shape.headers });
const key = (shape: Shape) => (shape.method === "POST" ? { "idempotency-key": crypto.randomUUID() } : {});
const withToken =
  (token: (user: User, tenant: Tenant) => Promise<string> | string) =>
  async (shape: Shape, user: User, tenant: Tenant) =>
    request(shape.method, shape.path, shape.body, {
      ...key(shape),
      ...shape.headers,
      authorization: `Bearer ${await token(user, tenant)}`,
    });
const claims = (user: User, tenant: Tenant) => ({ sub: user.uid, user_id: user.uid, tenant: tenant.id });
const now = () => Math.floor(Date.now() / 1000);

/** A page token of the right form: the trail's places are numbers, all others' are ids. */
const forgedPage = (time: number, id?: string) => (shape: Shape, user: User) => {
  const places = shape.path.includes("/audit/") ? [time, id ?? 0] : [time, id ?? "a"];
  return user.get(`${shape.path}?pageToken=${Buffer.from(JSON.stringify(places)).toString("base64url")}`);
};

const ATTACKS: readonly Attack[] = [
  {
    name: "no token",
    tags: "[KB-12/token-matrix] ",
    status: 401,
    code: "unauthenticated",
    send: (s) => request(s.method, s.path, s.body, { ...key(s), ...s.headers }),
  },
  {
    name: "a token that is none",
    tags: "[KB-12/token-matrix] ",
    status: 401,
    code: "unauthenticated",
    send: withToken(() => MARK),
  },
  {
    name: "an expired token",
    tags: "[KB-12/token-matrix] ",
    status: 401,
    code: "unauthenticated",
    send: withToken((u, t) => mint({ ...claims(u, t), iat: now() - 7200, exp: now() - 3600 })),
  },
  {
    name: "an unsigned token",
    tags: "[KB-12/token-matrix] ",
    status: 401,
    code: "unauthenticated",
    send: withToken((u, t) => mint(claims(u, t), { alg: "none" })),
  },
  {
    name: "a token without a tenant",
    tags: "[KZ-10/tenant-claim] ",
    status: 403,
    code: "forbidden",
    send: withToken((u, t) => mint({ ...claims(u, t), tenant: undefined })),
  },
  {
    name: "a tenant that the user is no member of",
    tags: "[KZ-10/tenant-claim] ",
    status: 403,
    code: "forbidden",
    send: withToken((u) => mint({ sub: u.uid, user_id: u.uid, tenant: "some-other-tenant" })),
  },
  {
    name: "a tenant that is a path",
    tags: "[KZ-10/tenant-claim] ",
    status: 403,
    code: "forbidden",
    send: withToken((u, t) => mint({ ...claims(u, t), tenant: `${t.id}/members/../../x` })),
  },
  {
    name: "the wrong method",
    status: 405,
    code: "method-not-allowed",
    send: (s, u) => u.call("TRACE" === s.method ? "GET" : "OPTIONS", s.path),
  },
  {
    name: "an unknown route below it",
    status: 404,
    code: "not-found",
    send: (s, u) => u.call(s.method, `${s.path.split("?")[0]}/${MARK}/x/y/z`, s.body, key(s)),
  },
  {
    name: "an unknown query parameter",
    status: 422,
    code: "invalid",
    send: (s, u) =>
      u.call(s.method, `${s.path}${s.path.includes("?") ? "&" : "?"}${MARK}=1`, s.body, { ...key(s), ...s.headers }),
  },
  {
    name: "an unknown field",
    applies: hasBody,
    status: 422,
    code: "invalid",
    send: (s, u) => u.call(s.method, s.path, { ...(s.body as object), [MARK]: 1 }, { ...key(s), ...s.headers }),
  },
  { name: "an array for an object", applies: hasBody, status: 422, code: "invalid", send: raw(`["${MARK}"]`) },
  { name: "malformed JSON", applies: hasBody, status: 422, code: "invalid", send: raw(`{"title":"${MARK}`) },
  { name: "NUL in a string", applies: hasBody, status: 422, code: "invalid", send: raw(`{"title":"${MARK}\\u0000"}`) },
  { name: "a lone surrogate", applies: hasBody, status: 422, code: "invalid", send: raw(`{"title":"${MARK}\\ud800"}`) },
  {
    name: "a lone surrogate in a name",
    applies: hasBody,
    status: 422,
    code: "invalid",
    send: raw(`{"\\udfff${MARK}":1}`),
  },
  { name: "__proto__", applies: hasBody, status: 422, code: "invalid", send: raw(`{"__proto__":{"${MARK}":1}}`) },
  {
    name: "endless nesting",
    applies: hasBody,
    status: 422,
    code: "invalid",
    send: raw(`${'{"a":'.repeat(200)}1${"}".repeat(200)}`),
  },
  {
    name: "bytes that are not UTF-8",
    applies: hasBody,
    status: 422,
    code: "invalid",
    send: (s, u) =>
      u.call(s.method, s.path, Buffer.from([0x22, 0xff, 0xfe, 0x22]).toString("latin1"), { ...key(s), ...s.headers }),
  },
  {
    name: "a body that is not said to be JSON",
    applies: hasBody,
    status: 415,
    code: "unsupported-media-type",
    send: (s, u) =>
      u.call(s.method, s.path, `title=${MARK}`, {
        ...key(s),
        ...s.headers,
        "content-type": "application/x-www-form-urlencoded",
      }),
  },
  {
    name: "a compressed body",
    applies: hasBody,
    status: 415,
    code: "unsupported-media-type",
    send: (s, u) => u.call(s.method, s.path, MARK, { ...key(s), "content-encoding": "gzip" }),
  },
  {
    name: "a body over 256 KiB",
    applies: hasBody,
    status: 413,
    code: "too-large",
    send: raw(JSON.stringify({ title: MARK.repeat(20_000) })),
  },
  {
    name: "a missing Idempotency-Key",
    applies: (operation) => route(operation)?.idempotencyKey === "required",
    status: 422,
    code: "invalid",
    send: (s, u) => u.call(s.method, s.path, s.body, { "idempotency-key": undefined }),
  },
  {
    name: "an Idempotency-Key that is none",
    applies: (operation) => route(operation)?.idempotencyKey !== undefined,
    status: 422,
    code: "invalid",
    send: (s, u) => u.call(s.method, s.path, s.body, { "idempotency-key": `${MARK} ${"x".repeat(300)}` }),
  },
  {
    name: "a stale If-Match",
    applies: (operation) => route(operation)?.ifMatch !== undefined,
    status: 412,
    code: "precondition-failed",
    send: (s, u) => u.call(s.method, s.path, s.body, { "if-match": '"99"' }),
  },
  {
    name: "no If-Match",
    applies: (operation) => route(operation)?.ifMatch === "required",
    status: 412,
    code: "precondition-failed",
    send: (s, u) => u.call(s.method, s.path, s.body),
  },
  {
    name: "a page that is none",
    applies: (operation) => operation.endsWith(".list"),
    status: 422,
    code: "invalid",
    send: (s, u) => u.get(`${s.path}?pageToken=${MARK}`),
  },
  {
    name: "a page at a time that no date has",
    applies: (operation) => operation.endsWith(".list"),
    status: 422,
    code: "invalid",
    send: forgedPage(9_000_000_000_000_000),
  },
  {
    name: "a page after the last time that can be stored",
    applies: (operation) => operation.endsWith(".list"),
    status: 422,
    code: "invalid",
    send: forgedPage(253_402_300_800_000),
  },
  {
    name: "a page before all times",
    applies: (operation) => operation.endsWith(".list"),
    status: 422,
    code: "invalid",
    send: forgedPage(-9e15),
  },
  {
    name: "a page at a document that can't be",
    applies: (operation) => operation.endsWith(".list"),
    status: 422,
    code: "invalid",
    send: forgedPage(1, "__a__"),
  },
  {
    name: "a page size over the limit",
    applies: (operation) => operation.endsWith(".list"),
    status: 422,
    code: "invalid",
    send: (s, u) => u.get(`${s.path}?pageSize=101`),
  },
];

const cases = allRoutes.flatMap(({ operation }) =>
  ATTACKS.filter(({ applies }) => applies?.(operation) ?? true).map((attack) => {
    const { tags = "", name, status, code } = attack;
    return [`${tags}${operation} answers ${name} with ${status} ${code}`, { operation, ...attack }] as const;
  }),
);

describe("bad input", () => {
  let tenant: Tenant;
  let things: Things;
  beforeAll(async () => {
    tenant = await newTenant();
    things = await makeThings(tenant);
    await forget();
  });

  it.each(cases)("%s", async (_title, { operation, status, code, send }) => {
    const row = rowOf(operation);
    const user = tenant.users[row.roles.find((role) => role !== "admin" && (row.status?.[role] ?? 0) < 400) ?? "admin"];
    const answer = await send(row.request(things), user, tenant);
    expect(answer.status, answer.text).toBe(status);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(answer.body).toMatchObject({ status, code, type: `urn:belfry:problem:${code}` });
    expect(answer.headers.get("x-request-id")).toMatch(/^req_/);
    expect(JSON.stringify({ ...answer.body, errors: [] })).not.toContain(MARK);
  });

  it("sent nothing, stored nothing and logged nothing of all that", async () => {
    expect((await recorded()).connections).toBe(0);
    expect(await dump(tenant)).not.toContain(MARK);
    expect((await control<string[]>("logs")).join("\n")).not.toContain(MARK);
  });

  it.each([
    "/v1/nothing",
    "/v1/briefs/%E0%A4%A",
    "/v1/briefs/..%2f..%2fmembers",
    "/v1/briefs/a%00b",
    "/v1/sweep",
    "/v1/constructor",
    "/v1/__proto__",
  ])("answers %s as a problem", async (path) => {
    const answer = await tenant.users.editor.get(path);
    expect([404, 422]).toContain(answer.status);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
  });

  it("refuses ten megabytes, declared or not, and goes on", async () => {
    const { editor } = tenant.users;
    const body = JSON.stringify({ title: "x".repeat(10_000_000) });
    const declared = await editor.post("/v1/briefs", body);
    expect([declared.status, declared.body.code]).toEqual([413, "too-large"]);
    const response = await fetch(`${stack.url}/v1/briefs`, {
      method: "POST",
      headers: { authorization: `Bearer ${editor.token}`, "content-type": "application/json" },
      body: new Blob([body]).stream(),
      duplex: "half",
    } as RequestInit);
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([413, "too-large"]);
    expect((await editor.get("/v1/briefs")).status).toBe(200);
  });

  it("names every unknown field and every fault", async () => {
    const answer = await tenant.users.editor.post("/v1/briefs", {
      projectId: "prj_a",
      title: "",
      category: "x",
      colour: "red",
      format: { widthMm: -1, heightMm: 2, unit: "mm" },
    });
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer).sort()).toEqual([
      "/colour",
      "/format/unit",
      "/format/widthMm",
      "/title",
    ]);
  });
});
