import { Outgoing } from "../../core/outgoing.ts";
import { Problem } from "../../core/problem.ts";
import { Turnstile } from "../../platform/turnstile.ts";
import {
  addFindings,
  type Engine,
  emptyPlaceholders,
  type Finding,
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
 * @param inspector looks at what our own detectors left, where the tenant has one
 * @throws Problem `redaction-failed` when a detector throws, is missing or takes too long: nothing passes then.
 */
export async function passGate(
  engine: Engine,
  typed: string,
  context: Context,
  inspector?: Inspector,
): Promise<Passed> {
  const first = () => redactOrFail(engine, typed, context);
  const own = typed.length > LARGE ? await largeTexts.pass(first) : first();
  const redaction = inspector === undefined ? own : await inspectedOrFail(inspector, typed, own);
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
function redactOrFail(engine: Engine, typed: string, { history, placeholders }: Context): Redaction {
  const said = history.filter(({ role }) => role === "user").map(({ text }) => text);
  try {
    return redact(engine, typed, placeholders, { before: said.join("\n").slice(-BEFORE_MAX) });
  } catch (cause) {
    throw unchecked(cause);
  }
}

async function inspectedOrFail(inspector: Inspector, typed: string, own: Redaction): Promise<Redaction> {
  if (!saysMore(own)) return own;
  try {
    return addFindings(typed, own, await inspector.inspect(own.outgoing), inspector.name);
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
