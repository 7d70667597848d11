import { accessPolicies } from "./access.ts";
import { encryptionPolicies } from "./encryption.ts";
import { locationPolicies } from "./location.ts";
import { at, list, text, texts } from "./plan.ts";
import { ofType, type Policy } from "./policy.ts";
import { providerPolicies } from "./provider.ts";

/** Permissions that no grant may give the deployer, whatever it grants itself. */
const DENIED = [
  "cloudkms.googleapis.com/cryptoKeyVersions.useToDecrypt",
  "cloudkms.googleapis.com/cryptoKeyVersions.useToSign",
  "cloudkms.googleapis.com/cryptoKeyVersions.destroy",
  "secretmanager.googleapis.com/versions.access",
  "iam.googleapis.com/serviceAccounts.getAccessToken",
  "iam.googleapis.com/serviceAccountKeys.create",
] as const;

/** Permissions that read contents: in no role made for the deployer. */
const READS_CONTENT =
  /^(datastore\.entities|storage\.objects|secretmanager\.versions|firebaseauth\.users|cloudkms\.cryptoKeyVersions\.useTo)/;

/** Roles of one permission, for functions. */
const EXACTLY: Readonly<Record<string, string>> = {
  belfryIdentityReader: "firebaseauth.users.get",
  belfryInspector: "serviceusage.services.use",
};

/** Ready-made roles that read contents, edit roles, or lift the denial. */
const TOO_MUCH =
  /^roles\/(owner|editor|viewer|iam\.(roleAdmin|denyAdmin|securityAdmin|serviceAccountTokenCreator)|datastore\.(owner|user|viewer)|storage\.(admin|objectAdmin|objectViewer)|secretmanager\.\w+|firebaseauth\.\w+|identityplatform\.\w+|cloudkms\.(crypto|signer)\w*)$/;

const own: readonly Policy[] = [
  {
    name: "deployer-denied",
    says: "A deny policy outranks every grant: the deployer neither decrypts, signs, reads secrets, nor borrows an account",
    check: function* (plan) {
      const deployer = `principal://iam.googleapis.com/projects/-/serviceAccounts/deployer@${String(plan.variables.project_id)}.iam.gserviceaccount.com`;
      const denied = new Set(
        ofType(plan, "google_iam_deny_policy").flatMap((policy) =>
          list(at(policy.after, "rules")).flatMap((rule) => {
            const applies =
              texts(at(rule, "deny_rule.0.denied_principals")).includes(deployer) &&
              texts(at(rule, "deny_rule.0.exception_permissions")).length === 0;
            return applies ? texts(at(rule, "deny_rule.0.denied_permissions")) : [];
          }),
        ),
      );
      for (const permission of DENIED)
        if (!denied.has(permission))
          yield { address: "google_iam_deny_policy.deployer", says: `does not deny ${permission}` };
    },
  },
  {
    name: "deployer-roles",
    says: "The deployer makes things without reading what is in them, and may hand out only the roles that functions have",
    check: function* (plan) {
      for (const grant of ofType(plan, "google_project_iam_member")) {
        const role = text(grant, "role") ?? "";
        const condition = text(grant, "condition.0.expression") ?? "";
        const confined =
          condition.startsWith('resource.name.startsWith("projects/_/buckets/') && condition.includes("-sources/");
        if (TOO_MUCH.test(role) && !confined) yield { address: grant.address, says: `holds ${role}` };
        if (
          role === "roles/resourcemanager.projectIamAdmin" &&
          !condition.includes("modifiedGrantsByRole', []).hasOnly([")
        )
          yield { address: grant.address, says: "may hand out any role" };
      }
      for (const role of ofType(plan, "google_project_iam_custom_role")) {
        const permissions = texts(at(role.after, "permissions"));
        const exactly = EXACTLY[text(role, "role_id") ?? ""];
        if (exactly !== undefined) {
          if (JSON.stringify(permissions) !== JSON.stringify([exactly]))
            yield { address: role.address, says: `holds ${permissions.join(", ")}` };
        } else {
          for (const permission of permissions)
            if (READS_CONTENT.test(permission)) yield { address: role.address, says: `reads contents: ${permission}` };
        }
      }
    },
  },
  {
    name: "state-bucket",
    says: "The state is kept in versions and can't be public",
    check: function* (plan) {
      for (const bucket of ofType(plan, "google_storage_bucket")) {
        if (
          text(bucket, "public_access_prevention") !== "enforced" ||
          at(bucket.after, "uniform_bucket_level_access") !== true
        )
          yield { address: bucket.address, says: "could be made public" };
        if (at(bucket.after, "versioning.0.enabled") !== true)
          yield { address: bucket.address, says: "keeps no versions" };
      }
    },
  },
];

const GENERAL = new Set([
  "region",
  "region-in-values",
  "cmek",
  "cmek-agent",
  "key-protection",
  "key-rotation",
  "key-destroy-delay",
  "basic-roles",
  "default-service-accounts",
  "granted-to-everyone",
  "decrypt-and-sign",
  "deployer",
  "provider-accepts",
]);

/** The rules over the bootstrap stack's plan: the general ones, and those about the deployer. */
export const BOOTSTRAP_POLICIES: readonly Policy[] = [
  ...[...locationPolicies, ...encryptionPolicies, ...accessPolicies, ...providerPolicies].filter((policy) =>
    GENERAL.has(policy.name),
  ),
  ...own,
];
