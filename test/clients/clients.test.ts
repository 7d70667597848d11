import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { enableAssistant, newTenant, stack, type User } from "../support/stack.ts";
import { complaints, generated, install, run } from "./install.ts";

const INSTALL_MS = 300_000;
const GENERATE_MS = 120_000;

describe("the OpenAPI document as others read it", () => {
  const folder = generated();
  const file = join(folder, "openapi.json");
  beforeAll(async () => {
    await install();
    // As a newcomer gets it: without a sign-in.
    writeFileSync(file, await (await fetch(`${stack.url}/v1/openapi.json`)).text());
  }, INSTALL_MS);

  it("gives Redocly, Spectral and OpenAPI's own schema nothing to say", { timeout: GENERATE_MS }, async () => {
    expect(JSON.parse(await run("programs/lint.ts", file))).toEqual([]);
  });

  it("would be found wrong by each of them", { timeout: GENERATE_MS }, async () => {
    const bad = join(folder, "bad.json");
    const document = JSON.parse(readFileSync(file, "utf8"));
    writeFileSync(bad, JSON.stringify({ ...document, info: { description: "No title" } }));
    const tools = JSON.parse(await run("programs/lint.ts", bad)).map((finding: string) => finding.split(" ")[0]);
    expect([...new Set(tools)].sort()).toEqual(["redocly", "schema", "spectral"]);
  });

  describe("through generated clients", () => {
    let editor: User;
    beforeAll(async () => {
      await run("programs/generate.ts", file, folder);
      const tenant = await newTenant();
      await enableAssistant(tenant);
      editor = tenant.users.editor;
    }, GENERATE_MS);
    const used = async (program: string) => JSON.parse(await run(`programs/${program}`, stack.url, editor.token));
    const done = { version: 1, status: "completed", answer: expect.stringMatching(/\S/) };

    it("compiles under the project's own rules and is used, by openapi-typescript", {
      timeout: GENERATE_MS,
    }, async () => {
      expect(await complaints("tsconfig.json")).toBe("");
      expect(await used("with-openapi-typescript.ts")).toEqual(done);
    });

    it("compiles and is used, by hey-api", { timeout: GENERATE_MS }, async () => {
      expect(await complaints("tsconfig.hey-api.json")).toBe("");
      expect(await used("with-hey-api.ts")).toEqual(done);
    });
  });
});
