import { z } from "zod";
import { ProjectId } from "../core/ids.ts";
import { collection } from "../platform/store/collection.ts";
import type { TenantStore, Transaction } from "../platform/store/firestore.ts";
import { BRIEF_STATUS, type BriefDoc } from "./brief.ts";

/** All that an app may listen to of a brief under `firestore.rules`: less than the API shows, and nothing sealed. */
const BriefStatusDoc = z.strictObject({
  projectId: ProjectId,
  status: z.enum(BRIEF_STATUS),
  version: z.int().min(1),
  updatedAt: z.date(),
});
export const briefStatuses = collection("briefStatuses", BriefStatusDoc);

/** In the transaction of the change: what is listened to is never ahead of the brief, nor behind it. */
export function showStatus(tx: Transaction, store: TenantStore, id: string, doc: BriefDoc): void {
  const { projectId, status, version, updatedAt } = doc;
  tx.set(store.doc(briefStatuses, id), { projectId, status, version, updatedAt });
}

export function hideStatus(tx: Transaction, store: TenantStore, id: string): void {
  tx.delete(store.doc(briefStatuses, id));
}
