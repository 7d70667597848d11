import { BriefContent } from "../../briefs/index.ts";
import { canonicalJson, type Json, sha256Hex } from "../../core/canonical.ts";
import { Problem } from "../../core/problem.ts";
import { newId } from "../../platform/clock.ts";
import { type EntityType, restoreJson } from "../../redaction/index.ts";
import { type ProposalDoc, places } from "../documents.ts";
import { PROPOSE_BRIEF, withoutNulls } from "../tools/propose-brief.ts";
import type { Begun } from "../turn/begin.ts";
import type { Finished } from "../turn/finish.ts";

const PROPOSAL_MS = 15 * 60_000;
/**
 * What comes back to life inside a proposed brief, which every member of the project can read: people and places of business. Secrets,
 * bank and identity numbers stay placeholders there, however the model was talked into copying them.
 */
const RESTORED_IN_BRIEFS: readonly EntityType[] = [
  "PERSON",
  "EMAIL",
  "PHONE",
  "ADDRESS",
  "VAT",
  "COMPANY_ID",
  "URL",
  "LITERAL",
];

/** A proposal ready to be stored and shown, or why there is none. */
export interface Proposed {
  readonly id?: string;
  readonly doc?: ProposalDoc;
  readonly event?: object;
  readonly problem?: Problem;
}

/** The model's call as a proposal: values restored, held to the same schema as a brief by hand, waiting for approval (KB-11). */
export function readProposal(begun: Begun, end: Finished, now: Date): Proposed {
  const [first] = end.calls;
  if (first === undefined) return {};
  const parsed =
    first.tool === PROPOSE_BRIEF.name ? BriefContent.safeParse(argumentsOf(begun, first.arguments)) : undefined;
  if (!parsed?.success || !isWellFormed(parsed.data)) return unfit();
  const id = newId("prp");
  const text = canonicalJson(parsed.data as Json);
  // As strict as a brief by hand: what no request may hold, no proposal may.
  if (text.includes("\\u0000")) return unfit();
  const argumentsHash = sha256Hex(text);
  const validUntil = new Date(now.getTime() + PROPOSAL_MS);
  return {
    id,
    doc: {
      conversationId: begun.conversationId as ProposalDoc["conversationId"],
      projectId: begun.conversation.projectId,
      userId: begun.conversation.userId,
      tool: "propose_brief",
      arguments: begun.keys.seal(places.arguments(id), text),
      status: "pending",
      createdAt: now,
      validUntil,
      expireAt: begun.conversation.expireAt,
      briefId: null,
    },
    event: {
      proposalId: id,
      tool: PROPOSE_BRIEF.name,
      arguments: parsed.data,
      argumentsHash,
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

function argumentsOf(begun: Begun, text: string): unknown {
  try {
    const { v, entries } = begun.passed.redaction.state;
    return withoutNulls(
      restoreJson({ v, entries: entries.filter(({ type }) => RESTORED_IN_BRIEFS.includes(type)) }, JSON.parse(text)),
    );
  } catch {
    return undefined;
  }
}
