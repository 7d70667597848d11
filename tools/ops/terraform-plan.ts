import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Plan, readPlan } from "./policy/plan.ts";
import { type Facts, readFacts } from "./policy/policy.ts";
import { EVERY_USE, findRunner, stage, terraform } from "./terraform-workspace.ts";

export const runner = findRunner();
export const cannotPlan = runner.kind === "none";
if (runner.kind === "none") console.warn(`Terraform's plan is not tested here: ${runner.why}`);

/** Which stack, with which manifest. */
export type Stack = "main" | "every-use" | "bootstrap";

export interface Planned {
  readonly ok: boolean;
  readonly output: string;
  /** @throws where the plan failed: look at `ok` first. */
  readonly plan: () => Plan;
  readonly facts: Facts;
}

/** Plans a staged copy, after `edit` has changed it. A second or two. */
export async function plan(stack: Stack, edit: (root: string) => void = () => undefined): Promise<Planned> {
  const { root, dispose } = stage();
  const out = mkdtempSync(join(tmpdir(), "belfry-plan-"));
  try {
    edit(root);
    const folder = stack === "bootstrap" ? "terraform/bootstrap" : "terraform";
    const everything = [
      "-var=source_root=tests/fixtures/every-use",
      '-var=second_opinions=["sensitive-data-protection"]',
    ];
    const source = stack === "every-use" ? everything : [];
    const file = join(out, "plan.json");
    const result = await terraform(
      runner,
      root,
      folder,
      ["plan", "-no-color", "-lock=false", "-var-file=example.tfvars", ...source],
      file,
    );
    const facts = readFacts(root, stack === "every-use" ? join(root, EVERY_USE) : root);
    const read = result.ok ? readPlan(file) : undefined;
    return {
      ok: result.ok,
      // Terraform wraps its sentences at the terminal's width: joined, they can be searched.
      output: result.output.replaceAll(/\s+/g, " "),
      plan: () => {
        if (read === undefined) throw new Error(result.output);
        return read;
      },
      facts,
    };
  } finally {
    rmSync(out, { recursive: true, force: true });
    dispose();
  }
}
