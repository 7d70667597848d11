import { createHash } from "node:crypto";

/** Identity Platform's rule for a tenant's display name. */
export const LABEL = /^[A-Za-z][A-Za-z0-9-]{3,19}$/;

/**
 * What Identity Platform is told an organisation is called. It makes the tenant's id of it, which then names a key and stands in every
 * log: so it is a code, not the name. The same name gives the same code, by which a run that was cut short is found again.
 */
export function labelOf(project: string, name: string): string {
  const text = `belfry tenant label v1\n${project}\n${name.normalize("NFKC").trim().toLowerCase()}`;
  return `org-${createHash("sha256").update(text).digest("hex").slice(0, 10)}`;
}
