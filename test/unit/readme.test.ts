import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DESTINATIONS } from "../../tools/docs/destinations.ts";
import { withPicture } from "../../tools/docs/readme.ts";
import { GRANTS_OF_USE } from "../../tools/ops/policy/uses.ts";
import { ROOT } from "../../tools/root.ts";

const text = readFileSync(join(ROOT, "README.md"), "utf8");

describe("README.md", () => {
  it("shows the functions that the manifest deploys (npm run readme)", () => {
    expect(withPicture(text)).toBe(text);
  });
  it("can draw every use that can be granted", () => {
    // Facts are configuration: nothing flows.
    const drawn = [...Object.keys(DESTINATIONS), "facts"];
    expect(drawn.sort()).toEqual(Object.keys(GRANTS_OF_USE).sort());
  });
  it("names only commands and files that exist", () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    const commands = [...text.matchAll(/(?:`|^|&& )npm (?:run )?([a-z]+(?::[a-z]+)?)\b/gm)]
      .map(([, name]) => name ?? "")
      .filter((name) => !["run", "ci"].includes(name));
    expect(commands.length).toBeGreaterThan(3);
    expect(commands.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, path]) => path ?? "");
    expect(links.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});
