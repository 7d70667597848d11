import { z } from "zod";
import { Problem } from "../core/problem.ts";
import { FieldPath, type Query, type QueryDocumentSnapshot, type TenantStore } from "./firestore.ts";

/** The query parameters of every list. */
export const PageQuery = z.strictObject({
  pageSize: z.coerce.number().int().min(1).max(100).default(50),
  pageToken: z.string().max(200).optional(),
});

const Cursor = z.tuple([z.int(), z.string().regex(/^[A-Za-z0-9_-]{1,64}$/)]);

/**
 * One page, newest first, after the token's place. The token names a place in the caller's own query and nothing else, so
 * a forged one shows no more than an honest one.
 */
export async function newestFirst<T extends { createdAt: Date }>(
  store: TenantStore,
  query: Query<T>,
  options: { pageSize: number; pageToken?: string | undefined },
): Promise<{ docs: QueryDocumentSnapshot<T>[]; nextPageToken: string | undefined }> {
  let ordered = query.orderBy("createdAt", "desc").orderBy(FieldPath.documentId(), "desc");
  if (options.pageToken !== undefined) {
    const [time, id] = decode(options.pageToken);
    ordered = ordered.startAfter(new Date(time), id);
  }
  const docs = await store.list(ordered.limit(options.pageSize + 1));
  const shown = docs.slice(0, options.pageSize);
  const last = shown.at(-1);
  const more = docs.length > options.pageSize && last !== undefined;
  return { docs: shown, nextPageToken: more ? encode(last.data().createdAt.getTime(), last.id) : undefined };
}

const encode = (time: number, id: string): string => Buffer.from(JSON.stringify([time, id])).toString("base64url");

function decode(token: string): [number, string] {
  try {
    return Cursor.parse(JSON.parse(Buffer.from(token, "base64url").toString("utf8")));
  } catch {
    throw new Problem("invalid", {
      detail: "Use a pageToken as it came from the last answer.",
      errors: [{ pointer: "query:pageToken", message: "is not a page token" }],
    });
  }
}
