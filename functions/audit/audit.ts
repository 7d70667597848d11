import { z } from "zod";
import { AuditEvent } from "../core/event.ts";
import { ExportId, UserId } from "../core/ids.ts";
import type { RouteSpec } from "../platform/http/route.ts";
import { PageQuery, pageOf } from "../platform/store/page.ts";
import { isAction } from "../vocabulary/index.ts";

const ActionName = z.string().refine(isAction, "is not an action; the actions are the operationIds");
const instant = z.iso.datetime({ offset: true });

export const FORMATS = ["ndjson", "csv"] as const;
const ExportView = z.strictObject({
  id: ExportId,
  status: z.literal("ready"),
  format: z.enum(FORMATS),
  from: instant.optional(),
  to: instant.optional(),
  action: z.string().optional(),
  /** Events in the content: a download with fewer lines is incomplete. */
  eventCount: z.int(),
  /** The export holds events below this sequence number, whatever happens later. */
  trailSize: z.int(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
});
const exportExample = {
  id: "exp_0123456789abcdefghjkmnpqrs",
  status: "ready",
  format: "ndjson",
  eventCount: 42,
  trailSize: 42,
  createdAt: "2026-11-21T09:00:00.000Z",
  expiresAt: "2026-11-28T09:00:00.000Z",
} as const;
const params = z.strictObject({ exportId: ExportId });

export const listEvents = {
  operation: "audit.events.list",
  method: "get",
  path: "/v1/audit/events",
  summary: "The organisation's trail, newest first; from is inclusive, to exclusive",
  permission: "audit.read",
  query: z.strictObject({
    from: instant.optional(),
    to: instant.optional(),
    action: ActionName.optional(),
    actor: UserId.optional(),
    ...PageQuery.shape,
  }),
  answer: { status: 200, schema: pageOf(AuditEvent) },
  problems: [],
  example: { answer: { items: [] } },
} as const satisfies RouteSpec;

export const createExport = {
  operation: "audit.exports.create",
  method: "post",
  path: "/v1/audit/exports",
  summary: "Fix an export of the trail as it is now",
  permission: "audit.read",
  body: z.strictObject({
    format: z.enum(FORMATS),
    from: instant.optional(),
    to: instant.optional(),
    action: ActionName.optional(),
  }),
  idempotencyKey: "required",
  answer: { status: 201, schema: ExportView },
  problems: ["idempotency-conflict", "vault-unavailable"],
  example: { body: { format: "ndjson" }, answer: exportExample },
} as const satisfies RouteSpec;

export const readExport = {
  operation: "audit.exports.read",
  method: "get",
  path: "/v1/audit/exports/{exportId}",
  summary: "An export's scope and size",
  permission: "audit.read",
  params,
  answer: { status: 200, schema: ExportView },
  problems: ["not-found"],
  example: { answer: exportExample },
} as const satisfies RouteSpec;

export const readExportContent = {
  operation: "audit.exports.content",
  method: "get",
  path: "/v1/audit/exports/{exportId}/content",
  summary: "The events in order of sequence, one a line; a damaged one as its id alone; gzip when accepted",
  permission: "audit.read",
  params,
  answer: { status: 200, schema: z.string(), mediaTypes: ["application/x-ndjson", "text/csv"] },
  problems: ["not-found"],
} as const satisfies RouteSpec;

export const routes: readonly RouteSpec[] = [listEvents, createExport, readExport, readExportContent];
