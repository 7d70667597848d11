import { consentState, pinnedFacts, requireConsent } from "../../consent/index.ts";
import { newId } from "../../platform/clock.ts";
import type { Answer, Call, ReadIds, ReadsOf } from "../../platform/http/route.ts";
import { change } from "../../platform/store/change.ts";
import { notFound, type TenantStore } from "../../platform/store/firestore.ts";
import { legible, listed } from "../../platform/store/legible.ts";
import { newestFirst } from "../../platform/store/page.ts";
import { worksIn } from "../../platform/tenant/admit.ts";
import { requireProject } from "../../platform/tenant/project.ts";
import type { Vault } from "../../platform/vault/vault.ts";
import { withKeys } from "../../platform/vault/with-keys.ts";
import { type ConversationDoc, conversations, places, turns } from "../documents.ts";
import type { AssistantDeps } from "../turn/deps.ts";
import { erase } from "./erase.ts";
import { ownConversation } from "./own.ts";
import type { deleteConversation, listConversations, openConversation, readConversation } from "./routes.ts";

const DAY_MS = 86_400_000;

export function open(
  call: Call<typeof openConversation>,
  { vault, catalogue }: Pick<AssistantDeps, "vault" | "catalogue">,
): Promise<Answer> {
  const { projectId } = call.body;
  const id = newId("cnv");
  return change(call, vault, async (tx) => {
    await requireProject(tx, call, projectId);
    const consent = (await tx.get(call.store.doc(consentState, "current"))).data();
    requireConsent(consent, pinnedFacts(catalogue, call.caller), call.caller, projectId);
    const doc: ConversationDoc = {
      projectId,
      userId: call.caller.userId,
      createdAt: call.now,
      expireAt: new Date(call.now.getTime() + call.caller.settings.retention.conversationDays * DAY_MS),
      turnCount: 0,
      answering: null,
      context: null,
      contextTurn: 0,
    };
    tx.create(call.store.doc(conversations, id), doc);
    return { body: view(id, doc), resources: [{ type: "conversation", uid: id }], isPlain: true };
  });
}

export async function list(call: Call<typeof listConversations>): Promise<Answer> {
  const { projectId, ...page } = call.query;
  if (projectId !== undefined && !worksIn(call.caller, projectId)) throw notFound();
  let query: ReturnType<typeof call.store.query<ConversationDoc>> = call.store
    .query(conversations)
    .where("userId", "==", call.caller.userId);
  if (projectId !== undefined) query = query.where("projectId", "==", projectId);
  const { docs, nextPageToken } = await newestFirst(call.store, query, page);
  const read = legible(docs, (doc, id) => ({ id, doc }));
  const seen = read.items.filter(({ doc }) => doc.expireAt > call.now && worksIn(call.caller, doc.projectId));
  return {
    body: listed({ ...read, items: seen.map(({ id, doc }) => view(id, doc)) }, nextPageToken),
    damaged: read.damaged.length,
    resources: seen.map(({ id }) => ({ type: "conversation", uid: id })),
    facts: { count: seen.length },
  };
}

export const conversationReads = (store: TenantStore, { params }: ReadIds) => ({
  conversation: store.doc(conversations, params.conversationId ?? ""),
});

export async function read(
  call: Call<typeof readConversation, ReadsOf<typeof conversationReads>>,
  vault: Vault,
): Promise<Answer> {
  const id = call.params.conversationId;
  const doc = ownConversation(call.reads.conversation, call.caller, call.now);
  const docs = await call.store.list(call.store.query(turns, id).orderBy("number"));
  const { items, damaged } = await withKeys(call.store, vault, async (keys) =>
    legible(docs, (turn) => {
      return {
        id: String(turn.number),
        status: turn.status,
        createdAt: turn.createdAt.toISOString(),
        text: keys.open(places.typed(id, turn.number, doc), turn.typed),
        ...(turn.answer === null ? {} : { answer: keys.open(places.answer(id, turn.number, doc), turn.answer) }),
        receiptId: turn.receiptId,
        ...(turn.proposalId === null ? {} : { proposalId: turn.proposalId }),
        usage: turn.usage,
      };
    }),
  );
  return {
    body: { ...view(id, doc), turns: [...items], ...(damaged.length === 0 ? {} : { damaged: [...damaged] }) },
    damaged: damaged.length,
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

function view(id: string, doc: ConversationDoc) {
  return {
    id,
    projectId: doc.projectId,
    createdAt: doc.createdAt.toISOString(),
    expiresAt: doc.expireAt.toISOString(),
  };
}
