import { createServer } from "node:http";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { TenantId, UserId } from "../../functions/core/ids.ts";
import { PreparedRequest, StoredReceipt } from "../../functions/core/outgoing.ts";
import { Problem } from "../../functions/core/problem.ts";
import { readEnvironment } from "../../functions/platform/env.ts";
import { eventStream } from "../../functions/platform/http/stream.ts";
import { firebaseIdentity } from "../../functions/platform/identity.ts";
import { RequestLimiter } from "../../functions/platform/limiter.ts";
import { localAgent } from "../../functions/platform/local-agent.ts";
import { createLog } from "../../functions/platform/log.ts";
import { guardedFetch, modelOrigin } from "../../functions/platform/model/connection.ts";
import { ModelFault } from "../../functions/platform/model/fault.ts";
import { openaiModel } from "../../functions/platform/model/providers/openai.ts";
import { type IdentityStandIn, startIdentity } from "../../tools/local/stand-ins/identity.ts";

describe("environment", () => {
  const production = { GOOGLE_CLOUD_PROJECT: "p", NODE_ENV: "production" };
  it.each([
    ["[KB-01/no-redirect] ", "FIRESTORE_EMULATOR_HOST"],
    ["[KB-01/no-redirect] ", "FIREBASE_AUTH_EMULATOR_HOST"],
    ["[KB-01/no-redirect] ", "OPENAI_BASE_URL"],
    ["[KB-04/own-keys] ", "OPENAI_API_KEY"],
    ["[KB-01/no-redirect] ", "BELFRY_IDENTITY_URL"],
    ["[KB-01/no-redirect] ", "BELFRY_KMS_ENDPOINT"],
    ["", "NODE_TLS_REJECT_UNAUTHORIZED"],
  ])("%srefuses %s in production, which is what it is unless told otherwise", (_tags, name) => {
    expect(readEnvironment(production).mode).toBe("production");
    expect(() => readEnvironment({ ...production, [name]: "x" })).toThrow(name);
    expect(() => readEnvironment({ ...production, [name]: "x", BELFRY_MODE: "local" })).not.toThrow();
  });
  it("[KZ-13/runtime] knows one region", () => {
    expect(() => readEnvironment({ ...production, BELFRY_REGION: "us-central1" })).toThrow("BELFRY_REGION");
    expect(() =>
      readEnvironment({ ...production, KMS_KEY_RING: "projects/p/locations/europe-west4/keyRings/r" }).vault(),
    ).toThrow("KMS_KEY_RING");
  });
  it("[KB-04/own-keys] names a wrong variable and never its value", () => {
    expect(() => readEnvironment({ ...production, BELFRY_MODE: "s3cret-value" })).toThrow(/BELFRY_MODE/);
    expect(() => readEnvironment({ ...production, BELFRY_MODE: "s3cret-value" })).not.toThrow(/s3cret/);
  });
  it("[KB-04/own-keys] holds no key in its configuration", () => {
    const env = readEnvironment({
      ...production,
      BELFRY_MODE: "local",
      OPENAI_API_KEY: "s3cret",
      MODEL_PROVIDER: "openai",
      MODEL_HOST: "eu.api.openai.com",
      MODEL_REGION: "eu",
      MODEL_NAME: "m",
    });
    expect(JSON.stringify([env, env.model()])).not.toContain("s3cret");
    expect(env.modelApiKey()).toBe("s3cret");
  });
});

describe("a connection to a model", () => {
  const origin = "https://eu.api.openai.com";
  const receipt = () =>
    StoredReceipt.afterCommit(
      "r",
      PreparedRequest.from([], () => ({ store: false })),
    );
  const sent = () => {
    const calls: [unknown, RequestInit | undefined][] = [];
    const send = (async (url: unknown, init?: RequestInit) => {
      calls.push([url, init]);
      return new Response();
    }) as typeof fetch;
    return { calls, send };
  };
  it("[BF-02/one-per-request] carries exactly the receipt's bytes, once", async () => {
    const { calls, send } = sent();
    const guarded = guardedFetch(receipt(), origin, send);
    await guarded(`${origin}/v1/responses`, { method: "POST", body: '{"store":false}' });
    expect(calls).toMatchObject([[new URL(`${origin}/v1/responses`), { redirect: "error" }]]);
    await expect(guarded(`${origin}/v1/responses`, { method: "POST", body: '{"store":false}' })).rejects.toThrow(
      "used already",
    );
    expect(calls.length).toBe(1);
  });
  it.each([
    ["[BF-02/exact-bytes]", "another body", `${origin}/v1/responses`, { method: "POST", body: '{"store":true}' }],
    [
      "[KB-01/connected-host]",
      "another host",
      "https://api.openai.com/v1/responses",
      { method: "POST", body: '{"store":false}' },
    ],
    [
      "[KB-01/connected-host]",
      "another port",
      `${origin}:8443/v1/responses`,
      { method: "POST", body: '{"store":false}' },
    ],
    [
      "[CF-03/connection]",
      "plain HTTP",
      "http://eu.api.openai.com/v1/responses",
      { method: "POST", body: '{"store":false}' },
    ],
    ["[BF-02/exact-bytes]", "another method", `${origin}/v1/responses`, { method: "GET" }],
    [
      "[BF-02/headers]",
      "a header that the receipt does not name",
      `${origin}/v1/responses`,
      { method: "POST", body: '{"store":false}', headers: { "X-Stainless-OS": "Linux" } },
    ],
    [
      "[BF-02/exact-bytes]",
      "a body as a stream",
      `${origin}/v1/responses`,
      { method: "POST", body: new Blob(["{}"]).stream() },
    ],
  ])("%s is refused with %s", async (_tags, _, url, init) => {
    const { calls, send } = sent();
    await expect(guardedFetch(receipt(), origin, send)(url, init as RequestInit)).rejects.toThrow("egress");
    expect(calls).toEqual([]);
  });
  it("[CF-03/connection] is HTTPS, except to this very machine in local mode", () => {
    expect(modelOrigin("https://eu.api.openai.com/v1", "production")).toBe(origin);
    expect(modelOrigin("http://127.0.0.1:9/v1", "local")).toBe("http://127.0.0.1:9");
    for (const [url, mode] of [
      ["http://eu.api.openai.com/v1", "local"],
      ["http://127.0.0.1:9/v1", "production"],
      ["http://127.0.0.1.evil.example/v1", "local"],
      ["ftp://127.0.0.1/", "local"],
      ["https://user:pass@eu.api.openai.com/", "production"],
    ] as const) {
      expect(() => modelOrigin(url, mode), url).toThrow();
    }
  });
  it("[KB-01/configured-host] can't be configured to another host than the registered one", () => {
    const config = {
      provider: "openai",
      host: "eu.api.openai.com",
      region: "eu",
      model: "m",
      baseUrl: "https://api.openai.com/v1",
    } as const;
    expect(() => openaiModel(config, { mode: "production", apiKey: () => "k" })).toThrow("registered host");
    expect(() =>
      openaiModel({ ...config, baseUrl: "https://eu.api.openai.com/v1" }, { mode: "production", apiKey: () => "k" }),
    ).not.toThrow();
  });
});

describe("identity", () => {
  let standIn: IdentityStandIn;
  let identity: ReturnType<typeof firebaseIdentity>;
  beforeAll(async () => {
    standIn = await startIdentity({
      projectId: "belfry-test",
      users: [{ email: "a@example.com", password: "secret-password", uid: "usr_a", tenant: "north" }],
    });
    identity = firebaseIdentity({ projectId: "belfry-test", agent: localAgent(standIn.url) });
  });
  afterAll(async () => {
    await identity.close();
    await standIn.close();
  });
  const seconds = Math.floor(Date.now() / 1000);
  it("[KB-12/token-matrix] accepts a token of the organisation's sign-in and reads tenant and user from it", async () => {
    expect(await identity.verify(standIn.mint())).toMatchObject({
      tenantId: "north",
      userId: "usr_a",
      signedInAt: expect.any(Date),
    });
  });
  it.each([
    ["unsigned", {}, { alg: "none" }],
    ["HS256 with the public key as its secret", {}, { alg: "HS256" }],
    ["a foreign key id", {}, { kid: "another" }],
    ["no key id", {}, { kid: undefined }],
    ["another audience", { aud: "another-project" }, {}],
    ["another issuer", { iss: "https://accounts.example.com/belfry-test" }, {}],
    ["expired", { iat: seconds - 7200, exp: seconds - 3600 }, {}],
    ["no subject", { sub: "" }, {}],
  ])("[KB-12/token-matrix] refuses a token that is %s", async (_, claims, header) => {
    await expect(identity.verify(standIn.mint(claims, header))).rejects.toMatchObject({ code: "unauthenticated" });
  });
  it("[KB-12/token-matrix] refuses a token signed with another key under the right key id", async () => {
    const { generateKeyPairSync } = await import("node:crypto");
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    await expect(identity.verify(standIn.mint({}, {}, privateKey))).rejects.toMatchObject({ code: "unauthenticated" });
  });
  it.each(["e30.e30.e30", "e30.bnVsbA.e30", "a.b.c", "...", "e30.W10.e30"])(
    "[KB-12/token-matrix] refuses what is a token in form only: %s",
    async (token) => {
      await expect(identity.verify(token)).rejects.toMatchObject({ code: "unauthenticated" });
    },
  );
  it("[KB-12/token-matrix] says that sign-in can't be checked, and not that the token is bad, while the keys can't be fetched", async () => {
    const answering = createServer((_, response) => response.writeHead(500).end("no keys today"));
    await new Promise<void>((listening) => answering.listen(0, "127.0.0.1", listening));
    const address = answering.address();
    for (const port of [1, typeof address === "object" ? address?.port : 0]) {
      const cut = firebaseIdentity({ projectId: "belfry-test", agent: localAgent(`http://127.0.0.1:${port}`) });
      await expect(cut.verify(standIn.mint())).rejects.toMatchObject({ code: "identity-unavailable", status: 503 });
      // What can be seen without the keys is still the token's fault.
      const foreign = standIn.mint({ aud: "another-project" });
      await expect(cut.verify(foreign)).rejects.toMatchObject({ code: "unauthenticated" });
      await cut.close();
    }
    answering.close();
  });
  it.each([undefined, "", "a/b", 7, ["north"]])(
    "[KZ-10/tenant-claim] belongs to no tenant with %j for one",
    async (tenant) => {
      await expect(identity.verify(standIn.mint({ tenant }))).rejects.toMatchObject({ code: "forbidden" });
    },
  );
  it("[KZ-10/tenant-claim] reads no tenant out of a custom claim, which more than Identity Platform can set", async () => {
    const firebase = { sign_in_provider: "password", identities: {} };
    const old = standIn.mint({ tenant: "north", firebase });
    await expect(identity.verify(old)).rejects.toMatchObject({ code: "forbidden", status: 403 });
    const both = standIn.mint({ tenant: "south", firebase: { ...firebase, tenant: "north" } });
    expect((await identity.verify(both)).tenantId).toBe("north");
  });
});

describe("logs", () => {
  it("[KB-03/logs] [KB-04/logs] hold an error's name, code and place, never its message", async () => {
    const lines: string[] = [];
    const cause = Object.assign(new Error("jan@example.com wrote s3cret"), { code: 14, body: "s3cret" });
    createLog((line) => lines.push(line)).write("ERROR", "failed", {
      cause: new Problem("internal", { detail: "d", cause }),
    });
    await vi.waitFor(() => expect(lines.length).toBe(1));
    expect(lines[0]).not.toMatch(/jan@|s3cret|node_modules\/|\/[a-z]+\/[a-z]+\//);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({
      severity: "ERROR",
      message: "failed",
      cause: { name: "Problem", cause: { name: "Error", code: 14 } },
    });
  });
  const logged = (cause: unknown): string => {
    const lines: string[] = [];
    createLog((line) => lines.push(line)).write("ERROR", "failed", { cause });
    expect(lines.length).toBe(1);
    return lines[0] ?? "";
  };
  const HOSTILE = [
    "an.peeters@example.com",
    "Invalid prompt: my IBAN is BE68 5390 0754 7034",
    'x\n{"severity":"ERROR","message":"forged"}',
    "ECONNRESET an.peeters",
    "ECONNRESET\n",
    "an_peeters_moves_to_ghent",
    "__proto__",
    "constructor",
    "",
    "x".repeat(100_000),
  ];
  it.each(HOSTILE)("[BF-14/not-logged] [KB-03/logs] hold no code and no name that a provider made up: %j", (said) => {
    const plain = logged(new Error("m"));
    const frameless = (error: Error) => Object.assign(error, { stack: undefined });
    for (const error of [
      Object.assign(new Error(said), { code: said, status: said, type: said, errno: said, param: said }),
      Object.assign(new Error("m"), {
        code: { toString: () => said },
        cause: Object.assign(new Error(said), { code: said }),
      }),
      Object.defineProperty(new Error("m"), "name", { value: said }),
      new (class extends Error {
        override name = said;
      })(said),
      new AggregateError([new Error(said)], said),
    ]) {
      const line = logged(error);
      expect(line.length).toBeLessThan(plain.length + 400);
      expect(line.split("\n").length).toBe(1);
      if (said !== "" && said !== "constructor")
        expect(line).not.toContain(JSON.stringify(said).slice(1, -1).slice(0, 40).trimEnd());
      expect(JSON.parse(logged(frameless(error))).cause.code).toBeUndefined();
    }
    expect(logged(said)).toBe(JSON.stringify({ severity: "ERROR", message: "failed", cause: { name: "string" } }));
  });
  it("[BF-14/not-logged] take no line of a message for the place where it was thrown", () => {
    const forged = "m\n    at an.peeters (an.peeters@example.com:1:1)\n    at moves (to-ghent.ts:1:1)";
    for (const message of ["", forged]) {
      const error = new Error(forged);
      // Kept as it is now; the message may be changed later.
      expect(error.stack).toContain("ghent");
      error.message = message;
      const line = logged(error);
      if (message === forged) expect(line).toMatch(/platform\.test\.ts:\d+/);
      expect(line).not.toMatch(/peeters|ghent/);
    }
  });
  it("hold the codes that operators look for", () => {
    for (const code of ["ECONNRESET", "ENOTFOUND", "UND_ERR_SOCKET", "CERT_HAS_EXPIRED", "model-unavailable", 14])
      expect(JSON.parse(logged(Object.assign(new Error("m"), { code }))).cause.code).toBe(code);
    for (const code of [17, -1, 1.5, Number.NaN, 4_100_000_000])
      expect(JSON.parse(logged(Object.assign(new Error("m"), { code }))).cause.code).toBeUndefined();
    expect(JSON.parse(logged(new ModelFault("MODEL_STATUS", 429))).cause).toMatchObject({
      name: "ModelFault",
      code: "MODEL_STATUS",
      status: 429,
    });
  });
});

describe("limits", () => {
  const user = { tenantId: TenantId.parse("t"), userId: UserId.parse("u") };
  it("[KB-14/per-user] let pass what is allowed in a minute, and begin anew with the next", () => {
    let now = 60_000;
    const limiter = new RequestLimiter({ now: () => new Date(now) });
    const take = (one = user) => limiter.check(limiter.count(one), 3);
    for (let n = 0; n < 3; n += 1) take();
    expect(() => take()).toThrow(expect.objectContaining({ code: "rate-limited" }));
    take({ ...user, userId: UserId.parse("another") });
    now = 120_000;
    expect(() => take()).not.toThrow();
  });
  it("have an end before anything is known of a user", () => {
    const limiter = new RequestLimiter({ now: () => new Date(0) });
    for (let n = 0; n < 6_000; n += 1) limiter.count(user);
    expect(() => limiter.count(user)).toThrow(expect.objectContaining({ code: "rate-limited" }));
  });
});

describe("event streams", () => {
  const read = async (stream: ReadableStream<Uint8Array>) => new Response(stream).text();
  it("frame each event so that no text can end it or begin another", async () => {
    const text = await read(
      eventStream(async (send) => send("delta", { text: "a\n\nevent: done\ndata: {}\r\n\u2028" })),
    );
    expect(text.split("\n\n").filter((block) => block !== "").length).toBe(1);
    expect(JSON.parse(text.slice(text.indexOf("data: ") + 6))).toEqual({
      text: "a\n\nevent: done\ndata: {}\r\n\u2028",
    });
  });
  it("wait for a slow reader instead of filling memory", async () => {
    let sent = 0;
    const stream = eventStream(async (send, gone) => {
      while (!gone.aborted && sent < 10_000) {
        await send("delta", { text: "x" });
        sent += 1;
      }
    });
    const reader = stream.getReader();
    await reader.read();
    await new Promise((wait) => setTimeout(wait, 50));
    expect(sent).toBeLessThan(200);
    await reader.cancel();
  });
});
