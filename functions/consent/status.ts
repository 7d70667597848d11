import { z } from "zod";
import type { ProjectId } from "../core/ids.ts";
import { collection } from "../platform/store/collection.ts";
import type { TenantStore, Transaction } from "../platform/store/firestore.ts";

/**
 * All that an app may listen to of consent under `firestore.rules`. It names the facts that were accepted, not whether they are still the
 * facts: only `GET /v1/consent` knows those, and an app compares the two hashes.
 */
const ConsentStatusDoc = z.strictObject({ acceptedFactsHash: z.string().nullable(), changedAt: z.date() });
const ProjectConsentDoc = z.strictObject({ assistantEnabled: z.boolean(), changedAt: z.date() });
const consentStatus = collection("consentStatus", ConsentStatusDoc);
const projectConsents = collection("projectConsents", ProjectConsentDoc);

export function showConsent(tx: Transaction, store: TenantStore, acceptedFactsHash: string | null, now: Date): void {
  tx.set(store.doc(consentStatus, "current"), { acceptedFactsHash, changedAt: now });
}

export function showProject(
  tx: Transaction,
  store: TenantStore,
  projectId: ProjectId,
  assistantEnabled: boolean,
  now: Date,
): void {
  tx.set(store.doc(projectConsents, projectId), { assistantEnabled, changedAt: now });
}
