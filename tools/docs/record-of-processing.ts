import { number, text } from "../ops/policy/plan.ts";
import { ofType } from "../ops/policy/policy.ts";
import { markdown, type Page, type Source, table } from "./page.ts";
import { DATA_CLASSES, type DataClass } from "./register.ts";

interface Activity {
  readonly name: string;
  readonly purpose: string;
  readonly subjects: string;
  readonly classes: readonly DataClass[];
  readonly basis: string;
  readonly keeps: (source: Source) => string;
}

const days = (source: Source, bucket: string): string => {
  const found = ofType(source.plan, "google_logging_project_bucket_config").find(
    (candidate) => text(candidate, "bucket_id") === bucket,
  );
  return `${found === undefined ? "?" : number(found, "retention_days")} days`;
};

/** Article 30(2): what a processor does on behalf of its clients. Legal bases are the clients' to choose; what is usual is said. */
const ACTIVITIES: readonly Activity[] = [
  {
    name: "Briefs",
    purpose: "Write, submit and track briefs",
    subjects: "Users of the client, people named in a brief",
    classes: ["account", "brief"],
    basis: "The client's contract",
    keeps: () => "Until the client deletes them",
  },
  {
    name: "Assistant",
    purpose: "Help to write a brief, where chosen",
    subjects: "Users of the client who chose it",
    classes: ["conversation", "outgoing", "inspected", "receipt"],
    basis: "The client's acceptance of the AI terms and the user's choice",
    keeps: () => "7 or 30 days by the client's setting; receipts as conversations",
  },
  {
    name: "Sign-in",
    purpose: "Know who asks",
    subjects: "Users of the client",
    classes: ["account"],
    basis: "The client's contract",
    keeps: () => "Until the account is deleted",
  },
  {
    name: "Audit trail",
    purpose: "Prove who did what",
    subjects: "Users of the client",
    classes: ["audit"],
    basis: "Legal obligation and legitimate interest of the client",
    keeps: (source) =>
      `90 days by default, by the client's setting; checkpoints (hashes only) ${days(source, "checkpoints")}`,
  },
  {
    name: "Operation",
    purpose: "Keep the service up and safe",
    subjects: "Users of the client",
    classes: ["technical"],
    basis: "Legitimate interest in security",
    keeps: (source) =>
      `Application logs ${days(source, "application")}; who accessed data, keys and secrets ${days(source, "audit")}`,
  },
];

export const recordOfProcessing: Page = {
  path: "docs/record-of-processing.md",
  write: (source) => {
    const { facts } = source;
    const recipients = (classes: readonly DataClass[]) =>
      facts.register.subProcessors
        .filter((processor) => processor.dataClasses.some((dataClass) => classes.includes(dataClass)))
        .map(({ name }) => name);
    const transfers = facts.register.subProcessors.filter((processor) => processor.outsideEea);
    return markdown(
      "Record of processing activities",
      `Article 30(2) GDPR: what Belfry does as a processor, on behalf of its clients, who are the controllers. The parts that depend on the deployment are read from it; register version ${facts.register.version}.`,
      "Processor: the company that operates this deployment (name, representative and data protection officer are filled in where it is operated; they are no part of the code). Controllers: one per tenant, listed by the workspace, not here.",
      "## Activities",
      table(
        ["Activity", "For", "Whose data", "Classes", "Usual basis", "Kept", "Received by"],
        ACTIVITIES.map((activity) => [
          activity.name,
          activity.purpose,
          activity.subjects,
          activity.classes.join(", "),
          activity.basis,
          activity.keeps(source),
          recipients(activity.classes).join("; "),
        ]),
      ),
      table(
        ["Class", "What it is"],
        Object.entries(DATA_CLASSES).map(([name, says]) => [name, says]),
      ),
      "## Transfers to third countries",
      transfers.length === 0
        ? "None."
        : table(
            ["To", "Where", "Basis"],
            transfers.map(({ name, location, transferBasis }) => [name, location, transferBasis ?? ""]),
          ),
      "## Security measures (Article 32)",
      [
        `- Hosted in ${facts.exceptions.region}; the exceptions are on \`docs/residency.md\`.`,
        "- Contents encrypted in the application under a key per client (AES-256-GCM, wrapped by an HSM key), and again at rest under keys of our own.",
        "- TLS 1.2 or newer at the door, restricted ciphers; OWASP rules, rate and size limits before any code runs.",
        "- One account per function, with exactly what it uses; who reads a trail cannot sign one; the deployer can do neither.",
        "- Every access to data, keys and secrets is logged; a person's access raises an alarm.",
        "- Point-in-time recovery of 7 days, daily backups; recovery rehearsed (`docs/disaster-recovery.md`).",
        "- Erasure of a client destroys its key, which reaches backups too; 30 days during which it can be undone.",
      ].join("\n"),
    );
  },
};
