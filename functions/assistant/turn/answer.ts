import { Problem, problemDocument } from "../../core/problem.ts";
import { asProblem } from "../../platform/http/response.ts";
import type { Send } from "../../platform/http/stream.ts";
import type { ModelEvent } from "../../platform/model/model.ts";
import { createOutputGate } from "../../redaction/index.ts";
import type { Begun } from "./begin.ts";
import type { AssistantDeps } from "./deps.ts";
import { type Finished, finish } from "./finish.ts";
import type { SendCall } from "./reads.ts";

/**
 * How much one answer may hold, in UTF-16 code units: said by the model, with its values restored, and in a call's arguments. A model
 * that does not stop is stopped, before it fills this instance's memory or outgrows a document (1 MiB).
 */
const SPOKEN_MAX = 64_000;
const RESTORED_MAX = 128_000;
const ARGUMENTS_MAX = 64_000;

/** What the log sees of an answer: why it failed, which the client is told only as a code, and what it cost. */
export interface Report {
  failed(problem: Problem): void;
  used(tokens: number): void;
}

/** Who listens to an answer. */
export interface Listener {
  readonly send: Send;
  /** Aborted when nobody listens any more. */
  readonly gone: AbortSignal;
  readonly report: Report;
}

/** How an answer ended, and what went wrong on the way. */
interface Ended {
  readonly said: Finished;
  readonly failure: Problem | undefined;
}

const NOTHING_SAID: Finished = {
  spoken: "",
  restored: "",
  calls: [],
  status: "aborted",
  usage: { inputTokens: 0, outputTokens: 0 },
};

/**
 * Streams the model's answer, values restored, and stores how it ended. Consent withdrawn, the client gone or the instance
 * draining all stop the upstream request. Every way out passes through one commit and, if anybody listens, one `done`.
 */
export async function answer(call: SendCall, deps: AssistantDeps, begun: Begun, listener: Listener): Promise<void> {
  const { send, report } = listener;
  const heard = await listen(call, deps, begun, listener);
  const { said, failure, proposal } = await store(call, begun, heard);
  if (failure !== undefined) report.failed(failure);
  report.used(said.usage.inputTokens + said.usage.outputTokens);
  if (proposal !== undefined) await send("proposal", proposal);
  if (failure !== undefined) await send("problem", problemDocument(failure, call.requestId));
  await send("done", { turnId: String(begun.turn), status: said.status, usage: said.usage });
}

/** Opens the connection and passes the answer on until it ends or is ended. */
async function listen(call: SendCall, deps: AssistantDeps, begun: Begun, { send, gone }: Listener): Promise<Ended> {
  const { ended, watching } = begun.watched;
  const stop = AbortSignal.any([call.signal, gone, ended.signal]);
  let said = NOTHING_SAID;
  let failure: Problem | undefined;
  try {
    await send("receipt", {
      receiptId: begun.receiptId,
      sha256: begun.receipt.request.sha256,
      ...begun.facts,
    });
    // Read once more, as it is now: time has passed since consent was checked, and nothing has left yet.
    if (await watching.holds) {
      const events = deps.catalogue.adapter(call.caller).stream(begun.receipt, stop);
      said = await relay(events, begun, send, (now) => {
        said = now;
      });
    }
  } catch (error) {
    if (!stop.aborted) failure = asProblem(error);
  } finally {
    watching.stop();
  }
  return { said, failure: ended.signal.reason instanceof Problem ? ended.signal.reason : failure };
}

async function store(call: SendCall, begun: Begun, { said, failure }: Ended): Promise<Ended & { proposal?: object }> {
  try {
    const { status, proposal, problem } = await finish(call, begun, said);
    return {
      said: { ...said, status },
      failure: failure ?? problem,
      ...(proposal === undefined ? {} : { proposal }),
    };
  } catch (error) {
    // The sweeper closes the turn as unknown; the client must not believe that it was stored.
    return { said: { ...said, status: "aborted" }, failure: asProblem(error) };
  }
}

/** Passes the model's words on as they come. `heard` is told what there is so far, so that a break loses nothing. */
async function relay(
  events: AsyncIterable<ModelEvent>,
  begun: Begun,
  send: Send,
  heard: (said: Finished) => void,
): Promise<Finished> {
  const gate = createOutputGate(begun.passed.redaction.state);
  let said = NOTHING_SAID;
  const say = async (text: string) => {
    if (text === "") return;
    said = { ...said, restored: said.restored + text };
    heard(said);
    await send("delta", { text });
  };
  for await (const event of events) {
    if (event.type === "text") {
      said = { ...said, spoken: said.spoken + event.text };
      await say(gate.push(event.text));
    } else if (event.type === "call") said = { ...said, calls: [...said.calls, event] };
    else said = { ...said, status: event.status, usage: event.usage };
    if (isTooMuch(said)) {
      // Leaving the loop closes the connection.
      said = cutShort(said);
      break;
    }
  }
  await say(gate.flush());
  return { ...said, calls: said.status === "completed" ? said.calls : [] };
}

const isTooMuch = ({ spoken, restored, calls }: Finished): boolean =>
  spoken.length > SPOKEN_MAX ||
  restored.length > RESTORED_MAX ||
  calls.some((one) => one.arguments.length > ARGUMENTS_MAX);

const cutShort = (said: Finished): Finished => ({
  ...said,
  spoken: said.spoken.slice(0, SPOKEN_MAX),
  restored: said.restored.slice(0, RESTORED_MAX),
  status: "truncated",
});
