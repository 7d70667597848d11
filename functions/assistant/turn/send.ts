import type { Answer } from "../../platform/http/route.ts";
import { eventStream } from "../../platform/http/stream.ts";
import { answer, type Report } from "./answer.ts";
import { begin } from "./begin.ts";
import type { AssistantDeps } from "./deps.ts";
import type { SendCall } from "./reads.ts";
import { replay } from "./replay.ts";

export const SSE = "text/event-stream";

/** Refusals come as problems with their status; after the first byte as events. */
export async function send(call: SendCall, deps: AssistantDeps): Promise<Answer> {
  const begun = await begin(call, deps);
  if (begun === undefined) return replay(call, deps.vault, report(call, deps));
  const body = eventStream((write, gone) =>
    answer(call, deps, begun, { send: write, gone, report: report(call, deps) }),
  );
  return {
    body,
    mediaType: SSE,
    headers: { "x-accel-buffering": "no" },
    resources: [{ type: "conversation", uid: begun.conversationId }],
    recorded: begun.recorded,
  };
}

function report({ requestId, caller }: SendCall, { log }: AssistantDeps): Report {
  const from = { requestId, tenant: caller.tenantId };
  return {
    failed: (problem) => {
      const { code, options } = problem;
      if (code === "data-damaged") log.write("ERROR", "damaged data", { ...from, count: 1, cause: options.cause });
      log.write(problem.status >= 500 ? "ERROR" : "INFO", "answer ended early", {
        ...from,
        code,
        cause: options.cause,
      });
    },
    cut: (why) => log.write("WARNING", "answer cut short", { ...from, code: why }),
    // Counted by a log-based metric: the dashboard's model cost.
    used: (tokens) => log.write("INFO", "model tokens", { ...from, count: tokens }),
  };
}
