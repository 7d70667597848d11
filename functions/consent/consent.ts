import { z } from "zod";
import { AcceptanceId, ProjectId, UserId } from "../core/ids.ts";
import { AT, hash, SAMPLE_HASH, time } from "../platform/http/fields.ts";
import type { RouteSpec } from "../platform/http/route.ts";
import { PageQuery, pageOf } from "../platform/store/page.ts";
import { BLOCKS, ConsentFacts } from "./state.ts";

const facts = {
  termsVersion: "2026-11-01",
  termsSha256: SAMPLE_HASH,
  provider: "openai",
  host: "eu.api.openai.com",
  region: "eu",
  model: "gpt-5-mini",
  subProcessorsVersion: "2026-11-01",
} as const;

const factsHash = hash("Of the facts in RFC 8785 form");
const on = z.boolean().describe("Whether the assistant is switched on");

const Choice = z
  .strictObject({ assistantEnabled: on })
  .meta({ id: "AssistantChoice", description: "Whether the assistant may be used" });
const ProjectChoice = z
  .strictObject({ projectId: ProjectId, assistantEnabled: on })
  .meta({ id: "ProjectChoice", description: "Whether the assistant may be used in a project" });

export const Acceptance = z
  .strictObject({
    id: AcceptanceId,
    type: z.enum(["acceptance", "withdrawal"]).describe("Whether the organisation consented or withdrew its consent"),
    facts: ConsentFacts,
    factsHash,
    by: UserId.describe("Id of the administrator who decided"),
    createdAt: time("When it was decided"),
    reason: z
      .string()
      .describe("Why, in their own words. Of a withdrawal alone; absent when none was given")
      .optional(),
  })
  .meta({ id: "Acceptance", description: "An entry of the history of consent. It never changes" });
const acceptance = {
  id: "acc_0123456789abcdefghjkmnpqrs",
  type: "acceptance",
  facts,
  factsHash: SAMPLE_HASH,
  by: "usr_admin",
  createdAt: AT,
} as const;

export const ConsentView = z
  .strictObject({
    organisation: z
      .strictObject({
        status: z
          .enum(["none", "accepted", "outdated", "withdrawn"])
          .describe("`outdated`: the facts have changed since an administrator accepted them"),
        acceptance: z
          .strictObject({
            id: AcceptanceId,
            factsHash: factsHash.describe("Hash of the facts that were accepted"),
            acceptedAt: time("When they were accepted"),
            acceptedBy: UserId.describe("Id of the administrator who accepted them"),
          })
          .describe("The last acceptance. Absent: there never was one, or it was withdrawn")
          .optional(),
      })
      .describe("What the organisation decided"),
    project: z
      .strictObject({ id: ProjectId, assistantEnabled: on })
      .describe("What an administrator decided for the project that you named. Absent: you named none")
      .optional(),
    me: z.strictObject({ assistantEnabled: on }).describe("What you decided for yourself"),
    facts: ConsentFacts,
    factsHash: factsHash.describe("Hash of these facts: name it when you accept them"),
    usable: z.boolean().describe("Whether you may use the assistant in this project now"),
    blockedBy: z.array(z.enum(BLOCKS)).describe("All that is missing. Empty when `usable`"),
  })
  .meta({ id: "Consent", description: "Who switched the assistant on or off, and what it would send where" });
const view = {
  organisation: { status: "none" },
  project: { id: "prj_spring", assistantEnabled: false },
  me: { assistantEnabled: false },
  facts,
  factsHash: SAMPLE_HASH,
  usable: false,
  blockedBy: ["terms-not-accepted", "project-off", "user-off"],
} as const;

export const readConsent = {
  operation: "consent.read",
  method: "get",
  path: "/v1/consent",
  summary: "May I use the assistant here, and what is missing? Without projectId nothing is usable",
  permission: "consent.read",
  query: z.strictObject({
    projectId: ProjectId.describe(
      "The project to ask about. Absent: `project` is absent too, and nothing is usable",
    ).optional(),
  }),
  answer: { status: 200, schema: ConsentView },
  problems: ["not-found"],
  example: { answer: view },
} as const satisfies RouteSpec;

export const readTerms = {
  operation: "consent.terms.read",
  method: "get",
  path: "/v1/consent/terms/{version}",
  summary: "The AI terms, as Markdown",
  permission: "consent.read",
  params: z.strictObject({
    version: z
      .string()
      .regex(/^\d{4}-\d{2}-\d{2}$/)
      .describe("The terms' date, as in `facts.termsVersion`"),
  }),
  answer: { status: 200, schema: z.string(), mediaTypes: ["text/markdown"] },
  problems: ["not-found"],
  example: { answer: "# Belfry AI terms" },
} as const satisfies RouteSpec;

export const accept = {
  operation: "consent.accept",
  method: "post",
  path: "/v1/consent/acceptances",
  summary: "Accept the current terms for the organisation, pinned to the facts you saw",
  permission: "consent.accept",
  body: z
    .strictObject({ factsHash: factsHash.describe("The `factsHash` that you were shown with the facts") })
    .meta({ id: "AcceptanceInput", description: "Consent to exactly these facts" }),
  idempotencyKey: "required",
  answer: { status: 201, schema: Acceptance },
  problems: ["conflict", "idempotency-conflict", "vault-unavailable"],
  example: { body: { factsHash: SAMPLE_HASH }, answer: acceptance },
} as const satisfies RouteSpec;

export const withdraw = {
  operation: "consent.withdraw",
  method: "post",
  path: "/v1/consent/withdrawals",
  summary: "Withdraw the organisation's consent: the assistant stops, answers in flight included",
  permission: "consent.accept",
  body: z
    .strictObject({ reason: z.string().trim().min(1).max(2000).describe("Why, for your own history").optional() })
    .meta({ id: "WithdrawalInput", description: "The end of the organisation's consent" }),
  idempotencyKey: "required",
  answer: { status: 201, schema: Acceptance },
  problems: ["conflict", "idempotency-conflict", "vault-unavailable"],
  example: { body: { reason: "Under review" }, answer: { ...acceptance, type: "withdrawal", reason: "Under review" } },
} as const satisfies RouteSpec;

export const listAcceptances = {
  operation: "consent.acceptances.list",
  method: "get",
  path: "/v1/consent/acceptances",
  summary: "Who accepted or withdrew what and when, newest first; entries never change",
  permission: "consent.read",
  query: PageQuery,
  answer: { status: 200, schema: pageOf(Acceptance) },
  problems: ["vault-unavailable"],
  example: { answer: { items: [acceptance] } },
} as const satisfies RouteSpec;

export const chooseForMe = {
  operation: "consent.me.update",
  method: "put",
  path: "/v1/consent/me",
  summary: "Switch the assistant on or off for yourself",
  permission: "consent.choose",
  body: Choice,
  answer: { status: 200, schema: Choice },
  problems: ["vault-unavailable"],
  example: { body: { assistantEnabled: true }, answer: { assistantEnabled: true } },
} as const satisfies RouteSpec;

export const chooseForProject = {
  operation: "consent.project.update",
  method: "put",
  path: "/v1/consent/projects/{projectId}",
  summary: "Switch the assistant on or off for a project",
  permission: "consent.accept",
  params: z.strictObject({ projectId: ProjectId }),
  body: Choice,
  answer: { status: 200, schema: ProjectChoice },
  problems: ["not-found", "vault-unavailable"],
  example: { body: { assistantEnabled: true }, answer: { projectId: "prj_spring", assistantEnabled: true } },
} as const satisfies RouteSpec;

export const routes: readonly RouteSpec[] = [
  readConsent,
  readTerms,
  accept,
  withdraw,
  listAcceptances,
  chooseForMe,
  chooseForProject,
];
