/**
 * The redaction engine's public face: one detector of personal data and secrets, two uses.
 * Outgoing text gets reversible placeholders; log text is reduced irreversibly. Both fail closed.
 */
export { type Choice, ChoiceRefused, NO_RULES, type OwnRules } from "./choice.ts";
export { createEngine } from "./engine.ts";
export { keepHits } from "./keep-hits.ts";
export { PRIVATE_CHARS_MIN } from "./known.ts";
export { redactForLog } from "./log.ts";
export { offsetsOf } from "./offsets.ts";
export { createOutputGate, gateJson, gateText, type OutputGate, type OutputRules } from "./output-gate.ts";
export { emptyPlaceholders, type PlaceholderState, type Redaction, redact } from "./placeholders.ts";
export { restoreText } from "./restore.ts";
export { addFindings, type Finding, type SecondOpinion, saysMore } from "./second-opinion.ts";
export {
  type Budget,
  type Detector,
  type Emit,
  ENTITY_TYPES,
  type Engine,
  type EntityType,
  RedactionFailed,
  type RedactionFailure,
  type Source,
  type Span,
} from "./types.ts";
