import type { PreparedRequest } from "../../core/outgoing.ts";
import type { Keyring } from "../../platform/vault/vault.ts";
import { withKeys } from "../../platform/vault/with-keys.ts";
import { type ConversationDoc, openContext } from "../documents.ts";
import { MODEL_TOOLS } from "../tools/registry.ts";
import { full } from "./decide.ts";
import type { AssistantDeps } from "./deps.ts";
import { type Passed, passGate } from "./gate.ts";
import { inspectorFor } from "./inspector.ts";
import { INSTRUCTIONS } from "./instructions.ts";
import type { PreviewCall, SendCall } from "./reads.ts";

/** A conversation and one more answer must fit a document of 1 MiB, sealed and in base64. */
const CONTEXT_BYTES_MAX = 450_000;

/** A message as it would leave, and what is needed to store it and to understand the answer. */
export interface Prepared {
  readonly keys: Keyring;
  readonly passed: Passed;
  readonly request: PreparedRequest;
}

/** The egress gate, then the exact bytes: the same for a preview and for sending, so that one binds the other. */
export function prepareTurn(
  call: PreviewCall | SendCall,
  deps: AssistantDeps,
  conversation: ConversationDoc,
): Promise<Prepared> {
  const id = call.params.conversationId;
  return withKeys(call.store, deps.vault, async (keys) => {
    const { text, redact = [], keep = [] } = call.body;
    const typed = { text, choice: { redact, keep } };
    const rules = await deps.rules.rulesOf(call.store, keys, call.caller);
    const context = openContext(keys, id, conversation);
    const passed = await passGate(deps.engine, typed, context, rules, inspectorFor(call, deps));
    if (Buffer.byteLength(JSON.stringify(passed.context)) > CONTEXT_BYTES_MAX) throw full();
    const request = deps.catalogue.adapter(call.caller).prepare({
      instructions: INSTRUCTIONS,
      messages: passed.messages,
      tools: MODEL_TOOLS,
      safetyIdentifier: keys.pseudonym(call.caller.userId),
    });
    return { keys, passed, request };
  });
}
