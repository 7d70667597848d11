import { expect, test } from "vitest";
import type { Patient } from "../../cli/doctor/check.ts";
import { CHECKS, examine, report } from "../../cli/doctor.ts";
import type { Json } from "../../tools/ops/policy/plan.ts";
import { readFacts } from "../../tools/ops/policy/policy.ts";
import { ROOT } from "../../tools/root.ts";

const facts = readFacts(ROOT);
const queued: Patient["functions"][string] = {
  entry: "x",
  path: "/v1/export",
  purpose: "x",
  uses: [],
  memoryMiB: 512,
  timeoutSeconds: 60,
  concurrency: 1,
  invoker: "tasks",
};
const patient: Patient = {
  ...facts,
  functions: { briefs: facts.functions.briefs ?? queued, sweep: facts.functions.sweep ?? queued, export: queued },
  project: "belfry-test",
  tenants: ["atelier"],
};

const service = (name: string, ingress: string) => ({
  metadata: {
    name,
    labels: { "cloud.googleapis.com/location": "europe-west1" },
    annotations: { "run.googleapis.com/ingress": ingress, "run.googleapis.com/default-url-disabled": "true" },
  },
  spec: { template: { spec: { serviceAccountName: `fn-${name}@belfry-test.iam.gserviceaccount.com` } } },
});
const audit = (name: string) => ({ service: name, auditLogConfigs: [{ logType: "DATA_READ" }] });
const logBucket = (id: string) => ({
  name: `projects/belfry-test/locations/europe-west1/buckets/${id}`,
  locked: id === "checkpoints",
});

/** A healthy project, by check. Shapes as gcloud's reference documents them. */
const HEALTHY: Readonly<Record<string, Json>> = {
  database: {
    locationId: "europe-west1",
    deleteProtectionState: "DELETE_PROTECTION_ENABLED",
    pointInTimeRecoveryEnablement: "POINT_IN_TIME_RECOVERY_ENABLED",
    cmekConfig: { kmsKeyName: "projects/belfry-test/locations/europe-west1/keyRings/platform/cryptoKeys/firestore" },
  },
  backups: [{ dailyRecurrence: {}, retention: "1209600s" }],
  expiry: ["conversations", "turns", "receipts", "proposals", "idempotency", "exports", "limits", "usage"].map(
    (collection) => ({
      name: `projects/belfry-test/databases/belfry/collectionGroups/${collection}/fields/expireAt`,
      ttlConfig: { state: "ACTIVE" },
    }),
  ),
  "tenant-keys": [
    {
      name: "projects/belfry-test/locations/europe-west1/keyRings/tenants/cryptoKeys/tenant-atelier",
      primary: { state: "ENABLED" },
      versionTemplate: { protectionLevel: "HSM" },
      rotationPeriod: "7776000s",
      destroyScheduledDuration: "2592000s",
    },
  ],
  buckets: [
    {
      name: "belfry-test-exports",
      location: "EUROPE-WEST1",
      public_access_prevention: "enforced",
      uniform_bucket_level_access: true,
      default_kms_key: "k",
    },
  ],
  "model-key": [{ name: "projects/1/secrets/model-api-key/versions/1", state: "ENABLED" }],
  "log-buckets": [logBucket("_Required"), logBucket("application"), logBucket("audit"), logBucket("checkpoints")],
  "log-sinks": [
    {
      name: "_Default",
      destination: "logging.googleapis.com/projects/belfry-test/locations/europe-west1/buckets/application",
    },
  ],
  functions: [
    service("briefs", "internal-and-cloud-load-balancing"),
    service("sweep", "internal"),
    service("export", "internal"),
  ],
  "project-grants": {
    bindings: [
      { role: "roles/datastore.user", members: ["serviceAccount:fn-briefs@belfry-test.iam.gserviceaccount.com"] },
    ],
    auditConfigs: [
      audit("cloudkms.googleapis.com"),
      audit("datastore.googleapis.com"),
      audit("secretmanager.googleapis.com"),
    ],
  },
  "default-accounts": [{ email: "1-compute@developer.gserviceaccount.com", disabled: true }],
  "tasks-key": { kmsKey: "projects/belfry-test/locations/europe-west1/keyRings/platform/cryptoKeys/functions" },
  tls: { minTlsVersion: "TLS_1_2", profile: "RESTRICTED" },
  certificate: { managed: { state: "ACTIVE" } },
  elsewhere: [],
  "resource-locations": { listPolicy: { allowedValues: ["in:europe-west1-locations"] } },
};

function examineWith(changed: Readonly<Record<string, Json>>) {
  const answers = { ...HEALTHY, ...changed };
  return CHECKS.flatMap((check) => examine(patient, () => answers[check.name] ?? null, [check]));
}

test("a healthy project is told so", () => {
  const { healthy, lines } = report(examineWith({}));
  expect(lines.filter((line) => !line.startsWith("ok"))).toEqual([]);
  expect(healthy).toBe(true);
});

test.each<[check: string, answer: Json, says: string, mend: string]>([
  [
    "database",
    { ...(HEALTHY.database as object), locationId: "eur3" },
    "the database is in eur3",
    "docs/disaster-recovery.md",
  ],
  [
    "database",
    { ...(HEALTHY.database as object), deleteProtectionState: "DELETE_PROTECTION_DISABLED" },
    "can be deleted",
    "--delete-protection",
  ],
  [
    "database",
    { ...(HEALTHY.database as object), pointInTimeRecoveryEnablement: "POINT_IN_TIME_RECOVERY_DISABLED" },
    "can't go back in time",
    "--enable-pitr",
  ],
  ["backups", [], "no daily backup", "terraform"],
  ["expiry", [], "receipts do not expire", "terraform"],
  ["tenant-keys", [], "the client atelier has no key", "npm run tenant -- create"],
  [
    "tenant-keys",
    [{ ...(HEALTHY["tenant-keys"] as object[])[0], rotationPeriod: "31536000s" } as Json],
    "not renewed every 90 days",
    "--rotation-period=90d",
  ],
  [
    "buckets",
    [
      {
        name: "old",
        location: "US",
        public_access_prevention: "inherited",
        uniform_bucket_level_access: true,
        default_kms_key: "k",
      },
    ],
    "the bucket old is in US",
    "gcloud storage rm",
  ],
  ["model-key", [], "the model's key was never added", "gcloud secrets versions add model-api-key"],
  [
    "log-buckets",
    [{ name: "projects/p/locations/global/buckets/_Required" }],
    "_Required is in global",
    "docs/deploy.md",
  ],
  [
    "log-sinks",
    [{ name: "_Default", destination: "logging.googleapis.com/projects/p/locations/global/buckets/_Default" }],
    "sends logs to",
    "terraform",
  ],
  [
    "functions",
    [service("briefs", "all")],
    "the function briefs takes traffic from all",
    "--ingress=internal-and-cloud-load-balancing",
  ],
  [
    "functions",
    [service("surprise", "internal")],
    "the function surprise is not in the manifest",
    "gcloud run services delete surprise",
  ],
  [
    "project-grants",
    { bindings: [{ role: "roles/editor", members: ["user:a@b.example"] }] },
    "user:a@b.example holds roles/editor",
    "remove-iam-policy-binding",
  ],
  [
    "project-grants",
    {
      bindings: [
        { role: "roles/datastore.owner", members: ["serviceAccount:fn-briefs@belfry-test.iam.gserviceaccount.com"] },
      ],
    },
    "which its uses do not open",
    "remove-iam-policy-binding",
  ],
  [
    "default-accounts",
    [{ email: "1-compute@developer.gserviceaccount.com" }],
    "is not disabled",
    "gcloud iam service-accounts disable",
  ],
  ["tasks-key", {}, "queues are not under our key", "gcloud tasks cmek-config update"],
  ["tls", { minTlsVersion: "TLS_1_0", profile: "RESTRICTED" }, "the door speaks TLS_1_0", "--min-tls-version=1.2"],
  ["certificate", { managed: { state: "PROVISIONING" } }, "the certificate is PROVISIONING", "dns_records"],
  ["elsewhere", [{ name: "//storage/x", location: "us" }], "is in us", "delete it"],
  ["resource-locations", {}, "any place", "gcp.resourceLocations"],
])("%s is found wrong, with what mends it (%#)", (check, answer, says, mend) => {
  const { healthy, lines } = report(examineWith({ [check]: answer }));
  expect(healthy).toBe(false);
  const wrong = lines.filter((line) => !line.startsWith("ok")).join("\n");
  expect(wrong).toContain(says);
  expect(wrong).toContain(mend);
});

test("a question that can't be asked is a finding, never a pass", () => {
  const findings = examine(patient, () => {
    throw new Error("PERMISSION_DENIED");
  });
  const { healthy, lines } = report(findings);
  expect(healthy).toBe(false);
  expect(lines).toHaveLength(CHECKS.length);
  for (const line of lines) expect(line).toContain("CAN'T SEE");
});

test("the doctor only reads", () => {
  const verbs = CHECKS.map(({ read }) =>
    read.find((word) => /^(list|describe|get-iam-policy|search-all-resources)$/.test(word)),
  );
  expect(verbs).not.toContain(undefined);
});
