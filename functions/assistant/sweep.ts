import { append } from "../platform/audit.ts";
import { newId } from "../platform/clock.ts";
import type { QueryDocumentSnapshot } from "../platform/store/firestore.ts";
import { SWEEP_BATCH, type Sweeping, type Swept } from "../platform/sweep.ts";
import { erase } from "./conversations/erase.ts";
import { type ConversationDoc, conversations, type ReceiptDoc, receipts, TURN_MS_MAX, turns } from "./documents.ts";

/** Turns whose instance died become `unknown`; conversations and receipts that have expired are deleted. Each is an event. */
export async function sweep(sweeping: Sweeping): Promise<Swept> {
  const { store, now } = sweeping;
  const orphans = await store.list(
    store
      .query(receipts)
      .where("status", "==", "open")
      .where("createdAt", "<", new Date(now.getTime() - TURN_MS_MAX))
      .limit(SWEEP_BATCH),
  );
  for (const orphan of orphans) await closeOrphan(sweeping, orphan);
  const old = await store.list(store.query(conversations).where("expireAt", "<=", now).limit(SWEEP_BATCH));
  for (const conversation of old) await eraseConversation(sweeping, conversation);
  const oldReceipts = await store.list(store.query(receipts).where("expireAt", "<=", now).limit(SWEEP_BATCH));
  for (const receipt of oldReceipts) await deleteReceipt(sweeping, receipt);
  return { orphans: orphans.length, expired: old.length + oldReceipts.length };
}

async function closeOrphan({ store, now, audit }: Sweeping, orphan: QueryDocumentSnapshot<ReceiptDoc>): Promise<void> {
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

async function eraseConversation(
  { store, audit }: Sweeping,
  conversation: QueryDocumentSnapshot<ConversationDoc>,
): Promise<void> {
  await store.transact(async (tx) => {
    if (!(await tx.get(conversation.ref)).exists) return;
    const count = await erase(tx, store, conversation.id);
    append(tx, store, audit, {
      eventId: newId("evt"),
      action: "jobs.sweep.expired",
      resources: [{ type: "conversation", uid: conversation.id }],
      facts: { outcome: "expired", count },
    });
  });
}

async function deleteReceipt({ store, audit }: Sweeping, receipt: QueryDocumentSnapshot<ReceiptDoc>): Promise<void> {
  const batch = store.batch().delete(receipt.ref);
  append(batch, store, audit, {
    eventId: newId("evt"),
    action: "jobs.sweep.expired",
    resources: [{ type: "receipt", uid: receipt.id }],
    facts: { outcome: "expired" },
  });
  await store.commit(batch);
}
