import { COLLECTIONS, type CollectionName, expires } from "../../functions/vocabulary/index.ts";
import { at, type Json, list } from "../../tools/ops/policy/plan.ts";
import { APPLY, type Check, CREATE, type Fault, REGION } from "./check.ts";

const str = (value: Json | undefined): string => (typeof value === "string" ? value : "");
const lastPart = (name: Json | undefined): string => str(name).split("/").at(-1) ?? "";

/** Where data is, how it is kept and under which key. */
export const dataChecks: readonly Check[] = [
  {
    name: "database",
    promise: "KZ-13/resources",
    read: ["firestore", "databases", "describe", "--database=belfry"],
    look: function* (database, { project }) {
      const moved = at(database, "locationId") !== REGION;
      if (moved)
        yield {
          says: `the database is in ${str(at(database, "locationId")) || "no place"}`,
          mend: "a database can't be moved: docs/disaster-recovery.md, export and import",
        };
      if (at(database, "deleteProtectionState") !== "DELETE_PROTECTION_ENABLED")
        yield {
          says: "the database can be deleted",
          mend: `gcloud firestore databases update --project=${project} --database=belfry --delete-protection`,
        };
      if (at(database, "pointInTimeRecoveryEnablement") !== "POINT_IN_TIME_RECOVERY_ENABLED")
        yield {
          says: "the database can't go back in time",
          mend: `gcloud firestore databases update --project=${project} --database=belfry --enable-pitr`,
        };
      if (!str(at(database, "cmekConfig.kmsKeyName")).includes("/keyRings/platform/cryptoKeys/firestore"))
        yield {
          says: "the database is not under our key",
          mend: "the key is chosen when a database is made: docs/disaster-recovery.md, export and import",
        };
    },
  },
  {
    name: "backups",
    promise: "KZ-06",
    read: ["firestore", "backups", "schedules", "list", "--database=belfry"],
    look: function* (schedules) {
      if (!list(schedules).some((schedule) => at(schedule, "dailyRecurrence") !== undefined))
        yield { says: "there is no daily backup", mend: APPLY };
    },
  },
  {
    name: "expiry",
    promise: "KB-06/by-the-database",
    read: ["firestore", "fields", "ttls", "list", "--database=belfry"],
    look: function* (fields) {
      const active = new Set(
        list(fields)
          .filter((field) => at(field, "ttlConfig.state") === "ACTIVE")
          .map((field) => /collectionGroups\/([^/]+)\/fields\/expireAt$/.exec(str(at(field, "name")))?.[1]),
      );
      for (const collection of (Object.keys(COLLECTIONS) as CollectionName[]).filter(expires)) {
        if (!active.has(collection))
          yield {
            says: `${collection} do not expire by themselves (a new rule takes a while to become active)`,
            mend: APPLY,
          };
      }
    },
  },
  {
    name: "tenant-keys",
    promise: "KZ-12/own-key",
    read: ["kms", "keys", "list", `--location=${REGION}`, "--keyring=tenants"],
    look: function* (keys, { project, tenants }) {
      for (const key of list(keys)) {
        const name = lastPart(at(key, "name"));
        const update = `gcloud kms keys update ${name} --project=${project} --location=${REGION} --keyring=tenants`;
        if (at(key, "versionTemplate.protectionLevel") !== "HSM")
          yield {
            says: `${name} is not in an HSM`,
            mend: `${update} --default-algorithm=google-symmetric-encryption (and rotate: the level belongs to the version)`,
          };
        if (!(Number.parseInt(str(at(key, "rotationPeriod")), 10) <= 7_776_000))
          yield {
            says: `${name} is not renewed every 90 days`,
            mend: `${update} --rotation-period=90d --next-rotation-time=+p1d`,
          };
        if (!(Number.parseInt(str(at(key, "destroyScheduledDuration")), 10) >= 2_592_000))
          yield {
            says: `${name} can't be restored for 30 days`,
            mend: "the delay is chosen when a key is made: make the tenant a new key and re-wrap (docs/disaster-recovery.md, key loss)",
          };
        if (at(key, "primary.state") !== "ENABLED")
          yield { says: `${name} has no version in use (erased?)`, mend: "docs/playbooks/key-destruction.md" };
      }
      const held = new Set(list(keys).map((key) => lastPart(at(key, "name"))));
      for (const id of tenants)
        if (!held.has(`tenant-${id}`)) yield { says: `the client ${id} has no key`, mend: CREATE };
    },
  },
  {
    name: "buckets",
    promise: "KZ-13/resources",
    read: ["storage", "buckets", "list"],
    look: function* (buckets) {
      for (const bucket of list(buckets)) {
        const name = str(at(bucket, "name"));
        const update = `gcloud storage buckets update gs://${name}`;
        if (str(at(bucket, "location")).toLowerCase() !== REGION)
          yield {
            says: `the bucket ${name} is in ${str(at(bucket, "location"))}`,
            mend: `copy what is needed, then gcloud storage rm --recursive gs://${name}`,
          };
        if (at(bucket, "public_access_prevention") !== "enforced")
          yield { says: `the bucket ${name} could be made public`, mend: `${update} --public-access-prevention` };
        if (at(bucket, "uniform_bucket_level_access") !== true)
          yield {
            says: `the bucket ${name} has permissions per object`,
            mend: `${update} --uniform-bucket-level-access`,
          };
        if (str(at(bucket, "default_kms_key")) === "")
          yield { says: `the bucket ${name} is not under our key`, mend: APPLY };
      }
    },
  },
  {
    name: "model-key",
    promise: "KB-04",
    read: ["secrets", "versions", "list", "model-api-key", "--filter=state=ENABLED"],
    look: function* (versions, { project }) {
      if (list(versions).length === 0)
        yield {
          says: "the model's key was never added",
          mend: `gcloud secrets versions add model-api-key --project=${project} --data-file=- (paste the key, end with Ctrl-D)`,
        };
    },
  },
  {
    name: "log-buckets",
    promise: "KZ-13/logs",
    read: ["logging", "buckets", "list", "--location=-"],
    look: function* (buckets): Generator<Fault> {
      for (const bucket of list(buckets)) {
        const place = /locations\/([^/]+)\//.exec(str(at(bucket, "name")))?.[1] ?? "";
        const id = lastPart(at(bucket, "name"));
        if (id === "_Required" && place !== REGION)
          yield {
            says: `_Required is in ${place}: administrators' actions are stored there`,
            mend: "can't be moved: the organisation's log location must be set before a project is made (docs/deploy.md)",
          };
        if (id === "checkpoints" && at(bucket, "locked") !== true)
          yield {
            says: "the checkpoints' log bucket is not locked",
            mend: `${APPLY} (irreversible: read retention_days first)`,
          };
      }
      for (const wanted of ["application", "audit", "checkpoints"]) {
        if (!list(buckets).some((bucket) => str(at(bucket, "name")).endsWith(`locations/${REGION}/buckets/${wanted}`)))
          yield { says: `there is no log bucket ${wanted} in Belgium`, mend: APPLY };
      }
    },
  },
  {
    name: "log-sinks",
    promise: "KZ-13/logs",
    read: ["logging", "sinks", "list"],
    look: function* (sinks) {
      for (const sink of list(sinks)) {
        const [name, destination] = [str(at(sink, "name")), str(at(sink, "destination"))];
        if (name !== "_Required" && !destination.includes(`/locations/${REGION}/buckets/`))
          yield { says: `the sink ${name} sends logs to ${destination}`, mend: APPLY };
      }
    },
  },
];
