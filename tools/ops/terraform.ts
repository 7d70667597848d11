import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { ROOT } from "../root.ts";
import { findRunner, type Runner, stage, terraform } from "./terraform-workspace.ts";

/*
 * `npm run test:terraform`: format, validity, Terraform's own tests, then policies, wrong edits, documents, pipeline, doctor and
 * recovery. With the real provider where the registry answers, else with an offline stand-in ($TFOFFLINE, or
 * ../shared/terraform-offline), else without Terraform, and it says so.
 */
const STEPS: readonly (readonly [what: string, folder: string, args: readonly string[]])[] = [
  ["fmt", "terraform", ["fmt", "-check", "-recursive", "-no-color"]],
  ["validate", "terraform", ["validate", "-no-color"]],
  ["validate bootstrap", "terraform/bootstrap", ["validate", "-no-color"]],
  ["test", "terraform", ["test", "-no-color"]],
];

/** @returns how many steps failed. */
async function runTerraform(runner: Runner): Promise<number> {
  if (runner.kind === "none") {
    console.log(`SKIPPED: Terraform's own checks and every test over a plan, because ${runner.why}.`);
    return 0;
  }
  const provider = runner.kind === "registry" ? "the registry's provider" : "the offline provider (schema only)";
  console.log(`terraform with ${provider}`);
  const { root, dispose } = stage();
  let failed = 0;
  try {
    for (const [what, folder, args] of STEPS) {
      const start = Date.now();
      const { ok, output } = await terraform(runner, root, folder, args);
      const seconds = ((Date.now() - start) / 1000).toFixed(1);
      const summary = output.split("\n").findLast((line) => /passed|Success/.test(line)) ?? "";
      console.log(`${ok ? "ok    " : "FAILED"} ${what} (${seconds} s) ${summary}`);
      if (!ok) {
        failed += 1;
        console.log(output);
      }
    }
  } finally {
    dispose();
  }
  return failed;
}

const failed = await runTerraform(findRunner());
const vitest = [join(ROOT, "node_modules/vitest/vitest.mjs"), "run", "--config", "test/infra/vitest.config.ts"];
const tests = spawnSync(process.execPath, vitest, { cwd: ROOT, stdio: "inherit" });
process.exitCode = failed === 0 && tests.status === 0 ? 0 : 1;
