import { z } from "zod";

/** Every id: opaque, printable, safe as a document id and a path segment. Holds nothing personal. */
const id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, "must be an id");

export const TenantId = id.brand<"TenantId">();
export const UserId = id.brand<"UserId">();
export const ProjectId = id.brand<"ProjectId">();
export const BriefId = id.brand<"BriefId">();
export const ConversationId = id.brand<"ConversationId">();
export const ReceiptId = id.brand<"ReceiptId">();
export const ProposalId = id.brand<"ProposalId">();
export const AcceptanceId = id.brand<"AcceptanceId">();
export const ExportId = id.brand<"ExportId">();
export const EventId = id.brand<"EventId">();

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
