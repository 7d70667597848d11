import { at, list, type Plan, type Resource, secondOpinions, text, texts } from "./plan.ts";
import { each, ofType, type Policy } from "./policy.ts";
import { GRANTS_OF_USE } from "./uses.ts";

const DECRYPTS = /^roles\/cloudkms\.(cryptoKeyEncrypterDecrypter|cryptoKeyDecrypter|cryptoOperator)$/;
const SIGNS = /^roles\/cloudkms\.(signer|signerVerifier|cryptoOperator)$/;
const READS_SECRETS = /^roles\/secretmanager\.(secretAccessor|admin)$/;
const BASIC = /^roles\/(owner|editor|viewer|browser)$/;
const DEFAULT_ACCOUNT = /(-compute@developer|@appspot|@cloudbuild)\.gserviceaccount\.com$/;
const EVERYONE = /^(allUsers|allAuthenticatedUsers)$/;

interface Granted {
  readonly member: string;
  readonly role: string;
  readonly scope: string;
  readonly address: string;
}

/** Every grant of the plan, with what it is on in the words of uses.ts. */
export function grants(plan: Plan): readonly Granted[] {
  return plan.resources.flatMap((resource) => {
    if (!/_iam_(member|binding)$/.test(resource.type)) return [];
    const member = text(resource, "member");
    const members = member === undefined ? texts(at(resource.after, "members")) : [member];
    const role = (text(resource, "role") ?? "").replace(/^projects\/[^/]+\//, "");
    return members.map((each) => ({
      member: each,
      role,
      scope: scope(resource, String(plan.variables.project_id)),
      address: resource.address,
    }));
  });
}

function scope(resource: Resource, project: string): string {
  const last = (path: string): string => (text(resource, path) ?? "?").split("/").at(-1) ?? "?";
  switch (resource.type) {
    case "google_project_iam_member": {
      const condition = list(at(resource.after, "condition"))[0];
      if (condition === undefined) return "project";
      const expression = String(at(condition, "expression"));
      return expression.includes(`resource.name == "projects/${project}/databases/belfry"`)
        ? "project if database belfry"
        : `project if ${expression}`;
    }
    case "google_kms_key_ring_iam_member":
      return `key ring ${last("key_ring_id")}`;
    case "google_kms_crypto_key_iam_member":
      return `key ${last("crypto_key_id")}`;
    case "google_secret_manager_secret_iam_member":
      return `secret ${last("secret_id")}`;
    case "google_storage_bucket_iam_member":
      return `bucket ${(text(resource, "bucket") ?? "?").replace(`${project}-`, "")}`;
    case "google_cloud_run_v2_service_iam_member":
      return `function ${text(resource, "name")}`;
    default:
      return resource.type;
  }
}

export const accessPolicies: readonly Policy[] = [
  {
    name: "basic-roles",
    says: "Nobody is owner, editor or viewer of the project",
    check: function* (plan) {
      for (const grant of grants(plan))
        if (BASIC.test(grant.role)) yield { address: grant.address, says: `grants ${grant.role}` };
    },
  },
  {
    name: "default-service-accounts",
    says: "Nothing runs as, or is granted to, a default service account",
    check: function* (plan) {
      for (const grant of grants(plan))
        if (DEFAULT_ACCOUNT.test(grant.member)) yield { address: grant.address, says: `grants to ${grant.member}` };
      for (const run of ofType(plan, "google_cloud_run_v2_service")) {
        const account = text(run, "template.0.service_account");
        if (account === undefined || DEFAULT_ACCOUNT.test(account))
          yield { address: run.address, says: `runs as ${account ?? "the default service account"}` };
      }
    },
  },
  {
    name: "granted-to-everyone",
    says: "Nothing is granted to allUsers: the public functions need no grant, they stand behind the load balancer alone",
    check: function* (plan) {
      for (const grant of grants(plan))
        if (EVERYONE.test(grant.member))
          yield { address: grant.address, says: `grants ${grant.role} to ${grant.member}` };
    },
  },
  {
    name: "exactly-its-uses",
    says: "Each function's account holds the roles of its `uses`: none more, none missing",
    check: function* (plan, facts) {
      const project = String(plan.variables.project_id);
      const held = grants(plan);
      for (const [name, manifest] of Object.entries(facts.functions)) {
        const member = `serviceAccount:fn-${name}@${project}.iam.gserviceaccount.com`;
        const meant = new Set(
          manifest.uses
            .flatMap((use) => GRANTS_OF_USE[use] ?? [])
            .filter(({ ifChosen }) => ifChosen === undefined || secondOpinions(plan).includes(ifChosen))
            .map((grant) => `${grant.role} on ${grant.scope}`),
        );
        const given = new Set(
          held.filter((grant) => grant.member === member).map((grant) => `${grant.role} on ${grant.scope}`),
        );
        for (const grant of given)
          if (!meant.has(grant))
            yield {
              address: `function ${name}`,
              says: `holds ${grant}, which its uses (${manifest.uses.join(", ")}) do not open`,
            };
        for (const grant of meant) if (!given.has(grant)) yield { address: `function ${name}`, says: `lacks ${grant}` };
      }
    },
  },
  {
    name: "own-account",
    says: "Each function runs as its own account",
    check: each(["google_cloud_run_v2_service"], (run, plan) => {
      const own = `fn-${text(run, "name")}@${String(plan.variables.project_id)}.iam.gserviceaccount.com`;
      const account = text(run, "template.0.service_account");
      return account === own ? undefined : `runs as ${account}, not ${own}`;
    }),
  },
  {
    name: "decrypt-and-sign",
    says: "Nobody can both read a trail and sign one",
    check: function* (plan) {
      const held = grants(plan);
      for (const member of new Set(held.map((grant) => grant.member))) {
        const roles = held.filter((grant) => grant.member === member).map((grant) => grant.role);
        if (roles.some((role) => DECRYPTS.test(role)) && roles.some((role) => SIGNS.test(role)))
          yield { address: member, says: "can decrypt and sign" };
      }
    },
  },
  {
    name: "deployer",
    says: "The deployer neither decrypts, signs nor reads secrets",
    check: function* (plan) {
      const deployer = `serviceAccount:${String(plan.variables.deployer_email ?? `deployer@${String(plan.variables.project_id)}.iam.gserviceaccount.com`)}`;
      for (const grant of grants(plan)) {
        if (grant.member !== deployer) continue;
        if ([DECRYPTS, SIGNS, READS_SECRETS].some((role) => role.test(grant.role)))
          yield { address: grant.address, says: `gives the deployer ${grant.role}` };
      }
    },
  },
  {
    name: "named-callers",
    says: "Only a function's own caller may invoke it, and jobs and queues call as that caller, by OIDC",
    check: function* (plan) {
      const project = String(plan.variables.project_id);
      for (const grant of grants(plan)) {
        if (grant.role !== "roles/run.invoker") continue;
        const own = `serviceAccount:call-${grant.scope.replace("function ", "")}@${project}.iam.gserviceaccount.com`;
        if (grant.member !== own) yield { address: grant.address, says: `lets ${grant.member} call ${grant.scope}` };
      }
      for (const job of ofType(plan, "google_cloud_scheduler_job", "google_cloud_tasks_queue")) {
        const caller = text(job, "http_target.0.oidc_token.0.service_account_email");
        if (caller !== `call-${text(job, "name")}@${project}.iam.gserviceaccount.com`)
          yield { address: job.address, says: `calls as ${caller ?? "nobody"}` };
      }
    },
  },
];
