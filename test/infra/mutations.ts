import { appendFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const Edit = z.strictObject({
  /** The parts of promises that it attacks, as tests name them; none where no promise depends on it. */
  promises: z.array(z.string().regex(/^(KZ|KB|CF|BF)-\d\d\/[a-z0-9-]+$/)).default([]),
  wrong: z.string().min(1),
  stack: z.enum(["main", "every-use", "bootstrap"]).default("main"),
  file: z.string().min(1),
  /** Text replaced everywhere in the file, however it is spaced; "" appends. */
  from: z.string(),
  to: z.string(),
});

/** One wrong edit of the configuration, and who must notice: a policy over the plan, or Terraform itself with a sentence. */
const Mutation = z.union([
  z.strictObject({ ...Edit.shape, policy: z.string(), says: z.string() }),
  z.strictObject({ ...Edit.shape, refusal: z.string() }),
]);
export type Mutation = z.infer<typeof Mutation>;

const folder = join(import.meta.dirname, "mutations");

export const MUTATIONS: readonly Mutation[] = readdirSync(folder)
  .sort()
  .flatMap((file) => z.array(Mutation).parse(JSON.parse(readFileSync(join(folder, file), "utf8"))));

/** Makes the edit in a staged copy. @throws where the file does not say what is to be changed: such a mutation tests nothing. */
export function mutate(root: string, { file, from, to }: Mutation): void {
  const path = join(root, file);
  if (from === "") {
    appendFileSync(path, to);
    return;
  }
  const before = readFileSync(path, "utf8");
  const wanted = pattern(from);
  const after = before.replaceAll(wanted, () => to);
  if (after === before) throw new Error(`${file} does not say ${JSON.stringify(from)}`);
  writeFileSync(path, after);
}

/** The text as a pattern: spaces between words match any run of white space, so that formatting a file breaks no mutation. */
function pattern(text: string): RegExp {
  const escaped = text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const spaced = escaped.replaceAll(/\s+/g, (run, offset: number) => {
    const isEdge = offset === 0 || offset + run.length === escaped.length;
    if (isEdge) return run.includes("\n") ? " *\\n" : " +";
    return "\\s+";
  });
  return new RegExp(spaced, "g");
}

/**
 * Which mutations share a plan: planning is what takes the time. Two may when they edit different files and different policies
 * must notice, so that each is still caught by its own name. A refusal ends a plan, and stands alone.
 */
export function shared(mutations: readonly Mutation[]): readonly (readonly Mutation[])[] {
  const plans: Mutation[][] = [];
  for (const mutation of mutations) {
    const fits = (plan: readonly Mutation[]) =>
      plan.every(
        (other) =>
          "policy" in mutation &&
          "policy" in other &&
          other.stack === mutation.stack &&
          other.file !== mutation.file &&
          other.policy !== mutation.policy,
      );
    const plan = plans.find(fits);
    if (plan === undefined) plans.push([mutation]);
    else plan.push(mutation);
  }
  return plans;
}
