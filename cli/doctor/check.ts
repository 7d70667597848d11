import type { Json } from "../../tools/ops/policy/plan.ts";
import type { Facts } from "../../tools/ops/policy/policy.ts";

/** The deployed project that is looked at. */
export interface Patient extends Facts {
  readonly project: string;
  /** Client organisations that should have a key: the tenants of the variables file, or none where it is not given. */
  readonly tenants: readonly string[];
}

export interface Fault {
  readonly says: string;
  /** A command that mends it, or the page that says how where no command can. */
  readonly mend: string;
}

/** One promise of the plan, asked of the real project. `read` is one `gcloud` call, `--format=json` and the project added. */
export interface Check {
  readonly name: string;
  readonly promise: string;
  readonly read: readonly string[];
  readonly look: (found: Json, patient: Patient) => Iterable<Fault>;
}

export const REGION = "europe-west1";

/** What Terraform does not own: a client organisation. */
export const CREATE = "npm run tenant -- create (again, with what it was first made with: it makes what is missing)";
/** Mends whatever Terraform owns: what is different from the plan is put back. */
export const APPLY = "terraform -chdir=terraform apply -var-file=YOURS.tfvars";
