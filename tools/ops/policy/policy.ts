import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { Register } from "../../docs/register.ts";
import { type Manifest, manifest } from "../../manifest.ts";
import type { Plan, Resource } from "./plan.ts";

/** What a policy says of one resource. `policy` is the name that a mutation test expects. */
export interface Violation {
  readonly policy: string;
  readonly address: string;
  readonly says: string;
}

/** One rule over a plan. Which parts of promises it proves, the wrong edits that it must notice say (`test/infra/mutations`). */
export interface Policy {
  readonly name: string;
  readonly says: string;
  readonly check: (plan: Plan, facts: Facts) => Iterable<Omit<Violation, "policy">>;
}

export const EXCEPTION_KINDS = ["parent", "configuration", "monitoring", "secret", "sign-in"] as const;
const Exceptions = z.object({
  $comment: z.string(),
  region: z.literal("europe-west1"),
  exceptions: z.record(z.string(), z.strictObject({ kind: z.enum(EXCEPTION_KINDS), reason: z.string().min(10) })),
});
export type Exceptions = z.infer<typeof Exceptions>;

/** What the plan is held against: the repository's own data, never the plan's word for it. */
export interface Facts {
  readonly functions: Manifest;
  readonly exceptions: Exceptions;
  readonly register: Register;
}

/** @throws ZodError where one of the files is not what its schema says. */
export function readFacts(root: string, sourceRoot = root): Facts {
  const json = (file: string): unknown => JSON.parse(readFileSync(join(root, file), "utf8"));
  return {
    functions: manifest(sourceRoot),
    exceptions: Exceptions.parse(json("terraform/residency-exceptions.json")),
    register: Register.parse(json("functions/privacy/sub-processors.json")),
  };
}

export function ofType(plan: Plan, ...types: readonly string[]): readonly Resource[] {
  return plan.resources.filter((resource) => types.includes(resource.type));
}

/** A rule that looks at one resource at a time: a sentence is a violation, nothing is none. */
export function each(
  types: readonly string[],
  look: (resource: Resource, plan: Plan, facts: Facts) => string | undefined,
): Policy["check"] {
  return function* (plan, facts) {
    for (const resource of ofType(plan, ...types)) {
      const says = look(resource, plan, facts);
      if (says !== undefined) yield { address: resource.address, says };
    }
  };
}
