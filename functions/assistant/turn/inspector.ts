import { addUsage } from "../../limits/index.ts";
import { ask, DEADLINE_MS } from "../../platform/opinion/ask.ts";
import type { AssistantDeps } from "./deps.ts";
import type { Inspector } from "./gate.ts";
import type { PreviewCall, SendCall } from "./reads.ts";

/** The second opinion that the caller's organisation chose, if it did. Each question is counted, whatever comes of it. */
export function inspectorFor(call: PreviewCall | SendCall, deps: AssistantDeps): Inspector | undefined {
  const { tenantId, settings } = call.caller;
  const name = settings.secondOpinion;
  if (name === "none") return undefined;
  const { opinions } = deps;
  return {
    name,
    async inspect(text) {
      const known = opinions.memory.recall(tenantId, name, text);
      if (known !== undefined) return known;
      const opinion = opinions.named(name);
      // At the same time: the count costs no wait of its own, and a question that fails has been asked.
      const counted = count(call, text);
      const findings = await ask(opinion, text, DEADLINE_MS).finally(() => counted.catch(() => undefined));
      await counted;
      opinions.memory.keep(tenantId, name, text, findings);
      return findings;
    },
  };
}

function count({ store, caller, now }: PreviewCall | SendCall, text: string): Promise<unknown> {
  const batch = store.batch();
  addUsage(batch, store, caller.userId, now, { inspections: 1, inspectedBytes: Buffer.byteLength(text) });
  return store.commit(batch);
}
