import { BriefContent, insertBrief, requireProject } from "../../briefs/index.ts";
import { type Json, sha256Hex } from "../../core/canonical.ts";
import type { Resource } from "../../core/event.ts";
import { BriefId } from "../../core/ids.ts";
import { Problem } from "../../core/problem.ts";
import { append } from "../../platform/audit.ts";
import { newId } from "../../platform/clock.ts";
import type { Answer, Call } from "../../platform/http/route.ts";
import { change, withKeys } from "../../platform/store/change.ts";
import { type DocumentSnapshot, notFound } from "../../platform/store/firestore.ts";
import { type Caller, worksIn } from "../../platform/tenant/member.ts";
import type { Keyring, Vault } from "../../platform/vault/vault.ts";
import { ProposalDoc, places, proposals } from "../documents.ts";
import type { decideProposal, readProposal } from "./routes.ts";

/** Preloaded: the proposal. */
export async function read(call: Call<typeof readProposal>, vault: Vault): Promise<Answer> {
  const [snapshot] = call.preloaded;
  const doc = ownProposal(snapshot, call.caller, call.now);
  const body = await withKeys(call, vault, async (keys) => viewProposal(snapshot, keys, call.now));
  return { body: body as Json, resources: resources(call.params.proposalId, doc) };
}

/**
 * Applies a proposal, once, exactly as it was shown, by the very user it was made for (KB-11). Replayed, altered, expired, foreign
 * and doubled decisions are refused; the brief, the decision and both events are one transaction.
 */
export function decide(call: Call<typeof decideProposal>, vault: Vault): Promise<Answer> {
  const { proposalId } = call.params;
  const { decision, argumentsHash } = call.body;
  const briefId = newId("brf");
  const eventId = newId("evt");
  return change(call, vault, async (tx, keys, recordId) => {
    const ref = call.store.doc(proposals, proposalId);
    const snapshot = await tx.get(ref);
    const doc = ownProposal(snapshot, call.caller, call.now);
    if (doc.status !== "pending") throw new Problem("conflict", { detail: `This proposal was ${doc.status} already.` });
    if (doc.validUntil <= call.now)
      throw new Problem("conflict", { detail: "This proposal has expired. Ask the assistant to propose again." });
    const shown = keys.open(places.arguments(proposalId), doc.arguments);
    if (sha256Hex(shown) !== argumentsHash)
      throw new Problem("conflict", {
        detail: "This is not what you were shown. Read the proposal again and decide on that.",
      });
    if (decision === "reject") {
      tx.update(ref, { status: "rejected" });
      return { body: { status: "rejected" }, resources: resources(proposalId, doc), facts: { outcome: "rejected" } };
    }
    await requireProject(tx, call, doc.projectId);
    const content = BriefContent.parse(JSON.parse(shown));
    const brief = insertBrief(tx, keys, call, {
      id: briefId,
      projectId: doc.projectId,
      content,
      origin: "assistant",
      recordId,
    });
    append(tx, call.store, call.audit, {
      eventId,
      action: "briefs.create",
      resources: brief.resources,
      ...(brief.facts === undefined ? {} : { facts: brief.facts }),
    });
    tx.update(ref, { status: "approved", briefId: BriefId.parse(briefId) });
    return {
      body: { status: "approved", ...(brief.body === undefined ? {} : { result: brief.body }) },
      resources: [...resources(proposalId, doc), { type: "brief", uid: briefId }],
      facts: { outcome: "approved" },
    };
  });
}

function ownProposal(snapshot: DocumentSnapshot<object> | undefined, caller: Caller, now: Date): ProposalDoc {
  const parsed = ProposalDoc.safeParse(snapshot?.data());
  if (!parsed.success) throw notFound();
  const doc = parsed.data;
  if (doc.userId !== caller.userId || doc.expireAt <= now || !worksIn(caller, doc.projectId)) throw notFound();
  return doc;
}

export function viewProposal(snapshot: DocumentSnapshot<object> | undefined, keys: Keyring, now: Date) {
  const doc = ProposalDoc.parse(snapshot?.data());
  const id = snapshot?.id ?? "";
  const shown = keys.open(places.arguments(id), doc.arguments);
  return {
    id,
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

const resources = (id: string, doc: ProposalDoc): Resource[] => [
  { type: "proposal", uid: id },
  { type: "conversation", uid: doc.conversationId },
];
