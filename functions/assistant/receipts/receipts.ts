import type { Answer, Call, ReadIds, ReadsOf } from "../../platform/http/route.ts";
import { notFound, type TenantStore } from "../../platform/store/firestore.ts";
import { legible, listed } from "../../platform/store/legible.ts";
import { newestFirst } from "../../platform/store/page.ts";
import { worksIn } from "../../platform/tenant/admit.ts";
import { resealed } from "../../platform/vault/reseal.ts";
import type { Vault } from "../../platform/vault/vault.ts";
import { withKeys } from "../../platform/vault/with-keys.ts";
import { places, type ReceiptDoc, receipts } from "../documents.ts";
import type { listReceipts, readReceipt } from "./routes.ts";

/** Own receipts; for auditors the whole tenant's. Never with bodies. */
export async function list(call: Call<typeof listReceipts>): Promise<Answer> {
  const { conversationId, ...page } = call.query;
  let query: ReturnType<typeof call.store.query<ReceiptDoc>> = call.store.query(receipts);
  if (call.caller.role !== "auditor") query = query.where("userId", "==", call.caller.userId);
  if (conversationId !== undefined) query = query.where("conversationId", "==", conversationId);
  const { docs, nextPageToken } = await newestFirst(call.store, query, page);
  const read = legible(docs, (doc, id) => ({ id, doc }));
  const seen = read.items.filter(({ doc }) => doc.expireAt > call.now);
  return {
    body: listed({ ...read, items: seen.map(({ id, doc }) => view(id, doc)) }, nextPageToken),
    damaged: read.damaged.length,
    resources: seen.map(({ id }) => ({ type: "receipt", uid: id })),
    facts: { count: seen.length },
  };
}

export const receiptReads = (store: TenantStore, { params }: ReadIds) => ({
  receipt: store.doc(receipts, params.receiptId ?? ""),
});

/** The body is opened for the one who sent it and for nobody else. */
export async function read(
  call: Call<typeof readReceipt, ReadsOf<typeof receiptReads>>,
  vault: Vault,
): Promise<Answer> {
  const id = call.params.receiptId;
  const doc = call.reads.receipt.data();
  if (doc === undefined || doc.expireAt <= call.now) throw notFound();
  // Who has left the project since keeps no way to its texts.
  const own = doc.userId === call.caller.userId && worksIn(call.caller, doc.projectId);
  if (!own && call.caller.role !== "auditor") throw notFound();
  const { body: sealed } = doc;
  const body =
    own && sealed !== null
      ? await withKeys(call.store, vault, async (keys) => keys.open(places.body(id, doc), sealed))
      : undefined;
  if (own && sealed !== null)
    await resealed(call.store, vault, call.reads.receipt, { sealed, field: "body", place: places.body(id, doc) });
  return {
    body: { ...view(id, doc), ...(body === undefined ? {} : { body }) },
    resources: [
      { type: "receipt", uid: id },
      { type: "conversation", uid: doc.conversationId },
    ],
  };
}

function view(id: string, doc: ReceiptDoc) {
  return {
    id,
    conversationId: doc.conversationId,
    projectId: doc.projectId,
    turnId: String(doc.turn),
    status: doc.status,
    createdAt: doc.createdAt.toISOString(),
    ...(doc.endedAt === null ? {} : { endedAt: doc.endedAt.toISOString() }),
    provider: doc.provider,
    host: doc.host,
    region: doc.region,
    model: doc.model,
    sha256: doc.sha256,
    bytes: doc.bytes,
    ...(doc.headers === undefined ? {} : { headers: doc.headers }),
    replaced: doc.replaced,
    ...(doc.chosen === undefined ? {} : { chosen: doc.chosen }),
    ...(doc.redactionRules === undefined ? {} : { redactionRules: doc.redactionRules }),
  };
}
