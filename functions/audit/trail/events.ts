import { z } from "zod";
import type { Json } from "../../core/canonical.ts";
import { Id } from "../../core/ids.ts";
import type { Answer, Call } from "../../platform/http/route.ts";
import { FieldPath } from "../../platform/store/firestore.ts";
import { CursorTime, decodePageToken, encodePageToken } from "../../platform/store/page.ts";
import type { listEvents } from "../audit.ts";
import { filtered } from "./filter.ts";

const Cursor = z.tuple([CursorTime, Id]);

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
  return {
    body: {
      items: page.map((doc) => doc.data() as Json),
      ...(more ? { nextPageToken: encodePageToken([last.data().time, last.id]) } : {}),
    },
    resources: [],
    facts: { count: page.length },
  };
}
