/** Roles of a member (the README says what each is for). `operator` is platform staff and has nothing without a break-glass grant. */
export const ROLES = ["viewer", "editor", "admin", "auditor", "reviewer", "operator"] as const;
export type Role = (typeof ROLES)[number];

export const PERMISSIONS = [
  "briefs.read",
  "briefs.write",
  "consent.read",
  "consent.choose",
  "consent.accept",
  "assistant.chat",
  "assistant.receipts",
  "assistant.delete",
  "audit.read",
] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** Deny by default: what is not listed here is refused. */
const GRANTS: Readonly<Record<Role, readonly Permission[]>> = {
  viewer: ["briefs.read", "consent.read", "consent.choose"],
  editor: [
    "briefs.read",
    "briefs.write",
    "consent.read",
    "consent.choose",
    "assistant.chat",
    "assistant.receipts",
    "assistant.delete",
  ],
  admin: [
    "briefs.read",
    "briefs.write",
    "consent.read",
    "consent.choose",
    "consent.accept",
    "assistant.chat",
    "assistant.receipts",
    "assistant.delete",
    "audit.read",
  ],
  auditor: ["consent.read", "assistant.receipts", "audit.read"],
  reviewer: [],
  operator: [],
};

export function may(role: Role, permission: Permission): boolean {
  return GRANTS[role].includes(permission);
}
