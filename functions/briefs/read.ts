import type { Json } from "../core/canonical.ts";
import { Problem } from "../core/problem.ts";
import type { Answer, Call, ReadIds, ReadsOf } from "../platform/http/route.ts";
import { notFound, type QueryDocumentSnapshot, type TenantStore } from "../platform/store/firestore.ts";
import { legible, listed } from "../platform/store/legible.ts";
import { newestFirst } from "../platform/store/page.ts";
import { worksIn } from "../platform/tenant/admit.ts";
import { memberNames } from "../platform/tenant/names.ts";
import { resealed } from "../platform/vault/reseal.ts";
import type { Vault } from "../platform/vault/vault.ts";
import { withKeys } from "../platform/vault/with-keys.ts";
import { type BriefDoc, briefs, contentPlace, etag, openContent, view } from "./brief.ts";
import type { listBriefs, readBrief } from "./briefs.ts";

/** Firestore's bound on the values of one `in` filter. */
const PROJECTS_MAX = 30;
/** Sealed content in one page: what is opened, answered and held in memory at once for one request. */
const PAGE_BYTES_MAX = 1024 * 1024;

export const briefReads = (store: TenantStore, { params }: ReadIds) => ({
  brief: store.doc(briefs, params.briefId ?? ""),
});

export async function read(call: Call<typeof readBrief, ReadsOf<typeof briefReads>>, vault: Vault): Promise<Answer> {
  const id = call.params.briefId;
  const doc = call.reads.brief.data();
  if (doc === undefined || !worksIn(call.caller, doc.projectId)) throw notFound();
  const [content, names] = await Promise.all([
    withKeys(call.store, vault, async (keys) => openContent(keys, id, doc)),
    memberNames(call.store, vault, [doc.createdBy]),
  ]);
  await resealed(call.store, vault, call.reads.brief, {
    sealed: doc.content,
    field: "content",
    place: contentPlace(id, doc),
  });
  return {
    body: view(id, doc, content, names.get(doc.createdBy)) as Json,
    headers: { etag: etag(doc) },
    resources: [
      { type: "brief", uid: id },
      { type: "project", uid: doc.projectId },
    ],
  };
}

function sealedBytes(doc: QueryDocumentSnapshot<BriefDoc>): number {
  const ciphertext: unknown = doc.get("content.ciphertext");
  return typeof ciphertext === "string" ? ciphertext.length : 0;
}

export async function list(call: Call<typeof listBriefs>, vault: Vault): Promise<Answer> {
  const { projectId, status, ...page } = call.query;
  if (projectId !== undefined && !worksIn(call.caller, projectId)) throw notFound();
  let query: ReturnType<typeof call.store.query<BriefDoc>> = call.store.query(briefs);
  if (projectId !== undefined) query = query.where("projectId", "==", projectId);
  else if (call.caller.role !== "admin") {
    const { projects } = call.caller;
    if (projects.length === 0) return { body: { items: [] }, resources: [] };
    if (projects.length > PROJECTS_MAX) {
      throw new Problem("invalid", {
        detail: `You work in more than ${PROJECTS_MAX} projects: name one.`,
        errors: [{ pointer: "query:projectId", message: "is required for you" }],
      });
    }
    query = query.where("projectId", "in", projects);
  }
  if (status !== undefined) query = query.where("status", "==", status);
  const { docs, nextPageToken } = await newestFirst(call.store, query, {
    ...page,
    bytes: { of: sealedBytes, max: PAGE_BYTES_MAX },
  });
  const authors = legible(docs, ({ createdBy }) => createdBy).items;
  const names = await memberNames(call.store, vault, authors);
  const shown = await withKeys(call.store, vault, async (keys) =>
    legible(docs, (doc, id) => view(id, doc, openContent(keys, id, doc), names.get(doc.createdBy))),
  );
  return {
    body: listed(shown, nextPageToken) as Json,
    damaged: shown.damaged.length,
    resources: shown.items.map(({ id }) => ({ type: "brief", uid: id })),
    facts: { count: shown.items.length },
  };
}
