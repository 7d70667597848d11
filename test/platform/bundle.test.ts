import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningFunction, runFunction } from "../../tools/local/functions.ts";
import { manifest } from "../../tools/manifest.ts";
import { buildAll } from "../../tools/ops/build.ts";
import { ROOT } from "../../tools/root.ts";
import { enableAssistant, events, newConversation, newTenant, stack } from "../support/stack.ts";

const DIST = join(ROOT, "dist");

describe("each function as it is deployed", () => {
  const running = new Map<string, RunningFunction>();
  let first: Awaited<ReturnType<typeof buildAll>>;
  beforeAll(async () => {
    first = await buildAll();
    for (const [name, spec] of Object.entries(manifest())) {
      running.set(
        name,
        await runFunction(name, spec, {
          env: stack.env,
          onLine: () => undefined,
          source: join(DIST, "functions", name, "index.js"),
        }),
      );
    }
  });
  afterAll(() => Promise.all([...running.values()].map((one) => one.stop())));

  it("answers from its bundle, without the source", async () => {
    const { users } = await newTenant();
    const headers = { authorization: `Bearer ${users.admin.token}` };
    const status = async (name: string, path: string, init: RequestInit = { headers }) =>
      (await fetch(`${running.get(name)?.url}${path}`, init)).status;
    expect(await status("briefs", "/v1/briefs")).toBe(200);
    expect(await status("consent", "/v1/consent")).toBe(200);
    expect(await status("audit", "/v1/audit/events")).toBe(200);
    expect(await status("openapi", "/v1/openapi.json", {})).toBe(200);
    expect(await status("sweep", "/v1/sweep", { method: "POST" })).toBe(204);
  });

  it("chats from its bundle", async () => {
    const tenant = await newTenant();
    await enableAssistant(tenant);
    const conversation = await newConversation(tenant.users.editor);
    const answer = await fetch(`${running.get("assistant")?.url}/v1/assistant/conversations/${conversation}/messages`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${tenant.users.editor.token}`,
        "content-type": "application/json",
        "idempotency-key": crypto.randomUUID(),
      },
      body: JSON.stringify({ text: "Hello, I am Jan Janssens" }),
    });
    expect(events(await answer.text()).at(-1)?.data.status).toBe("completed");
  });

  it("[BF-16/bundles] is built twice to the same bytes", async () => {
    rmSync(DIST, { recursive: true, force: true });
    expect(await buildAll()).toEqual(first);
  }, 120_000);
});
