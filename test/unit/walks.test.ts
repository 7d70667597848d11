import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "../../tools/root.ts";

const page = readFileSync(join(ROOT, "docs/architecture.md"), "utf8");
const walks = page
  .split(/^## /m)
  .slice(1)
  .map((section) => [section.split("\n")[0] ?? "", section] as const);

describe("docs/architecture.md", () => {
  it("walks through a message, a brief, an export and a promise", () => {
    expect(walks.map(([title]) => title)).toEqual(["One chat message", "One brief", "One export", "One promise"]);
  });

  it.each(walks)("%s: at most ten steps, each begins with a file that exists", (_title, section) => {
    const steps = section.split("\n").filter((line) => /^\d+\. /.test(line));
    expect(steps.length).toBeGreaterThan(7);
    expect(steps.length).toBeLessThanOrEqual(10);
    const files = steps.map((step) => /^\d+\. `([^`]+)`/.exec(step)?.[1] ?? step);
    expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  });

  it("goes from the route to the socket over imports that are there", () => {
    const files = [...(walks[0]?.[1].matchAll(/^\d+\. `([^`]+)`/gm) ?? [])].map(([, file]) => file ?? "");
    const text = (file: string) => readFileSync(join(ROOT, file), "utf8");
    // Each is imported by one that comes before it, but for the pipeline, which calls the binding, and the connection, which the adapter calls.
    const unreached = files.slice(1).filter((file, index) => {
      const name = `${file.split("/").at(-1)}"`;
      return !files.slice(0, index + 1).some((earlier) => text(earlier).includes(`/${name}`));
    });
    expect(unreached).toEqual(["functions/platform/http/pipeline.ts", "functions/platform/model/connection.ts"]);
  });
});
