import { z } from "zod";
import { canonicalJson, sha256Hex } from "../core/canonical.ts";
import { AcceptanceId, type ProjectId, UserId } from "../core/ids.ts";
import { Problem } from "../core/problem.ts";
import { hash } from "../platform/http/fields.ts";
import type { FactsCatalogue, ModelFacts } from "../platform/model/catalogue.ts";
import { collection } from "../platform/store/collection.ts";
import { type Caller, worksIn } from "../platform/tenant/admit.ts";
import { Sealed } from "../platform/vault/vault.ts";
import { CURRENT_TERMS, SUB_PROCESSORS_VERSION, termsSha256 } from "./terms.ts";

/** What an acceptance is pinned to (BF-05). Any change of any of these suspends the assistant. */
export const ConsentFacts = z
  .strictObject({
    termsVersion: z.string().describe("The AI terms, by their date: read them at `GET /v1/consent/terms/{version}`"),
    termsSha256: hash("Of the terms' Markdown"),
    provider: z.string().describe("Who runs the model"),
    host: z.string().describe("The one host that messages are sent to"),
    region: z.string().describe("Where that host processes them"),
    model: z.string().describe("The model's name"),
    subProcessorsVersion: z.string().describe("The list of sub-processors, by its date"),
    redactionRules: z
      .int()
      .min(1)
      .describe(
        "The last version of your organisation's own redaction that protects less than the one before. Absent: never loosened",
      )
      .optional(),
  })
  .meta({
    id: "ConsentFacts",
    description: "What an acceptance is pinned to. When any of these changes, the assistant waits for a new acceptance",
  });
export type ConsentFacts = z.infer<typeof ConsentFacts>;

/** The facts that hold for a tenant now and their hash (SHA-256 of the RFC 8785 form). */
export interface PinnedFacts {
  readonly facts: ConsentFacts;
  readonly factsHash: string;
}

/** Facts by model and redaction. A catalogue hands out the same object for the same model, so each is hashed once. */
const pins = new WeakMap<ModelFacts, Map<number, PinnedFacts>>();

export function pinnedFacts(catalogue: FactsCatalogue, tenant: Pick<Caller, "tenantId" | "settings">): PinnedFacts {
  const model = catalogue.facts(tenant);
  const { loosenedIn } = tenant.settings.redaction;
  const byRules = pins.get(model) ?? new Map<number, PinnedFacts>();
  pins.set(model, byRules);
  const known = byRules.get(loosenedIn);
  if (known !== undefined) return known;
  const facts: ConsentFacts = {
    termsVersion: CURRENT_TERMS,
    termsSha256: termsSha256(CURRENT_TERMS),
    ...model,
    subProcessorsVersion: SUB_PROCESSORS_VERSION,
    ...(loosenedIn === 0 ? {} : { redactionRules: loosenedIn }),
  };
  const pinned = { facts, factsHash: sha256Hex(canonicalJson({ ...facts })) };
  byRules.set(loosenedIn, pinned);
  return pinned;
}

/** The tenant's present state, one small document: read on every chat turn, watched while an answer streams. */
export const ConsentDoc = z.strictObject({
  status: z.enum(["none", "accepted", "withdrawn"]),
  acceptance: z
    .strictObject({ id: AcceptanceId, factsHash: hash("Of the facts"), acceptedAt: z.date(), acceptedBy: UserId })
    .nullable(),
  /** Projects with the assistant switched on. */
  projects: z.record(z.string(), z.boolean()),
  /** Of the last change by an administrator. A user's own choice is in their membership. */
  changedAt: z.date(),
});
export type ConsentDoc = z.infer<typeof ConsentDoc>;
export const consentState = collection("consent", ConsentDoc);

/** One entry of the history. Written once, never changed. */
export const AcceptanceDoc = z.strictObject({
  type: z.enum(["acceptance", "withdrawal"]),
  facts: ConsentFacts,
  factsHash: hash("Of the facts"),
  by: UserId,
  createdAt: z.date(),
  reason: Sealed.nullable(),
});
export type AcceptanceDoc = z.infer<typeof AcceptanceDoc>;
export const acceptances = collection("acceptances", AcceptanceDoc);

export const BLOCKS = [
  "terms-not-accepted",
  "terms-outdated",
  "consent-withdrawn",
  "project-unspecified",
  "project-off",
  "user-off",
  "user-outdated",
] as const;
export type Block = (typeof BLOCKS)[number];

export function organisationStatus(
  doc: ConsentDoc | undefined,
  pinned: PinnedFacts,
): "none" | "accepted" | "outdated" | "withdrawn" {
  if (doc === undefined || doc.status === "none") return "none";
  if (doc.status === "withdrawn") return "withdrawn";
  return doc.acceptance?.factsHash === pinned.factsHash ? "accepted" : "outdated";
}

const ORGANISATION_BLOCK: Readonly<Record<ReturnType<typeof organisationStatus>, Block | undefined>> = {
  none: "terms-not-accepted",
  outdated: "terms-outdated",
  withdrawn: "consent-withdrawn",
  accepted: undefined,
};

/** Everything that stands between this user and the model now. Empty means that the assistant may be used. */
export function blocks(
  doc: ConsentDoc | undefined,
  pinned: PinnedFacts,
  caller: Caller,
  projectId: ProjectId | undefined,
): Block[] {
  const organisation = ORGANISATION_BLOCK[organisationStatus(doc, pinned)];
  const project: Block | undefined =
    projectId === undefined
      ? "project-unspecified"
      : doc?.projects[projectId] === true && worksIn(caller, projectId)
        ? undefined
        : "project-off";
  const chosen: Block | undefined = caller.assistantFactsHash === pinned.factsHash ? undefined : "user-outdated";
  const user: Block | undefined = caller.assistantEnabled ? chosen : "user-off";
  return [organisation, project, user].filter((block) => block !== undefined);
}

const WHAT_TO_DO: Readonly<Record<Block, string>> = {
  "terms-not-accepted": "an administrator must accept the AI terms",
  "terms-outdated": "the terms or their facts have changed: an administrator must accept them again",
  "consent-withdrawn": "the organisation withdrew its consent",
  "project-unspecified": "name a project",
  "project-off": "an administrator must switch the assistant on for this project",
  "user-off": "switch the assistant on for yourself",
  "user-outdated": "the facts have changed since you switched the assistant on: read them and choose again",
};

/** The rule before anything may leave (KZ-02). @throws Problem `consent-missing` naming all that is missing. */
export function requireConsent(
  doc: ConsentDoc | undefined,
  pinned: PinnedFacts,
  caller: Caller,
  projectId: ProjectId,
): void {
  const missing = blocks(doc, pinned, caller, projectId);
  if (missing.length === 0) return;
  throw new Problem("consent-missing", {
    detail: `The assistant is off here: ${missing.map((block) => WHAT_TO_DO[block]).join("; ")}.`,
    errors: missing.map((block) => ({ pointer: `consent:${block}`, message: WHAT_TO_DO[block] })),
  });
}
