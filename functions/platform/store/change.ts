import type { z } from "zod";
import type { Json } from "../../core/canonical.ts";
import type { Facts, Resource } from "../../core/event.ts";
import { append, outbox, Recorded } from "../audit.ts";
import { newId } from "../clock.ts";
import type { Answer, Call } from "../http/route.ts";
import type { Keyring, Sealed, Vault } from "../vault/vault.ts";
import { withKeys } from "../vault/with-keys.ts";
import type { Transaction } from "./firestore.ts";
import { answerAgain, bodyPlace, type IdempotencyDoc, idempotency, keptUntil, requestIdentity } from "./idempotency.ts";

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

type Work = (tx: Transaction, keys: Keyring, recordId: string | null) => Promise<Change>;

/**
 * Runs a change: the writes of `work`, the audit event and the idempotency record in one transaction. The Firestore client
 * runs a transaction again when its acknowledgement was lost, so what identifies this request is read first and a change
 * that is already there is answered, not repeated. `work` reads before it writes and may run more than once.
 */
export async function change(call: Call, vault: Vault, work: Work): Promise<Answer> {
  const { recordId } = requestIdentity(call);
  return withKeys(call.store, vault, (keys) =>
    recordId === undefined ? changeOnce(call, keys, work) : changeByKey(call, keys, recordId, work),
  );
}

/** Without a key: the event's own id tells whether this request was committed before its acknowledgement was lost. */
function changeOnce(call: Call, keys: Keyring, work: Work): Promise<Answer> {
  const { store } = call;
  const eventId = newId("evt");
  let earlier: Change | undefined;
  return store.transact(async (tx) => {
    const committed = await tx.get(store.doc(outbox, eventId));
    if (committed.exists && earlier !== undefined) return answerOf(earlier);
    earlier = await work(tx, keys, null);
    appendChange(tx, call, eventId, earlier);
    return answerOf(earlier);
  });
}

/** With a key: the record tells, for this request and for any repetition of it. */
function changeByKey(call: Call, keys: Keyring, recordId: string, work: Work): Promise<Answer> {
  const { store, now } = call;
  const record = store.doc(idempotency, recordId);
  return store.transact(async (tx) => {
    const seen = (await tx.get(record)).data();
    if (seen !== undefined && seen.expireAt > now) return answerAgain(call, keys, recordId, seen);
    const change = await work(tx, keys, recordId);
    // A key used again after its record expired is a new request.
    appendChange(tx, call, `evt_${recordId.slice(0, 40)}_${now.getTime().toString(36)}`, change);
    const { requestHash } = requestIdentity(call);
    tx.set(record, {
      requestHash,
      requestId: call.requestId,
      status: change.status ?? call.spec.answer.status,
      etag: change.etag ?? null,
      body: kept(change, (text) => keys.seal(bodyPlace(recordId, requestHash), text)),
      gone: false,
      resources: [...change.resources],
      reference: null,
      expireAt: keptUntil(now),
    });
    return answerOf(change);
  });
}

function appendChange(tx: Transaction, call: Call, eventId: string, { resources, facts }: Change): void {
  append(tx, call.store, call.audit, {
    eventId,
    action: call.spec.operation,
    resources,
    ...(facts === undefined ? {} : { facts }),
  });
}

function kept({ body, isPlain }: Change, seal: (text: string) => Sealed): z.infer<typeof IdempotencyDoc>["body"] {
  if (body === undefined) return null;
  const text = JSON.stringify(body);
  return isPlain ? { plain: text } : seal(text);
}

function answerOf(change: Change): Answer {
  return {
    ...(change.status === undefined ? {} : { status: change.status }),
    ...(change.body === undefined ? {} : { body: change.body }),
    headers: change.etag === undefined ? {} : { etag: change.etag },
    resources: change.resources,
    recorded: Recorded.byCommit(),
  };
}
