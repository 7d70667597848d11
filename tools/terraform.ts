import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { findRunner, ROOT, stage, terraform } from "./terraform-workspace.ts";

/*
 * `npm run test:terraform`: format, validity, Terraform's own tests, then the policies and mutations. With the real provider where
 * the registry answers, else with an offline stand-in ($TFOFFLINE, or ../shared/terraform-offline), else not at all, and it says so.
 */
const runner = findRunner();
if (runner.kind === "none") {
  console.log(`SKIPPED: Terraform was not tested, because ${runner.why}.`);
  process.exit(0);
}
console.log(
  `terraform with ${runner.kind === "registry" ? "the registry's provider" : "the offline provider (schema only)"}`,
);

const { root, dispose } = stage();
const steps: readonly (readonly [what: string, folder: string, args: readonly string[]])[] = [
  ["fmt", "terraform", ["fmt", "-check", "-recursive", "-no-color"]],
  ["validate", "terraform", ["validate", "-no-color"]],
  ["validate bootstrap", "terraform/bootstrap", ["validate", "-no-color"]],
  ["test", "terraform", ["test", "-no-color"]],
];
let failed = 0;
try {
  for (const [what, folder, args] of steps) {
    const start = Date.now();
    const result = await terraform(runner, root, folder, args);
    const summary = result.output.split("\n").findLast((line) => /passed|Success/.test(line)) ?? "";
    console.log(
      `${result.ok ? "ok    " : "FAILED"} ${what} (${((Date.now() - start) / 1000).toFixed(1)} s) ${summary}`,
    );
    if (!result.ok) {
      failed += 1;
      console.log(result.output);
    }
  }
} finally {
  dispose();
}

const vitest = [join(ROOT, "node_modules/vitest/vitest.mjs"), "run", "--config", "test/infra/vitest.config.ts"];
const tests = spawnSync(process.execPath, vitest, { cwd: ROOT, stdio: "inherit" });
process.exitCode = failed === 0 && tests.status === 0 ? 0 : 1;
