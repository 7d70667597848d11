import { createBudget } from "./budget.ts";
import { defaultDetectors } from "./detectors/index.ts";
import { type Normalised, normalise } from "./normalise.ts";
import { tokenise } from "./tokens.ts";
import { type Detector, type Engine, RedactionFailed, type Span } from "./types.ts";

/** Issue figure: 50 ms for each 10 KiB. A text that takes longer is refused, not sent half-read. */
export const BUDGET_MS_PER_10_KIB = 50;

/**
 * Builds an engine. Loading of lists and weights happens here, outside any text's budget.
 * @param options.detectors default: every detector; an empty or broken list makes each `detect` fail with `detector-missing`
 * @param options.budgetMsPer10KiB milliseconds for each started 10,240 characters
 * @param options.now monotonic clock in milliseconds
 */
export function createEngine(
  options: { detectors?: readonly Detector[]; budgetMsPer10KiB?: number; now?: () => number } = {},
): Engine {
  const { budgetMsPer10KiB = BUDGET_MS_PER_10_KIB, now = () => performance.now() } = options;
  const detectors = options.detectors ?? defaultDetectors();
  return { detect: (text) => detect(text, detectors, budgetMsPer10KiB, now) };
}

function detect(text: string, detectors: readonly Detector[], msPer10KiB: number, now: () => number): readonly Span[] {
  if (detectors.length === 0) throw new RedactionFailed("detector-missing", "all");
  let current = "normalise";
  const budget = createBudget(text.length, msPer10KiB, now, () => current);
  const normalised = normalise(text);
  budget.check();
  const source = { text: normalised.text, tokens: tokenise(normalised.text, budget), budget };
  const found: Span[] = [];
  for (const detector of detectors) {
    // A hole in the list can only come from outside TypeScript, which is when it matters most.
    if (typeof detector?.find !== "function")
      throw new RedactionFailed("detector-missing", detector?.name ?? "unknown");
    current = detector.name;
    try {
      detector.find(source, (start, end, type, confidence) => {
        if (end > start) found.push(placed(normalised, { start, end, type, detector: detector.name, confidence }));
      });
    } catch (error) {
      if (error instanceof RedactionFailed) throw error;
      throw new RedactionFailed("detector-threw", detector.name, error instanceof Error ? error.name : typeof error);
    }
    budget.check();
  }
  return resolve(found);
}

function placed(normalised: Normalised, span: Span): Span {
  return { ...span, start: normalised.start(span.start), end: normalised.end(span.end) };
}

/**
 * Turns overlapping findings into one covering all of them: dropping the part that sticks out would leak it.
 * The longest finding names the union, the surer one where two are equally long.
 */
function resolve(found: Span[]): readonly Span[] {
  found.sort((a, b) => a.start - b.start || b.end - a.end || b.confidence - a.confidence);
  const spans: Span[] = [];
  let lead = 0;
  for (const span of found) {
    const last = spans.at(-1);
    if (last === undefined || span.start >= last.end) {
      spans.push(span);
      lead = span.end - span.start;
      continue;
    }
    const length = span.end - span.start;
    const names = length > lead || (length === lead && span.confidence > last.confidence) ? span : last;
    lead = Math.max(lead, length);
    spans[spans.length - 1] = { ...names, start: last.start, end: Math.max(last.end, span.end) };
  }
  return spans;
}
