import { pinnedFacts } from "../../consent/index.ts";
import type { Answer } from "../../platform/http/route.ts";
import { admitTurn } from "./decide.ts";
import type { AssistantDeps } from "./deps.ts";
import { prepareTurn } from "./prepare.ts";
import { chosen, type PreviewCall } from "./reads.ts";

const PREVIEWS_PER_MESSAGE = 4;

/** What would leave, to the byte, without anything leaving (BF-03). */
export async function previewMessage(call: PreviewCall, deps: AssistantDeps): Promise<Answer> {
  // As many looks as one could need, and no engine for who only wants to keep it busy.
  const { messagesPerMinute } = call.caller.settings.limits;
  deps.previews.check(deps.previews.count(call.caller), messagesPerMinute * PREVIEWS_PER_MESSAGE, "previews");
  const conversation = admitTurn(call.reads, pinnedFacts(deps.catalogue, call.caller), call.caller, call.now);
  // An archived project takes no message, so none is prepared for it.
  const closed = await deps.watch.project(call.store, conversation.projectId);
  if (closed !== undefined) throw closed;
  const { passed, request } = await prepareTurn(call, deps, conversation);
  const { outgoing, replacements } = passed.redaction;
  return {
    body: {
      outgoing,
      replacements: replacements.map((one) => ({ ...one })),
      previewHash: request.sha256,
    },
    resources: [{ type: "conversation", uid: call.params.conversationId }],
    facts: { sha256: request.sha256, bytes: request.bytes, count: replacements.length, ...chosen(call.body) },
  };
}
