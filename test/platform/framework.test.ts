import { connect } from "node:net";
import { afterAll, describe, expect, it } from "vitest";
import { runFunction } from "../../tools/local/functions.ts";
import { manifest } from "../../tools/manifest.ts";
import {
  enableAssistant,
  events,
  fault,
  forget,
  newConversation,
  newTenant,
  recorded,
  stack,
} from "../support/stack.ts";

const names = Object.keys(manifest());

describe("each function under the real framework", () => {
  const lines: string[] = [];
  const closers: (() => Promise<unknown>)[] = [];
  afterAll(() => Promise.all(closers.map((close) => close())));
  const own = async (name: string, env: Record<string, string> = {}) => {
    const spec = manifest()[name];
    if (spec === undefined) throw new Error(name);
    const running = await runFunction(name, spec, {
      env: { ...stack.env, ...env },
      onLine: (_, line) => lines.push(line),
    });
    closers.push(() => running.stop());
    return running;
  };

  it.each(names)(
    "%s answers hostile requests with problems and prints nothing of them",
    { timeout: 180_000 },
    async (name) => {
      const url = stack.functions[name]?.url ?? "";
      const path = manifest()[name]?.path ?? "";
      for (const [target, init] of [
        [`${path}/%E0%A4%A-hostile`, {}],
        [
          `${path}/hostile/hostile`,
          { method: "POST", body: '{"hostile', headers: { "content-type": "application/json" } },
        ],
        [
          `${path}/hostile`,
          {
            method: "POST",
            body: "hostile=1&hostile[__proto__]=2",
            headers: { "content-type": "application/x-www-form-urlencoded" },
          },
        ],
        [`${path}/hostile`, { method: "POST", body: "hostile", headers: { "content-encoding": "br" } }],
        ["/hostile", { headers: { authorization: "Bearer hostile" } }],
      ] as const) {
        const answer = await fetch(`${url}${target}`, init);
        // The sweep function has one answer for every path: it takes no input at all.
        if (name === "sweep" && answer.status === 204) continue;
        expect(answer.status).toBeGreaterThanOrEqual(400);
        expect(answer.headers.get("content-type"), `${target} ${await answer.clone().text()}`).toBe(
          "application/problem+json",
        );
      }
    },
  );

  const raw = (url: string, head: string) =>
    new Promise<string>((resolve) => {
      const { port, hostname } = new URL(url);
      const socket = connect(Number(port), hostname, () => socket.write(`${head}\r\nConnection: close\r\n\r\n`));
      let text = "";
      socket
        .on("data", (chunk) => (text += chunk))
        .on("close", () => resolve(text))
        .on("error", () => resolve(text));
    });

  it.each([
    ["a target of another scheme", "GET ftp://x/v1/briefs HTTP/1.1\r\nHost: localhost", 404],
    ["a target with an impossible host", "GET http://256.256.256.256/v1/briefs HTTP/1.1\r\nHost: localhost", 422],
    ["a target with a name and password", "GET http://a:b@localhost/v1/briefs HTTP/1.1\r\nHost: localhost", 422],
    ["a target that is no path", "OPTIONS * HTTP/1.1\r\nHost: localhost", 404],
    ["a target with a backslash", "GET /v1/briefs\\..\\x HTTP/1.1\r\nHost: localhost", 404],
    ["an impossible host", "GET /v1/briefs HTTP/1.1\r\nHost: 256.256.256.256", 422],
    ["a host with a path", "GET /v1/briefs HTTP/1.1\r\nHost: localhost/v1", 422],
    ["an impossible port", "GET /v1/briefs HTTP/1.1\r\nHost: localhost:99999", 422],
    ["an empty host", "GET /v1/briefs HTTP/1.1\r\nHost:", 422],
    ["no host at all, as of old", "GET /v1/briefs HTTP/1.0", 422],
    ["an absolute target", "GET http://localhost/v1/briefs HTTP/1.1\r\nHost: elsewhere", 401],
    ["an absolute target with capitals", "GET HTTP://LOCALHOST:8080/v1/briefs HTTP/1.1\r\nHost: elsewhere", 401],
  ])("answers %s as a problem with a request id", async (_, head, status) => {
    const answer = await raw(stack.functions.briefs?.url ?? "", head);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer).toMatch(/^content-type: application\/problem\+json\r$/im);
    expect(answer).toMatch(/^x-request-id: req_[a-z0-9]{26}\r$/im);
    // Through the gateway too, which may answer itself, or mend the host before it asks.
    const outside = await raw(stack.url, head);
    expect(outside).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(outside).toMatch(/^content-type: application\/problem\+json\r$/im);
    expect(outside).toMatch(/^x-request-id: \S+\r$/im);
  });

  it("does not die of a broken request line", async () => {
    const { port, hostname } = new URL(stack.functions.briefs?.url ?? "");
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(Number(port), hostname, () => socket.write("GARBAGE \0\r\n\r\n"));
      let text = "";
      socket
        .on("data", (chunk) => (text += chunk))
        .on("close", () => resolve(text))
        .on("error", () => resolve(text));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400/);
    expect((await fetch(`${stack.functions.briefs?.url}/v1/briefs`)).status).toBe(401);
  });

  it("lets a stream end in order when the instance is told to stop", async () => {
    const assistant = await own("assistant");
    const tenant = await newTenant();
    await enableAssistant(tenant);
    const { editor } = tenant.users;
    const conversation = await newConversation(editor);
    await forget();
    await fault({ kind: "slow", delayMs: 60 });
    const response = await fetch(`${assistant.url}/v1/assistant/conversations/${conversation}/messages`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${editor.token}`,
        "content-type": "application/json",
        "idempotency-key": crypto.randomUUID(),
      },
      body: JSON.stringify({ text: "Hello" }),
    });
    await expect.poll(async () => (await recorded()).requests.length).toBe(1);
    const stopped = assistant.stop();
    expect(events(await response.text()).at(-1)).toMatchObject({ event: "done", data: { status: "completed" } });
    expect(await stopped).toBe(0);
    expect((await editor.get("/v1/assistant/receipts")).body.items[0].status).toBe("completed");
  });

  it("stops a stream that would not end in time, and records it as aborted", { timeout: 40_000 }, async () => {
    const assistant = await own("assistant");
    const tenant = await newTenant();
    await enableAssistant(tenant);
    const { editor } = tenant.users;
    const conversation = await newConversation(editor);
    await forget();
    await fault({ kind: "hang", n: 3 });
    const response = await fetch(`${assistant.url}/v1/assistant/conversations/${conversation}/messages`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${editor.token}`,
        "content-type": "application/json",
        "idempotency-key": crypto.randomUUID(),
      },
      body: JSON.stringify({ text: "Hello" }),
    });
    await expect.poll(async () => (await recorded()).requests.length).toBe(1);
    expect(await assistant.stop()).toBe(0);
    expect(events(await response.text()).at(-1)).toMatchObject({ event: "done", data: { status: "aborted" } });
    expect((await editor.get("/v1/assistant/receipts")).body.items[0].status).toBe("aborted");
  });

  it.each([
    { FIRESTORE_EMULATOR_HOST: "127.0.0.1:1" },
    { OPENAI_BASE_URL: "http://127.0.0.1:1" },
    { BELFRY_IDENTITY_URL: "http://127.0.0.1:1" },
    { BELFRY_KMS_ENDPOINT: "127.0.0.1:1" },
    { FIREBASE_AUTH_EMULATOR_HOST: "127.0.0.1:1" },
  ])("[KB-01/no-redirect] refuses to start in production with %j", async (variable) => {
    const spec = manifest().assistant;
    if (spec === undefined) throw new Error("no assistant");
    const env = {
      BELFRY_MODE: "production",
      GOOGLE_CLOUD_PROJECT: "p",
      IDENTITY_PROJECT: "p",
      KMS_KEY_RING: "projects/p/locations/europe-west1/keyRings/r",
      MODEL_PROVIDER: "openai",
      MODEL_HOST: "eu.api.openai.com",
      MODEL_REGION: "eu",
      MODEL_NAME: "m",
      ...variable,
    };
    const printed: string[] = [];
    await expect(runFunction("assistant", spec, { env, onLine: (_, line) => printed.push(line) })).rejects.toThrow(
      "did not start",
    );
    expect(printed.join("\n")).toContain(`production refuses to start with ${Object.keys(variable)[0]}`);
  });
});
