import { describe, expect, test } from "vitest";
import { BOOTSTRAP_POLICIES } from "../../tools/ops/policy/bootstrap.ts";
import { POLICIES, violations } from "../../tools/ops/policy/index.ts";
import type { Policy } from "../../tools/ops/policy/policy.ts";
import { cannotPlan, type Planned, plan, type Stack } from "../../tools/ops/terraform-plan.ts";
import { MUTATIONS } from "./mutations.ts";

/** A policy proves what it is seen to catch: the parts of promises that its wrong edits attack. */
const title = ({ name, says }: Policy) => {
  const caught = MUTATIONS.flatMap((one) => ("policy" in one && one.policy === name ? one.promises : []));
  return `${[...new Set(caught)].map((part) => `[${part}] `).join("")}${name}: ${says}`;
};

const stacks: readonly { stack: Stack; policies: readonly Policy[] }[] = [
  { stack: "main", policies: POLICIES },
  // The same rules over a manifest that asks for everything; its docs and exceptions are the main stack's matter.
  { stack: "every-use", policies: POLICIES },
  { stack: "bootstrap", policies: BOOTSTRAP_POLICIES },
];

const plans = new Map<Stack, Planned>();
if (!cannotPlan) await Promise.all(stacks.map(async ({ stack }) => plans.set(stack, await plan(stack))));

describe.skipIf(cannotPlan).each(stacks)("the plan of $stack", ({ stack, policies }) => {
  const planned = plans.get(stack);

  test("is made from example.tfvars and nothing else", () => {
    expect(planned?.output).toMatch(/Plan: \d+ to add, 0 to change, 0 to destroy/);
    expect(planned?.plan().resources.length).toBeGreaterThan(40);
  });

  test.each(policies.map((policy) => [title(policy), policy] as const))("%s", (_title, policy) => {
    expect(planned).toBeDefined();
    if (planned !== undefined) expect(violations(planned.plan(), planned.facts, [policy])).toEqual([]);
  });
});
