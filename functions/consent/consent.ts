import { z } from "zod";
import { AcceptanceId, ProjectId, UserId } from "../core/ids.ts";
import type { RouteSpec } from "../platform/http/route.ts";
import { PageQuery, pageOf } from "../platform/store/page.ts";
import { BLOCKS, ConsentFacts } from "./state.ts";

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const sample = "a".repeat(64);
const facts = {
  termsVersion: "2026-11-01",
  termsSha256: sample,
  provider: "openai",
  host: "eu.api.openai.com",
  region: "eu",
  model: "gpt-5-mini",
  subProcessorsVersion: "2026-12-25",
} as const;

export const Acceptance = z.strictObject({
  id: AcceptanceId,
  type: z.enum(["acceptance", "withdrawal"]),
  facts: ConsentFacts,
  factsHash: hash,
  by: UserId,
  createdAt: z.iso.datetime(),
  reason: z.string().optional(),
});
const acceptance = {
  id: "acc_0123456789abcdefghjkmnpqrs",
  type: "acceptance",
  facts,
  factsHash: sample,
  by: "usr_admin",
  createdAt: "2026-11-21T09:00:00.000Z",
} as const;

export const ConsentView = z.strictObject({
  organisation: z.strictObject({
    status: z.enum(["none", "accepted", "outdated", "withdrawn"]),
    acceptance: z
      .strictObject({ id: AcceptanceId, factsHash: hash, acceptedAt: z.iso.datetime(), acceptedBy: UserId })
      .optional(),
  }),
  project: z.strictObject({ id: ProjectId, assistantEnabled: z.boolean() }).optional(),
  me: z.strictObject({ assistantEnabled: z.boolean() }),
  facts: ConsentFacts,
  factsHash: hash,
  usable: z.boolean(),
  blockedBy: z.array(z.enum(BLOCKS)),
});
const view = {
  organisation: { status: "none" },
  project: { id: "prj_spring", assistantEnabled: false },
  me: { assistantEnabled: false },
  facts,
  factsHash: sample,
  usable: false,
  blockedBy: ["terms-not-accepted", "project-off", "user-off"],
} as const;

export const readConsent = {
  operation: "consent.read",
  method: "get",
  path: "/v1/consent",
  summary: "May I use the assistant here, and what is missing? Without projectId nothing is usable",
  permission: "consent.read",
  query: z.strictObject({ projectId: ProjectId.optional() }),
  answer: { status: 200, schema: ConsentView },
  problems: ["not-found"],
  example: { answer: view },
} as const satisfies RouteSpec;

export const readTerms = {
  operation: "consent.terms.read",
  method: "get",
  path: "/v1/consent/terms/{version}",
  summary: "The AI terms, as Markdown, in the language of Accept-Language; the English text is what is accepted",
  permission: "consent.read",
  params: z.strictObject({ version: z.string().regex(/^\d{4}-\d{2}-\d{2}$/) }),
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
  body: z.strictObject({ factsHash: hash }),
  idempotencyKey: "required",
  answer: { status: 201, schema: Acceptance },
  problems: ["conflict", "idempotency-conflict", "vault-unavailable"],
  example: { body: { factsHash: sample }, answer: acceptance },
} as const satisfies RouteSpec;

export const withdraw = {
  operation: "consent.withdraw",
  method: "post",
  path: "/v1/consent/withdrawals",
  summary: "Withdraw the organisation's consent: the assistant stops, answers in flight included",
  permission: "consent.accept",
  body: z.strictObject({ reason: z.string().trim().min(1).max(2000).optional() }),
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
  body: z.strictObject({ assistantEnabled: z.boolean() }),
  answer: { status: 200, schema: z.strictObject({ assistantEnabled: z.boolean() }) },
  problems: [],
  example: { body: { assistantEnabled: true }, answer: { assistantEnabled: true } },
} as const satisfies RouteSpec;

export const chooseForProject = {
  operation: "consent.project.update",
  method: "put",
  path: "/v1/consent/projects/{projectId}",
  summary: "Switch the assistant on or off for a project",
  permission: "consent.accept",
  params: z.strictObject({ projectId: ProjectId }),
  body: z.strictObject({ assistantEnabled: z.boolean() }),
  answer: { status: 200, schema: z.strictObject({ projectId: ProjectId, assistantEnabled: z.boolean() }) },
  problems: ["not-found"],
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
