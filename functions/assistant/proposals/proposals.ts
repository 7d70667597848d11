import { consentState, pinnedFacts, requireConsent } from "../../consent/index.ts";
import { type Json, sha256Hex } from "../../core/canonical.ts";
import type { Resource } from "../../core/event.ts";
import { Problem } from "../../core/problem.ts";
import { newId } from "../../platform/clock.ts";
import type { Answer, Call, ReadIds, ReadsOf } from "../../platform/http/route.ts";
import type { FactsCatalogue } from "../../platform/model/catalogue.ts";
import { change } from "../../platform/store/change.ts";
import { type DocumentSnapshot, notFound, type TenantStore } from "../../platform/store/firestore.ts";
import { type Caller, worksIn } from "../../platform/tenant/admit.ts";
import type { Keyring, Vault } from "../../platform/vault/vault.ts";
import { withKeys } from "../../platform/vault/with-keys.ts";
import { may } from "../../vocabulary/index.ts";
import { type ProposalDoc, places, proposals } from "../documents.ts";
import { toolNamed } from "../tools/registry.ts";
import type { decideProposal, readProposal } from "./routes.ts";
import { viewProposal } from "./view.ts";

export const proposalReads = (store: TenantStore, { params }: ReadIds) => ({
  proposal: store.doc(proposals, params.proposalId ?? ""),
});

export async function read(
  call: Call<typeof readProposal, ReadsOf<typeof proposalReads>>,
  vault: Vault,
): Promise<Answer> {
  const { proposal } = call.reads;
  const doc = ownProposal(proposal, call.caller, call.now);
  const body = await withKeys(call.store, vault, async (keys) => viewProposal(proposal, keys, call.now));
  return { body: body as Json, resources: resources(call.params.proposalId, doc) };
}

export interface DecideDeps {
  readonly vault: Vault;
  readonly catalogue: FactsCatalogue;
}

/**
 * Applies a proposal, once, exactly as it was shown, by the very user it was made for (KB-11). Replayed, altered, expired, foreign
 * and doubled decisions are refused; what the tool does, the decision and both events are one transaction.
 */
export function decide(call: Call<typeof decideProposal>, { vault, catalogue }: DecideDeps): Promise<Answer> {
  const { proposalId } = call.params;
  const freshId = stableIds();
  return change(call, vault, async (tx, keys, recordId) => {
    const ref = call.store.doc(proposals, proposalId);
    const doc = ownProposal(await tx.get(ref), call.caller, call.now);
    const shown = requireDecidable(call, keys, doc);
    if (call.body.decision === "reject") {
      tx.update(ref, { status: "rejected" });
      return { body: { status: "rejected" }, resources: resources(proposalId, doc), facts: { outcome: "rejected" } };
    }
    // What consent made possible ends with it: a proposal can't be approved once consent is gone.
    const consent = (await tx.get(call.store.doc(consentState, "current"))).data();
    requireConsent(consent, pinnedFacts(catalogue, call.caller), call.caller, doc.projectId);
    const tool = requireTool(call, doc);
    const applying = { tx, keys, call, projectId: doc.projectId, recordId, freshId };
    const { briefId, result, resources: made } = await tool.run(applying, tool.schema.parse(JSON.parse(shown)));
    tx.update(ref, { status: "approved", briefId });
    return {
      body: { status: "approved", result },
      resources: [...resources(proposalId, doc), ...made],
      facts: { outcome: "approved" },
    };
  });
}

/** One new id a prefix, the same one however often it is asked for. */
function stableIds(): (prefix: string) => string {
  const ids = new Map<string, string>();
  return (prefix) => {
    const id = ids.get(prefix) ?? newId(prefix);
    ids.set(prefix, id);
    return id;
  };
}

const DECIDED: Readonly<Record<Exclude<ProposalDoc["status"], "pending">, string>> = {
  approved: "This proposal was approved already.",
  rejected: "This proposal was rejected already.",
};

/** @returns the arguments as they were shown, in RFC 8785 form. @throws Problem `conflict` that says what is in the way. */
function requireDecidable(call: Call<typeof decideProposal>, keys: Keyring, doc: ProposalDoc): string {
  if (doc.status !== "pending") throw new Problem("conflict", { detail: DECIDED[doc.status] });
  if (doc.validUntil <= call.now)
    throw new Problem("conflict", { detail: "This proposal has expired. Ask the assistant to propose again." });
  const shown = keys.open(places.arguments(call.params.proposalId, doc), doc.arguments);
  if (sha256Hex(shown) !== call.body.argumentsHash)
    throw new Problem("conflict", {
      detail: "This is not what you were shown. Read the proposal again and decide on that.",
    });
  return shown;
}

/** The proposal's tool, if the one who approves may use it now. */
function requireTool({ caller }: Call<typeof decideProposal>, doc: ProposalDoc) {
  const tool = toolNamed(doc.tool);
  if (tool === undefined) throw notFound();
  if (!may(caller.role, tool.permission))
    throw new Problem("forbidden", { detail: `Your role does not include ${tool.permission}, which this needs.` });
  return tool;
}

function ownProposal(snapshot: DocumentSnapshot<ProposalDoc>, caller: Caller, now: Date): ProposalDoc {
  const doc = snapshot.data();
  if (doc === undefined) throw notFound();
  if (doc.userId !== caller.userId || doc.expireAt <= now || !worksIn(caller, doc.projectId)) throw notFound();
  return doc;
}

const resources = (id: string, doc: ProposalDoc): Resource[] => [
  { type: "proposal", uid: id },
  { type: "conversation", uid: doc.conversationId },
];
