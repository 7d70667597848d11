import { z } from "zod";
import { AuditEvent } from "../core/event.ts";
import { ExportId, UserId } from "../core/ids.ts";
import { AT, count, time } from "../platform/http/fields.ts";
import type { RouteSpec } from "../platform/http/route.ts";
import { PageQuery, pageOf } from "../platform/store/page.ts";
import { isAction } from "../vocabulary/index.ts";

const action = z
  .string()
  .refine(isAction, "is not an action; the actions are the operationIds")
  .describe("Only events of this `operationId`. Absent: of all")
  .optional();
const instant = (what: string) => z.iso.datetime({ offset: true }).describe(what).optional();
const from = instant("Only events at or after this time, RFC 3339 with its zone. Absent: from the first");
const to = instant("Only events before this time, RFC 3339 with its zone. Absent: to the last");

export const FORMATS = ["ndjson", "csv"] as const;
const format = z
  .enum(FORMATS)
  .describe("`ndjson`: one AuditEvent a line. `csv`: RFC 4180 with a header, the main fields");
const ExportView = z
  .strictObject({
    id: ExportId,
    status: z.literal("ready").describe("It can be downloaded"),
    format,
    from,
    to,
    action: z.string().describe("Only events of this `operationId`. Absent: of all").optional(),
    eventCount: count("Events in the content: a download with fewer lines is incomplete"),
    trailSize: count("The export holds events below this sequence number, whatever happens later"),
    createdAt: time("When it was fixed"),
    expiresAt: time("Until when it can be downloaded"),
  })
  .meta({ id: "Export", description: "A fixed part of the trail, to download" });
const exportExample = {
  id: "exp_0123456789abcdefghjkmnpqrs",
  status: "ready",
  format: "ndjson",
  eventCount: 42,
  trailSize: 42,
  createdAt: AT,
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
    from,
    to,
    action,
    actor: UserId.describe("Only events of this member. Absent: of all").optional(),
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
  body: z
    .strictObject({ format, from, to, action })
    .meta({ id: "ExportInput", description: "Which part of the trail to fix, and how to write it" }),
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
  summary:
    "Download an export: its events in order of sequence, one a line; a damaged one as its id alone; gzip when accepted",
  permission: "audit.read",
  params,
  answer: {
    status: 200,
    schema: z.string(),
    mediaTypes: ["application/x-ndjson", "text/csv"],
    download: true,
  },
  problems: ["not-found"],
} as const satisfies RouteSpec;

export const routes: readonly RouteSpec[] = [listEvents, createExport, readExport, readExportContent];
