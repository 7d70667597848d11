import type { Capability, Operation, Role } from "../../functions/vocabulary/index.ts";
import { newConversation, type Tenant, type User } from "./stack.ts";

export interface Row<Things = never> {
  readonly roles: readonly Role[];
  readonly request: (things: Things) => {
    method: string;
    path: string;
    body?: unknown;
    headers?: Record<string, string>;
  };
  /** The answer to a permitted role that is not the owner of the thing; the route's own success when absent. */
  readonly status?: Partial<Record<Role, number>>;
  /** A success uses up or alters the thing: the next test needs new ones. */
  readonly changes?: true;
  /** What a member of another tenant gets who has the permission. Absent: the route names no thing, so their own tenant answers. */
  readonly foreign?: 404;
}

/**
 * Route × role of one capability, by hand: what the product promises, independent of the table it is built with. A new operation does not
 * compile without its row. `make` makes one of each thing that the routes point at, owned by the tenant's editor.
 */
export interface Rows<C extends Capability, Things extends object> {
  readonly make: (tenant: Tenant) => Promise<Things>;
  readonly rows: Readonly<Record<Operation<C>, Row<Things>>>;
}

export const writers = ["editor", "admin"] as const;
export const readers = ["viewer", "editor", "admin"] as const;
export const members = ["viewer", "editor", "admin", "auditor"] as const;

/** A conversation in which the assistant has proposed a brief. */
export async function makeProposal(editor: User): Promise<{
  conversation: string;
  receipt: string;
  proposal: { proposalId: string; argumentsHash: string; arguments: Record<string, unknown> };
}> {
  const conversation = await newConversation(editor);
  const events = await editor.say(
    conversation,
    "We need 5000 folding cartons of 85 x 120 mm, CMYK, delivered in Gent by 2027-03-01. Please propose the brief.",
  );
  const proposal = events.find(({ event }) => event === "proposal")?.data;
  if (proposal === undefined) throw new Error(`no proposal in ${JSON.stringify(events)}`);
  return { conversation, receipt: events[0]?.data.receiptId, proposal };
}
