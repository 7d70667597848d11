import { Problem, problemDocument } from "../../core/problem.ts";
import { asProblem } from "../../platform/http/response.ts";
import type { Call } from "../../platform/http/route.ts";
import type { Send } from "../../platform/http/stream.ts";
import type { ModelEvent } from "../../platform/model/model.ts";
import { createRestorer } from "../../redaction/index.ts";
import type { sendMessage } from "../assistant.ts";
import type { Begun } from "./begin.ts";
import { type Finished, finish } from "./finish.ts";
import type { AssistantDeps } from "./prepare.ts";

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

/**
 * Streams the model's answer, values restored, and stores how it ended. Consent withdrawn, the client gone or the instance
 * draining all stop the upstream request. Every way out passes through one commit and, if anybody listens, one `done`.
 */
export async function answer(
  call: Call<typeof sendMessage>,
  deps: AssistantDeps,
  begun: Begun,
  send: Send,
  gone: AbortSignal,
  report: Report,
): Promise<void> {
  const { ended, watching } = begun.watched;
  const stop = AbortSignal.any([call.signal, gone, ended.signal]);
  let said: Finished = {
    spoken: "",
    restored: "",
    calls: [],
    status: "aborted",
    usage: { inputTokens: 0, outputTokens: 0 },
  };
  let failure: Problem | undefined;
  try {
    const { provider, host, region, model } = deps.model;
    const { sha256 } = begun.receipt.request;
    await send("receipt", { receiptId: begun.receiptId, sha256, provider, host, region, model });
    // Read once more, as it is now: time has passed since consent was checked, and nothing has left yet.
    if (await watching.holds)
      said = await relay(deps.model.stream(begun.receipt, stop), begun, said, send, (now) => (said = now));
  } catch (error) {
    if (!stop.aborted) failure = asProblem(error);
  } finally {
    watching.stop();
  }
  if (ended.signal.reason instanceof Problem) failure = ended.signal.reason;

  let proposal: object | undefined;
  try {
    const finished = await finish(call, begun, said);
    proposal = finished.proposal;
    failure ??= finished.problem;
    said = { ...said, status: finished.status };
  } catch (error) {
    // The sweeper closes the turn as unknown; the client must not believe that it was stored.
    failure = asProblem(error);
    said = { ...said, status: "aborted" };
  }
  if (failure !== undefined) report.failed(failure);
  report.used(said.usage.inputTokens + said.usage.outputTokens);
  if (proposal !== undefined) await send("proposal", proposal);
  if (failure !== undefined) await send("problem", problemDocument(failure, call.requestId));
  await send("done", { turnId: String(begun.turn), status: said.status, usage: said.usage });
}

/** Passes the model's words on as they come. `heard` is told what there is so far, so that a break loses nothing. */
async function relay(
  events: AsyncIterable<ModelEvent>,
  begun: Begun,
  start: Finished,
  send: Send,
  heard: (said: Finished) => void,
): Promise<Finished> {
  const restorer = createRestorer(begun.passed.redaction.state);
  let said = start;
  const say = async (text: string) => {
    if (text === "") return;
    said = { ...said, restored: said.restored + text };
    heard(said);
    await send("delta", { text });
  };
  for await (const event of events) {
    if (event.type === "text") {
      said = { ...said, spoken: said.spoken + event.text };
      await say(restorer.push(event.text));
    } else if (event.type === "call") said = { ...said, calls: [...said.calls, event] };
    else said = { ...said, status: event.status, usage: event.usage };
    if (
      said.spoken.length > SPOKEN_MAX ||
      said.restored.length > RESTORED_MAX ||
      said.calls.some((one) => one.arguments.length > ARGUMENTS_MAX)
    ) {
      // Leaving the loop closes the connection.
      said = {
        ...said,
        spoken: said.spoken.slice(0, SPOKEN_MAX),
        restored: said.restored.slice(0, RESTORED_MAX),
        status: "truncated",
      };
      break;
    }
  }
  await say(restorer.flush());
  return { ...said, calls: said.status === "completed" ? said.calls : [] };
}
