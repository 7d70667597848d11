import { z } from "zod";
import { BriefId, ConversationId, ProjectId, ReceiptId, UserId } from "../core/ids.ts";
import { collection } from "../platform/store/collection.ts";
import { type Keyring, type Place, Sealed } from "../platform/vault/vault.ts";
import { type Context, emptyContext } from "./turn/gate.ts";

/** Turns in one conversation, so that deleting it fits in one transaction. */
export const TURNS_MAX = 100;
/** A turn that has not ended after this long is orphaned: its instance is gone. Longer than the function's own timeout. */
export const TURN_MS_MAX = 360_000;

export const ConversationDoc = z.strictObject({
  projectId: ProjectId,
  userId: UserId,
  createdAt: z.date(),
  expireAt: z.date(),
  turnCount: z.int().min(0),
  /** The turn being answered, so that one conversation has one answer at a time. */
  answering: z.strictObject({ turn: z.int(), since: z.date() }).nullable(),
  context: Sealed.nullable(),
  /** The last turn that is in the context; only grows. */
  contextTurn: z.int().min(0).default(0),
});
export type ConversationDoc = z.infer<typeof ConversationDoc>;
export const conversations = collection("conversations", ConversationDoc);

export const OUTCOMES = ["open", "completed", "truncated", "aborted", "unknown"] as const;
export const Outcome = z.enum(OUTCOMES);
const Counts = z.strictObject({ inputTokens: z.int().min(0), outputTokens: z.int().min(0) });

export const TurnDoc = z.strictObject({
  number: z.int().min(1),
  status: Outcome,
  createdAt: z.date(),
  expireAt: z.date(),
  receiptId: ReceiptId,
  proposalId: z.string().nullable(),
  typed: Sealed,
  answer: Sealed.nullable(),
  usage: Counts,
});
export type TurnDoc = z.infer<typeof TurnDoc>;
export const turns = collection("turns", TurnDoc);

export const ReceiptDoc = z.strictObject({
  conversationId: ConversationId,
  projectId: ProjectId,
  userId: UserId,
  turn: z.int().min(1),
  status: Outcome,
  provider: z.string(),
  host: z.string(),
  region: z.string(),
  model: z.string(),
  sha256: z.string(),
  bytes: z.int(),
  /** Names of the headers that went with them. Receipts from before 25 November 2026 have none. */
  headers: z.array(z.string()).optional(),
  /** How many values of which type were replaced in this message. */
  replaced: z.record(z.string(), z.int()),
  /** How many parts the user chose to hide, and to keep. Absent, like the next, in receipts from before the choice existed. */
  chosen: z.strictObject({ redacted: z.int(), kept: z.int() }).optional(),
  /** The version of the organisation's own redaction. */
  redactionRules: z.int().optional(),
  createdAt: z.date(),
  endedAt: z.date().nullable(),
  expireAt: z.date(),
  /** The exact bytes. Gone when the conversation is deleted; the hash stays. */
  body: Sealed.nullable(),
});
export type ReceiptDoc = z.infer<typeof ReceiptDoc>;
export const receipts = collection("receipts", ReceiptDoc);

export const ProposalDoc = z.strictObject({
  conversationId: ConversationId,
  projectId: ProjectId,
  userId: UserId,
  /** One of the registry's (`tools/registry.ts`), which decides again when it is applied. */
  tool: z.string(),
  /** RFC 8785 form; its hash, which a decision must name, is not kept in clear: short texts could be guessed from it. */
  arguments: Sealed,
  status: z.enum(["pending", "approved", "rejected"]),
  createdAt: z.date(),
  /** After this it can't be approved any more. */
  validUntil: z.date(),
  expireAt: z.date(),
  briefId: BriefId.nullable(),
});
export type ProposalDoc = z.infer<typeof ProposalDoc>;
export const proposals = collection("proposals", ProposalDoc);

type Owned = Pick<ConversationDoc, "projectId" | "userId">;
const owner = ({ projectId, userId }: Owned) => ({ project: projectId, user: userId });
const turnPlace = (conversation: string, turn: number, owned: Owned, field: string): Place => ({
  path: `conversations/${conversation}/turns/${turn}`,
  field,
  binds: owner(owned),
});

/** Where each sealed field lives, and whose it is. */
export const places = {
  /** `turn`: the last one that is in the context. */
  context: (conversation: string, owned: Owned, turn: number): Place => ({
    path: `conversations/${conversation}`,
    field: "context",
    binds: { ...owner(owned), turn },
  }),
  typed: (conversation: string, turn: number, owned: Owned): Place => turnPlace(conversation, turn, owned, "typed"),
  answer: (conversation: string, turn: number, owned: Owned): Place => turnPlace(conversation, turn, owned, "answer"),
  body: (
    receipt: string,
    { conversationId, sha256, ...owned }: Owned & Pick<ReceiptDoc, "conversationId" | "sha256">,
  ): Place => ({
    path: `receipts/${receipt}`,
    field: "body",
    binds: { ...owner(owned), conversation: conversationId, sha256 },
  }),
  arguments: (proposal: string, { tool, ...owned }: Owned & Pick<ProposalDoc, "tool">): Place => ({
    path: `proposals/${proposal}`,
    field: "arguments",
    binds: { ...owner(owned), tool },
  }),
} as const;

/** What we sealed ourselves under authenticated encryption needs no second parsing. */
export function openContext(keys: Keyring, id: string, doc: ConversationDoc): Context {
  if (doc.context === null) return emptyContext;
  return JSON.parse(keys.open(places.context(id, doc, doc.contextTurn), doc.context)) as Context;
}
