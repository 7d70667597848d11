import { describe, expect, test } from "vitest";
import { BOOTSTRAP_POLICIES } from "../../tools/policy/bootstrap.ts";
import { POLICIES, violations } from "../../tools/policy/index.ts";
import { cannotPlan, plan } from "../../tools/terraform-plan.ts";
import { MUTATIONS, type Mutation, mutate } from "./mutations.ts";

const title = ({ promise, wrong }: Mutation) => `[${promise}] ${wrong}`;

describe.skipIf(cannotPlan)("a wrong edit is caught by name", () => {
  const cases = MUTATIONS.map((mutation) => [title(mutation), mutation] as const);

  test.concurrent.each(cases)("%s", { timeout: 120_000 }, async (_title, mutation) => {
    const planned = await plan(mutation.stack, (root) => mutate(root, mutation));
    if ("refusal" in mutation) {
      expect(planned.ok).toBe(false);
      expect(planned.output).toContain(mutation.refusal);
      return;
    }
    expect(planned.output).toContain("to add");
    const policies = mutation.stack === "bootstrap" ? BOOTSTRAP_POLICIES : POLICIES;
    const caught = violations(planned.plan(), planned.facts, policies).filter(
      ({ policy }) => policy === mutation.policy,
    );
    expect(caught.map(({ address, says }) => `${address} ${says}`).join("\n")).toContain(mutation.says);
  });
});

test("every policy is seen to fail", () => {
  const seen = new Set(MUTATIONS.flatMap((mutation) => ("policy" in mutation ? [mutation.policy] : [])));
  const unseen = [...POLICIES, ...BOOTSTRAP_POLICIES].map(({ name }) => name).filter((name) => !seen.has(name));
  expect([...new Set(unseen)]).toEqual([]);
});
