import { NO_RULES, type OwnRules, withoutNever } from "./choice.ts";
import { knownSpans } from "./known.ts";
import { place, type Redaction, united } from "./placeholders.ts";
import { ENTITY_TYPES, type EntityType, RedactionFailed, type Span } from "./types.ts";

/** What somebody else found in a text: UTF-16 code units, `end` exclusive, one of our types. */
export interface Finding {
  readonly start: number;
  readonly end: number;
  readonly type: EntityType;
}

/**
 * One more detector, outside of the engine: a service or a model. It sees a text that our own detectors have been through, so that the
 * least possible reaches it, and whatever it finds there is replaced too. It throws rather than give a partial answer.
 */
export interface SecondOpinion {
  readonly name: string;
  /** @param signal aborts when nobody waits for the answer any more */
  inspect(text: string, signal: AbortSignal): Promise<readonly Finding[]>;
}

/** A placeholder in the outgoing text, and what it stands for in the typed one. */
interface Placed {
  readonly start: number;
  readonly end: number;
  readonly typedStart: number;
  readonly typedEnd: number;
}

/**
 * The union: what our detectors replaced stays as it is, and what was found beside it becomes placeholders of the same conversation. A
 * finding that reaches into a placeholder counts for what lies outside; its value elsewhere in the text is replaced with it.
 * @param typed the text before any redaction
 * @param first its redaction, whose `outgoing` the findings are about
 * @throws {RedactionFailed} when a finding can't be about that text: nothing can be said about the rest then
 */
export function addFindings(
  typed: string,
  first: Redaction,
  findings: readonly Finding[],
  name: string,
  rules: OwnRules = NO_RULES,
): Redaction {
  if (findings.length === 0) return first;
  const placed = placeholdersOf(first);
  const own: Span[] = first.replacements.map(({ start, end, type, mayKeep }) => ({
    start,
    end,
    type,
    isFirm: !mayKeep,
    detector: "engine",
    confidence: 1,
  }));
  const found = findings.flatMap((finding) => {
    requireInside(finding, first.outgoing, name);
    return outside(finding, first.outgoing, placed).map(({ start, end }) => ({
      start: typedOffset(start, placed),
      end: typedOffset(end, placed),
      type: finding.type,
      detector: name,
      confidence: 1,
    }));
  });
  const more = withoutNever(typed, found, rules);
  const values = united(more).map(({ start, end, type }) => ({ type, value: typed.slice(start, end) }));
  const again = knownSpans(typed, values).flatMap((span) => between(span, typed, own));
  // Ours stand first where two begin together, and nothing of the others reaches into ours: each keeps its placeholder.
  return place(typed, united([...own, ...more, ...again]), first.state, rules);
}

/** Whether a redacted text says anything beside its placeholders: if not, there is nothing to ask about. */
export function saysMore(first: Redaction): boolean {
  return outside({ start: 0, end: first.outgoing.length }, first.outgoing, placeholdersOf(first)).some(
    ({ start, end }) => SIGNS.test(first.outgoing.slice(start, end)),
  );
}

/** Half a surrogate pair is inside of a character: whoever counts like that read another text. */
function requireInside({ start, end, type }: Finding, text: string, name: string): void {
  const whole = Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start < end && end <= text.length;
  const known = (ENTITY_TYPES as readonly string[]).includes(type) && type !== "LITERAL";
  if (!whole || !known || splitsPair(text, start) || splitsPair(text, end))
    throw new RedactionFailed("bad-finding", name);
}

function splitsPair(text: string, at: number): boolean {
  const isHigh = (text.charCodeAt(at - 1) & 0xfc00) === 0xd800;
  return isHigh && (text.charCodeAt(at) & 0xfc00) === 0xdc00;
}

function placeholdersOf({ replacements }: Redaction): Placed[] {
  let shift = 0;
  return replacements.map(({ placeholder, start, end }) => {
    const at = start + shift;
    shift += placeholder.length - (end - start);
    return { start: at, end: at + placeholder.length, typedStart: start, typedEnd: end };
  });
}

const SIGNS = /[\p{L}\p{N}\p{S}]/u;

/** The parts of a finding beside placeholders. What is left between two of them is a part only if it says something. */
function outside(
  finding: Pick<Finding, "start" | "end">,
  text: string,
  placed: readonly Placed[],
): { start: number; end: number }[] {
  const inside = placed.filter(({ start, end }) => start < finding.end && end > finding.start);
  if (inside.length === 0) return [finding];
  const parts: { start: number; end: number }[] = [];
  let from = finding.start;
  for (const { start, end } of [...inside, { start: finding.end, end: finding.end }]) {
    const part = trimmed(text, from, Math.min(start, finding.end));
    if (part !== undefined) parts.push(part);
    from = end;
  }
  return parts;
}

function trimmed(text: string, from: number, to: number): { start: number; end: number } | undefined {
  const part = text.slice(from, Math.max(from, to));
  if (!SIGNS.test(part)) return undefined;
  const start = from + (part.length - part.trimStart().length);
  return { start, end: start + part.trim().length };
}

/** Where an offset of the outgoing text, outside of any placeholder, is in the typed one. */
function typedOffset(at: number, placed: readonly Placed[]): number {
  const before = placed.findLast(({ end }) => end <= at);
  return before === undefined ? at : at - before.end + before.typedEnd;
}

/** What of a span lies outside of ours. */
function between(span: Span, text: string, own: readonly Span[]): Span[] {
  const inside = own.filter(({ start, end }) => start < span.end && end > span.start);
  if (inside.length === 0) return [span];
  let from = span.start;
  return [...inside, { start: span.end, end: span.end }].flatMap(({ start, end }) => {
    const part = trimmed(text, from, start);
    from = end;
    return part === undefined ? [] : [{ ...span, ...part }];
  });
}
