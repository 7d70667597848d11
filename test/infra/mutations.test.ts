import { describe, expect, test } from "vitest";
import { BOOTSTRAP_POLICIES } from "../../tools/ops/policy/bootstrap.ts";
import { POLICIES, violations } from "../../tools/ops/policy/index.ts";
import { cannotPlan, type Planned, plan } from "../../tools/ops/terraform-plan.ts";
import { MUTATIONS, type Mutation, mutate, shared } from "./mutations.ts";

/** `BELFRY_MUTATIONS=alone` plans each by itself: slower, and the stricter proof. */
const together = process.env.BELFRY_MUTATIONS === "alone" ? MUTATIONS.map((mutation) => [mutation]) : shared(MUTATIONS);
const plans = new Map<Mutation, Promise<Planned>>();

function planOf(mutation: Mutation): Promise<Planned> {
  const group = together.find((candidate) => candidate.includes(mutation)) ?? [mutation];
  const started = plans.get(mutation);
  if (started !== undefined) return started;
  const planned = plan(mutation.stack, (root) => {
    for (const each of group) mutate(root, each);
  });
  for (const each of group) plans.set(each, planned);
  return planned;
}

const title = ({ promises, wrong }: Mutation) => `${promises.map((part) => `[${part}] `).join("")}${wrong}`;

describe.skipIf(cannotPlan)("a wrong edit is caught by name", () => {
  const cases = MUTATIONS.map((mutation) => [title(mutation), mutation] as const);

  test.concurrent.each(cases)("%s", { timeout: 120_000 }, async (_title, mutation) => {
    const planned = await planOf(mutation);
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
