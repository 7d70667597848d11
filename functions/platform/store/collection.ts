import type { z } from "zod";

/** Collections below `tenants/{tenantId}`; nothing else can be named. */
export type CollectionName =
  | "members"
  | "projects"
  | "settings"
  | "consent"
  | "acceptances"
  | "briefs"
  | "conversations"
  | "turns"
  | "receipts"
  | "proposals"
  | "usage"
  | "limits"
  | "idempotency"
  | "keys"
  | "outbox"
  | "trail"
  | "exports";

/** A collection and the schema its documents are parsed with when read. `parent` makes it a subcollection. */
export interface Collection<T extends object> {
  readonly name: CollectionName;
  readonly schema: z.ZodType<T>;
  readonly parent?: CollectionName;
}

export function collection<T extends object>(
  name: CollectionName,
  schema: z.ZodType<T>,
  parent?: CollectionName,
): Collection<T> {
  return parent === undefined ? { name, schema } : { name, schema, parent };
}
