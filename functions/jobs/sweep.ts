import { conversations, eraseConversation, receipts, TURN_MS_MAX, turns } from "../assistant/index.ts";
import { exports, placeEvents } from "../audit/index.ts";
import { limits } from "../limits/index.ts";
import { append } from "../platform/audit.ts";
import { type Clock, newId } from "../platform/clock.ts";
import { idempotency } from "../platform/store/change.ts";
import type { TenantStore } from "../platform/store/firestore.ts";

const ACTOR = { type: "system", uid: "sweep" } as const;
const BATCH = 100;

export interface Swept {
  readonly orphans: number;
  readonly expired: number;
}

/**
 * One tenant's housekeeping: turns whose instance died become `unknown`, what has expired is deleted (Firestore's own TTL lags by
 * up to a day and leaves subcollections), waiting events get their place in the trail. Safe to run twice at once.
 */
export async function sweepTenant(store: TenantStore, clock: Clock): Promise<Swept> {
  const now = clock.now();
  const requestId = newId("req");
  const audit = { tenantId: store.tenantId, actor: ACTOR, requestId, at: now };
  const orphans = await store.list(
    store
      .query(receipts)
      .where("status", "==", "open")
      .where("createdAt", "<", new Date(now.getTime() - TURN_MS_MAX))
      .limit(BATCH),
  );
  for (const orphan of orphans) {
    const { conversationId, turn } = orphan.data();
    await store.transact(async (tx) => {
      const receipt = (await tx.get(orphan.ref)).data();
      if (receipt?.status !== "open") return;
      const turnRef = store.doc(turns, conversationId, String(turn));
      const turnExists = (await tx.get(turnRef)).exists;
      tx.update(orphan.ref, { status: "unknown", endedAt: now });
      if (turnExists) tx.update(turnRef, { status: "unknown" });
      append(tx, store, audit, {
        eventId: newId("evt"),
        action: "jobs.sweep.receipt",
        resources: [{ type: "receipt", uid: orphan.id }],
        facts: { outcome: "unknown" },
      });
    });
  }

  const old = await store.list(store.query(conversations).where("expireAt", "<=", now).limit(BATCH));
  for (const conversation of old) {
    await store.transact(async (tx) => {
      if (!(await tx.get(conversation.ref)).exists) return;
      const count = await eraseConversation(tx, store, conversation.id);
      append(tx, store, audit, {
        eventId: newId("evt"),
        action: "jobs.sweep.expired",
        resources: [{ type: "conversation", uid: conversation.id }],
        facts: { outcome: "expired", count },
      });
    });
  }

  // Working records and exports: nothing of a user's is lost with them, so their going is no event of its own.
  const records = await Promise.all(
    [idempotency, limits, exports].map((kind) =>
      store.list(
        store
          .query<object>(kind as never)
          .where("expireAt", "<=", now)
          .limit(BATCH),
      ),
    ),
  );
  const batch = store.batch();
  for (const record of records.flat()) batch.delete(record.ref);
  if (records.flat().length > 0) await store.commit(batch);

  const oldReceipts = await store.list(store.query(receipts).where("expireAt", "<=", now).limit(BATCH));
  for (const receipt of oldReceipts) {
    const erase = store.batch().delete(receipt.ref);
    append(erase, store, audit, {
      eventId: newId("evt"),
      action: "jobs.sweep.expired",
      resources: [{ type: "receipt", uid: receipt.id }],
      facts: { outcome: "expired" },
    });
    await store.commit(erase);
  }
  await placeEvents(store);
  return { orphans: orphans.length, expired: old.length + oldReceipts.length + records.flat().length };
}
