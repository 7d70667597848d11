import { z } from "zod";
import { canonicalJson, sha256Hex } from "../core/canonical.ts";
import { AcceptanceId, type ProjectId, UserId } from "../core/ids.ts";
import { Problem } from "../core/problem.ts";
import type { FactsCatalogue, ModelFacts } from "../platform/model/catalogue.ts";
import { collection } from "../platform/store/collection.ts";
import { type Caller, worksIn } from "../platform/tenant/admit.ts";
import { SECOND_OPINIONS } from "../platform/tenant/settings.ts";
import { Sealed } from "../platform/vault/vault.ts";
import { CURRENT_TERMS, SUB_PROCESSORS_VERSION, termsSha256 } from "./terms.ts";

const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** What an acceptance is pinned to (BF-05). Any change of any of these suspends the assistant. */
export const ConsentFacts = z.strictObject({
  termsVersion: z.string(),
  termsSha256: hash,
  provider: z.string(),
  host: z.string(),
  region: z.string(),
  model: z.string(),
  subProcessorsVersion: z.string(),
  /** The organisation's own redaction, as of its last version that protects less than the one before. Absent: never loosened. */
  redactionRules: z.int().min(1).optional(),
  /** Who else reads a message, after our redaction and before the model. Absent where nobody does. */
  secondOpinion: z
    .strictObject({ by: z.enum(SECOND_OPINIONS), host: z.string(), region: z.string(), model: z.string() })
    .optional(),
});
export type ConsentFacts = z.infer<typeof ConsentFacts>;

/** The facts that hold for a tenant now and their hash (SHA-256 of the RFC 8785 form). */
export interface PinnedFacts {
  readonly facts: ConsentFacts;
  readonly factsHash: string;
}

/**
 * A model's facts with those of the terms, of the second opinion and of the organisation's redaction. A catalogue hands out the same object
 * for the same model and the same opinion, so each combination is hashed once.
 */
const pins = new WeakMap<ModelFacts, WeakMap<object, Map<number, PinnedFacts>>>();
const NO_OPINION = {};

export function pinnedFacts(catalogue: FactsCatalogue, tenant: Pick<Caller, "tenantId" | "settings">): PinnedFacts {
  const model = catalogue.facts(tenant);
  const opinion = catalogue.opinion(tenant);
  const { loosenedIn } = tenant.settings.redaction;
  const ofModel = pins.get(model) ?? new WeakMap<object, Map<number, PinnedFacts>>();
  pins.set(model, ofModel);
  const ofOpinion = ofModel.get(opinion ?? NO_OPINION) ?? new Map<number, PinnedFacts>();
  ofModel.set(opinion ?? NO_OPINION, ofOpinion);
  const known = ofOpinion.get(loosenedIn);
  if (known !== undefined) return known;
  const facts: ConsentFacts = {
    termsVersion: CURRENT_TERMS,
    termsSha256: termsSha256(CURRENT_TERMS),
    ...model,
    subProcessorsVersion: SUB_PROCESSORS_VERSION,
    ...(opinion === undefined ? {} : { secondOpinion: { ...opinion } }),
    ...(loosenedIn === 0 ? {} : { redactionRules: loosenedIn }),
  };
  const pinned = { facts, factsHash: sha256Hex(canonicalJson({ ...facts })) };
  ofOpinion.set(loosenedIn, pinned);
  return pinned;
}

/** The tenant's present state, one small document: read on every chat turn, watched while an answer streams. */
export const ConsentDoc = z.strictObject({
  status: z.enum(["none", "accepted", "withdrawn"]),
  acceptance: z
    .strictObject({ id: AcceptanceId, factsHash: hash, acceptedAt: z.date(), acceptedBy: UserId })
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
  factsHash: hash,
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
