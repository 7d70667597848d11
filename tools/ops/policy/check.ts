import { ROOT } from "../../root.ts";
import { POLICIES, violations } from "./index.ts";
import { readPlan } from "./plan.ts";
import { readFacts } from "./policy.ts";

/* `node tools/ops/policy/check.ts plan.json`: the gate between a saved plan and its approval. Exits 1 on any violation. */
const file = process.argv[2];
if (file === undefined) {
  console.error("usage: node tools/ops/policy/check.ts PLAN.json   (terraform show -json PLAN > PLAN.json)");
  process.exit(2);
}
const plan = readPlan(file);
const found = violations(plan, readFacts(ROOT));
for (const { policy, address, says } of found) console.error(`[${policy}] ${address} ${says}`);
console.log(`${plan.resources.length} resources, ${POLICIES.length} policies, ${found.length} violations`);
process.exitCode = found.length === 0 ? 0 : 1;
