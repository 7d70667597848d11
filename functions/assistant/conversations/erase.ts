import type { TenantStore, Transaction } from "../../platform/store/firestore.ts";
import { conversations, proposals, receipts, turns } from "../documents.ts";

/** Everything of a conversation but its receipts' hashes. `TURNS_MAX` keeps it within one transaction. @returns its turns' number. */
export async function erase(tx: Transaction, store: TenantStore, id: string): Promise<number> {
  const [turnDocs, receiptDocs, proposalDocs] = await Promise.all([
    tx.get(store.query(turns, id)),
    tx.get(store.query(receipts).where("conversationId", "==", id)),
    tx.get(store.query(proposals).where("conversationId", "==", id)),
  ]);
  for (const turn of turnDocs.docs) tx.delete(turn.ref);
  for (const proposal of proposalDocs.docs) tx.delete(proposal.ref);
  for (const receipt of receiptDocs.docs) tx.update(receipt.ref, { body: null });
  tx.delete(store.doc(conversations, id));
  return turnDocs.size;
}
