import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { ROOT } from "./root.ts";

const FunctionSpec = z
  .strictObject({
    /** Its composition root, below `functions/`. */
    entry: z.string(),
    path: z.string().startsWith("/"),
    purpose: z.string(),
    /** What it may open; `terraform/uses.tf` grants each word. */
    uses: z.array(z.string()),
    memoryMiB: z.int().positive(),
    timeoutSeconds: z.int().positive(),
    concurrency: z.int().positive(),
    invoker: z.enum(["public", "scheduler", "tasks"]),
    /** Cron, in UTC. */
    schedule: z.string().optional(),
  })
  .refine(({ invoker, schedule }) => (invoker === "scheduler") === (schedule !== undefined), {
    error: "what the scheduler calls has a schedule, and nothing else has",
  });

/** One object of `functions/functions.json`: a function as it is deployed. */
export type FunctionSpec = z.infer<typeof FunctionSpec>;
export type Manifest = Readonly<Record<string, FunctionSpec>>;

const ManifestFile = z.strictObject({
  $comment: z.string().optional(),
  functions: z.record(z.string(), FunctionSpec),
});

/**
 * Every deployed function, by its name, of this checkout or of the one in `root`.
 * @throws ZodError where the file says something that this schema doesn't know.
 */
export function manifest(root = ROOT): Manifest {
  return ManifestFile.parse(JSON.parse(readFileSync(join(root, "functions/functions.json"), "utf8"))).functions;
}

/** The segment after `/v1/` that leads to a function. */
export const segmentOf = (spec: FunctionSpec): string => spec.path.replace(/^\/v1\//, "");
