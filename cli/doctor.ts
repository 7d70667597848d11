import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";
import type { Json } from "../tools/ops/policy/plan.ts";
import { readFacts } from "../tools/ops/policy/policy.ts";
import { ROOT } from "../tools/root.ts";
import { accessChecks } from "./doctor/access-checks.ts";
import type { Check, Fault, Patient } from "./doctor/check.ts";
import { dataChecks } from "./doctor/data-checks.ts";

export const CHECKS: readonly Check[] = [...dataChecks, ...accessChecks];

/** Reads JSON by one `gcloud` call. @throws Error with gcloud's own sentence. */
export type Read = (args: readonly string[]) => Json;

export type Finding = { readonly check: Check } & ({ readonly faults: readonly Fault[] } | { readonly unseen: string });

/** Asks a project every question. A question that can't be asked is a finding, never a pass. */
export function examine(patient: Patient, read: Read, checks: readonly Check[] = CHECKS): readonly Finding[] {
  return checks.map((check) => {
    const args = check.read.map((argument) => argument.replace("PROJECT", patient.project));
    try {
      return {
        check,
        faults: [...check.look(read([...args, `--project=${patient.project}`, "--format=json"]), patient)],
      };
    } catch (cause) {
      return { check, unseen: cause instanceof Error ? cause.message : "unknown" };
    }
  });
}

export function report(findings: readonly Finding[]): { readonly lines: readonly string[]; readonly healthy: boolean } {
  const lines = findings.flatMap((finding) => {
    const name = `[${finding.check.promise}] ${finding.check.name}`;
    if ("unseen" in finding) return [`CAN'T SEE ${name}: ${finding.unseen}`];
    if (finding.faults.length === 0) return [`ok        ${name}`];
    return finding.faults.flatMap(({ says, mend }) => [`MISSING   ${name}: ${says}`, `          mend: ${mend}`]);
  });
  const healthy = findings.every((finding) => "faults" in finding && finding.faults.length === 0);
  return { lines, healthy };
}

function gcloud(args: readonly string[]): Json {
  const result = spawnSync("gcloud", args, { encoding: "utf8", maxBuffer: 1 << 26 });
  if (result.error !== undefined) throw new Error("gcloud is not installed");
  if (result.status !== 0) {
    const lines = result.stderr.trim().split("\n");
    throw new Error(
      lines.find((line) => line.startsWith("ERROR")) ?? lines.at(-1) ?? `gcloud ended with ${result.status}`,
    );
  }
  return result.stdout.trim() === "" ? [] : (JSON.parse(result.stdout) as Json);
}

/* `npm run doctor -- --project ID [--tenant ID …]`: a deployed project against the promises. Reads only. */
if (import.meta.main) {
  const { values } = parseArgs({
    options: { project: { type: "string" }, tenant: { type: "string", multiple: true, default: [] } },
  });
  if (values.project === undefined) {
    console.error("usage: npm run doctor -- --project PROJECT_ID [--tenant TENANT_ID …]");
    process.exit(2);
  }
  if (spawnSync("gcloud", ["version"], { stdio: "ignore" }).error !== undefined) {
    console.error(
      "The doctor asks the project through gcloud, which is not installed here: https://cloud.google.com/sdk/docs/install",
    );
    process.exit(2);
  }
  const patient: Patient = { ...readFacts(ROOT), project: values.project, tenants: values.tenant };
  const { lines, healthy } = report(examine(patient, gcloud));
  for (const line of lines) console.log(line);
  process.exitCode = healthy ? 0 : 1;
}
