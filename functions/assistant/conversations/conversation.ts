import { requireProject } from "../../briefs/index.ts";
import { consentState, type PinnedFacts, requireConsent } from "../../consent/index.ts";
import { newId } from "../../platform/clock.ts";
import type { Answer, Call } from "../../platform/http/route.ts";
import { change, withKeys } from "../../platform/store/change.ts";
import { type DocumentSnapshot, notFound, type TenantStore, type Transaction } from "../../platform/store/firestore.ts";
import { newestFirst } from "../../platform/store/page.ts";
import { type Caller, worksIn } from "../../platform/tenant/member.ts";
import type { Vault } from "../../platform/vault/vault.ts";
import type { deleteConversation, listConversations, openConversation, readConversation } from "../assistant.ts";
import { ConversationDoc, conversations, places, proposals, receipts, turns } from "../documents.ts";

const DAY_MS = 86_400_000;

export function open(call: Call<typeof openConversation>, vault: Vault, pinned: PinnedFacts): Promise<Answer> {
  const { projectId } = call.body;
  const id = newId("cnv");
  return change(call, vault, async (tx) => {
    await requireProject(tx, call, projectId);
    const consent = (await tx.get(call.store.doc(consentState, "current"))).data();
    requireConsent(consent, pinned, call.caller, projectId);
    const doc: ConversationDoc = {
      projectId,
      userId: call.caller.userId,
      createdAt: call.now,
      expireAt: new Date(call.now.getTime() + call.caller.settings.retention.conversationDays * DAY_MS),
      turnCount: 0,
      answering: null,
      context: null,
    };
    tx.create(call.store.doc(conversations, id), doc);
    return { body: view(id, doc), resources: [{ type: "conversation", uid: id }], isPlain: true };
  });
}

/**
 * A conversation as its owner may see it: others', other projects' and expired ones are absent (KB-06, KB-13).
 * @throws Problem `not-found`.
 */
export function ownConversation(
  snapshot: DocumentSnapshot<object> | undefined,
  caller: Caller,
  now: Date,
): ConversationDoc {
  const parsed = ConversationDoc.safeParse(snapshot?.data());
  if (!parsed.success) throw notFound();
  const doc = parsed.data;
  if (doc.userId !== caller.userId || doc.expireAt <= now || !worksIn(caller, doc.projectId)) throw notFound();
  return doc;
}

export async function list(call: Call<typeof listConversations>): Promise<Answer> {
  const { projectId, ...page } = call.query;
  let query: ReturnType<typeof call.store.query<ConversationDoc>> = call.store
    .query(conversations)
    .where("userId", "==", call.caller.userId);
  if (projectId !== undefined) query = query.where("projectId", "==", projectId);
  const { docs, nextPageToken } = await newestFirst(call.store, query, page);
  const seen = docs.filter((doc) => doc.data().expireAt > call.now && worksIn(call.caller, doc.data().projectId));
  return {
    body: {
      items: seen.map((doc) => view(doc.id, doc.data())),
      ...(nextPageToken === undefined ? {} : { nextPageToken }),
    },
    resources: seen.map((doc) => ({ type: "conversation", uid: doc.id })),
    facts: { count: seen.length },
  };
}

/** Preloaded: the conversation. */
export async function read(call: Call<typeof readConversation>, vault: Vault): Promise<Answer> {
  const id = call.params.conversationId;
  const doc = ownConversation(call.preloaded[0], call.caller, call.now);
  const docs = await call.store.list(call.store.query(turns, id).orderBy("number"));
  const items = await withKeys(call, vault, async (keys) =>
    docs.map((snapshot) => {
      const turn = snapshot.data();
      return {
        id: String(turn.number),
        status: turn.status,
        createdAt: turn.createdAt.toISOString(),
        text: keys.open(places.typed(id, turn.number), turn.typed),
        ...(turn.answer === null ? {} : { answer: keys.open(places.answer(id, turn.number), turn.answer) }),
        receiptId: turn.receiptId,
        ...(turn.proposalId === null ? {} : { proposalId: turn.proposalId }),
        usage: turn.usage,
      };
    }),
  );
  return {
    body: { ...view(id, doc), turns: items },
    resources: [{ type: "conversation", uid: id }],
    facts: { count: items.length },
  };
}

/** By its owner, or by an administrator for the project (KB-07). Receipts keep their hash and lose their bytes. */
export function remove(call: Call<typeof deleteConversation>, vault: Vault): Promise<Answer> {
  const id = call.params.conversationId;
  return change(call, vault, async (tx) => {
    const ref = call.store.doc(conversations, id);
    const doc = (await tx.get(ref)).data();
    const mayDelete =
      doc !== undefined &&
      doc.expireAt > call.now &&
      worksIn(call.caller, doc.projectId) &&
      (doc.userId === call.caller.userId || call.caller.role === "admin");
    if (!mayDelete) throw notFound();
    const count = await erase(tx, call.store, id);
    return { resources: [{ type: "conversation", uid: id }], facts: { count } };
  });
}

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

function view(id: string, doc: ConversationDoc) {
  return {
    id,
    projectId: doc.projectId,
    createdAt: doc.createdAt.toISOString(),
    expiresAt: doc.expireAt.toISOString(),
  };
}
