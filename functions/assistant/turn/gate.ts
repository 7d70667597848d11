import { Outgoing } from "../../core/outgoing.ts";
import { Problem } from "../../core/problem.ts";
import { invalid } from "../../platform/http/parse.ts";
import { Turnstile } from "../../platform/turnstile.ts";
import {
  addFindings,
  type Choice,
  ChoiceRefused,
  type Engine,
  emptyPlaceholders,
  type Finding,
  keepHits,
  type OwnRules,
  type PlaceholderState,
  type Redaction,
  redact,
  saysMore,
} from "../../redaction/index.ts";

/** The conversation as the model knows it: placeholder form only. Sealed as one field of the conversation. */
export interface Context {
  readonly history: readonly { readonly role: "user" | "assistant"; readonly text: string }[];
  readonly placeholders: PlaceholderState;
  /** Who gave a second opinion about all of it. */
  readonly opinion?: string;
}

export const emptyContext: Context = { history: [], placeholders: emptyPlaceholders };

/** History that goes along with a message, in UTF-16 code units: older turns are left behind first. */
const HISTORY_MAX = 48_000;

/** What the user typed, and decided about it. */
export interface Typed {
  readonly text: string;
  readonly choice: Choice;
}

export interface Passed {
  readonly messages: readonly Outgoing[];
  readonly redaction: Redaction;
  readonly context: Context;
}

/** Asks for a second opinion about a redacted text, in the name of one tenant. */
export interface Inspector {
  readonly name: string;
  inspect(text: string): Promise<readonly Finding[]>;
}

/** Texts beyond this many UTF-16 code units keep the engine busy for milliseconds: one at a time. */
const LARGE = 4_000;
const largeTexts = new Turnstile();

/**
 * The egress gate: the only maker of {@link Outgoing}. It takes what the user typed and what this conversation already sent or
 * got back, and nothing else; there is no parameter through which a document, a file or a record could come (KZ-03).
 * @param rules the organisation's own
 * @param inspector looks at what our own detectors left, where the tenant has one
 * @throws Problem `redaction-failed` when a detector throws, is missing or takes too long, `invalid` for a choice that can't be followed:
 *   nothing passes then.
 */
export async function passGate(
  engine: Engine,
  typed: Typed,
  context: Context,
  rules: OwnRules,
  inspector?: Inspector,
): Promise<Passed> {
  const { text, choice } = typed;
  const first = () => redactOrFail(engine, typed, context, rules);
  const own = text.length > LARGE ? await largeTexts.pass(first) : first();
  const all = inspector === undefined ? own : await inspectedOrFail(inspector, text, own, rules);
  // Last, so that what the user takes for a false hit may be anybody's.
  const redaction = followed(() => keepHits(text, all, context.placeholders, choice, rules));
  // What left before the second opinion was chosen has not been through it, and does not leave once more.
  const earlier = inspector === undefined || inspector.name === context.opinion ? context.history : [];
  const history = recent([...earlier, { role: "user" as const, text: redaction.outgoing }]);
  return {
    messages: history.map(({ role, text }) => Outgoing.fromGate(role, text)),
    redaction,
    context: {
      history,
      placeholders: redaction.state,
      ...(inspector === undefined ? {} : { opinion: inspector.name }),
    },
  };
}

/** What of a conversation is read along with a message, in UTF-16 code units: a value's other half is in one of the last few. */
const BEFORE_MAX = 2_000;

/** The conversation is read, not the message alone: a value that is split over messages does not leave whole (BF-18). */
function redactOrFail(
  engine: Engine,
  { text, choice }: Typed,
  { history, placeholders }: Context,
  rules: OwnRules,
): Redaction {
  const said = history.filter(({ role }) => role === "user").map((one) => one.text);
  const before = said.join("\n").slice(-BEFORE_MAX);
  return followed(() => redact(engine, text, placeholders, { before, choice, rules }));
}

/** @throws Problem `invalid` for a choice that can't be followed, else `redaction-failed`. */
function followed(work: () => Redaction): Redaction {
  try {
    return work();
  } catch (cause) {
    if (!(cause instanceof ChoiceRefused)) throw unchecked(cause);
    throw invalid([{ pointer: `/${cause.list}/${cause.index}`, message: cause.message }]);
  }
}

async function inspectedOrFail(
  inspector: Inspector,
  typed: string,
  own: Redaction,
  rules: OwnRules,
): Promise<Redaction> {
  if (!saysMore(own)) return own;
  try {
    return addFindings(typed, own, await inspector.inspect(own.outgoing), inspector.name, rules);
  } catch (cause) {
    // What was asked is counted: where that fails, storage is the reason.
    throw cause instanceof Problem ? cause : unchecked(cause);
  }
}

const unchecked = (cause: unknown) =>
  new Problem("redaction-failed", {
    detail: "The text could not be checked for personal data, so nothing was sent. Try again or shorten it.",
    cause,
  });

function recent(history: Context["history"]): Context["history"] {
  let budget = HISTORY_MAX;
  const start = history.findLastIndex(({ text }) => {
    budget -= text.length;
    return budget < 0;
  });
  // The newest message always goes, whatever its length.
  return history.slice(Math.min(start + 1, history.length - 1));
}
