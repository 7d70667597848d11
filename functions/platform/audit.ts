import { type Actor, AuditEvent, auditEvent, type Facts, type Resource } from "../core/event.ts";
import type { TenantId } from "../core/ids.ts";
import type { ProblemCode } from "../core/problem.ts";
import type { Action } from "../vocabulary/index.ts";
import { collection } from "./store/collection.ts";
import type { TenantStore, Transaction, WriteBatch } from "./store/firestore.ts";

/** Every event begins here, in the transaction of the change that it records. The sequencer gives it its place. */
export const outbox = collection("outbox", AuditEvent);

/** Who, where and when. There is no writer without an actor. */
export interface AuditContext {
  readonly tenantId: TenantId;
  readonly actor: Actor;
  readonly requestId: string;
  readonly at: Date;
}

export interface Entry {
  /** Stable over retries of the same request, so that a change whose acknowledgement was lost is recorded once. */
  readonly eventId: string;
  readonly action: Action;
  readonly resources: readonly Resource[];
  readonly facts?: Facts;
  readonly denied?: ProblemCode;
}

/**
 * Adds the event to a transaction or batch: the change and its event are stored together or not at all.
 * @throws ZodError when the entry is not content-free; the change is then not stored either.
 */
export function append(
  writer: Transaction | WriteBatch,
  store: TenantStore,
  context: AuditContext,
  entry: Entry,
): void {
  const event = auditEvent({
    uid: entry.eventId,
    tenant: context.tenantId,
    at: context.at,
    action: entry.action,
    actor: context.actor,
    requestId: context.requestId,
    resources: entry.resources,
    ...(entry.facts === undefined ? {} : { facts: entry.facts }),
    ...(entry.denied === undefined ? {} : { denied: entry.denied }),
  });
  const ref = store.doc(outbox, entry.eventId);
  // Transaction and WriteBatch have the same `create`, but their overloads do not unify.
  if ("get" in writer) writer.create(ref, event);
  else writer.create(ref, event);
}

/**
 * Proof that a request's event is stored with its change. Only `platform/store/change.ts` and the chat turn's commit
 * (`assistant/turn/begin.ts`) may call {@link Recorded.byCommit}, which the architecture test checks: a handler can't claim it.
 */
export class Recorded {
  readonly #minted = true;

  private constructor() {}

  static byCommit(): Recorded {
    return new Recorded();
  }

  static is(value: Recorded | undefined): boolean {
    return value !== undefined && #minted in value && value.#minted;
  }
}

/** Records an event by itself: reads and denials, which change nothing else. */
export async function record(store: TenantStore, context: AuditContext, entry: Entry): Promise<void> {
  const batch = store.batch();
  append(batch, store, context, entry);
  await store.commit(batch);
}
