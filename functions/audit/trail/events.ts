import { z } from "zod";
import type { Json } from "../../core/canonical.ts";
import { Id } from "../../core/ids.ts";
import type { Answer, Call } from "../../platform/http/route.ts";
import { FieldPath, type QueryDocumentSnapshot } from "../../platform/store/firestore.ts";
import { legible, listed } from "../../platform/store/legible.ts";
import { CursorTime, decodePageToken, encodePageToken } from "../../platform/store/page.ts";
import type { listEvents } from "../audit.ts";
import { filtered } from "./filter.ts";

const Cursor = z.tuple([CursorTime, Id]);

/** As it is stored: a damaged event has its place in the list too. */
const timeOf = (doc: QueryDocumentSnapshot<object>): number => Number(doc.get("time"));

/**
 * One page of the trail, newest first. Reading numbers nothing: an event that has no place yet is shown without one, and the order is by time
 * and id, which placing does not change under the reader.
 */
export async function list(call: Call<typeof listEvents>): Promise<Answer> {
  const { from, to, action, actor, pageSize, pageToken } = call.query;
  let query = filtered(call.store, {
    from: from === undefined ? undefined : new Date(from),
    to: to === undefined ? undefined : new Date(to),
    action,
    actor,
  })
    .orderBy("time", "desc")
    .orderBy(FieldPath.documentId(), "desc");
  if (pageToken !== undefined) query = query.startAfter(...decodePageToken(Cursor, pageToken));
  const docs = await call.store.list(query.limit(pageSize + 1));
  const page = docs.slice(0, pageSize);
  const last = page.at(-1);
  const more = docs.length > pageSize && last !== undefined;
  const shown = legible(page, (event) => event as Json);
  return {
    body: listed(shown, more ? encodePageToken([timeOf(last), last.id]) : undefined),
    damaged: shown.damaged.length,
    resources: [],
    facts: { count: shown.items.length },
  };
}
