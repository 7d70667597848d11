import { z } from "zod";
import type { Json } from "../core/canonical.ts";
import { Problem } from "../core/problem.ts";
import type { Answer, Call } from "../platform/endpoint/route.ts";
import type { listEvents } from "./audit.ts";
import { filtered, placeEvents } from "./sequence.ts";

const Cursor = z.tuple([z.int(), z.int().min(0)]);

/** One page of the trail, newest first. */
export async function list(call: Call<typeof listEvents>): Promise<Answer> {
  const { from, to, action, actor, pageSize, pageToken } = call.query;
  await placeEvents(call.store);
  let query = filtered(call.store, {
    from: from === undefined ? undefined : new Date(from),
    to: to === undefined ? undefined : new Date(to),
    action,
    actor,
  })
    .orderBy("time", "desc")
    .orderBy("metadata.sequence", "desc");
  if (pageToken !== undefined) query = query.startAfter(...decode(pageToken));
  const docs = await call.store.list(query.limit(pageSize + 1));
  const events = docs.slice(0, pageSize).map((doc) => doc.data());
  const last = events.at(-1);
  const nextPageToken =
    docs.length > pageSize && last !== undefined ? encode(last.time, last.metadata.sequence ?? 0) : undefined;
  return {
    body: { items: events as Json[], ...(nextPageToken === undefined ? {} : { nextPageToken }) },
    resources: [],
    facts: { count: events.length },
  };
}

const encode = (time: number, sequence: number): string =>
  Buffer.from(JSON.stringify([time, sequence])).toString("base64url");

function decode(token: string): [number, number] {
  try {
    return Cursor.parse(JSON.parse(Buffer.from(token, "base64url").toString("utf8")));
  } catch {
    throw new Problem("invalid", {
      detail: "Use a pageToken as it came from the last answer.",
      errors: [{ pointer: "query:pageToken", message: "is not a page token" }],
    });
  }
}
