/**
 * Every operation of the product, by its one name: the OpenAPI `operationId`, the audit event's `api.operation` and the
 * row of the permission matrix. A route can't be written without one. `kind` is the OCSF activity.
 */
export const OPERATIONS = {
  "briefs.create": "create",
  "briefs.list": "read",
  "briefs.read": "read",
  "briefs.update": "update",
  "briefs.submit": "update",
  "briefs.withdraw": "update",
  "briefs.delete": "delete",
  "consent.read": "read",
  "consent.terms.read": "read",
  "consent.accept": "create",
  "consent.withdraw": "create",
  "consent.acceptances.list": "read",
  "consent.me.update": "update",
  "consent.project.update": "update",
  "assistant.conversations.create": "create",
  "assistant.conversations.list": "read",
  "assistant.conversations.read": "read",
  "assistant.conversations.delete": "delete",
  "assistant.preview": "read",
  "assistant.messages.send": "create",
  "assistant.receipts.list": "read",
  "assistant.receipts.read": "read",
  "assistant.proposals.read": "read",
  "assistant.proposals.decide": "update",
  "audit.events.list": "read",
  "audit.exports.create": "create",
  "audit.exports.read": "read",
  "audit.exports.content": "read",
} as const satisfies Record<string, ActivityKind>;

/** What the system itself records, outside any route's own event. */
export const SYSTEM_OPERATIONS = {
  "assistant.messages.finish": "update",
  "assistant.proposals.create": "create",
  "jobs.sweep.receipt": "update",
  "jobs.sweep.expired": "delete",
} as const satisfies Record<string, ActivityKind>;

export type ActivityKind = "create" | "read" | "update" | "delete";
export type Operation = keyof typeof OPERATIONS;
export type Action = Operation | keyof typeof SYSTEM_OPERATIONS;

export function activityKind(action: Action): ActivityKind {
  return { ...OPERATIONS, ...SYSTEM_OPERATIONS }[action];
}
