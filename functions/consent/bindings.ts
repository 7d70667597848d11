import { type Binding, bind } from "../platform/http/route.ts";
import { accept, chooseForMe, chooseForProject, listAcceptances, readConsent, readTerms, withdraw } from "./consent.ts";
import { acceptTerms, type ConsentDeps, choosePersonally, chooseProject, withdrawConsent } from "./decide.ts";
import { consentReads, history, read, terms } from "./read.ts";

/** The consent function: each contract with its rule. */
export function consentBindings(deps: ConsentDeps): Binding[] {
  return [
    bind(readConsent, (call) => read(call, deps.catalogue), consentReads),
    bind(readTerms, terms),
    bind(accept, (call) => acceptTerms(call, deps)),
    bind(withdraw, (call) => withdrawConsent(call, deps)),
    bind(listAcceptances, (call) => history(call, deps.vault)),
    bind(chooseForMe, (call) => choosePersonally(call, deps)),
    bind(chooseForProject, (call) => chooseProject(call, deps.vault)),
  ];
}
