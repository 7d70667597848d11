import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import { afterEach, describe, expect, expectTypeOf, it } from "vitest";
import { Client, UnexpectedAnswer } from "../../client/client.ts";
import type { Problem } from "../../client/contract.generated.ts";
import { CutShort } from "../../client/messages.ts";

async function all<T>(some: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const one of some) found.push(one);
  return found;
}

describe("the client", () => {
  let server: Server | undefined;
  const asked: { method: string; url: string; headers: IncomingMessage["headers"]; body: string }[] = [];
  async function answering(answer: RequestListener): Promise<Client> {
    server = createServer(async (request, response) => {
      let body = "";
      for await (const chunk of request) body += chunk;
      asked.push({ method: request.method ?? "", url: request.url ?? "", headers: request.headers, body });
      answer(request, response);
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    return new Client({ url: `http://127.0.0.1:${port}/`, token: async () => "a-token" });
  }
  const json = (status: number, body: object, type = "application/json"): RequestListener => {
    return (_request, response) => void response.writeHead(status, { "content-type": type }).end(JSON.stringify(body));
  };
  const stream =
    (...parts: string[]): RequestListener =>
    (_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      for (const part of parts) response.write(part);
      response.end();
    };
  const SAY = { params: { conversationId: "cnv_1" }, body: { text: "Hello" } };
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
    asked.length = 0;
  });

  it("asks as the contract says: token, path, query, media type, If-Match, Idempotency-Key where one is taken", async () => {
    const client = await answering(json(200, {}));
    await client.do("briefs.create", { body: { projectId: "p", title: "t", category: "c" } });
    await client.do("briefs.create", { body: { projectId: "p", title: "t", category: "c" }, idempotencyKey: "mine" });
    await client.do("briefs.update", { params: { briefId: "a/b" }, ifMatch: '"3"', body: { quantity: 1 } });
    await client.do("briefs.list", { query: { status: "draft", pageSize: 5 } });
    await client.do("briefs.submit", { params: { briefId: "brf_1" } });
    await client.do("assistant.proposals.decide", {
      params: { proposalId: "prp_1" },
      body: { decision: "reject", argumentsHash: "x" },
      idempotencyKey: null,
    });
    expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual([
      "POST /v1/briefs",
      "POST /v1/briefs",
      "PATCH /v1/briefs/a%2Fb",
      "GET /v1/briefs?status=draft&pageSize=5",
      "POST /v1/briefs/brf_1/submit",
      "POST /v1/assistant/proposals/prp_1/decision",
    ]);
    const header = (name: string) => asked.map(({ headers }) => headers[name]);
    expect(new Set(header("authorization"))).toEqual(new Set(["Bearer a-token"]));
    expect(header("idempotency-key")).toEqual([
      expect.stringMatching(/^[0-9a-f-]{36}$/),
      "mine",
      ...Array(4).fill(undefined),
    ]);
    expect(header("if-match")[2]).toBe('"3"');
    expect(header("content-type").slice(0, 4)).toEqual([
      "application/json",
      "application/json",
      "application/merge-patch+json",
      undefined,
    ]);
    expect(asked[0]?.body).toBe('{"projectId":"p","title":"t","category":"c"}');
  });

  it.each(["", ".", ".."])("refuses an id that would lead to another path: %j", async (briefId) => {
    const client = await answering(json(200, {}));
    await expect(client.do("briefs.read", { params: { briefId } })).rejects.toThrow(TypeError);
    expect(asked).toEqual([]);
  });

  it("tells an answer from a problem, and both from what neither is", async () => {
    const found = await (await answering(json(200, { id: "brf_1" }))).do("briefs.read", { params: { briefId: "x" } });
    expect(found).toMatchObject({ ok: true, status: 200, body: { id: "brf_1" } });
    if (found.ok) expectTypeOf(found.body.status).toEqualTypeOf<"draft" | "submitted" | "withdrawn">();
    else expectTypeOf(found.body).toEqualTypeOf<Problem>();
    server?.close();
    const problem = { code: "not-found", status: 404 };
    const refused = await answering(json(404, problem, "application/problem+json"));
    expect(await refused.do("briefs.read", { params: { briefId: "x" } })).toMatchObject({ ok: false, body: problem });
    expect(await refused.messages(SAY)).toMatchObject({ ok: false, status: 404 });
    server?.close();
    const proxy = await answering((_request, response) => void response.writeHead(502).end("<html>"));
    await expect(proxy.do("consent.read")).rejects.toThrow(UnexpectedAnswer);
    server?.close();
    const gone = await answering((_request, response) => void response.writeHead(204).end());
    expect(await gone.do("briefs.delete", { params: { briefId: "x" } })).toMatchObject({ ok: true, body: undefined });
  });

  it("gives a message's events one by one, and says when the stream was cut", async () => {
    const whole = ['event: delta\ndata: {"text":"Hi', '"}\n\n', 'event: done\ndata: {"status":"completed"}\n\n'];
    const answer = await (await answering(stream(...whole))).messages(SAY);
    expect(answer.ok && (await all(answer.events))).toEqual([
      { event: "delta", data: { text: "Hi" } },
      { event: "done", data: { status: "completed" } },
    ]);
    server?.close();
    const cut = await (await answering(stream(...whole.slice(0, 2)))).messages(SAY);
    await expect(cut.ok ? all(cut.events) : []).rejects.toThrow(CutShort);
  });

  it("ends the connection when its reader leaves the loop", async () => {
    const left = Promise.withResolvers<void>();
    const client = await answering((_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" }).write('event: delta\ndata: {"text":"a"}\n\n');
      response.on("close", () => left.resolve());
    });
    const answer = await client.messages(SAY);
    for await (const { event } of answer.ok ? answer.events : []) {
      expect(event).toBe("delta");
      break;
    }
    await left.promise;
  });

  it("makes any raw request: a string as it is, and no header that is undefined", async () => {
    const client = await answering(json(400, { code: "invalid" }, "application/problem+json"));
    const answer = await client.call("POST", "/v1/briefs?x=%00", "{not json", {
      authorization: undefined,
      "idempotency-key": undefined,
    });
    expect(answer).toMatchObject({ status: 400, text: '{"code":"invalid"}', body: { code: "invalid" } });
    expect(asked[0]).toMatchObject({ method: "POST", url: "/v1/briefs?x=%00", body: "{not json" });
    expect(asked[0]?.headers.authorization).toBeUndefined();
    expect(asked[0]?.headers["idempotency-key"]).toBeUndefined();
    await client.call("POST", "/v1/briefs");
    expect(asked[1]?.headers["idempotency-key"]).toMatch(/^[0-9a-f-]{36}$/);
  });
});
