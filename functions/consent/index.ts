/** What other capabilities may use of consent. */
export { routes } from "./consent.ts";
export { blocks, type ConsentDoc, consentState, type PinnedFacts, pinnedFacts, requireConsent } from "./state.ts";
