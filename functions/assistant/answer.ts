import { Problem, problemDocument } from "../core/problem.ts";
import { createRestorer } from "../core/redaction/index.ts";
import { asProblem } from "../platform/endpoint/response.ts";
import type { Call } from "../platform/endpoint/route.ts";
import type { Send } from "../platform/endpoint/stream.ts";
import type { Usage } from "../platform/model/model.ts";
import type { sendMessage } from "./assistant.ts";
import type { Begun } from "./begin.ts";
import { type Finished, finish } from "./finish.ts";
import type { AssistantDeps } from "./prepare.ts";

/** Lets the log see what the client is told only as a code. */
export type Report = (problem: Problem) => void;

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
  const withdrawal = new AbortController();
  const unwatch = deps.watch.watch(call.store, call.caller, begun.conversation.projectId, () => withdrawal.abort());
  const stop = AbortSignal.any([call.signal, gone, withdrawal.signal]);
  const restorer = createRestorer(begun.passed.redaction.state);
  const calls: { tool: string; arguments: string }[] = [];
  let spoken = "";
  let restored = "";
  let status: Finished["status"] = "aborted";
  let usage: Usage = { inputTokens: 0, outputTokens: 0 };
  let failure: Problem | undefined;

  const say = async (text: string) => {
    if (text === "") return;
    restored += text;
    await send("delta", { text });
  };
  try {
    const { provider, host, region, model } = deps.model;
    await send("receipt", {
      receiptId: begun.receiptId,
      sha256: begun.receipt.request.sha256,
      provider,
      host,
      region,
      model,
    });
    for await (const event of deps.model.stream(begun.receipt, stop)) {
      if (event.type === "text") {
        spoken += event.text;
        await say(restorer.push(event.text));
      } else if (event.type === "call") calls.push(event);
      else {
        status = event.status;
        usage = event.usage;
      }
    }
  } catch (error) {
    if (withdrawal.signal.aborted)
      failure = new Problem("consent-missing", {
        detail: "Consent was withdrawn while the answer was on its way. It was stopped.",
      });
    else if (!stop.aborted) failure = asProblem(error);
  } finally {
    unwatch();
  }

  let proposal: object | undefined;
  try {
    if (!withdrawal.signal.aborted) await say(restorer.flush());
    const finished = await finish(call, begun, {
      spoken,
      restored,
      calls: status === "completed" ? calls : [],
      status,
      usage,
    });
    proposal = finished.proposal;
    failure ??= finished.problem;
  } catch (error) {
    // The sweeper closes the turn as unknown; the client must not believe that it was stored.
    failure = asProblem(error);
    status = "aborted";
  }
  if (failure !== undefined) report(failure);
  if (proposal !== undefined) await send("proposal", proposal);
  if (failure !== undefined) await send("problem", problemDocument(failure, call.requestId));
  await send("done", { turnId: String(begun.turn), status, usage });
}
