import { Outgoing } from "../../core/outgoing.ts";
import { Problem } from "../../core/problem.ts";
import { invalid } from "../../platform/http/parse.ts";
import {
  type Choice,
  ChoiceRefused,
  type Engine,
  emptyPlaceholders,
  type OwnRules,
  type PlaceholderState,
  type Redaction,
  redact,
} from "../../redaction/index.ts";

/** The conversation as the model knows it: placeholder form only. Sealed as one field of the conversation. */
export interface Context {
  readonly history: readonly { readonly role: "user" | "assistant"; readonly text: string }[];
  readonly placeholders: PlaceholderState;
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

/**
 * The egress gate: the only maker of {@link Outgoing}. It takes what the user typed and what this conversation already sent or
 * got back, and nothing else; there is no parameter through which a document, a file or a record could come (KZ-03).
 * @throws Problem `redaction-failed` when a detector throws, is missing or takes too long, `invalid` for a choice that can't be followed:
 *   nothing passes then.
 */
export function passGate(engine: Engine, typed: Typed, context: Context, rules: OwnRules): Passed {
  const redaction = redactOrFail(engine, typed, context, rules);
  const history = recent([...context.history, { role: "user" as const, text: redaction.outgoing }]);
  return {
    messages: history.map(({ role, text }) => Outgoing.fromGate(role, text)),
    redaction,
    context: { history, placeholders: redaction.state },
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
  try {
    return redact(engine, text, placeholders, { before: said.join("\n").slice(-BEFORE_MAX), choice, rules });
  } catch (cause) {
    if (cause instanceof ChoiceRefused)
      throw invalid([{ pointer: `/${cause.list}/${cause.index}`, message: cause.message }]);
    throw new Problem("redaction-failed", {
      detail: "The text could not be checked for personal data, so nothing was sent. Try again or shorten it.",
      cause,
    });
  }
}

function recent(history: Context["history"]): Context["history"] {
  let budget = HISTORY_MAX;
  const start = history.findLastIndex(({ text }) => {
    budget -= text.length;
    return budget < 0;
  });
  // The newest message always goes, whatever its length.
  return history.slice(Math.min(start + 1, history.length - 1));
}
