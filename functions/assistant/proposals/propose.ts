import { canonicalJson, type Json, sha256Hex } from "../../core/canonical.ts";
import { Problem } from "../../core/problem.ts";
import { newId } from "../../platform/clock.ts";
import type { Keyring } from "../../platform/vault/vault.ts";
import { gateJson, type PlaceholderState } from "../../redaction/index.ts";
import { type ConversationDoc, type ProposalDoc, places } from "../documents.ts";
import { toolNamed } from "../tools/registry.ts";
import { withoutNulls } from "../tools/strict-schema.ts";
import type { Tool } from "../tools/tool.ts";

const PROPOSAL_MS = 15 * 60_000;

/** A model's call of a tool, as it wrote it: `arguments` is JSON text. */
export interface ToolCall {
  readonly tool: string;
  readonly arguments: string;
}

/** For whom and in what conversation the model proposes. */
export interface Proposer {
  readonly conversationId: string;
  readonly conversation: ConversationDoc;
  readonly placeholders: PlaceholderState;
  readonly keys: Keyring;
}

/** A proposal ready to be stored and shown, or why there is none. */
export interface Proposed {
  readonly id?: string;
  readonly doc?: ProposalDoc;
  readonly event?: object;
  readonly problem?: Problem;
}

/** The model's call as a proposal: values restored, held to the tool's own schema, waiting for approval (KB-11). */
export function readProposal(proposer: Proposer, call: ToolCall | undefined, now: Date): Proposed {
  if (call === undefined) return {};
  const tool = toolNamed(call.tool);
  const parsed = tool?.schema.safeParse(argumentsOf(proposer, tool, call.arguments));
  if (tool === undefined || !parsed?.success || !isWellFormed(parsed.data) || !tool.fits(parsed.data, now))
    return unfit();
  const id = newId("prp");
  const text = canonicalJson(parsed.data as Json);
  // As strict as a brief by hand: what no request may hold, no proposal may.
  if (text.includes("\\u0000")) return unfit();
  const validUntil = new Date(now.getTime() + PROPOSAL_MS);
  const { conversation } = proposer;
  const { projectId, userId } = conversation;
  const whose = { projectId, userId, tool: tool.name, validUntil };
  return {
    id,
    doc: {
      ...whose,
      conversationId: proposer.conversationId as ProposalDoc["conversationId"],
      arguments: proposer.keys.seal(places.arguments(id, whose), text),
      status: "pending",
      createdAt: now,
      expireAt: conversation.expireAt,
      briefId: null,
    },
    event: {
      proposalId: id,
      tool: tool.name,
      arguments: parsed.data,
      argumentsHash: sha256Hex(text),
      expiresAt: validUntil.toISOString(),
    },
  };
}

const unfit = (): Proposed => ({
  problem: new Problem("model-unavailable", {
    detail: "The assistant's proposal does not fit a brief. Ask it to propose again.",
  }),
});

/** Lone surrogates have no canonical form, so such a proposal could never be decided on. */
const isWellFormed = (value: unknown): boolean =>
  typeof value === "string"
    ? value.isWellFormed()
    : value === null || typeof value !== "object" || Object.values(value).every(isWellFormed);

function argumentsOf({ placeholders }: Proposer, { restores }: Tool, text: string): unknown {
  try {
    const { v, entries } = placeholders;
    const known = entries.filter(({ type }) => restores.includes(type));
    const said: unknown = JSON.parse(text);
    // The gate leaves out what can't be seen; who writes it gets no proposal all the same.
    if (JSON.stringify(said).includes("\\u0000")) return undefined;
    return withoutNulls(gateJson({ v, entries: known }, said));
  } catch {
    return undefined;
  }
}
