import { z } from "zod";
import { Id } from "../../core/ids.ts";
import { Problem } from "../../core/problem.ts";
import { FieldPath, type Query, type QueryDocumentSnapshot, type TenantStore, Timestamp } from "./firestore.ts";

/** The query parameters of every list. */
export const PageQuery = z.strictObject({
  pageSize: z.coerce.number().int().min(1).max(100).default(50).describe("How many items at most, 1 to 100"),
  pageToken: z.string().max(200).describe("The `nextPageToken` of the page before. Absent: the first page").optional(),
});

/** The answer of every list, called after what it lists. */
export const pageOf = <T extends z.ZodType>(item: T) => {
  const name = z.globalRegistry.get(item)?.id;
  const page = z.strictObject({
    items: z.array(item).describe("What was found, in the order that the operation says. May be fewer than `pageSize`"),
    nextPageToken: z.string().describe("Where the next page begins. Absent: this is the last").optional(),
    damaged: z
      .array(z.string())
      .describe("Ids of what is stored but damaged, and so not shown. Absent when nothing is")
      .optional(),
  });
  return name === undefined ? page : page.meta({ id: `${name}Page`, description: "One page of a list" });
};

/** Milliseconds that both a Date and a Firestore timestamp can hold: 1970 to 9999. */
export const CursorTime = z.int().min(0).max(253_402_300_799_999);
const Cursor = z.tuple([CursorTime, Id]);

/**
 * One page, newest first, after the token's place. The token names a place in the caller's own query and nothing else, so
 * a forged one shows no more than an honest one.
 */
export async function newestFirst<T extends { createdAt: Date }>(
  store: TenantStore,
  query: Query<T>,
  options: {
    pageSize: number;
    pageToken?: string | undefined;
    /** Ends the page early, after one item or more, when the next would go over `max`. */
    bytes?: { readonly of: (doc: QueryDocumentSnapshot<T>) => number; readonly max: number };
  },
): Promise<{ docs: QueryDocumentSnapshot<T>[]; nextPageToken: string | undefined }> {
  let ordered = query.orderBy("createdAt", "desc").orderBy(FieldPath.documentId(), "desc");
  if (options.pageToken !== undefined) {
    const [time, id] = decodePageToken(Cursor, options.pageToken);
    ordered = ordered.startAfter(new Date(time), id);
  }
  const docs = await store.list(ordered.limit(options.pageSize + 1));
  const shown = docs.slice(0, Math.min(options.pageSize, fitting(docs, options.bytes)));
  const last = shown.at(-1);
  const more = docs.length > shown.length && last !== undefined;
  return { docs: shown, nextPageToken: more ? encodePageToken([createdAtOf(last), last.id]) : undefined };
}

/** As it is stored: a damaged document has its place in the list too. The query has it only if the field is there. */
const createdAtOf = (doc: QueryDocumentSnapshot<object>): number => {
  const at: unknown = doc.get("createdAt");
  return at instanceof Timestamp ? at.toMillis() : 0;
};

function fitting<T>(
  docs: readonly QueryDocumentSnapshot<T>[],
  bytes: { readonly of: (doc: QueryDocumentSnapshot<T>) => number; readonly max: number } | undefined,
): number {
  if (bytes === undefined) return docs.length;
  let left = bytes.max;
  const over = docs.findIndex((doc) => {
    left -= bytes.of(doc);
    return left < 0;
  });
  return over === -1 ? docs.length : Math.max(1, over);
}

export const encodePageToken = (cursor: readonly [number, string | number]): string =>
  Buffer.from(JSON.stringify(cursor)).toString("base64url");

/** @throws Problem `invalid` for whatever {@link encodePageToken} never made. */
export function decodePageToken<T>(cursor: z.ZodType<T>, token: string): T {
  try {
    return cursor.parse(JSON.parse(Buffer.from(token, "base64url").toString("utf8")));
  } catch {
    throw new Problem("invalid", {
      detail: "Use a pageToken as it came from the last answer.",
      errors: [{ pointer: "query:pageToken", message: "is not a page token" }],
    });
  }
}
