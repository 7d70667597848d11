import { Problem } from "../core/problem.ts";
import { newId } from "../platform/clock.ts";
import type { Answer, Call } from "../platform/http/route.ts";
import type { FactsCatalogue } from "../platform/model/catalogue.ts";
import { change } from "../platform/store/change.ts";
import { chooseAssistant } from "../platform/tenant/member.ts";
import { readProject } from "../platform/tenant/project.ts";
import type { Keyring, Place, Vault } from "../platform/vault/vault.ts";
import type { accept, chooseForMe, chooseForProject, withdraw } from "./consent.ts";
import { type AcceptanceDoc, acceptances, type ConsentDoc, consentState, pinnedFacts } from "./state.ts";
import { showConsent, showProject } from "./status.ts";

export interface ConsentDeps {
  readonly vault: Vault;
  readonly catalogue: FactsCatalogue;
}

/** No decision yet. */
const none = (now: Date): ConsentDoc => ({ status: "none", acceptance: null, projects: {}, changedAt: now });

export function acceptTerms(call: Call<typeof accept>, deps: ConsentDeps): Promise<Answer> {
  const id = newId("acc");
  const pinned = pinnedFacts(deps.catalogue, call.caller);
  return change(call, deps.vault, async (tx) => {
    const stateRef = call.store.doc(consentState, "current");
    const state = (await tx.get(stateRef)).data() ?? none(call.now);
    if (call.body.factsHash !== pinned.factsHash) {
      throw new Problem("conflict", {
        detail: "The facts have changed since you read them. Read GET /v1/consent again and accept what it says.",
      });
    }
    const doc: AcceptanceDoc = {
      type: "acceptance",
      ...pinned,
      by: call.caller.userId,
      createdAt: call.now,
      reason: null,
    };
    tx.create(call.store.doc(acceptances, id), doc);
    tx.set(stateRef, {
      ...state,
      status: "accepted",
      acceptance: {
        id: id as never,
        factsHash: pinned.factsHash,
        acceptedAt: call.now,
        acceptedBy: call.caller.userId,
      },
      changedAt: call.now,
    });
    showConsent(tx, call.store, pinned.factsHash, call.now);
    return {
      body: viewAcceptance(id, doc),
      resources: [{ type: "acceptance", uid: id }],
      facts: { factsHash: pinned.factsHash },
      isPlain: true,
    };
  });
}

/** Withdrawing depends on nothing but storage: while the key service is down the reason is not kept, and the withdrawal is. */
export async function withdrawConsent(call: Call<typeof withdraw>, deps: ConsentDeps): Promise<Answer> {
  const { reason } = call.body;
  try {
    return await withdrawn(call, deps, reason);
  } catch (error) {
    if (reason === undefined || !(error instanceof Problem) || error.code !== "vault-unavailable") throw error;
    return withdrawn(call, deps, undefined);
  }
}

function withdrawn(call: Call<typeof withdraw>, deps: ConsentDeps, reason: string | undefined): Promise<Answer> {
  const id = newId("acc");
  const pinned = pinnedFacts(deps.catalogue, call.caller);
  return change(call, deps.vault, async (tx, keys) => {
    const stateRef = call.store.doc(consentState, "current");
    const state = (await tx.get(stateRef)).data() ?? none(call.now);
    if (state.status !== "accepted") throw new Problem("conflict", { detail: "There is no acceptance to withdraw." });
    const doc: AcceptanceDoc = {
      type: "withdrawal",
      ...pinned,
      by: call.caller.userId,
      createdAt: call.now,
      reason: reason === undefined ? null : keys.seal(reasonPlace(id, call.caller.userId), reason),
    };
    tx.create(call.store.doc(acceptances, id), doc);
    tx.set(stateRef, { ...state, status: "withdrawn", acceptance: null, changedAt: call.now });
    showConsent(tx, call.store, null, call.now);
    return {
      body: viewAcceptance(id, doc, keys),
      resources: [{ type: "acceptance", uid: id }],
      facts: { factsHash: pinned.factsHash },
      ...(reason === undefined ? { isPlain: true as const } : {}),
    };
  });
}

export function choosePersonally(call: Call<typeof chooseForMe>, { vault, catalogue }: ConsentDeps): Promise<Answer> {
  const { assistantEnabled } = call.body;
  const { factsHash } = pinnedFacts(catalogue, call.caller);
  return change(call, vault, async (tx) => {
    chooseAssistant(tx, call.store, call.caller.userId, { assistantEnabled, factsHash });
    return {
      body: { assistantEnabled },
      resources: [{ type: "member", uid: call.caller.userId }],
      facts: { enabled: assistantEnabled },
    };
  });
}

export function chooseProject(call: Call<typeof chooseForProject>, vault: Vault): Promise<Answer> {
  const { projectId } = call.params;
  const { assistantEnabled } = call.body;
  return change(call, vault, async (tx) => {
    await readProject(tx, call, projectId);
    const stateRef = call.store.doc(consentState, "current");
    const state = (await tx.get(stateRef)).data() ?? none(call.now);
    tx.set(stateRef, { ...state, projects: { ...state.projects, [projectId]: assistantEnabled }, changedAt: call.now });
    showProject(tx, call.store, projectId, assistantEnabled, call.now);
    return {
      body: { projectId, assistantEnabled },
      resources: [{ type: "project", uid: projectId }],
      facts: { enabled: assistantEnabled },
    };
  });
}

const reasonPlace = (id: string, by: string): Place => ({ path: `acceptances/${id}`, field: "reason", binds: { by } });

export function viewAcceptance(id: string, doc: AcceptanceDoc, keys?: Keyring) {
  return {
    id,
    type: doc.type,
    facts: doc.facts,
    factsHash: doc.factsHash,
    by: doc.by,
    createdAt: doc.createdAt.toISOString(),
    ...(doc.reason === null || keys === undefined ? {} : { reason: keys.open(reasonPlace(id, doc.by), doc.reason) }),
  };
}
