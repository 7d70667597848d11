import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { rssMiB } from "../../bench/process.ts";
import { median } from "../../bench/report.ts";
import { assistantBindings } from "../../functions/assistant/bindings.ts";
import { receipts } from "../../functions/assistant/documents.ts";
import { TurnWatch } from "../../functions/assistant/turn/watch.ts";
import { TenantId, UserId } from "../../functions/core/ids.ts";
import { usage as usageDocs } from "../../functions/limits/index.ts";
import { systemClock } from "../../functions/platform/clock.ts";
import { readEnvironment } from "../../functions/platform/env.ts";
import { endpoint } from "../../functions/platform/http/endpoint.ts";
import { RequestLimiter } from "../../functions/platform/limiter.ts";
import { createLog } from "../../functions/platform/log.ts";
import { platformModel } from "../../functions/platform/model/catalogue.ts";
import { TRANSPORT_HEADERS } from "../../functions/platform/model/connection.ts";
import type { ModelEvent, Usage } from "../../functions/platform/model/model.ts";
import { openaiModel } from "../../functions/platform/model/providers/openai.ts";
import { openOpinions } from "../../functions/platform/opinion/opinions.ts";
import { kmsKeyWrapper } from "../../functions/platform/vault/kms.ts";
import { Vault } from "../../functions/platform/vault/vault.ts";
import { createEngine } from "../../functions/redaction/index.ts";
import { RulesCache } from "../../functions/workspace/index.ts";
import { KEY_RING } from "../../tools/local/seed.ts";
import type { FaultRequest } from "../../tools/local/stand-ins/model/faults.ts";
import { manifest } from "../../tools/manifest.ts";
import {
  clearFaults,
  control,
  db,
  enableAssistant,
  events,
  fault,
  forget,
  kms,
  newConversation,
  newTenant,
  recorded,
  stack,
  type Tenant,
} from "../support/stack.ts";

let tenant: Tenant;
let conversation: string;
beforeEach(async () => {
  tenant = await newTenant();
  await enableAssistant(tenant);
  conversation = await newConversation(tenant.users.editor);
  await forget();
});
afterEach(clearFaults);

const goesOn = async () =>
  expect((await tenant.users.editor.say(conversation, "Are you there?")).at(-1)?.data.status).toBe("completed");

describe("done.status", () => {
  it.each<[string, FaultRequest, string]>([
    ["", { kind: "usage", usage: { input_tokens: 1, output_tokens: 1 } }, "completed"],
    ["", { kind: "framing", framing: "crlf" }, "completed"],
    ["", { kind: "framing", framing: "bom" }, "completed"],
    ["", { kind: "framing", framing: "multi-line" }, "completed"],
    ["", { kind: "reset-after-events", n: 9 }, "truncated"],
    ["", { kind: "cut-after-events", n: 9 }, "truncated"],
    ["", { kind: "end-after-events", n: 9 }, "truncated"],
    ["", { kind: "half-line", n: 9 }, "truncated"],
    ["", { kind: "no-blank-line" }, "truncated"],
    ["", { kind: "incomplete" }, "truncated"],
    ["[BF-14/calls]", { kind: "calls", n: 50_000 }, "truncated"],
    ["[BF-14/events]", { kind: "deltas" }, "truncated"],
    ["[BF-14/bytes]", { kind: "comments" }, "truncated"],
    ["[BF-14/long-line]", { kind: "long-line" }, "truncated"],
    ["[BF-14/gzip-bomb]", { kind: "gzip-bomb" }, "aborted"],
    ["", { kind: "content-type" }, "aborted"],
    ["", { kind: "status", status: 500 }, "aborted"],
    ["", { kind: "garbage", n: 6 }, "aborted"],
    ["", { kind: "error-event", n: 6, code: "boom" }, "aborted"],
  ])("%s is honest, the receipt says the same, and the conversation goes on: %j", async (_tag, input, status) => {
    const { editor } = tenant.users;
    await fault(input);
    const seen = await editor.say(conversation, "Hello, I need boxes");
    expect(seen.at(-1)).toMatchObject({ event: "done", data: { status } });
    const problem = seen.find(({ event }) => event === "problem")?.data.code;
    expect(problem).toBe(status === "aborted" ? "model-unavailable" : undefined);
    expect(seen.some(({ event }) => event === "proposal")).toBe(false);
    const receipt = await editor.get(`/v1/assistant/receipts/${seen[0]?.data.receiptId}`);
    expect(receipt.body.status).toBe(status);
    await goesOn();
  });
});

describe("what a provider says of itself", () => {
  it.each([{ input_tokens: -5, output_tokens: 1.5 }, { input_tokens: 2 ** 53, output_tokens: "7" }, null, "much"])(
    "[BF-14/bytes] can't keep a turn open: usage %j",
    async (usage) => {
      const { editor } = tenant.users;
      await fault({ kind: "usage", usage });
      const done = (await editor.say(conversation, "Hello")).at(-1)?.data;
      expect(done).toMatchObject({ status: "completed", usage: { inputTokens: 0, outputTokens: 0 } });
      await goesOn();
      const counted = await tenant.store.list(tenant.store.query(usageDocs));
      expect(counted.map((doc) => doc.data().messages)).toEqual([2]);
    },
  );

  it.each([
    { kind: "status", status: 500, n: 0 },
    { kind: "error-event", status: 500, n: 4 },
  ] as const)("[BF-14/not-logged] is in no log: the code of $kind", async (how) => {
    const code = `an.peeters-${crypto.randomUUID()}@example.com\nforged`;
    await fault({ ...how, code });
    const seen = await tenant.users.editor.say(conversation, "Hello");
    expect(seen.at(-2)?.data.code).toBe("model-unavailable");
    expect(JSON.stringify(seen)).not.toContain(code.slice(0, 30));
    const requestId = seen.at(-2)?.data.instance.split(":").at(-1);
    const lines = async () =>
      (await control<string[]>("logs")).filter((line) => line.includes(requestId) && line.includes("ended early"));
    await expect.poll(async () => (await lines()).length).toBe(1);
    expect((await lines())[0]).toContain(how.kind === "status" ? '"status":500' : "MODEL_FAILED");
    expect((await control<string[]>("logs")).join("\n")).not.toContain(code.slice(0, 30));
  });

  it("[BF-14/not-logged] leaves no word of an answer in a log, and says there why it was cut", async () => {
    await fault({ kind: "deltas" });
    await tenant.users.editor.say(conversation, "Hello");
    const all = async () => (await control<string[]>("logs")).filter((line) => line.includes(tenant.id)).join("\n");
    await expect.poll(all).toContain('"message":"answer cut short"');
    expect(await all()).toContain('"code":"events"');
    expect(await all()).not.toContain("a a a");
  });
});

describe("a receipt", () => {
  it("[BF-02/headers] names every header that left, and no other", async () => {
    const { editor } = tenant.users;
    const [first] = await editor.say(conversation, "Hello");
    const { body } = await editor.get(`/v1/assistant/receipts/${first?.data.receiptId}`);
    const [request] = (await recorded()).requests;
    expect([...body.headers, ...TRANSPORT_HEADERS].sort()).toEqual(Object.keys(request?.headers ?? {}).sort());
    expect(JSON.stringify(request?.headers)).not.toMatch(/stainless|openai|node|linux|x64|v\d\d\./i);
  });

  it("is still read where it is from before headers were named", async () => {
    const { editor } = tenant.users;
    const [first] = await editor.say(conversation, "Hello");
    const ref = tenant.store.doc(receipts, first?.data.receiptId);
    const { headers: _, ...older } = (await tenant.store.get(ref)).data() ?? {};
    await tenant.store.commit(tenant.store.batch().set(ref, older as never));
    const read = await editor.get(`/v1/assistant/receipts/${first?.data.receiptId}`);
    expect([read.status, read.body.headers]).toEqual([200, undefined]);
    expect((await editor.get("/v1/assistant/receipts")).body.items.length).toBe(1);
  });
});

describe("closing a turn", () => {
  /** The assistant in this process, with an adapter that breaks its word: what no schema at the edge has let through. */
  const none = readEnvironment({ BELFRY_MODE: "local", GOOGLE_CLOUD_PROJECT: "local" }).opinions();
  const withAdapter = async (stream: () => AsyncGenerator<ModelEvent>) => {
    const { MODEL_HOST: host = "", MODEL_REGION: region = "", MODEL_NAME: model = "" } = stack.env;
    const config = { provider: "offline-stand-in", host, region, model, baseUrl: "http://127.0.0.1:1" } as const;
    const opinions = await openOpinions(none, systemClock);
    const honest = openaiModel(config, { mode: "local", apiKey: () => "" });
    const log = createLog(() => undefined);
    const { uid } = tenant.users.editor;
    const { handle } = endpoint(
      {
        db,
        identity: {
          verify: async () => ({
            userId: UserId.parse(uid),
            tenantId: TenantId.parse(tenant.id),
            signedInAt: new Date(),
          }),
        },
        limiter: new RequestLimiter(systemClock),
        clock: systemClock,
        log,
        draining: new AbortController().signal,
      },
      assistantBindings({
        vault: new Vault({ kms: kmsKeyWrapper(kms), keyRing: KEY_RING, clock: systemClock }),
        catalogue: platformModel(config, () => undefined, { prepare: (request) => honest.prepare(request), stream }),
        engine: createEngine(),
        rules: new RulesCache(),
        opinions,
        watch: new TurnWatch(),
        log,
        previews: new RequestLimiter(systemClock),
      }),
    );
    return async (text: string) => {
      const response = await handle(
        new Request(`http://127.0.0.1/v1/assistant/conversations/${conversation}/messages`, {
          method: "POST",
          headers: {
            authorization: "Bearer a.b.c",
            "content-type": "application/json",
            "idempotency-key": crypto.randomUUID(),
          },
          body: JSON.stringify({ text }),
        }),
      );
      return events(await response.text());
    };
  };

  it.each<[string, unknown]>([
    ["negative", { inputTokens: -5, outputTokens: 1 }],
    ["broken", { inputTokens: 1, outputTokens: 1.5 }],
    ["text", { inputTokens: "an@example.com", outputTokens: 1 }],
    ["of unknown members", { inputTokens: 1, outputTokens: 1, note: "an@example.com" }],
    ["none", { inputTokens: undefined, outputTokens: Number.NaN }],
  ])("succeeds without the value that made it fail: usage that is %s", async (_, usage) => {
    const say = await withAdapter(async function* () {
      yield { type: "text", text: "Hello" };
      yield { type: "end", status: "completed", usage: usage as Usage };
    });
    const seen = await say("Hello");
    const ended = seen.at(-1);
    expect(ended).toMatchObject({ event: "done", data: { status: "aborted" } });
    const stored = await tenant.store.get(tenant.store.doc(receipts, seen[0]?.data.receiptId));
    expect(stored.data()).toMatchObject({ status: "aborted", endedAt: expect.any(Date) });
    // No 409: the turn is closed. And what was stored is still what its own schema allows.
    await goesOn();
    const read = await tenant.users.editor.get(`/v1/assistant/conversations/${conversation}`);
    expect(read.body.turns.map(({ status }: { status: string }) => status)).toEqual(["aborted", "completed"]);
  });
});

describe("while a model floods one tenant", () => {
  it.each<[string, FaultRequest]>([
    ["[BF-14/calls]", { kind: "calls", times: 0 }],
    ["[BF-14/events]", { kind: "deltas", times: 0 }],
    ["[BF-14/long-line]", { kind: "long-line", times: 0 }],
    ["[BF-14/gzip-bomb]", { kind: "gzip-bomb", times: 0 }],
  ])(
    "[BF-14/others] %s another waits less than 250 ms more, within the granted memory: %j",
    { retry: 2, timeout: 90_000 },
    async (_tag, input) => {
      const other = (await newTenant()).users.editor;
      const { url = "", pid = 0 } = stack.functions.assistant ?? {};
      const ask = async () => {
        const startedMs = performance.now();
        const answer = await fetch(`${url}/v1/assistant/conversations`, {
          headers: { authorization: `Bearer ${other.token}` },
        });
        await answer.text();
        expect(answer.status).toBe(200);
        return performance.now() - startedMs;
      };
      const times = async (count: number) => {
        const all: number[] = [];
        for (let n = 0; n < count; n += 1) all.push(await ask());
        return all;
      };
      await times(10);
      const calm = await times(60);
      await fault(input);
      let isOver = false;
      const flooded = (async () => {
        while (!isOver) await tenant.users.editor.say(conversation, "Hello").catch(() => undefined);
      })();
      const waited = await times(60);
      expect((await recorded()).requests.length).toBeGreaterThan(0);
      const rss = await rssMiB(pid);
      isOver = true;
      await flooded;
      // The median, which a busy machine does not move so far; p99 is measured by `npm run bench -- floods`.
      expect(median(waited) - median(calm)).toBeLessThan(250);
      expect(rss).toBeLessThan(manifest().assistant?.memoryMiB ?? 0);
    },
  );
});
