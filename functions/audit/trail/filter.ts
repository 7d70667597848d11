import type { AuditEvent } from "../../core/event.ts";
import { outbox } from "../../platform/audit.ts";
import type { Query, TenantStore } from "../../platform/store/firestore.ts";

/** Which events: `from` is inclusive, `to` exclusive. */
export interface Filter {
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  readonly action?: string | undefined;
  readonly actor?: string | undefined;
}

export function filtered(store: TenantStore, { from, to, action, actor }: Filter): Query<AuditEvent> {
  let query = store.query(outbox);
  if (action !== undefined) query = query.where("api.operation", "==", action);
  if (actor !== undefined) query = query.where("actor.user.uid", "==", actor);
  if (from !== undefined) query = query.where("time", ">=", from.getTime());
  if (to !== undefined) query = query.where("time", "<", to.getTime());
  return query;
}
