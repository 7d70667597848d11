/** What other capabilities may use of consent. */
export { consentRoutes } from "./consent.ts";
export { blocks, ConsentDoc, consentState, factsOf, type PinnedFacts, requireConsent } from "./state.ts";
