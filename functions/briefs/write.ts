import type { Json } from "../core/canonical.ts";
import type { ProjectId } from "../core/ids.ts";
import { Problem } from "../core/problem.ts";
import { newId } from "../platform/clock.ts";
import { fieldErrors, invalid } from "../platform/http/parse.ts";
import type { Answer, Call } from "../platform/http/route.ts";
import { inSchemaWords } from "../platform/http/words/index.ts";
import { type Change, change } from "../platform/store/change.ts";
import { notFound, type Transaction } from "../platform/store/firestore.ts";
import { forgettingAnswer } from "../platform/store/idempotency.ts";
import { type Caller, worksIn } from "../platform/tenant/admit.ts";
import { requireProject } from "../platform/tenant/project.ts";
import type { Keyring, Vault } from "../platform/vault/vault.ts";
import { BriefContent, type BriefDoc, briefs, etag, mergePatch, openContent, sealContent, view } from "./brief.ts";
import type { createBrief, deleteBrief, reopenBrief, submitBrief, updateBrief, withdrawBrief } from "./briefs.ts";
import { faultsOf } from "./rules.ts";
import { hideStatus, showStatus } from "./status.ts";

export function create(call: Call<typeof createBrief>, vault: Vault): Promise<Answer> {
  const { projectId, ...content } = call.body;
  const id = newId("brf");
  const faults = faultsOf(content, call.now);
  if (faults.length > 0) throw invalid(faults);
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
    requireSeen(call, doc);
    if (doc.status !== "draft") throw new Problem("conflict", { detail: TO_A_DRAFT[doc.status] });
    const merged = BriefContent.safeParse(mergePatch(content, call.body), inSchemaWords(call.language));
    if (!merged.success) throw invalid(fieldErrors(merged.error));
    const faults = faultsOf(merged.data, call.now, new Set(Object.keys(call.body)));
    if (faults.length > 0) throw invalid(faults);
    return { status: "draft", content: merged.data };
  });
}

const TO_A_DRAFT: Readonly<Record<Exclude<BriefDoc["status"], "draft">, string>> = {
  submitted: "Only a draft can be changed. Withdraw the brief and reopen it, or write a new one.",
  withdrawn: "Only a draft can be changed. Reopen the brief, or write a new one.",
};

/** What the caller saw is what is changed. @throws Problem `precondition-failed`. */
function requireSeen({ ifMatch }: Pick<Call, "ifMatch">, { version }: BriefDoc): void {
  if (ifMatch === undefined || ifMatch === "*" || ifMatch === version) return;
  throw new Problem("precondition-failed", {
    detail: "Somebody changed this brief. Read it again and apply your change to it.",
  });
}

type Status = BriefDoc["status"];

/** A brief's way from one status to another. Repeated after a lost answer, it is recognised by the version that it was asked for. */
function move(
  call: OnBrief,
  vault: Vault,
  { from, to, refusal, check }: { from: Status; to: Status; refusal: string; check?: (content: BriefContent) => void },
): Promise<Answer> {
  return onBrief(call, vault, (doc, content) => {
    if (doc.status === to && typeof call.ifMatch === "number" && doc.version === call.ifMatch + 1) return "done";
    requireSeen(call, doc);
    if (doc.status !== from) throw new Problem("conflict", { detail: refusal });
    check?.(content);
    return { status: to, content };
  });
}

export function submit(call: Call<typeof submitBrief>, vault: Vault): Promise<Answer> {
  const check = (content: BriefContent) => {
    const faults = faultsOf(content, call.now, new Set(["deadline"]));
    if (faults.length > 0) throw invalid(faults);
  };
  return move(call, vault, { from: "draft", to: "submitted", refusal: "Only a draft can be submitted.", check });
}

export function withdraw(call: Call<typeof withdrawBrief>, vault: Vault): Promise<Answer> {
  const refusal = "Only a submitted brief can be withdrawn.";
  return move(call, vault, { from: "submitted", to: "withdrawn", refusal });
}

export function reopen(call: Call<typeof reopenBrief>, vault: Vault): Promise<Answer> {
  const refusal = "Only a withdrawn brief can be reopened.";
  return move(call, vault, { from: "withdrawn", to: "draft", refusal });
}

export function remove(call: Call<typeof deleteBrief>, vault: Vault): Promise<Answer> {
  return change(call, vault, async (tx) => {
    const { ref, doc } = await readOwn(tx, call, call.params.briefId);
    requireSeen(call, doc);
    if (doc.status === "submitted")
      throw new Problem("conflict", { detail: "Withdraw the brief before you delete it." });
    const forgetAnswer = await forgettingAnswer(tx, call.store, doc.recordId);
    tx.delete(ref);
    hideStatus(tx, call.store, call.params.briefId);
    forgetAnswer();
    return { resources: resourcesOf(call.params.briefId, doc), facts: { version: doc.version } };
  });
}

type OnBrief =
  | Call<typeof updateBrief>
  | Call<typeof submitBrief>
  | Call<typeof withdrawBrief>
  | Call<typeof reopenBrief>;

function onBrief(
  call: OnBrief,
  vault: Vault,
  decide: (doc: BriefDoc, content: BriefContent) => { status: Status; content: BriefContent } | "done",
): Promise<Answer> {
  const id = call.params.briefId;
  return change(call, vault, async (tx, keys) => {
    const { ref, doc } = await readOwn(tx, call, id);
    const before = openContent(keys, id, doc);
    const decided = decide(doc, before);
    if (decided === "done") return { ...shown(id, doc, before), facts: { version: doc.version, replayed: true } };
    const { status, content } = decided;
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
    return { ...shown(id, next, content), facts: { version } };
  });
}

const shown = (id: string, doc: BriefDoc, content: BriefContent) => ({
  body: view(id, doc, content) as Json,
  etag: etag(doc),
  resources: resourcesOf(id, doc),
});

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
