import { type DocumentSnapshot, notFound } from "../../platform/store/firestore.ts";
import { type Caller, worksIn } from "../../platform/tenant/admit.ts";
import type { ConversationDoc } from "../documents.ts";

/**
 * A conversation as its owner may see it: others', other projects' and expired ones are absent (KB-06, KB-13).
 * @throws Problem `not-found`.
 */
export function ownConversation(
  snapshot: DocumentSnapshot<ConversationDoc>,
  caller: Caller,
  now: Date,
): ConversationDoc {
  const doc = snapshot.data();
  if (doc === undefined) throw notFound();
  if (doc.userId !== caller.userId || doc.expireAt <= now || !worksIn(caller, doc.projectId)) throw notFound();
  return doc;
}
