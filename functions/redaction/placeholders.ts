import { type Choice, chosenSpans, isFirm, NO_CHOICE, NO_RULES, type OwnRules, withoutNever } from "./choice.ts";
import { knownSpans } from "./known.ts";
import { normalise } from "./normalise.ts";
import { ENTITY_TYPES, type Engine, type EntityType, type Span } from "./types.ts";

/**
 * What a conversation has replaced so far. Plain JSON: the caller seals and stores it, one state for each conversation, so a
 * placeholder of another conversation never resolves.
 */
export interface PlaceholderState {
  readonly v: 1;
  readonly entries: readonly { placeholder: string; type: EntityType; value: string }[];
}

export const emptyPlaceholders: PlaceholderState = { v: 1, entries: [] };

export interface Replacement {
  readonly placeholder: string;
  readonly type: EntityType;
  readonly start: number;
  readonly end: number;
  /** Whether the user may call it a false hit. */
  readonly mayKeep: boolean;
}

export interface Redaction {
  /** The text that may leave. */
  readonly outgoing: string;
  /** What was replaced; offsets are UTF-16 units of the INPUT text, in order. */
  readonly replacements: readonly Replacement[];
  /** The state to store with the conversation. */
  readonly state: PlaceholderState;
}

/** Longest `[…]` that can be a placeholder, brackets and a model's emphasis marks included: the bound of what a stream holds back. */
export const PLACEHOLDER_CHARS_MAX = 48;

const TYPES = new Set<string>(ENTITY_TYPES);

/** Units that may stand inside the brackets: the name itself, and what models add (`**`, `_`, `` ` ``, `\_`, blanks). */
export function isPlaceholderUnit(c: number): boolean {
  return (
    (c >= 48 && c <= 57) || // 0-9
    (c >= 65 && c <= 90) ||
    (c >= 97 && c <= 122) ||
    c === 95 || // _
    c === 42 || // *
    c === 92 || // backslash
    c === 96 || // `
    c === 45 ||
    c === 32
  );
}

/** What stands between the brackets, freed of emphasis, escapes and case: `**email\_1**` → `EMAIL_1`. */
export function placeholderKey(inner: string): string {
  return inner
    .replace(/[*`\\]/g, "")
    .replace(/[ -]/g, "_")
    .replace(/_+/g, "_")
    .replace(/^_|_$/g, "")
    .toUpperCase();
}

/** Calls back for every `[…]` in the text that reads as one of our placeholders, known to the conversation or not. */
function eachLookalike(text: string, found: (start: number, end: number) => void): void {
  for (let open = text.indexOf("["); open >= 0; open = text.indexOf("[", open + 1)) {
    const limit = Math.min(text.length, open + PLACEHOLDER_CHARS_MAX);
    let i = open + 1;
    while (i < limit && isPlaceholderUnit(text.charCodeAt(i))) i++;
    if (i >= limit || text.charCodeAt(i) !== 93) continue;
    const match = /^([A-Z_]+)_\d+$/.exec(placeholderKey(text.slice(open + 1, i)));
    if (match?.[1] !== undefined && TYPES.has(match[1])) found(open, i + 1);
  }
}

/** Look-alikes as typed, and as they would read once disguises are undone. */
function lookalikes(text: string): Span[] {
  const spans: Span[] = [];
  const add = (start: number, end: number): void => {
    spans.push({ start, end, type: "LITERAL", detector: "placeholder-lookalike", confidence: 1 });
  };
  eachLookalike(text, add);
  const normalised = normalise(text);
  if (normalised.text !== text) eachLookalike(normalised.text, (s, e) => add(normalised.start(s), normalised.end(e)));
  return spans;
}

/** Overlapping spans as one, named by the first. */
export function united(found: readonly Span[]): Span[] {
  const spans = found.toSorted((a, b) => a.start - b.start || b.end - a.end);
  const out: Span[] = [];
  for (const span of spans) {
    const last = out.at(-1);
    if (last === undefined || span.start >= last.end) out.push(span);
    else out[out.length - 1] = { ...last, end: Math.max(last.end, span.end), isFirm: isFirm(last) || isFirm(span) };
  }
  return out;
}

interface Options {
  readonly before?: string;
  readonly choice?: Pick<Choice, "redact">;
  readonly rules?: OwnRules;
}

/**
 * Replaces what the engine finds by placeholders such as `[EMAIL_1]`. The same value gets the same placeholder throughout the
 * conversation; text that already looks like a placeholder becomes a `[LITERAL_n]`, so it can't resolve to anything else.
 * Values this conversation has replaced before stay replaced, in any case and without accents, people by their surname too.
 * `restoreText(redaction.state, redaction.outgoing)` is the input again.
 * What the user and the organisation chose to hide is replaced too; false hits come back with `keepHits`, at the very end.
 * @param options.before what of this conversation has already left, oldest first, in placeholder form: a value begun there and
 *   ended in `text` is found, and its part in `text` replaced; nothing of `before` is
 * @throws {RedactionFailed} when the engine can't vouch for the whole text
 * @throws {ChoiceRefused} for a choice that is not about this text, or not allowed
 */
export function redact(
  engine: Engine,
  text: string,
  state: PlaceholderState,
  { before = "", choice = NO_CHOICE, rules = NO_RULES }: Options = {},
): Redaction {
  const found = [...lookalikes(text), ...engine.detect(text, before), ...knownSpans(text, state.entries)];
  const hidden = [...withoutNever(text, found, rules), ...chosenSpans(text, choice, rules)];
  return place(text, united(hidden), state, rules);
}

/**
 * The text with placeholders for `spans`, which stand in order and apart; values that the state knows keep theirs.
 * @param rules say whether a member may keep a false hit
 */
export function place(
  text: string,
  spans: readonly Span[],
  state: PlaceholderState,
  { mayKeep }: Pick<OwnRules, "mayKeep">,
): Redaction {
  const entries = [...state.entries];
  const byValue = new Map(entries.map((entry) => [`${entry.type} ${entry.value}`, entry]));
  const counts = new Map<EntityType, number>();
  for (const entry of entries) counts.set(entry.type, (counts.get(entry.type) ?? 0) + 1);
  const replacements: Replacement[] = [];
  let outgoing = "";
  let from = 0;
  for (const span of spans) {
    const { start, end, type } = span;
    const value = text.slice(start, end);
    let entry = byValue.get(`${type} ${value}`);
    if (entry === undefined) {
      const n = (counts.get(type) ?? 0) + 1;
      counts.set(type, n);
      entry = { placeholder: `[${type}_${n}]`, type, value };
      byValue.set(`${type} ${value}`, entry);
      entries.push(entry);
    }
    outgoing += text.slice(from, start) + entry.placeholder;
    from = end;
    replacements.push({ placeholder: entry.placeholder, type, start, end, mayKeep: mayKeep && !isFirm(span) });
  }
  return { outgoing: outgoing + text.slice(from), replacements, state: { v: 1, entries } };
}
