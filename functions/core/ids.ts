import { z } from "zod";

/** Every id: opaque, printable, safe as a document id and a path segment. Holds nothing personal. */
export const Id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, "must be an id");

export const TenantId = Id.brand<"TenantId">().describe("An organisation's id");
export const UserId = Id.brand<"UserId">().describe("A member's id");
export const ProjectId = Id.brand<"ProjectId">().describe("A project's id");
export const BriefId = Id.brand<"BriefId">().describe("A brief's id, `brf_…`");
export const ConversationId = Id.brand<"ConversationId">().describe("A conversation's id, `cnv_…`");
export const ReceiptId = Id.brand<"ReceiptId">().describe("A receipt's id, `rcp_…`");
export const ProposalId = Id.brand<"ProposalId">().describe("A proposal's id, `prp_…`");
export const AcceptanceId = Id.brand<"AcceptanceId">().describe("An acceptance's id, `acc_…`");
export const ExportId = Id.brand<"ExportId">().describe("An export's id, `exp_…`");
export const EventId = Id.brand<"EventId">();

export type TenantId = z.infer<typeof TenantId>;
export type UserId = z.infer<typeof UserId>;
export type ProjectId = z.infer<typeof ProjectId>;
export type BriefId = z.infer<typeof BriefId>;
export type ConversationId = z.infer<typeof ConversationId>;
export type ReceiptId = z.infer<typeof ReceiptId>;
export type ProposalId = z.infer<typeof ProposalId>;
export type AcceptanceId = z.infer<typeof AcceptanceId>;
export type ExportId = z.infer<typeof ExportId>;
export type EventId = z.infer<typeof EventId>;
