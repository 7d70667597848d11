import { flag, type Resource, references, text } from "./plan.ts";
import { each, ofType, type Policy } from "./policy.ts";

/** Where each service takes its key. A type absent here has no such setting (docs/residency.md lists those). */
const KEY_ATTRIBUTE: Readonly<Record<string, string>> = {
  google_artifact_registry_repository: "kms_key_name",
  google_cloud_run_v2_service: "template.0.encryption_key",
  google_firestore_database: "cmek_config.0.kms_key_name",
  google_logging_project_bucket_config: "cmek_settings.0.kms_key_name",
  google_secret_manager_secret: "replication.0.user_managed.0.replicas.0.customer_managed_encryption.0.kms_key_name",
  google_storage_bucket: "encryption.0.default_kms_key_name",
};

const OUR_KEY = /^projects\/[^/]+\/locations\/europe-west1\/keyRings\/(platform|bootstrap)\/cryptoKeys\/[a-z-]+$/;
const DAY_S = 86_400;

const seconds = (resource: Resource, path: string): number =>
  Number((text(resource, path) ?? "").replace(/s$/, "") || Number.NaN);

export const encryptionPolicies: readonly Policy[] = [
  {
    name: "cmek",
    promises: ["KZ-06"],
    says: "Whatever stores, stores under our own key, in Belgium, where the service knows how",
    check: each(Object.keys(KEY_ATTRIBUTE), (resource) => {
      const path = KEY_ATTRIBUTE[resource.type] ?? "";
      const key = text(resource, path);
      if (key === undefined) return `has no customer-managed key (${path})`;
      return OUR_KEY.test(key) ? undefined : `is encrypted with ${key}, which is no platform key in europe-west1`;
    }),
  },
  {
    name: "cmek-agent",
    promises: ["KZ-06"],
    says: "Each platform key exists and is usable by its one service agent, nobody else",
    check: function* (plan) {
      const keys = new Set(
        ofType(plan, "google_kms_crypto_key").map((key) => `${text(key, "key_ring")}/cryptoKeys/${text(key, "name")}`),
      );
      for (const resource of ofType(plan, ...Object.keys(KEY_ATTRIBUTE))) {
        const key = text(resource, KEY_ATTRIBUTE[resource.type] ?? "");
        if (key !== undefined && !keys.has(key))
          yield { address: resource.address, says: `its key ${key} is not in the plan` };
      }
      const users = new Map<string, string[]>();
      for (const grant of ofType(plan, "google_kms_crypto_key_iam_member")) {
        const key = text(grant, "crypto_key_id") ?? "";
        users.set(key, [...(users.get(key) ?? []), text(grant, "member") ?? ""]);
        if (!keys.has(key)) yield { address: grant.address, says: `grants on ${key}, which is not in the plan` };
      }
      for (const [key, members] of users) {
        const agent =
          /^serviceAccount:(service-|cmek-p)\d+@(gcp-sa-[a-z]+|gs-project-accounts|serverless-robot-prod)\./;
        if (members.length !== 1 || !agent.test(members[0] ?? ""))
          yield { address: key, says: `is usable by ${members.join(", ")}: one service agent is expected` };
      }
    },
  },
  {
    name: "key-protection",
    promises: ["KZ-06"],
    says: "Keys live in an HSM",
    check: each(["google_kms_crypto_key"], (key, plan) => {
      const level = text(key, "version_template.0.protection_level");
      if (level === "HSM") return undefined;
      const admitted = key.name === "checkpoint" && plan.variables.checkpoint_key_protection_level === "SOFTWARE";
      return admitted ? undefined : `has protection level ${level ?? "SOFTWARE by default"}`;
    }),
  },
  {
    name: "key-rotation",
    promises: ["KZ-06"],
    says: "Encrypting keys are renewed at least every 90 days",
    check: each(["google_kms_crypto_key"], (key) => {
      if (text(key, "purpose") !== "ENCRYPT_DECRYPT") return undefined;
      return seconds(key, "rotation_period") <= 90 * DAY_S
        ? undefined
        : `rotates every ${text(key, "rotation_period") ?? "never"}`;
    }),
  },
  {
    name: "key-destroy-delay",
    promises: ["KZ-06"],
    says: "A destroyed key can be restored for 30 days",
    check: each(["google_kms_crypto_key"], (key) =>
      seconds(key, "destroy_scheduled_duration") >= 30 * DAY_S
        ? undefined
        : `is gone after ${text(key, "destroy_scheduled_duration") ?? "the default day"}`,
    ),
  },
  {
    name: "tenant-keys",
    promises: ["KZ-06"],
    says: "No plan holds a client's key or its sign-in: `npm run tenant` makes them, and what is in no plan no plan takes away",
    check: function* (plan) {
      for (const key of ofType(plan, "google_kms_crypto_key"))
        if (/\/keyRings\/tenants$/.test(text(key, "key_ring") ?? ""))
          yield { address: key.address, says: "is a client's key in a plan" };
      for (const tenant of ofType(plan, "google_identity_platform_tenant"))
        yield { address: tenant.address, says: "is a client's sign-in in a plan" };
    },
  },
  {
    name: "tls",
    promises: ["KZ-06"],
    says: "The door speaks TLS 1.2 or newer, restricted ciphers, on 443 alone",
    check: function* (plan) {
      for (const policy of ofType(plan, "google_compute_region_ssl_policy", "google_compute_ssl_policy")) {
        if (text(policy, "profile") !== "RESTRICTED")
          yield { address: policy.address, says: `has profile ${text(policy, "profile")}` };
        if (!["TLS_1_2", "TLS_1_3"].includes(text(policy, "min_tls_version") ?? ""))
          yield { address: policy.address, says: `lets ${text(policy, "min_tls_version") ?? "TLS 1.0"} in` };
      }
      for (const proxy of ofType(plan, "google_compute_region_target_https_proxy")) {
        if (!references(proxy, "ssl_policy").some((name) => name.startsWith("google_compute_region_ssl_policy."))) {
          yield { address: proxy.address, says: "has no SSL policy: Google's default lets TLS 1.0 in" };
        }
      }
      for (const proxy of ofType(
        plan,
        "google_compute_region_target_http_proxy",
        "google_compute_region_target_tcp_proxy",
      )) {
        yield { address: proxy.address, says: "is a door without TLS" };
      }
      for (const rule of ofType(plan, "google_compute_forwarding_rule")) {
        if (text(rule, "port_range") !== "443" || flag(rule, "all_ports"))
          yield { address: rule.address, says: `listens on ${text(rule, "port_range") ?? "other ports"}` };
      }
      for (const backend of ofType(plan, "google_compute_region_backend_service")) {
        if (text(backend, "protocol") !== "HTTPS")
          yield { address: backend.address, says: `speaks ${text(backend, "protocol")} to its function` };
      }
    },
  },
];

/** Types that hold data and take a key of ours: the residency page says so of them. */
export const ENCRYPTED_TYPES = Object.keys(KEY_ATTRIBUTE);
