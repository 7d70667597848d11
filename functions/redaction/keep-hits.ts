import { type Choice, ChoiceRefused, type OwnRules, requirePart } from "./choice.ts";
import { type PlaceholderState, place, type Redaction } from "./placeholders.ts";

/**
 * A redaction without what the user calls false hits, whoever found them: those leave as they were typed, in this text only.
 * @param state the conversation's before this text: what is kept leaves no trace in it
 * @throws {ChoiceRefused} for a part that is not exactly one of the replacements, or may not be kept
 */
export function keepHits(
  text: string,
  redaction: Redaction,
  state: PlaceholderState,
  { keep }: Pick<Choice, "keep">,
  rules: OwnRules,
): Redaction {
  if (keep.length === 0) return redaction;
  const kept = keep.map((range, index) => {
    requirePart(text, range, "keep", index);
    if (!rules.mayKeep) throw new ChoiceRefused("keep", index, "is not allowed in your organisation");
    const hit = redaction.replacements.find(({ start, end }) => start === range.start && end === range.end);
    if (hit === undefined)
      throw new ChoiceRefused("keep", index, "is not a part that would be replaced: preview again");
    if (!hit.mayKeep) throw new ChoiceRefused("keep", index, "is always replaced");
    return hit;
  });
  const spans = redaction.replacements
    .filter((one) => !kept.includes(one))
    .map(({ start, end, type, mayKeep }) => ({
      start,
      end,
      type,
      isFirm: !mayKeep,
      detector: "kept apart",
      confidence: 1,
    }));
  return place(text, spans, state, rules);
}
