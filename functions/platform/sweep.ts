import type { AuditContext } from "./audit.ts";
import type { TenantStore } from "./store/firestore.ts";

/** What a capability's `sweep` verb gets: one tenant's documents, the moment of the pass, and on whose account it acts. */
export interface Sweeping {
  readonly store: TenantStore;
  readonly now: Date;
  readonly audit: AuditContext;
}

export interface Swept {
  /** Turns that nobody will finish any more. */
  readonly orphans: number;
  readonly expired: number;
}

/** Documents looked at in one pass; the next pass goes on. */
export const SWEEP_BATCH = 100;
