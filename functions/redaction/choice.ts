import { knownSpans } from "./known.ts";
import { ENTITY_TYPES, type EntityType, type Span } from "./types.ts";

/** A part of a text: UTF-16 code units, `end` exclusive. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** What a user decided for one message, beside the engine. */
export interface Choice {
  /** Replaced too, whatever the engine says. */
  readonly redact: readonly Range[];
  /** False hits: each exactly a part that would be replaced. */
  readonly keep: readonly Range[];
}

/** What an organisation decided for every message of its members. Words are recognised in any case and without their accents. */
export interface OwnRules {
  readonly always: readonly string[];
  readonly never: readonly string[];
  /** Whether a member may keep a false hit. */
  readonly mayKeep: boolean;
}

export const NO_CHOICE: Choice = { redact: [], keep: [] };
export const NO_RULES: OwnRules = { always: [], never: [], mayKeep: false };

/** A choice that can't be followed. Neither message nor properties hold any of the text. */
export class ChoiceRefused extends Error {
  readonly list: keyof Choice;
  readonly index: number;

  constructor(list: keyof Choice, index: number, message: string) {
    super(message);
    this.name = "ChoiceRefused";
    this.list = list;
    this.index = index;
  }
}

/** Types of which a hit may be called false: no secret, nothing with a check digit, nothing that somebody chose to hide. */
const MAY_BE_FALSE: ReadonlySet<EntityType> = new Set<EntityType>([
  "PERSON",
  "EMAIL",
  "PHONE",
  "ADDRESS",
  "DATE_OF_BIRTH",
  "LICENSE_PLATE",
  "IP",
  "MAC",
  "GEO",
  "USERNAME",
]);
export const FIRM_TYPES: readonly EntityType[] = ENTITY_TYPES.filter((type) => !MAY_BE_FALSE.has(type));

/** Whether no choice and no list lets this part go in clear. */
export const isFirm = ({ type, isFirm = false }: Pick<Span, "type" | "isFirm">): boolean =>
  isFirm || !MAY_BE_FALSE.has(type);

/**
 * The parts that somebody chose to hide: the organisation's words, and the user's selections wherever their words stand in the text.
 * @throws ChoiceRefused for a selection that is no part of the text, or blank
 */
export function chosenSpans(text: string, { redact }: Pick<Choice, "redact">, { always }: OwnRules): Span[] {
  const selected = redact.map((range, index): Span => {
    requirePart(text, range, "redact", index);
    if (text.slice(range.start, range.end).trim() === "")
      throw new ChoiceRefused("redact", index, "is blank: select words");
    return { ...range, type: "PRIVATE", detector: "user", confidence: 1 };
  });
  const words = [...always, ...selected.map(({ start, end }) => text.slice(start, end))];
  return [...selected, ...knownSpans(text, words.map(asPrivate))];
}

/** Findings without those that lie within a word which the organisation never hides. */
export function withoutNever(text: string, spans: readonly Span[], { never }: OwnRules): readonly Span[] {
  if (never.length === 0 || spans.length === 0) return spans;
  const clear = knownSpans(text, never.map(asPrivate));
  const isClear = (span: Span) => clear.some(({ start, end }) => start <= span.start && span.end <= end);
  return spans.filter((span) => isFirm(span) || !isClear(span));
}

const asPrivate = (value: string) => ({ type: "PRIVATE" as const, value });

/** Half a character can't be chosen: what remained of it could not leave as it was typed. */
export function requirePart(text: string, { start, end }: Range, list: keyof Choice, index: number): void {
  const splits = (at: number) => /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(at - 1, at + 1));
  if (start < 0 || end <= start || end > text.length || (start > 0 && splits(start)) || splits(end))
    throw new ChoiceRefused(list, index, "is not a part of the text: 0 ≤ start < end ≤ its length, whole characters");
}
