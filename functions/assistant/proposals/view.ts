import { sha256Hex } from "../../core/canonical.ts";
import { type DocumentSnapshot, notFound } from "../../platform/store/firestore.ts";
import type { Keyring } from "../../platform/vault/vault.ts";
import { type ProposalDoc, places } from "../documents.ts";

/** A proposal as its owner is shown it. @throws Problem `not-found` when there is none. */
export function viewProposal(snapshot: DocumentSnapshot<ProposalDoc>, keys: Keyring, now: Date) {
  const doc = snapshot.data();
  if (doc === undefined) throw notFound();
  const shown = keys.open(places.arguments(snapshot.id, doc), doc.arguments);
  return {
    id: snapshot.id,
    conversationId: doc.conversationId,
    projectId: doc.projectId,
    tool: doc.tool,
    arguments: JSON.parse(shown) as object,
    argumentsHash: sha256Hex(shown),
    status: doc.status === "pending" && doc.validUntil <= now ? "expired" : doc.status,
    createdAt: doc.createdAt.toISOString(),
    expiresAt: doc.validUntil.toISOString(),
    ...(doc.briefId === null ? {} : { briefId: doc.briefId }),
  };
}
