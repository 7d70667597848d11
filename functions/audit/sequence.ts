import { z } from "zod";
import type { AuditEvent } from "../core/event.ts";
import { outbox } from "../platform/audit.ts";
import { collection } from "../platform/collection.ts";
import type { Query, TenantStore } from "../platform/firestore.ts";

const StateDoc = z.strictObject({ size: z.int().min(0) });
export const trail = collection("trail", StateDoc);

const BATCH = 256;

/**
 * Gives waiting events their place in the tenant's trail: 0, 1, 2 … without gaps, each event once. Writers need no counter that
 * way; a shared one would let two of them a second pass. @returns the size of the trail, every event so far included.
 */
export async function placeEvents(store: TenantStore): Promise<number> {
  for (;;) {
    // Found outside the transaction: a query inside would lock the range that every writer appends to.
    const waiting = await store.list(
      store.query(outbox).where("metadata.sequence", "==", null).orderBy("time").limit(BATCH),
    );
    if (waiting.length === 0) return (await store.get(store.doc(trail, "state"))).data()?.size ?? 0;
    const size = await store.transact(async (tx) => {
      const stateRef = store.doc(trail, "state");
      const state = await tx.get(stateRef);
      const events = await tx.getAll(...waiting.map((event) => event.ref));
      let next = state.data()?.size ?? 0;
      for (const event of events) {
        // Another reader may have placed it meanwhile.
        if (event.data()?.metadata.sequence !== null) continue;
        tx.update(event.ref, { "metadata.sequence": next });
        next += 1;
      }
      tx.set(stateRef, { size: next });
      return next;
    });
    if (waiting.length < BATCH) return size;
  }
}

export interface Filter {
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  readonly action?: string | undefined;
  readonly actor?: string | undefined;
}

export function filtered(store: TenantStore, { from, to, action, actor }: Filter): Query<AuditEvent> {
  let query = store.query(outbox);
  if (action !== undefined) query = query.where("api.operation", "==", action);
  if (actor !== undefined) query = query.where("actor.user.uid", "==", actor);
  if (from !== undefined) query = query.where("time", ">=", from.getTime());
  if (to !== undefined) query = query.where("time", "<", to.getTime());
  return query;
}
