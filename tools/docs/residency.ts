import { ENCRYPTED_TYPES } from "../ops/policy/encryption.ts";
import { type Resource, text } from "../ops/policy/plan.ts";
import type { EXCEPTION_KINDS } from "../ops/policy/policy.ts";
import { group, markdown, type Page, type Source, table } from "./page.ts";

type Kind = (typeof EXCEPTION_KINDS)[number];

/** What each kind of exception means to a client. `parent` is none: it is inside something whose place is checked. */
const KIND_SAYS: Readonly<Record<Exclude<Kind, "parent">, string>> = {
  "sign-in": "Sign-in: outside Belgium",
  monitoring: "Counts and alarms: a global service, no client data",
  secret: "Names of secrets: global; their contents: Belgium",
  configuration: "Configuration: global, no client data",
};

/** What a client calls these types. Several types may be one thing. */
const NAMES: Readonly<Record<string, string>> = {
  google_artifact_registry_repository: "Images of the functions",
  google_cloud_run_v2_service: "Functions",
  google_cloud_scheduler_job: "Scheduled jobs",
  google_cloud_tasks_queue: "Queues",
  google_cloudbuild_trigger: "Builds",
  google_cloudbuild_worker_pool: "Builds",
  google_firestore_database: "Database: briefs, conversations, receipts, audit trail",
  google_kms_key_ring: "Keys (hardware security modules)",
  google_logging_project_bucket_config: "Logs, and the checkpoints of the audit trail",
  google_storage_bucket: "Files: exports, attachments, sources",
};
const OTHER = "Load balancer (where TLS ends), network, firewall";

const placeOf = (resource: Resource): string | undefined =>
  (text(resource, "location") ?? text(resource, "region") ?? text(resource, "location_id"))?.toLowerCase();

/** The facts of the residency page, which a console can show: what stays in Belgium, what does not, and why. */
export function residency({ plan, facts }: Source) {
  const located = plan.resources.filter(
    (resource) => placeOf(resource) !== undefined && facts.exceptions.exceptions[resource.type] === undefined,
  );
  const inRegion = [...group(located, (resource) => resource.type)].map(([type, resources]) => ({
    type,
    name: NAMES[type] ?? OTHER,
    count: resources.length,
    locations: [...new Set(resources.map((resource) => placeOf(resource) ?? ""))].sort(),
    encryptedWithOwnKey: ENCRYPTED_TYPES.includes(type),
  }));
  const planned = new Set(plan.resources.map(({ type }) => type));
  const exceptions = Object.entries(facts.exceptions.exceptions)
    .filter(([type, { kind }]) => planned.has(type) && kind !== "parent")
    .map(([type, { kind, reason }]) => ({ type, kind, reason }));
  const models = facts.register.subProcessors
    .filter(({ kind }) => kind === "model")
    .map(({ id, name, location, hosts, retention, optional }) => ({ id, name, location, hosts, retention, optional }));
  const outsideEea = facts.register.subProcessors
    .filter((processor) => processor.outsideEea)
    .map(({ id, name, location, transferBasis }) => ({ id, name, location, transferBasis }));
  return {
    region: facts.exceptions.region,
    registerVersion: facts.register.version,
    inRegion,
    exceptions,
    models,
    outsideEea,
  };
}

export const residencyData: Page = {
  path: "functions/privacy/residency.json",
  write: (source) => `${JSON.stringify(residency(source), null, 2)}\n`,
};

export const residencyPage: Page = {
  path: "docs/residency.md",
  write: (source) => {
    const { inRegion, exceptions, models, outsideEea } = residency(source);
    const secret = source.plan.resources.filter(({ type }) => type === "google_secret_manager_secret").length;
    const rows = [...group(inRegion, ({ name }) => name)].map(([name, types]) => [
      name,
      String(types.reduce((sum, { count }) => sum + count, 0)),
      [...new Set(types.flatMap(({ locations }) => locations))].join(", "),
      types.every(({ encryptedWithOwnKey }) => encryptedWithOwnKey) ? "yes" : "",
    ]);
    const schedule = source.plan.resources.find(({ type }) => type === "google_firestore_backup_schedule");
    const backupDays =
      Number.parseInt((schedule === undefined ? undefined : text(schedule, "retention")) ?? "0", 10) / 86_400;
    const kinds = (Object.keys(KIND_SAYS) as (keyof typeof KIND_SAYS)[]).map((kind) => {
      const listed = exceptions.filter((exception) => exception.kind === kind);
      const reasons = group(listed, ({ reason }) => reason);
      return [
        `### ${KIND_SAYS[kind]}`,
        ...[...reasons].map(([reason, types]) => `- ${reason}. (${types.map(({ type }) => `\`${type}\``).join(", ")})`),
      ].join("\n");
    });
    return markdown(
      "Where data is",
      "Belfry runs in Belgium: Google Cloud's region `europe-west1`. The table counts the resources of the Terraform plan, and a plan with anything elsewhere fails (`npm run test:terraform`).",
      "## In Belgium",
      table(
        ["What", "How many", "Where", "Under our own key"],
        [...rows, ["Contents of secrets", String(secret), "europe-west1", "yes"]],
      ),
      "Where the last column is empty, the service stores no client data or offers no key of one's own: load balancer, network, jobs (they carry a function's name, no data). Cloud Tasks takes a key by a setting of the region that Terraform does not know: `npm run doctor` checks it once there is a queue.",
      "## Not in Belgium, or not promised to be",
      ...kinds,
      "### Models",
      table(
        ["Provider", "Where", "Host", "Keeps"],
        models.map(({ name, location, hosts, retention, optional }) => [
          `${name}${optional ? " (only if the client chooses the assistant)" : ""}`,
          location,
          hosts.map((host) => `\`${host}\``).join(", "),
          retention,
        ]),
      ),
      "### A second opinion",
      "Where the deployment allows it and a client has chosen it, redacted messages are also shown to Google's Sensitive Data Protection, at its regional endpoint in Belgium: there Google commits to the region for data in transit and in use as well as at rest. Off by default (`docs/redaction.md`).",
      "### Outside the European Economic Area",
      table(
        ["Who", "Where", "On what basis"],
        outsideEea.map(({ name, location, transferBasis }) => [name, location, transferBasis ?? ""]),
      ),
      "## What Google's own commitment leaves open",
      [
        "- It covers customer data **at rest** in the region. Data in use stays in the European Union, not necessarily in Belgium.",
        "- Names and labels of resources, and service data, are outside it: no name or label here holds personal data (a tenant's id is a code).",
        "- A project's `_Required` log bucket is global unless the organisation's log location was set before the project was made (`docs/deploy.md`). It holds administrators' actions, not clients' data. The `_Default` sink is pointed at a bucket in Belgium.",
        "- Error Reporting reads no log bucket under our key, and is a global service: it is not used. Errors are counted from the logs instead.",
        `- Firestore deletes expired documents within about a day; functions hide them at once. Point-in-time recovery keeps what was deleted for 7 days, backups for ${backupDays}.`,
      ].join("\n"),
    );
  },
};
