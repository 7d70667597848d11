import { createServer, type RequestListener, request, type Server } from "node:http";
import { createServer as createTcpServer } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ProblemView } from "../../functions/platform/http/problem-view.ts";
import { type Gateway, startGateway } from "../../tools/local/stand-ins/gateway.ts";
import { bodyOf } from "../../tools/local/stand-ins/http.ts";
import { close, freePort, listen } from "../../tools/local/stand-ins/ports.ts";

const functions: Record<string, string> = {};
let gateway: Gateway;
let upstream: Server;
let handle: RequestListener;

beforeAll(async () => {
  upstream = createServer((request, response) => handle(request, response));
  functions.assistant = `http://127.0.0.1:${await listen(upstream)}`;
  functions.gone = `http://127.0.0.1:${await freePort()}`;
  gateway = await startGateway({ functions, pages: (request, response) => response.end(`page ${request.url}`) });
});
beforeEach(() => {
  handle = (_, response) => response.end();
});
afterAll(async () => {
  await gateway.close();
  await close(upstream);
});

describe("the gateway", () => {
  test("passes method, path, query, headers, body and status on unchanged, and says who asked", async () => {
    handle = async (request, response) => {
      const body = (await bodyOf(request)).toString();
      const { method, url, headers } = request;
      response.writeHead(207, { "x-request-id": "r1", "content-type": "application/json" });
      response.end(JSON.stringify({ method, url, body, headers }));
    };
    const response = await fetch(`${gateway.url}/v1/assistant/a%2Fb?c=d%20e`, {
      method: "PATCH",
      headers: { authorization: "Bearer t", "if-match": '"3"', "x-forwarded-for": "203.0.113.9" },
      body: "één",
    });
    expect(response.status).toBe(207);
    expect(response.headers.get("x-request-id")).toBe("r1");
    expect(await response.json()).toMatchObject({
      method: "PATCH",
      url: "/v1/assistant/a%2Fb?c=d%20e",
      body: "één",
      headers: { authorization: "Bearer t", "if-match": '"3"', "x-forwarded-for": "203.0.113.9, 127.0.0.1" },
    });
  });

  test("sends an absolute target on by its path, which is what it means", async () => {
    handle = (request, response) => response.end(request.url);
    const answers = await Promise.all(
      ["http://elsewhere.example/v1/assistant/a%2Fb?c=/d", "HTTP://x:1/v1/assistant?e", "http://x?f"].map(
        (path) =>
          new Promise<string>((resolve, reject) => {
            request({ port: gateway.port, host: "127.0.0.1", path }, async (response) =>
              resolve((await bodyOf(response)).toString()),
            )
              .on("error", reject)
              .end();
          }),
      ),
    );
    expect(answers).toEqual(["/v1/assistant/a%2Fb?c=/d", "/v1/assistant?e", "page http://x?f"]);
  });

  test("delivers each event of a stream before the next one is written", async () => {
    const seen: string[] = [];
    let next: (() => void) | undefined;
    handle = async (_, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      for (const event of ["one", "two", "three"]) {
        response.write(`data: ${event}\n\n`);
        await new Promise<void>((resolve) => {
          next = resolve;
        });
      }
      response.end();
    };
    const response = await fetch(`${gateway.url}/v1/assistant/stream`);
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      seen.push(decoder.decode(chunk));
      next?.();
    }
    expect(seen).toEqual(["data: one\n\n", "data: two\n\n", "data: three\n\n"]);
  });

  test("closes the request behind it when the client leaves in mid-stream", async () => {
    const closed = Promise.withResolvers<boolean>();
    handle = (_, response) => {
      response.on("close", () => closed.resolve(response.writableFinished));
      response.write("data: one\n\n");
    };
    const controller = new AbortController();
    const response = await fetch(`${gateway.url}/v1/assistant/stream`, { signal: controller.signal });
    expect(response.status).toBe(200);
    controller.abort();
    expect(await closed.promise).toBe(false);
  });

  test("closes the request behind it when the client leaves before the first byte", async () => {
    const closed = Promise.withResolvers<boolean>();
    const arrived = Promise.withResolvers<void>();
    handle = (_, response) => {
      response.on("close", () => closed.resolve(response.writableFinished));
      arrived.resolve();
    };
    const controller = new AbortController();
    const asked = fetch(`${gateway.url}/v1/assistant/slow`, { signal: controller.signal });
    await arrived.promise;
    controller.abort();
    await expect(asked).rejects.toThrow();
    expect(await closed.promise).toBe(false);
  });

  test("breaks the answer off when the function breaks off, instead of ending it in good order", async () => {
    handle = (_, response) => {
      response.write("half", () => response.destroy());
    };
    const response = await fetch(`${gateway.url}/v1/assistant/half`);
    await expect(response.text()).rejects.toThrow();
  });

  test.each([
    ["/v1/gone/x", 503, "unavailable"],
    ["/v1/unknown/x", 404, "not-found"],
    ["/v1/constructor/x", 404, "not-found"],
    ["/v1/", 404, "not-found"],
  ])("answers %s with a problem, %i %s", async (path, status, code) => {
    const response = await fetch(`${gateway.url}${path}`, { method: "POST", body: "x".repeat(1_000_000) });
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(response.headers.get("retry-after")).toBe(status === 503 ? "1" : null);
    const problem = ProblemView.parse(await response.json());
    expect(problem).toMatchObject({ type: `urn:belfry:problem:${code}`, status, code });
    expect(problem.instance).toBe(`urn:belfry:request:${response.headers.get("x-request-id")}`);
  });

  test("leaves GET outside /v1/ to the pages, and nothing else", async () => {
    expect(await (await fetch(`${gateway.url}/`)).text()).toBe("page /");
    expect((await fetch(`${gateway.url}/`, { method: "POST" })).status).toBe(404);
  });
});

describe("a free port", () => {
  const holder = createTcpServer();
  afterEach(() => close(holder));

  test("is the preferred one when nothing listens there, and another when something does", async () => {
    const free = await freePort();
    expect(await freePort(free)).toBe(free);
    const taken = await listen(holder, free);
    expect(await freePort(taken)).not.toBe(taken);
  });
});
