/** What other capabilities may use of consent. */
export { consentRoutes } from "./consent.ts";
export { ConsentDoc, consentState, factsOf, type PinnedFacts, requireConsent } from "./state.ts";
