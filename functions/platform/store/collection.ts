import type { z } from "zod";
import { COLLECTIONS, type CollectionName, type Expiring } from "../../vocabulary/index.ts";

/** A collection of the vocabulary, below `tenants/{tenantId}`, and the schema its documents are parsed with when read. */
export interface Collection<T extends object> {
  readonly name: CollectionName;
  readonly schema: z.ZodType<T>;
  /** Makes it a subcollection. */
  readonly parent: CollectionName | undefined;
}

/** Documents of a class that expires carry when: without `expireAt` the schema does not compile. */
type Kept<Name extends CollectionName> = Name extends Expiring ? { readonly expireAt: Date } : object;

/** Ties a collection of the vocabulary to the schema of its documents. */
export function collection<const Name extends CollectionName, T extends Kept<Name>>(
  name: Name,
  schema: z.ZodType<T>,
): Collection<T> {
  const { parent } = COLLECTIONS[name];
  return { name, schema, parent: parent as CollectionName | undefined };
}
