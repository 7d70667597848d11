import { z } from "zod";
import { ProjectId, type UserId } from "../../core/ids.ts";
import { ROLES } from "../../vocabulary/index.ts";
import { collection } from "../store/collection.ts";
import type { TenantStore, Transaction } from "../store/firestore.ts";
import { Sealed } from "../vault/vault.ts";

export const MemberDoc = z.strictObject({
  role: z.enum(ROLES),
  status: z.enum(["active", "disabled"]),
  projects: z.array(ProjectId),
  /** This user's own choice to use the assistant (KZ-02). Off until chosen. */
  assistantEnabled: z.boolean(),
  /** What the choice was made under: when the facts change it no longer counts, whoever accepts the new ones (BF-05). */
  assistantFactsHash: z.string().nullable().default(null),
  /** Sign-ins before this moment no longer count: the revocation of sessions. */
  tokensValidAfter: z.date().nullable(),
  /** Shown to colleagues; in clear it is in no document. */
  name: Sealed.nullable().default(null),
});
export type MemberDoc = z.infer<typeof MemberDoc>;
export const members = collection("members", MemberDoc);

/** A member's own choice about the assistant under the facts of the moment, in the transaction that records it. */
export function chooseAssistant(
  tx: Transaction,
  store: TenantStore,
  userId: UserId,
  { assistantEnabled, factsHash }: { readonly assistantEnabled: boolean; readonly factsHash: string },
): void {
  tx.update(store.doc(members, userId), { assistantEnabled, assistantFactsHash: assistantEnabled ? factsHash : null });
}
