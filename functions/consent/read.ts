import type { Answer, Call, ReadsOf } from "../platform/http/route.ts";
import type { FactsCatalogue } from "../platform/model/catalogue.ts";
import { notFound, type TenantStore } from "../platform/store/firestore.ts";
import { legible, listed } from "../platform/store/legible.ts";
import { newestFirst } from "../platform/store/page.ts";
import { worksIn } from "../platform/tenant/admit.ts";
import type { Vault } from "../platform/vault/vault.ts";
import { withKeys } from "../platform/vault/with-keys.ts";
import type { listAcceptances, readConsent, readTerms } from "./consent.ts";
import { viewAcceptance } from "./decide.ts";
import { acceptances, blocks, consentState, organisationStatus, pinnedFacts } from "./state.ts";
import { termsIn } from "./terms.ts";

export const consentReads = (store: TenantStore) => ({ consent: store.doc(consentState, "current") });

export async function read(
  call: Call<typeof readConsent, ReadsOf<typeof consentReads>>,
  catalogue: FactsCatalogue,
): Promise<Answer> {
  const { projectId } = call.query;
  if (projectId !== undefined && !worksIn(call.caller, projectId) && call.caller.role !== "auditor") throw notFound();
  const doc = call.reads.consent.data();
  const pinned = pinnedFacts(catalogue, call.caller);
  const blockedBy = blocks(doc, pinned, call.caller, projectId);
  const { acceptance } = doc ?? {};
  return {
    body: {
      organisation: {
        status: organisationStatus(doc, pinned),
        ...(acceptance ? { acceptance: { ...acceptance, acceptedAt: acceptance.acceptedAt.toISOString() } } : {}),
      },
      ...(projectId === undefined
        ? {}
        : { project: { id: projectId, assistantEnabled: doc?.projects[projectId] === true } }),
      me: { assistantEnabled: call.caller.assistantEnabled && call.caller.assistantFactsHash === pinned.factsHash },
      ...pinned,
      usable: blockedBy.length === 0,
      blockedBy,
    },
    resources: projectId === undefined ? [] : [{ type: "project", uid: projectId }],
  };
}

export async function terms(call: Call<typeof readTerms>): Promise<Answer> {
  const told = termsIn(call.language, call.params.version);
  if (told === undefined) throw notFound();
  return {
    body: told.text,
    mediaType: "text/markdown; charset=utf-8",
    headers: { "content-language": told.language },
    resources: [{ type: "terms", uid: call.params.version }],
  };
}

export async function history(call: Call<typeof listAcceptances>, vault: Vault): Promise<Answer> {
  const { docs, nextPageToken } = await newestFirst(call.store, call.store.query(acceptances), call.query);
  const shown = await withKeys(call.store, vault, async (keys) =>
    legible(docs, (doc, id) => viewAcceptance(id, doc, keys)),
  );
  return {
    body: listed(shown, nextPageToken),
    damaged: shown.damaged.length,
    resources: shown.items.map(({ id }) => ({ type: "acceptance", uid: id })),
    facts: { count: shown.items.length },
  };
}
