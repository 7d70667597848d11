import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "../../tools/root.ts";
import { enableAssistant, newTenant, stack } from "../support/stack.ts";
import { generated, run } from "./install.ts";

/** A newcomer's code: what they have to write themselves. */
const LINES_MAX = 15;
const [, code = ""] = /```js\n(.*?)```/s.exec(readFileSync(join(ROOT, "README.md"), "utf8")) ?? [];

describe("README.md, Using the API", () => {
  it("leads from a token to a streamed answer, as it stands", async () => {
    const tenant = await newTenant();
    await enableAssistant(tenant);
    const { editor } = tenant.users;
    writeFileSync(join(generated(), "newcomer.mjs"), code);
    expect(code.trim().split("\n").length).toBeLessThanOrEqual(LINES_MAX);
    const printed = await run("generated/newcomer.mjs", stack.url, editor.token, "prj_a");
    const { items } = (await editor.get("/v1/assistant/conversations")).body;
    const { turns } = (await editor.get(`/v1/assistant/conversations/${items[0].id}`)).body;
    expect(printed).toMatch(/\S/);
    expect(printed.trim()).toBe(turns[0].answer.trim());
  });

  it("says why there is none, where the assistant is off", async () => {
    const { users } = await newTenant();
    writeFileSync(join(generated(), "newcomer.mjs"), code);
    await expect(run("generated/newcomer.mjs", stack.url, users.editor.token, "prj_a")).rejects.toThrow(
      "The assistant is off here",
    );
  });
});
