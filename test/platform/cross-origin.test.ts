import { beforeAll, describe, expect, it } from "vitest";
import { readEnvironment } from "../../functions/platform/env.ts";
import { enableAssistant, newConversation, newTenant, stack, type Tenant } from "../support/stack.ts";

const ORIGIN = "https://app.example";
const STRANGER = "https://evil.example";
const allowed = (headers: Headers) => headers.get("access-control-allow-origin");

describe("pages of other origins", () => {
  let tenant: Tenant;
  beforeAll(async () => {
    tenant = await newTenant();
    await enableAssistant(tenant);
  });
  const ask = (path: string, origin: string, init: RequestInit = {}) =>
    fetch(`${stack.url}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${tenant.users.editor.token}`, origin, ...init.headers },
    });

  it("may use the API from the deployment's own list, answered at the door, without credentials", async () => {
    const preflight = await fetch(`${stack.url}/v1/briefs`, {
      method: "OPTIONS",
      headers: {
        origin: ORIGIN,
        "access-control-request-method": "PATCH",
        "access-control-request-headers": "authorization,if-match",
      },
    });
    expect([preflight.status, await preflight.text(), allowed(preflight.headers)]).toEqual([204, "", ORIGIN]);
    expect(preflight.headers.get("access-control-allow-methods")).toBe("GET, POST, PUT, PATCH, DELETE");
    for (const name of ["authorization", "content-type", "idempotency-key", "if-match", "last-event-id"])
      expect(preflight.headers.get("access-control-allow-headers")).toContain(name);
    expect(preflight.headers.has("access-control-allow-credentials")).toBe(false);
    expect(preflight.headers.get("vary")).toBe("origin");
  });

  /** Every way in which an answer is made: by a route, by the pipeline, by the router, by the door, as a stream, as text. */
  const ANSWERS: readonly (readonly [string, number, string, RequestInit?])[] = [
    ["a success", 200, "/v1/briefs"],
    ["a problem of a route", 404, "/v1/briefs/brf_none"],
    ["no such route", 404, "/v1/briefs/a/b/c"],
    ["a wrong method", 405, "/v1/briefs", { method: "PUT" }],
    ["a token that is none", 401, "/v1/briefs", { headers: { authorization: "Bearer a.b.c" } }],
    ["a role without the permission", 403, "/v1/audit/events"],
    ["a body that is too large", 413, "/v1/briefs", { method: "POST", body: "x".repeat(300_000) }],
    ["an encoding", 415, "/v1/briefs", { method: "POST", body: "{}", headers: { "content-encoding": "gzip" } }],
    ["text", 200, "/v1/consent/terms/2026-11-01"],
  ];

  it.each(ANSWERS.map(([what, ...rest]) => [what, rest] as const))(
    "may read %s",
    async (_what, [status, path, init]) => {
      const answer = await ask(path, ORIGIN, init);
      expect([answer.status, allowed(answer.headers)]).toEqual([status, ORIGIN]);
      expect(answer.headers.get("access-control-expose-headers")).toContain("x-request-id");
      expect(answer.headers.get("vary")).toContain("origin");
      expect(answer.headers.has("access-control-allow-credentials")).toBe(false);
      const stranger = await ask(path, STRANGER, init);
      expect([stranger.status, allowed(stranger.headers)]).toEqual([status, null]);
      for (const other of ["null", "https://app.example.evil.example", "https://APP.example", "http://app.example"])
        expect(allowed((await ask(path, other, init)).headers)).toBeNull();
    },
  );

  it("may read a stream, a download and the contract", async () => {
    const conversation = await newConversation(tenant.users.editor);
    const stream = await ask(`/v1/assistant/conversations/${conversation}/messages`, ORIGIN, {
      method: "POST",
      headers: { "content-type": "application/json", "idempotency-key": "one" },
      body: JSON.stringify({ text: "Hello" }),
    });
    expect([stream.status, allowed(stream.headers)]).toEqual([200, ORIGIN]);
    expect(await stream.text()).toContain("event: done");
    const { auditor } = tenant.users;
    const made = await auditor.post("/v1/audit/exports", { format: "csv" });
    const download = await ask(`/v1/audit/exports/${made.body.id}/content`, ORIGIN, {
      headers: { authorization: `Bearer ${auditor.token}` },
    });
    expect([allowed(download.headers), download.headers.get("vary")]).toEqual([ORIGIN, "origin, accept-encoding"]);
    await download.body?.cancel();
    expect(allowed((await ask("/v1/openapi.json", STRANGER)).headers)).toBe("*");
  });

  it("lets nobody in whose origin is not exact, and in production none without TLS", () => {
    const read = (list: string, mode: "local" | "production") =>
      readEnvironment({
        BELFRY_MODE: mode,
        NODE_ENV: "production",
        GOOGLE_CLOUD_PROJECT: "p",
        BELFRY_ORIGINS: list,
      }).origins;
    expect(read("https://app.example, https://b.example:8443", "production")).toEqual([
      "https://app.example",
      "https://b.example:8443",
    ]);
    expect(read("", "production")).toEqual([]);
    expect(read("http://localhost:5173", "local")).toEqual(["http://localhost:5173"]);
    for (const list of ["*", "null", "https://*.example", "https://app.example/", "https://APP.example", "app.example"])
      expect(() => read(list, "production"), list).toThrow("BELFRY_ORIGINS");
    expect(() => read("http://app.example", "production")).toThrow("BELFRY_ORIGINS");
  });
});

describe("what an answer tells a client", () => {
  it("says which fault a token has", async () => {
    const { users } = await newTenant();
    const challenge = async (authorization?: string) => {
      const answer = await fetch(`${stack.url}/v1/briefs`, {
        headers: authorization === undefined ? {} : { authorization },
      });
      expect(answer.status).toBe(401);
      return answer.headers.get("www-authenticate");
    };
    expect(await challenge()).toBe('Bearer realm="belfry"');
    expect(await challenge("Basic YTpi")).toContain('error="invalid_token"');
    expect(await challenge(`Bearer ${users.editor.token}x`)).toContain('error="invalid_token"');
  });

  it("tells what is left of the caller's requests on every answer, refusals included", async () => {
    const { users } = await newTenant({ requestsPerMinute: 1000 } as never);
    const left = async (path: string, status: number) => {
      const answer = await users.editor.get(path);
      expect([answer.status, answer.headers.get("ratelimit-policy")]).toEqual([status, '"requests";q=1000;w=60']);
      const [, remaining, reset] = /^"requests";r=(\d+);t=(\d+)$/.exec(answer.headers.get("ratelimit") ?? "") ?? [];
      expect(Number(reset)).toBeGreaterThan(0);
      return Number(remaining);
    };
    const first = await left("/v1/briefs", 200);
    expect(await left("/v1/briefs/brf_none", 404)).toBeLessThan(first);
    expect(await left("/v1/briefs?nonsense=1", 422)).toBeLessThan(first);
    expect(await left("/v1/audit/events", 403)).toBeLessThan(first + 1);
  });

  it("names an unknown parameter, and repeats nothing that could be anything", async () => {
    const { users } = await newTenant();
    const faults = async (query: string) => (await users.editor.get(`/v1/briefs?${query}`)).body.errors;
    expect(await faults("projectID=prj_a")).toEqual([
      { pointer: "query:projectID", message: "is no parameter of this route" },
    ]);
    expect(await faults("%3Cscript%3E=1")).toEqual([{ pointer: "query:", message: "is no parameter of this route" }]);
  });

  it("has one habit for a project that is not yours", async () => {
    const tenant = await newTenant();
    await enableAssistant(tenant);
    const { editor } = tenant.users;
    const answers = await Promise.all(
      ["prj_b", "prj_none"].flatMap((projectId) => [
        editor.get(`/v1/briefs?projectId=${projectId}`),
        editor.post("/v1/briefs", { projectId, title: "Labels", category: "labels" }),
        editor.get(`/v1/consent?projectId=${projectId}`),
        editor.get(`/v1/assistant/conversations?projectId=${projectId}`),
        editor.post("/v1/assistant/conversations", { projectId }),
      ]),
    );
    const said = answers.map(({ status, body }) => `${status} ${body.code} ${body.detail}`);
    expect(new Set(said)).toEqual(new Set(["404 not-found There is nothing here that you may see."]));
  });
});
