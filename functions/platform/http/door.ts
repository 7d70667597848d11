import { type Actor, Resource } from "../../core/event.ts";
import { Problem } from "../../core/problem.ts";
import { record } from "../audit.ts";
import { newId } from "../clock.ts";
import type { Log } from "../log.ts";
import { TenantStore } from "../store/firestore.ts";
import type { PipelineDeps } from "./pipeline.ts";
import type { Binding } from "./route.ts";
import { identify, STRANGER_EVENTS_MAX } from "./steps.ts";

/** A request that was turned away before its route ran: as much of it as is known then. */
export interface TurnedAway {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
}

/** What a refused request pointed at, so that the trail shows what somebody tried to reach. Only well-formed ids fit an event. */
export function attempted(params: Readonly<Record<string, string>>): Resource[] {
  return Object.entries(params).flatMap(([name, uid]) => {
    const parsed = Resource.safeParse({ type: name.replace(/Id$/, ""), uid });
    return parsed.success ? [parsed.data] : [];
  });
}

/**
 * Refusals at the door (no such route or method, too large, a wrong encoding) of somebody with a valid token are events of their tenant like
 * any other, with the route and the resource that were asked for. A body is never looked at for it.
 */
export async function recordAtDoor(
  deps: PipelineDeps & { readonly log: Log },
  bindings: readonly Binding[],
  request: TurnedAway,
  problem: Problem,
  requestId: string,
): Promise<void> {
  if (!request.headers.has("authorization")) return;
  try {
    const identity = await identify(deps.identity, request);
    if (deps.limiter.count(identity) > STRANGER_EVENTS_MAX) return;
    const store = new TenantStore(deps.db, identity.tenantId);
    const { action, params } = asked(bindings, request);
    const actor: Actor = { type: "user", uid: identity.userId, role: "unverified" };
    const audit = { tenantId: identity.tenantId, requestId, at: deps.clock.now(), actor };
    const resources = attempted(params);
    await record(store, audit, { eventId: newId("evt"), action, resources, denied: problem.code });
  } catch (error) {
    // No valid token, or a flood: nobody's trail. Anything else is an operator's to see; the refusal stands either way.
    if (error instanceof Problem && error.status < 500) return;
    deps.log.write("ERROR", "a denial could not be recorded", { requestId, cause: error });
  }
}

/** The operation that the path and method name, or else only what the path points at. */
function asked(bindings: readonly Binding[], { method, path }: TurnedAway) {
  for (const { spec } of bindings) {
    const names = [...spec.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "");
    const match = new RegExp(`^${spec.path.replaceAll(/\{\w+\}/g, "([^/]+)")}$`).exec(path);
    if (match === null) continue;
    const params = Object.fromEntries(names.map((name, index) => [name, match[index + 1] ?? ""]));
    const exact = bindings.find((one) => one.spec.path === spec.path && one.spec.method.toUpperCase() === method);
    return { action: exact?.spec.operation ?? ("door.refused" as const), params };
  }
  return { action: "door.refused" as const, params: {} };
}
