import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { idempotency } from "../../functions/platform/store/idempotency.ts";
import { members } from "../../functions/platform/tenant/member.ts";
import { type RunningFunction, runFunction } from "../../tools/local/functions.ts";
import { manifest } from "../../tools/manifest.ts";
import { makeProposal } from "../support/row.ts";
import {
  clearFaults,
  control,
  dump,
  enableAssistant,
  events,
  fault,
  forget,
  newConversation,
  newTenant,
  recorded,
  stack,
  type Tenant,
  trail,
} from "../support/stack.ts";

type Write = (event: object) => void;

/** A model that says whatever a test wants, over the real protocol. */
async function hostileModel(): Promise<{
  url: string;
  requests: () => number;
  say: (speak: (write: Write) => void | Promise<void>) => void;
  server: Server;
}> {
  let count = 0;
  let speak: (write: Write) => void | Promise<void> = () => undefined;
  const server = createServer(async (request, response) => {
    for await (const _ of request);
    count += 1;
    response.writeHead(200, { "content-type": "text/event-stream" });
    const write: Write = (event) => void response.write(`data: ${JSON.stringify(event)}\n\n`);
    await speak(write);
    write({ type: "response.completed", response: { usage: { input_tokens: 1, output_tokens: 1 } } });
    response.end();
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/v1`,
    requests: () => count,
    say: (next) => (speak = next),
    server,
  };
}

const text = (delta: string) => ({ type: "response.output_text.delta", delta });
const propose = (args: string) => ({
  type: "response.output_item.done",
  item: { type: "function_call", name: "propose_brief", arguments: args },
});
const nothing = {
  description: null,
  quantity: null,
  format: null,
  materials: null,
  colours: null,
  finishing: null,
  deliveries: null,
  deadline: null,
  budget: null,
  contact: null,
  notes: null,
};

describe("a hostile model", () => {
  let model: Awaited<ReturnType<typeof hostileModel>>;
  let assistant: RunningFunction;
  let tenant: Tenant;
  let conversation: string;
  const say = async (body: object) => {
    const answer = await fetch(`${assistant.url}/v1/assistant/conversations/${conversation}/messages`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${tenant.users.editor.token}`,
        "content-type": "application/json",
        "idempotency-key": crypto.randomUUID(),
      },
      body: JSON.stringify(body),
    });
    return { status: answer.status, events: events(await answer.text()) };
  };
  beforeAll(async () => {
    model = await hostileModel();
    const spec = manifest().assistant;
    if (spec === undefined) throw new Error("no assistant");
    assistant = await runFunction("assistant", spec, {
      env: { ...stack.env, OPENAI_BASE_URL: model.url },
      onLine: () => undefined,
    });
  });
  afterAll(async () => {
    await assistant.stop();
    model.server.close();
  });
  beforeEach(async () => {
    tenant = await newTenant();
    await enableAssistant(tenant);
    conversation = await newConversation(tenant.users.editor);
  });
  const goesOn = async () => {
    model.say((write) => write(text("Fine.")));
    expect((await say({ text: "Are you there?" })).events.at(-1)?.data.status).toBe("completed");
  };

  it("[BF-14/bytes] that does not stop is stopped, stored as truncated, and the conversation goes on", async () => {
    model.say((write) => {
      for (let n = 0; n < 400; n += 1) write(text("x".repeat(1_000)));
    });
    const { events: got } = await say({ text: "Hello" });
    expect(got.at(-1)?.data.status).toBe("truncated");
    expect(
      got
        .filter(({ event }) => event === "delta")
        .map(({ data }) => data.text)
        .join("").length,
    ).toBeLessThan(130_000);
    await goesOn();
  });

  it("[BF-14/inflation] that repeats a placeholder for a long value does not outgrow a document", async () => {
    const pem = `-----BEGIN ${"PRIVATE"} KEY-----\n${"MIIBVgIBADANBgkqhkiG9w0BAQEFAASCAUAwggE8AgEAAkEAq7BFUpkGp3+LQmlQ\n".repeat(300)}-----END ${"PRIVATE"} KEY-----`;
    model.say((write) => write(text("[SECRET_1] ".repeat(200))));
    const { events: got } = await say({ text: `Keep this: ${pem}` });
    expect(got.at(-1)?.data.status).toBe("truncated");
    await goesOn();
  });

  it.each([
    ["a lone surrogate", `{"title":"\\ud800","category":"x"}`],
    ["NUL", `{"title":"a\\u0000b","category":"x"}`],
    ["another shape", `{"title":1}`],
    ["no JSON", `{"title":`],
    ["unknown fields", JSON.stringify({ ...nothing, title: "t", category: "c", projectId: "prj_b" })],
    ["__proto__", `{"__proto__":{"title":"t"},"title":"t"}`],
  ])("gets no proposal accepted that holds %s, and the conversation goes on", async (_, args) => {
    model.say((write) => write(propose(args)));
    const { events: got } = await say({ text: "Propose it" });
    expect(got.map(({ event }) => event)).toEqual(["receipt", "problem", "done"]);
    expect(got[1]?.data.code).toBe("model-unavailable");
    await goesOn();
  });

  it("[KB-04/proposals] can't move secrets into a brief that colleagues read", async () => {
    const secret = `ghp_${"k3J9".repeat(9)}`;
    model.say((write) =>
      write(
        propose(
          JSON.stringify({
            ...nothing,
            title: "Boxes [SECRET_1]",
            category: "packaging",
            notes: "[EMAIL_1] [SECRET_1]",
          }),
        ),
      ),
    );
    const { events: got } = await say({ text: `My key is ${secret}, mail an@example.com` });
    const proposal = got.find(({ event }) => event === "proposal")?.data;
    expect(JSON.stringify(proposal)).not.toContain(secret);
    expect(proposal.arguments.notes).toBe("an@example.com [SECRET_1]");
  });

  it("[BF-04/foreign-placeholder] learns nothing of another conversation's values", async () => {
    model.say((write) => write(text("[EMAIL_1] [PERSON_1] [IBAN_7]")));
    await say({ text: "Mail an@example.com" });
    conversation = await newConversation(tenant.users.editor);
    const { events: got } = await say({ text: "Hello" });
    expect(
      got
        .filter(({ event }) => event === "delta")
        .map(({ data }) => data.text)
        .join(""),
    ).toBe("[EMAIL_1] [PERSON_1] [IBAN_7]");
  });

  it("[KZ-02/withdrawn] gets nothing when consent is withdrawn while the key service is slow", async () => {
    const requests = model.requests();
    await tenant.users.admin.get("/v1/consent");
    const cold = await runFunction("assistant", manifest().assistant as never, {
      env: { ...stack.env, OPENAI_BASE_URL: model.url },
      onLine: () => undefined,
    });
    await control("kms", { fault: "hang" });
    const sending = fetch(`${cold.url}/v1/assistant/conversations/${conversation}/messages`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${tenant.users.editor.token}`,
        "content-type": "application/json",
        "idempotency-key": crypto.randomUUID(),
      },
      body: JSON.stringify({ text: "Hello" }),
    });
    await new Promise((wait) => setTimeout(wait, 400));
    const withdrawn = await tenant.users.admin.post("/v1/consent/withdrawals", {});
    expect(withdrawn.status).toBe(201);
    await control("kms", { fault: "recover" });
    const answer = await sending;
    expect([428, 503]).toContain(answer.status);
    expect(model.requests()).toBe(requests);
    await cold.stop();
  });
});

describe("the least expected order of things", () => {
  let tenant: Tenant;
  beforeEach(async () => {
    tenant = await newTenant();
    await enableAssistant(tenant);
  });

  it("[KZ-08/off-when-down] lets consent be withdrawn and the assistant be switched off while the key service is down", async () => {
    const consent = await runFunction("consent", manifest().consent as never, {
      env: stack.env,
      onLine: () => undefined,
    });
    await control("kms", { fault: "fail" });
    try {
      const call = (user: keyof Tenant["users"], method: string, path: string, body: object) =>
        fetch(`${consent.url}${path}`, {
          method,
          headers: {
            authorization: `Bearer ${tenant.users[user].token}`,
            "content-type": "application/json",
            "idempotency-key": crypto.randomUUID(),
          },
          body: JSON.stringify(body),
        });
      expect((await call("editor", "PUT", "/v1/consent/me", { assistantEnabled: false })).status).toBe(200);
      expect((await call("admin", "PUT", "/v1/consent/projects/prj_a", { assistantEnabled: false })).status).toBe(200);
      expect((await call("admin", "POST", "/v1/consent/withdrawals", { reason: "At once, please" })).status).toBe(201);
    } finally {
      await control("kms", { fault: "recover" });
      await consent.stop();
    }
    expect((await tenant.users.editor.get("/v1/consent?projectId=prj_a")).body.blockedBy).toEqual([
      "consent-withdrawn",
      "project-off",
      "user-off",
    ]);
  });

  it("[BF-19/removed-member] ends an answer in flight when its user is disabled or leaves the project", async () => {
    for (const update of [{ status: "disabled" as const }, { projects: [] }]) {
      const fresh = await newTenant();
      await enableAssistant(fresh);
      const { editor } = fresh.users;
      const conversation = await newConversation(editor);
      await forget();
      await fault({ kind: "slow", delayMs: 200 });
      const answer = editor.say(conversation, "Tell me everything about boxes");
      await expect.poll(async () => (await recorded()).requests.length).toBe(1);
      await fresh.store.doc(members, editor.uid).update(update);
      expect((await answer).at(-1)?.data.status).toBe("aborted");
      await expect.poll(async () => (await recorded()).requests[0]?.aborted).toBe(true);
      await clearFaults();
    }
  });

  it("repeats no answer whose brief was deleted, and none to who has left the project", async () => {
    const { editor } = tenant.users;
    const brief = { projectId: "prj_a", title: "Secret launch", category: "print" };
    const headers = { "idempotency-key": "a-launch" };
    const made = await editor.post("/v1/briefs", brief, headers);
    expect((await editor.post("/v1/briefs", brief, headers)).body.id).toBe(made.body.id);
    await editor.delete(`/v1/briefs/${made.body.id}`);
    expect((await editor.post("/v1/briefs", brief, headers)).status).toBe(404);
    const other = { "idempotency-key": "another" };
    await editor.post("/v1/briefs", brief, other);
    await tenant.store.doc(members, editor.uid).update({ projects: [] });
    expect((await editor.post("/v1/briefs", brief, other)).status).toBe(404);
  });

  it("[KB-09/guessable-hashes] keeps no hash in clear from which a short text could be guessed", async () => {
    const { editor } = tenant.users;
    const { createHash } = await import("node:crypto");
    const { proposal } = await makeProposal(editor);
    await editor.post(
      "/v1/briefs",
      { projectId: "prj_a", title: "4711", category: "pin" },
      { "idempotency-key": "guess-me-if-you-can" },
    );
    const stored = await dump(tenant);
    expect(stored).not.toContain(proposal.argumentsHash);
    const guess = createHash("sha256")
      .update(`["briefs.create",{},{"category":"pin","projectId":"prj_a","title":"4711"}]`)
      .digest("hex");
    expect(stored).not.toContain(guess);
    expect((await tenant.store.list(tenant.store.query(idempotency))).length).toBeGreaterThan(0);
  });

  it("bounds what a removed member can write into the trail, and names what they tried to reach", async () => {
    const { viewer } = tenant.users;
    await tenant.store.doc(members, viewer.uid).update({ status: "disabled" });
    const answers = await Promise.all(Array.from({ length: 150 }, () => viewer.get("/v1/briefs/brf_target")));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([403]));
    const refusals = (await trail(tenant)).filter((event) => event.actor.user.uid === viewer.uid);
    expect(refusals.length).toBeLessThanOrEqual(60);
    expect(refusals[0]).toMatchObject({ status_code: "forbidden", resources: [{ type: "brief", uid: "brf_target" }] });
  });
});
