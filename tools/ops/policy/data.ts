import { COLLECTIONS, type CollectionName, expires } from "../../../functions/vocabulary/index.ts";
import { at, flag, list, number, text } from "./plan.ts";
import { each, ofType, type Policy } from "./policy.ts";

const AUDITED = ["cloudkms.googleapis.com", "datastore.googleapis.com", "secretmanager.googleapis.com"] as const;

export const dataPolicies: readonly Policy[] = [
  {
    name: "deletion-protection",
    says: "Data, functions and secrets can't be deleted by one wrong plan",
    check: function* (plan) {
      // The variable is for rehearsals; then everything says so at once, and the doctor too.
      for (const database of ofType(plan, "google_firestore_database")) {
        if (text(database, "delete_protection_state") !== "DELETE_PROTECTION_ENABLED")
          yield { address: database.address, says: "can be deleted" };
      }
      for (const resource of ofType(plan, "google_cloud_run_v2_service", "google_secret_manager_secret")) {
        if (!flag(resource, "deletion_protection")) yield { address: resource.address, says: "can be deleted" };
      }
      for (const bucket of ofType(plan, "google_storage_bucket")) {
        if (flag(bucket, "force_destroy"))
          yield { address: bucket.address, says: "is destroyed with everything in it" };
        if (!flag(bucket, "versioning.0.enabled")) yield { address: bucket.address, says: "keeps no versions" };
      }
    },
  },
  {
    name: "recovery",
    says: "The database can go back to any minute of seven days, and has daily backups",
    check: function* (plan) {
      const databases = ofType(plan, "google_firestore_database");
      for (const database of databases) {
        if (text(database, "point_in_time_recovery_enablement") !== "POINT_IN_TIME_RECOVERY_ENABLED")
          yield { address: database.address, says: "can't go back in time" };
        if (text(database, "type") !== "FIRESTORE_NATIVE")
          yield { address: database.address, says: "is not in native mode" };
      }
      const daily = ofType(plan, "google_firestore_backup_schedule").filter(
        (schedule) => list(at(schedule.after, "daily_recurrence")).length === 1,
      );
      if (databases.length > 0 && daily.length === 0)
        yield { address: "google_firestore_backup_schedule", says: "there is no daily backup" };
    },
  },
  {
    name: "rules-released",
    says: "The security rules of the repository are the database's",
    check: function* (plan) {
      for (const database of ofType(plan, "google_firestore_database")) {
        const release = `cloud.firestore/${text(database, "name")}`;
        if (!ofType(plan, "google_firebaserules_release").some((candidate) => text(candidate, "name") === release))
          yield { address: database.address, says: `has no release ${release}` };
      }
    },
  },
  {
    name: "expiry",
    says: "What the vocabulary says expires is deleted by the database too, and nothing else is",
    check: function* (plan) {
      const expiring = new Set(
        ofType(plan, "google_firestore_field")
          .filter((field) => list(at(field.after, "ttl_config")).length === 1 && text(field, "field") === "expireAt")
          .map((field) => text(field, "collection")),
      );
      for (const collection of Object.keys(COLLECTIONS) as CollectionName[]) {
        const address = `google_firestore_field ${collection}`;
        if (expires(collection) && !expiring.has(collection)) yield { address, says: "never expires" };
        if (!expires(collection) && expiring.has(collection)) yield { address, says: "expires, and must not" };
      }
    },
  },
  {
    name: "logs-in-belgium",
    says: "Every log goes to a bucket of ours in Belgium, the default one included; the checkpoints' is locked",
    check: function* (plan) {
      const sinks = ofType(plan, "google_logging_project_sink");
      const destination =
        /^logging\.googleapis\.com\/projects\/[^/]+\/locations\/europe-west1\/buckets\/(application|audit|checkpoints)$/;
      if (!sinks.some((sink) => text(sink, "name") === "_Default"))
        yield { address: "google_logging_project_sink", says: "_Default is left to fill a bucket elsewhere" };
      for (const sink of sinks)
        if (!destination.test(text(sink, "destination") ?? ""))
          yield { address: sink.address, says: `sends logs to ${text(sink, "destination")}` };
      for (const bucket of ofType(plan, "google_logging_project_bucket_config")) {
        const isCheckpoints = text(bucket, "bucket_id") === "checkpoints";
        if (isCheckpoints && !flag(bucket, "locked"))
          yield { address: bucket.address, says: "is not locked: checkpoints could be deleted" };
        if (!isCheckpoints && flag(bucket, "locked"))
          yield { address: bucket.address, says: "is locked: personal data in it could never be erased" };
        if (isCheckpoints && (number(bucket, "retention_days") ?? 0) < 365)
          yield { address: bucket.address, says: "forgets checkpoints within a year" };
      }
    },
  },
  {
    name: "data-access-logs",
    says: "Every read and write of data, keys and secrets is in the audit log, with nobody exempt",
    check: function* (plan) {
      const configs = ofType(plan, "google_project_iam_audit_config");
      for (const service of AUDITED) {
        const config = configs.find(
          (candidate) => text(candidate, "service") === service || text(candidate, "service") === "allServices",
        );
        const kinds = new Set(list(at(config?.after, "audit_log_config")).map((kind) => at(kind, "log_type")));
        for (const kind of ["DATA_READ", "DATA_WRITE"])
          if (!kinds.has(kind)) yield { address: `audit of ${service}`, says: `does not record ${kind}` };
      }
      for (const config of configs) {
        if (list(at(config.after, "audit_log_config")).some((kind) => list(at(kind, "exempted_members")).length > 0))
          yield { address: config.address, says: "exempts somebody" };
      }
    },
  },
  {
    name: "second-factor",
    says: "Sign-in offers a second factor, admits nobody unasked and nobody anonymous",
    check: each(["google_identity_platform_config"], (config) => {
      if (!["ENABLED", "MANDATORY"].includes(text(config, "mfa.0.state") ?? "")) return "offers no second factor";
      if (flag(config, "sign_in.0.anonymous.0.enabled")) return "admits anonymous users";
      if (!flag(config, "client.0.permissions.0.disabled_user_signup")) return "lets anyone sign up";
      return flag(config, "multi_tenant.0.allow_tenants") ? undefined : "does not keep clients apart";
    }),
  },
];
