import { Problem } from "../../core/problem.ts";
import { asProblem } from "../../platform/http/response.ts";
import type { Send } from "../../platform/http/stream.ts";
import { problemIn } from "../../platform/http/words/index.ts";
import { type ModelEvent, NO_USAGE } from "../../platform/model/model.ts";
import { createOutputGate } from "../../redaction/index.ts";
import type { Begun } from "./begin.ts";
import type { AssistantDeps } from "./deps.ts";
import { type Finished, finish } from "./finish.ts";
import { eventId } from "./progress.ts";
import type { SendCall } from "./reads.ts";

/**
 * How much one answer may hold, in UTF-16 code units: said by the model, and with its values restored. A model that does not stop is
 * stopped before it outgrows a document (1 MiB). What it may send at all is bounded where it is read (`platform/model/bounds.ts`).
 */
const SPOKEN_MAX = 64_000;
const RESTORED_MAX = 128_000;

/** What the log sees of an answer: why it failed, which the client is told only as a code, and what it cost. */
export interface Report {
  failed(problem: Problem): void;
  /** Not whole, and why: by the model, its host or the network, or at one of our bounds. */
  cut(why: string): void;
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

/** What was heard so far. It grows in place: a word late in a long answer costs no more than the first, and a break loses nothing. */
class Heard implements Finished {
  spoken = "";
  /** What the client was shown and what is stored: the same, cut nowhere later. */
  restored = "";
  /** Of several calls the first alone is used. */
  calls: Finished["calls"] = [];
  status: Finished["status"] = "aborted";
  usage: Finished["usage"] = NO_USAGE;
  cut: string | undefined;

  get isTooMuch(): boolean {
    return this.spoken.length > SPOKEN_MAX || this.restored.length >= RESTORED_MAX;
  }

  /** @returns as much of a restored text as the answer still has room for, whole characters: that much is shown, and no more is stored. */
  show(text: string): string {
    const shown = text.slice(0, RESTORED_MAX - this.restored.length).toWellFormed();
    this.restored += shown;
    return shown;
  }

  /** For storing: whole characters, within bounds, and a proposal only of an answer that is whole. */
  finished(): Finished {
    const { status, usage, restored } = this;
    return {
      spoken: this.spoken.slice(0, SPOKEN_MAX).toWellFormed(),
      restored,
      calls: status === "completed" ? this.calls : [],
      status,
      usage,
    };
  }
}

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
  if (proposal !== undefined) await send("proposal", proposal, eventId.proposal(begun.turn));
  if (failure !== undefined) await send("problem", problemIn(call.language, failure, call.requestId));
  const done = { turnId: String(begun.turn), status: said.status, usage: said.usage };
  await send("done", done, eventId.done(begun.turn));
}

/** Opens the connection and passes the answer on until it ends or is ended. */
async function listen(call: SendCall, deps: AssistantDeps, begun: Begun, listener: Listener): Promise<Ended> {
  const { send, gone, report } = listener;
  const { ended, watching } = begun.watched;
  const stop = AbortSignal.any([call.signal, gone, ended.signal]);
  const heard = new Heard();
  let failure: Problem | undefined;
  try {
    const { receiptId, receipt, facts } = begun;
    await send("receipt", { receiptId, sha256: receipt.request.sha256, ...facts }, eventId.text(begun.turn, 0));
    // Read once more, as it is now: time has passed since consent was checked, and nothing has left yet.
    if (await watching.holds) {
      const events = deps.catalogue.adapter(call.caller).stream(begun.receipt, stop);
      await relay(events, begun, send, heard);
    }
  } catch (error) {
    if (!stop.aborted) failure = asProblem(error);
  } finally {
    watching.stop();
  }
  if (heard.cut !== undefined) report.cut(heard.cut);
  return {
    said: heard.finished(),
    failure: ended.signal.reason instanceof Problem ? ended.signal.reason : failure,
  };
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

/** Passes the model's words on as they come. */
async function relay(events: AsyncIterable<ModelEvent>, begun: Begun, send: Send, heard: Heard): Promise<void> {
  const gate = createOutputGate(begun.passed.redaction.state);
  const say = async (text: string) => {
    const shown = heard.show(text);
    if (shown !== "") await send("delta", { text: shown }, eventId.text(begun.turn, heard.restored.length));
  };
  for await (const event of events) {
    if (event.type === "text") {
      heard.spoken += event.text;
      await say(gate.push(event.text));
    } else if (event.type === "call") {
      if (heard.calls.length === 0) heard.calls = [event];
    } else {
      heard.status = event.status;
      heard.usage = event.usage;
      if (event.status === "truncated") heard.cut = event.cut;
    }
    if (heard.isTooMuch) {
      heard.status = "truncated";
      heard.cut = "length";
      // Leaving the loop closes the connection.
      break;
    }
  }
  await say(gate.flush());
}
