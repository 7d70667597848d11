import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { plan, runner } from "../ops/terraform-plan.ts";
import { ROOT } from "../root.ts";
import { costs } from "./costs.ts";
import { dataFlow } from "./data-flow.ts";
import type { Page } from "./page.ts";
import { recordOfProcessing } from "./record-of-processing.ts";
import { registerPage, registerSchema } from "./register-page.ts";
import { residencyData, residencyPage } from "./residency.ts";
import { terraformPage } from "./terraform-page.ts";

export const PAGES: readonly Page[] = [
  dataFlow,
  residencyPage,
  residencyData,
  terraformPage,
  costs,
  recordOfProcessing,
  registerPage,
  registerSchema,
];

/** Pages whose file is not what would be written now. */
export async function drift(write: boolean): Promise<readonly string[]> {
  const planned = await plan("main");
  const source = { plan: planned.plan(), facts: planned.facts };
  return PAGES.flatMap(({ path, write: render }) => {
    const file = join(ROOT, path);
    const content = render(source);
    if (existsSync(file) && readFileSync(file, "utf8") === content) return [];
    if (write) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
    return [path];
  });
}

/* `npm run docs` writes, `npm run docs -- --check` fails on drift. */
if (import.meta.main) {
  const check = process.argv.includes("--check");
  if (runner.kind === "none") {
    console.log(`SKIPPED: the documents are made from Terraform's plan, and ${runner.why}.`);
  } else {
    const changed = await drift(!check);
    for (const path of changed) console.log(`${check ? "out of date" : "written"}: ${path}`);
    if (check && changed.length > 0) console.log("run `npm run docs` and commit what it writes");
    if (changed.length === 0) console.log(`${PAGES.length} documents are current`);
    process.exitCode = check && changed.length > 0 ? 1 : 0;
  }
}
