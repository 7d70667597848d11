import { type Binding, bind } from "../platform/http/route.ts";
import type { Vault } from "../platform/vault/vault.ts";
import { accept, chooseForMe, chooseForProject, listAcceptances, readConsent, readTerms, withdraw } from "./consent.ts";
import { acceptTerms, choosePersonally, chooseProject, withdrawConsent } from "./decide.ts";
import { history, read, terms } from "./read.ts";
import { consentState, type PinnedFacts } from "./state.ts";

/** The consent function: each contract with its rule. */
export function consentBindings(deps: { vault: Vault; pinned: PinnedFacts }): Binding[] {
  return [
    bind(readConsent, (call) => read(call, deps.pinned), { preload: (store) => [store.doc(consentState, "current")] }),
    bind(readTerms, terms),
    bind(accept, (call) => acceptTerms(call, deps.vault, deps.pinned)),
    bind(withdraw, (call) => withdrawConsent(call, deps.vault, deps.pinned)),
    bind(listAcceptances, (call) => history(call, deps.vault)),
    bind(chooseForMe, (call) => choosePersonally(call, deps.vault)),
    bind(chooseForProject, (call) => chooseProject(call, deps.vault)),
  ];
}
