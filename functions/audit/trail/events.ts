import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Json } from "../../core/canonical.ts";
import type { Answer, Call } from "../../platform/http/route.ts";
import type { TenantStore } from "../../platform/store/firestore.ts";
import { CursorTime, decodePageToken, encodePageToken } from "../../platform/store/page.ts";
import type { listEvents } from "../audit.ts";
import { filtered, placeEvents } from "../seal/sequence.ts";

const Cursor = z.tuple([CursorTime, z.int().min(0)]);

/** What a reader waits for new events to be placed, before seeing the trail without them. */
const PLACING_MS = 2_000;

/** Reading must go on when placing is slow or lost to other instances: what is placed already is complete in itself. */
async function placedInTime(store: TenantStore): Promise<void> {
  const waited = new AbortController();
  try {
    // If storage is gone, the reading itself says so.
    await Promise.race([
      placeEvents(store).catch(() => undefined),
      sleep(PLACING_MS, undefined, { signal: waited.signal }),
    ]);
  } finally {
    waited.abort();
  }
}

/** One page of the trail, newest first. */
export async function list(call: Call<typeof listEvents>): Promise<Answer> {
  const { from, to, action, actor, pageSize, pageToken } = call.query;
  await placedInTime(call.store);
  let query = filtered(call.store, {
    from: from === undefined ? undefined : new Date(from),
    to: to === undefined ? undefined : new Date(to),
    action,
    actor,
  })
    // Without a place yet is not in the trail yet: it would change its number under the reader.
    .where("metadata.sequence", ">=", 0)
    .orderBy("time", "desc")
    .orderBy("metadata.sequence", "desc");
  if (pageToken !== undefined) query = query.startAfter(...decodePageToken(Cursor, pageToken));
  const docs = await call.store.list(query.limit(pageSize + 1));
  const events = docs.slice(0, pageSize).map((doc) => doc.data());
  const last = events.at(-1);
  const nextPageToken =
    docs.length > pageSize && last !== undefined
      ? encodePageToken([last.time, last.metadata.sequence ?? 0])
      : undefined;
  return {
    body: { items: events as Json[], ...(nextPageToken === undefined ? {} : { nextPageToken }) },
    resources: [],
    facts: { count: events.length },
  };
}
