import { createHmac } from "node:crypto";
import { z } from "zod";
import { canonicalJson, type Json, sha256Hex } from "../../core/canonical.ts";
import { Resource } from "../../core/event.ts";
import { ProjectId } from "../../core/ids.ts";
import { Problem } from "../../core/problem.ts";
import { Recorded } from "../audit.ts";
import type { Answer, Call } from "../http/route.ts";
import { worksIn } from "../tenant/admit.ts";
import { type Keyring, type Place, Sealed } from "../vault/vault.ts";
import { collection } from "./collection.ts";
import { notFound, type TenantStore, type Transaction } from "./firestore.ts";

const KEEP_MS = 24 * 60 * 60_000;

export const keptUntil = (now: Date): Date => new Date(now.getTime() + KEEP_MS);

/** The identity of a request with an `Idempotency-Key`: the record's id and the hash that a repetition must match. */
export function requestIdentity(call: Call): { recordId: string | undefined; requestHash: string } {
  const { caller, spec, idempotencyKey } = call;
  return {
    recordId:
      idempotencyKey === undefined ? undefined : sha256Hex([caller.userId, spec.operation, idempotencyKey].join("|")),
    // Keyed with the Idempotency-Key, which is stored nowhere: a plain hash of a short message could be guessed from a dump.
    requestHash: createHmac("sha256", idempotencyKey ?? "")
      .update(canonicalJson([spec.operation, call.params ?? {}, (call.body ?? {}) as Json] as Json))
      .digest("hex"),
  };
}

export function idempotencyConflict(): Problem {
  return new Problem("idempotency-conflict", {
    detail: "This Idempotency-Key was used for another request. Use a new one.",
  });
}

export const IdempotencyDoc = z.strictObject({
  /** Keyed hash over route, path and canonical body, see {@link requestIdentity}. */
  requestHash: z.string(),
  /** Whose answer this is: the request itself, seeing it again, lost its acknowledgement and is no replay. */
  requestId: z.string(),
  status: z.int(),
  etag: z.string().nullable(),
  body: z.union([Sealed, z.strictObject({ plain: z.string() })]).nullable(),
  /** The resource was deleted since: there is nothing left to repeat. */
  gone: z.boolean(),
  /** What the answer disclosed, so that the event of a repetition names it again. */
  resources: z.array(Resource).default([]),
  /** What a streamed answer is replayed from, where the answer itself is not kept here. */
  reference: z.string().nullable(),
  expireAt: z.date(),
});
export type IdempotencyDoc = z.infer<typeof IdempotencyDoc>;
export const idempotency = collection("idempotency", IdempotencyDoc);

/** Whether the record still speaks for its key. */
export const isCurrent = (record: IdempotencyDoc | undefined, now: Date): boolean =>
  record !== undefined && record.expireAt > now;

/** Where a record's sealed body lives. */
export const bodyPlace = (recordId: string, requestHash: string): Place => ({
  path: `idempotency/${recordId}`,
  field: "body",
  binds: { request: requestHash },
});

const ProjectOf = z.union([
  z.object({ projectId: ProjectId }),
  z.object({ result: z.object({ projectId: ProjectId }) }).transform(({ result }) => result),
]);

/**
 * The answer that a record holds, for the same request again.
 * @throws Problem `idempotency-conflict` for another request, `not-found` for what is gone or no longer the caller's to see.
 */
export function answerAgain(call: Call, keys: Keyring, recordId: string, seen: IdempotencyDoc): Answer {
  if (seen.requestHash !== requestIdentity(call).requestHash) throw idempotencyConflict();
  if (seen.gone) throw notFound();
  const text =
    seen.body === null
      ? undefined
      : "plain" in seen.body
        ? seen.body.plain
        : keys.open(bodyPlace(recordId, seen.requestHash), seen.body);
  const body = text === undefined ? undefined : (JSON.parse(text) as Json);
  // Who has left the project since sees no copy of what is in it.
  const projectId = ProjectOf.safeParse(body).data?.projectId;
  if (projectId !== undefined && !worksIn(call.caller, projectId)) throw notFound();
  const own = seen.requestId === call.requestId;
  return {
    status: seen.status,
    ...(body === undefined ? {} : { body }),
    headers: {
      ...(seen.etag === null ? {} : { etag: seen.etag }),
      ...(own ? {} : { "idempotent-replayed": "true" }),
    },
    resources: seen.resources,
    ...(own ? { recorded: Recorded.byCommit() } : { facts: { replayed: true } }),
  };
}

/**
 * A deleted resource's answer is not repeated any more, and its sealed copy goes with it. Reads now, before any write of the transaction.
 * @returns what writes it. A record that was swept meanwhile stays away: half of one would be read as damaged for ever.
 */
export async function forgettingAnswer(
  tx: Transaction,
  store: TenantStore,
  recordId: string | null,
): Promise<() => void> {
  if (recordId === null) return () => undefined;
  const record = store.doc(idempotency, recordId);
  const { exists } = await tx.get(record);
  return () => {
    if (exists) tx.update(record, { gone: true, body: null });
  };
}
