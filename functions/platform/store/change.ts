import { createHmac } from "node:crypto";
import { z } from "zod";
import { canonicalJson, type Json, sha256Hex } from "../../core/canonical.ts";
import type { Facts, Resource } from "../../core/event.ts";
import { ProjectId } from "../../core/ids.ts";
import { Problem } from "../../core/problem.ts";
import { append, outbox } from "../audit.ts";
import { newId } from "../clock.ts";
import type { Answer, Call } from "../http/route.ts";
import { worksIn } from "../tenant/member.ts";
import { type Keyring, MissingKey, Sealed, type Vault } from "../vault/vault.ts";
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
  /** What a streamed answer is replayed from, where the answer itself is not kept here. */
  reference: z.string().nullable(),
  expireAt: z.date(),
});
export type IdempotencyDoc = z.infer<typeof IdempotencyDoc>;
export const idempotency = collection("idempotency", IdempotencyDoc);

/** What a rule decided inside the transaction: the answer, and what it touched. */
export interface Change {
  readonly status?: number;
  readonly body?: Json;
  readonly etag?: string;
  readonly resources: readonly Resource[];
  readonly facts?: Facts;
  /** The body holds nothing of a user's own words, so that its copy for repetitions needs no key. */
  readonly isPlain?: true;
}

/**
 * Runs a change: the writes of `work`, the audit event and the idempotency record in one transaction. The Firestore client
 * runs a transaction again when its acknowledgement was lost, so what identifies this request is read first and a change
 * that is already there is answered, not repeated. `work` reads before it writes and may run more than once.
 */
export async function change(
  call: Call,
  vault: Vault,
  work: (tx: Transaction, keys: Keyring, recordId: string | null) => Promise<Change>,
): Promise<Answer> {
  const { store, now } = call;
  const { recordId, requestHash } = requestIdentity(call);
  const record = recordId === undefined ? undefined : store.doc(idempotency, recordId);
  const place = { path: `idempotency/${recordId}`, field: "body" };
  const eventId = recordId === undefined ? newId("evt") : `evt_${recordId.slice(0, 40)}`;
  let earlier: Change | undefined;

  return withKeys(call, vault, (keys) =>
    store.transact(async (tx): Promise<Answer> => {
      if (record === undefined) {
        const committed = await tx.get(store.doc(outbox, eventId));
        if (committed.exists && earlier !== undefined) return answerOf(earlier);
      } else {
        const seen = (await tx.get(record)).data();
        if (seen !== undefined && seen.expireAt > now) {
          if (seen.requestHash !== requestHash) throw idempotencyConflict();
          const own = seen.requestId === call.requestId;
          if (seen.gone) throw notFound();
          const text =
            seen.body === null ? undefined : "plain" in seen.body ? seen.body.plain : keys.open(place, seen.body);
          const body = text === undefined ? undefined : (JSON.parse(text) as Json);
          // Who has left the project since sees no copy of what is in it.
          const projectId = ProjectOf.safeParse(body).data?.projectId;
          if (projectId !== undefined && !worksIn(call.caller, projectId)) throw notFound();
          return {
            status: seen.status,
            ...(body === undefined ? {} : { body }),
            headers: {
              ...(seen.etag === null ? {} : { etag: seen.etag }),
              ...(own ? {} : { "idempotent-replayed": "true" }),
            },
            resources: [],
            ...(own ? { recorded: true as const } : { facts: { replayed: true } }),
          };
        }
      }
      const change = await work(tx, keys, recordId ?? null);
      earlier = change;
      append(tx, store, call.audit, {
        // A key used again after its record expired is a new request.
        eventId: record === undefined ? eventId : `${eventId}_${now.getTime().toString(36)}`,
        action: call.spec.operation,
        resources: change.resources,
        ...(change.facts === undefined ? {} : { facts: change.facts }),
      });
      if (record !== undefined) {
        tx.set(record, {
          requestHash,
          requestId: call.requestId,
          status: change.status ?? call.spec.answer.status,
          etag: change.etag ?? null,
          body: kept(change, (text) => keys.seal(place, text)),
          gone: false,
          reference: null,
          expireAt: keptUntil(now),
        });
      }
      return answerOf(change);
    }),
  );
}

const ProjectOf = z.union([
  z.object({ projectId: ProjectId }),
  z.object({ result: z.object({ projectId: ProjectId }) }).transform(({ result }) => result),
]);

function kept({ body, isPlain }: Change, seal: (text: string) => Sealed): z.infer<typeof IdempotencyDoc>["body"] {
  if (body === undefined) return null;
  const text = JSON.stringify(body);
  return isPlain ? { plain: text } : seal(text);
}

/** A deleted resource's answer is not repeated any more, and its sealed copy goes with it. */
export function forgetAnswer(tx: Transaction, store: TenantStore, recordId: string | null): void {
  if (recordId !== null) tx.set(store.doc(idempotency, recordId), { gone: true, body: null }, { merge: true });
}

/** Runs `work` with the data keys it turns out to need: older months' keys are opened outside of any transaction. */
export async function withKeys<R>(
  call: Pick<Call, "store">,
  vault: Vault,
  work: (keys: Keyring) => Promise<R>,
): Promise<R> {
  const wanted = new Set<string>();
  for (;;) {
    const keys = await vault.keyring(call.store, [...wanted]);
    try {
      return await work(keys);
    } catch (error) {
      if (!(error instanceof MissingKey) || wanted.has(error.keyId)) throw error;
      wanted.add(error.keyId);
    }
  }
}

function answerOf(change: Change): Answer {
  return {
    ...(change.status === undefined ? {} : { status: change.status }),
    ...(change.body === undefined ? {} : { body: change.body }),
    headers: change.etag === undefined ? {} : { etag: change.etag },
    resources: change.resources,
    recorded: true,
  };
}
