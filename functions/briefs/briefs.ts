import { z } from "zod";
import { BriefId, ProjectId } from "../core/ids.ts";
import { AT } from "../platform/http/fields.ts";
import type { RouteSpec } from "../platform/http/route.ts";
import { PageQuery, pageOf } from "../platform/store/page.ts";
import { BRIEF_STATUS, Brief } from "./brief.ts";
import { BriefInput, BriefPatch } from "./content.ts";

const params = z.strictObject({ briefId: BriefId });
const example = {
  projectId: "prj_spring",
  title: "Folding cartons for a tea range",
  category: "packaging",
  quantity: 12_000,
  format: { widthMm: 85, heightMm: 120, depthMm: 40 },
  colours: "CMYK + Pantone 186 C",
  deliveries: [{ country: "BE", city: "Gent", quantity: 12_000 }],
  deadline: "2027-03-01",
} as const;
const exampleAnswer = {
  id: "brf_0123456789abcdefghjkmnpqrs",
  status: "draft",
  version: 1,
  origin: "manual",
  createdAt: AT,
  createdBy: "usr_editor",
  updatedAt: AT,
  ...example,
} as const;

export const createBrief = {
  operation: "briefs.create",
  method: "post",
  path: "/v1/briefs",
  summary: "Write a brief by hand",
  permission: "briefs.write",
  body: BriefInput,
  idempotencyKey: "required",
  answer: { status: 201, schema: Brief, etag: true },
  problems: ["not-found", "conflict", "idempotency-conflict", "vault-unavailable"],
  example: { body: example, answer: exampleAnswer },
} as const satisfies RouteSpec;

export const listBriefs = {
  operation: "briefs.list",
  method: "get",
  path: "/v1/briefs",
  summary: "List the briefs of your projects, newest first",
  permission: "briefs.read",
  query: z.strictObject({
    projectId: ProjectId.describe("Only of this project. Absent: of all your projects").optional(),
    status: z.enum(BRIEF_STATUS).describe("Only in this status. Absent: in any").optional(),
    ...PageQuery.shape,
  }),
  answer: { status: 200, schema: pageOf(Brief) },
  problems: ["vault-unavailable", "not-found"],
  example: { answer: { items: [exampleAnswer] } },
} as const satisfies RouteSpec;

export const readBrief = {
  operation: "briefs.read",
  method: "get",
  path: "/v1/briefs/{briefId}",
  summary: "Read a brief",
  permission: "briefs.read",
  params,
  answer: { status: 200, schema: Brief, etag: true },
  problems: ["not-found", "vault-unavailable"],
  example: { answer: exampleAnswer },
} as const satisfies RouteSpec;

export const updateBrief = {
  operation: "briefs.update",
  method: "patch",
  path: "/v1/briefs/{briefId}",
  summary: "Change a draft by merge patch: null removes an optional field, objects merge, lists are replaced",
  permission: "briefs.write",
  params,
  body: BriefPatch,
  ifMatch: "required",
  answer: { status: 200, schema: Brief, etag: true },
  problems: ["not-found", "conflict", "precondition-failed", "vault-unavailable"],
  example: { body: { quantity: 15_000, colours: null }, answer: { ...exampleAnswer, version: 2, quantity: 15_000 } },
} as const satisfies RouteSpec;

export const submitBrief = {
  operation: "briefs.submit",
  method: "post",
  path: "/v1/briefs/{briefId}/submit",
  summary: "Submit a draft. With If-Match, exactly what you saw; repeated after a lost answer it gives the same one",
  permission: "briefs.write",
  params,
  ifMatch: "optional",
  answer: { status: 200, schema: Brief, etag: true },
  problems: ["not-found", "conflict", "precondition-failed", "vault-unavailable"],
  example: { answer: { ...exampleAnswer, status: "submitted", version: 2 } },
} as const satisfies RouteSpec;

export const withdrawBrief = {
  operation: "briefs.withdraw",
  method: "post",
  path: "/v1/briefs/{briefId}/withdraw",
  summary: "Withdraw a submitted brief",
  permission: "briefs.write",
  params,
  ifMatch: "optional",
  answer: { status: 200, schema: Brief, etag: true },
  problems: ["not-found", "conflict", "precondition-failed", "vault-unavailable"],
  example: { answer: { ...exampleAnswer, status: "withdrawn", version: 3 } },
} as const satisfies RouteSpec;

export const reopenBrief = {
  operation: "briefs.reopen",
  method: "post",
  path: "/v1/briefs/{briefId}/reopen",
  summary: "Make a withdrawn brief a draft again",
  permission: "briefs.write",
  params,
  ifMatch: "optional",
  answer: { status: 200, schema: Brief, etag: true },
  problems: ["not-found", "conflict", "precondition-failed", "vault-unavailable"],
  example: { answer: { ...exampleAnswer, version: 4 } },
} as const satisfies RouteSpec;

export const deleteBrief = {
  operation: "briefs.delete",
  method: "delete",
  path: "/v1/briefs/{briefId}",
  summary: "Delete a draft or a withdrawn brief",
  permission: "briefs.write",
  params,
  ifMatch: "optional",
  answer: { status: 204 },
  problems: ["not-found", "conflict", "precondition-failed", "vault-unavailable"],
} as const satisfies RouteSpec;

export const routes: readonly RouteSpec[] = [
  createBrief,
  listBriefs,
  readBrief,
  updateBrief,
  submitBrief,
  withdrawBrief,
  reopenBrief,
  deleteBrief,
];
