import { ConsentDoc } from "../../consent/index.ts";
import { Problem } from "../../core/problem.ts";
import type { Answer, Call } from "../../platform/http/route.ts";
import { eventStream, type Send } from "../../platform/http/stream.ts";
import type { Log } from "../../platform/log.ts";
import { idempotency, idempotencyConflict, requestIdentity, withKeys } from "../../platform/store/change.ts";
import { notFound } from "../../platform/store/firestore.ts";
import type { preview, sendMessage } from "../assistant.ts";
import { ownConversation } from "../conversations/conversation.ts";
import { places, proposals, ReceiptDoc, receipts, turns } from "../documents.ts";
import { viewProposal } from "../proposals/proposals.ts";
import { answer, type Report } from "./answer.ts";
import { begin } from "./begin.ts";
import { type AssistantDeps, admitTurn, prepareTurn } from "./prepare.ts";

const SSE = "text/event-stream";

/** What would leave, to the byte, without anything leaving (BF-03). Preloaded: consent, conversation. */
export async function previewMessage(call: Call<typeof preview>, deps: AssistantDeps): Promise<Answer> {
  const consent = ConsentDoc.optional().parse(call.preloaded[0]?.data());
  const { passed, request } = await prepareTurn(call, deps, admitTurn(call, deps, call.preloaded[1], consent));
  const { outgoing, replacements } = passed.redaction;
  return {
    body: {
      outgoing,
      replacements: replacements.map(({ placeholder, type, start, end }) => ({ placeholder, type, start, end })),
      previewHash: request.sha256,
    },
    resources: [{ type: "conversation", uid: call.params.conversationId }],
    facts: { sha256: request.sha256, bytes: request.bytes, count: replacements.length },
  };
}

/** Preloaded: consent, conversation, counters. Refusals come as problems with their status; after the first byte as events. */
export async function send(call: Call<typeof sendMessage>, deps: AssistantDeps, log: Log): Promise<Answer> {
  const resources = [{ type: "conversation" as const, uid: call.params.conversationId }];
  const begun = await begin(call, deps);
  if (begun === undefined) return replay(call, deps, resources);
  const from = { requestId: call.requestId, tenant: call.caller.tenantId };
  const report: Report = {
    failed: (problem) =>
      log.write(problem.status >= 500 ? "ERROR" : "INFO", "answer ended early", {
        ...from,
        code: problem.code,
        cause: problem.options.cause,
      }),
    // Counted by a log-based metric: the dashboard's model cost.
    used: (tokens) => log.write("INFO", "model tokens", { ...from, count: tokens }),
  };
  const body = eventStream((write, gone) => answer(call, deps, begun, write, gone, report));
  return { body, mediaType: SSE, headers: { "x-accel-buffering": "no" }, resources, recorded: true };
}

/** The same key again: the stored answer in the same form, and nothing leaves. */
async function replay(
  call: Call<typeof sendMessage>,
  deps: AssistantDeps,
  resources: Answer["resources"],
): Promise<Answer> {
  const { store } = call;
  ownConversation(call.preloaded[1], call.caller, call.now);
  const { recordId = "", requestHash } = requestIdentity(call);
  const record = (await store.get(store.doc(idempotency, recordId))).data();
  if (record?.requestHash !== requestHash) throw idempotencyConflict();
  const [conversationId = "", turnNumber = ""] = record.reference?.split("/") ?? [];
  const turn = (await store.get(store.doc(turns, conversationId, turnNumber))).data();
  if (turn === undefined) throw notFound();
  if (turn.status === "open")
    throw new Problem("conflict", { detail: "This message is still being answered. Ask again in a moment." });
  const [receiptSnapshot, proposalSnapshot] = await store.getAll(
    store.doc(receipts, turn.receiptId),
    ...(turn.proposalId === null ? [] : [store.doc(proposals, turn.proposalId)]),
  );
  const receipt = ReceiptDoc.parse(receiptSnapshot?.data());
  return withKeys(call, deps.vault, async (keys) => {
    const text = turn.answer === null ? "" : keys.open(places.answer(conversationId, turn.number), turn.answer);
    const proposal = proposalSnapshot === undefined ? undefined : viewProposal(proposalSnapshot, keys, call.now);
    const body = eventStream(async (write: Send) => {
      const { sha256, provider, host, region, model } = receipt;
      await write("receipt", { receiptId: turn.receiptId, sha256, provider, host, region, model });
      if (text !== "") await write("delta", { text });
      if (proposal !== undefined) {
        const { id, tool, arguments: args, argumentsHash, expiresAt } = proposal;
        await write("proposal", { proposalId: id, tool, arguments: args, argumentsHash, expiresAt });
      }
      await write("done", {
        turnId: turnNumber,
        status: turn.status === "unknown" ? "aborted" : turn.status,
        usage: turn.usage,
      });
    });
    return { body, mediaType: SSE, headers: { "idempotent-replayed": "true" }, resources, facts: { replayed: true } };
  });
}
