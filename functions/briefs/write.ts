import type { Json } from "../core/canonical.ts";
import type { ProjectId } from "../core/ids.ts";
import { Problem } from "../core/problem.ts";
import { newId } from "../platform/clock.ts";
import { fieldErrors, invalid } from "../platform/http/parse.ts";
import type { Answer, Call } from "../platform/http/route.ts";
import { type Change, change } from "../platform/store/change.ts";
import { notFound, type Transaction } from "../platform/store/firestore.ts";
import { forgettingAnswer } from "../platform/store/idempotency.ts";
import { type Caller, worksIn } from "../platform/tenant/admit.ts";
import { requireProject } from "../platform/tenant/project.ts";
import type { Keyring, Vault } from "../platform/vault/vault.ts";
import { BriefContent, type BriefDoc, briefs, etag, mergePatch, openContent, sealContent, view } from "./brief.ts";
import type { createBrief, deleteBrief, submitBrief, updateBrief, withdrawBrief } from "./briefs.ts";
import { hideStatus, showStatus } from "./status.ts";

export function create(call: Call<typeof createBrief>, vault: Vault): Promise<Answer> {
  const { projectId, ...content } = call.body;
  const id = newId("brf");
  return change(call, vault, async (tx, keys, recordId) => {
    await requireProject(tx, call, projectId);
    return insert(tx, keys, call, { id, projectId, content, origin: "manual", recordId });
  });
}

/** Writes a new draft. The caller has checked the project in the same transaction. */
export function insert(
  tx: Transaction,
  keys: Keyring,
  call: Pick<Call, "store" | "caller" | "now">,
  brief: {
    id: string;
    projectId: ProjectId;
    content: BriefContent;
    origin: "manual" | "assistant";
    recordId: string | null;
  },
): Change {
  const doc: BriefDoc = {
    projectId: brief.projectId,
    status: "draft",
    version: 1,
    origin: brief.origin,
    createdAt: call.now,
    createdBy: call.caller.userId,
    updatedAt: call.now,
    recordId: brief.recordId,
    content: sealContent(keys, brief.id, { projectId: brief.projectId, version: 1 }, brief.content),
  };
  tx.create(call.store.doc(briefs, brief.id), doc);
  showStatus(tx, call.store, brief.id, doc);
  return {
    body: view(brief.id, doc, brief.content) as Json,
    etag: etag(doc),
    resources: [
      { type: "brief", uid: brief.id },
      { type: "project", uid: brief.projectId },
    ],
    facts: { origin: brief.origin, version: 1 },
  };
}

export function update(call: Call<typeof updateBrief>, vault: Vault): Promise<Answer> {
  return onBrief(call, vault, (doc, content) => {
    if (call.ifMatch !== "*" && doc.version !== call.ifMatch)
      throw new Problem("precondition-failed", {
        detail: "Somebody changed this brief. Read it again and apply your change to it.",
      });
    if (doc.status !== "draft")
      throw new Problem("conflict", { detail: "Only a draft can be changed. Withdraw the brief or write a new one." });
    const merged = BriefContent.safeParse(mergePatch(content, call.body));
    if (!merged.success) throw invalid(fieldErrors(merged.error));
    return { status: "draft", content: merged.data };
  });
}

export function submit(call: Call<typeof submitBrief>, vault: Vault): Promise<Answer> {
  return onBrief(call, vault, (doc, content) => {
    if (doc.status !== "draft") throw new Problem("conflict", { detail: "Only a draft can be submitted." });
    return { status: "submitted", content };
  });
}

export function withdraw(call: Call<typeof withdrawBrief>, vault: Vault): Promise<Answer> {
  return onBrief(call, vault, (doc, content) => {
    if (doc.status !== "submitted")
      throw new Problem("conflict", { detail: "Only a submitted brief can be withdrawn." });
    return { status: "withdrawn", content };
  });
}

export function remove(call: Call<typeof deleteBrief>, vault: Vault): Promise<Answer> {
  return change(call, vault, async (tx) => {
    const { ref, doc } = await readOwn(tx, call, call.params.briefId);
    if (doc.status === "submitted")
      throw new Problem("conflict", { detail: "Withdraw the brief before you delete it." });
    const forgetAnswer = await forgettingAnswer(tx, call.store, doc.recordId);
    tx.delete(ref);
    hideStatus(tx, call.store, call.params.briefId);
    forgetAnswer();
    return { resources: resourcesOf(call.params.briefId, doc), facts: { version: doc.version } };
  });
}

type OnBrief = Call<typeof updateBrief> | Call<typeof submitBrief> | Call<typeof withdrawBrief>;

function onBrief(
  call: OnBrief,
  vault: Vault,
  decide: (doc: BriefDoc, content: BriefContent) => { status: BriefDoc["status"]; content: BriefContent },
): Promise<Answer> {
  const id = call.params.briefId;
  return change(call, vault, async (tx, keys) => {
    const { ref, doc } = await readOwn(tx, call, id);
    const { status, content } = decide(doc, openContent(keys, id, doc));
    const version = doc.version + 1;
    const next: BriefDoc = {
      ...doc,
      status,
      version,
      updatedAt: call.now,
      content: sealContent(keys, id, { ...doc, version }, content),
    };
    tx.set(ref, next);
    showStatus(tx, call.store, id, next);
    return {
      body: view(id, next, content) as Json,
      etag: etag(next),
      resources: resourcesOf(id, next),
      facts: { version: next.version },
    };
  });
}

async function readOwn(tx: Transaction, call: { store: Call["store"]; caller: Caller }, id: string) {
  const ref = call.store.doc(briefs, id);
  const doc = (await tx.get(ref)).data();
  if (doc === undefined || !worksIn(call.caller, doc.projectId)) throw notFound();
  return { ref, doc };
}

const resourcesOf = (id: string, doc: BriefDoc) => [
  { type: "brief" as const, uid: id },
  { type: "project" as const, uid: doc.projectId },
];
