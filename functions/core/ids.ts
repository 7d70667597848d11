import { z } from "zod";

/** Every id: opaque, printable, safe as a document id and a path segment. Holds nothing personal. */
export const Id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, "must be an id");

export const TenantId = Id.brand<"TenantId">();
export const UserId = Id.brand<"UserId">();
export const ProjectId = Id.brand<"ProjectId">();
export const BriefId = Id.brand<"BriefId">();
export const ConversationId = Id.brand<"ConversationId">();
export const ReceiptId = Id.brand<"ReceiptId">();
export const ProposalId = Id.brand<"ProposalId">();
export const AcceptanceId = Id.brand<"AcceptanceId">();
export const ExportId = Id.brand<"ExportId">();
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
