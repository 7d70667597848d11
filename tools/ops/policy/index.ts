import { accessPolicies } from "./access.ts";
import { dataPolicies } from "./data.ts";
import { egressPolicies } from "./egress.ts";
import { encryptionPolicies } from "./encryption.ts";
import { exposurePolicies } from "./exposure.ts";
import { locationPolicies } from "./location.ts";
import { operationsPolicies } from "./operations.ts";
import type { Plan } from "./plan.ts";
import type { Facts, Policy, Violation } from "./policy.ts";
import { providerPolicies } from "./provider.ts";

/** Every rule over a plan. */
export const POLICIES: readonly Policy[] = [
  ...locationPolicies,
  ...encryptionPolicies,
  ...accessPolicies,
  ...exposurePolicies,
  ...egressPolicies,
  ...dataPolicies,
  ...operationsPolicies,
  ...providerPolicies,
];

/** What a plan breaks, in the order of the policies. Empty is what a deployment needs. */
export function violations(plan: Plan, facts: Facts, policies: readonly Policy[] = POLICIES): readonly Violation[] {
  return policies.flatMap((policy) =>
    [...policy.check(plan, facts)].map((violation) => ({ policy: policy.name, ...violation })),
  );
}
