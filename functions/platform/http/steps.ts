import { Problem } from "../../core/problem.ts";
import { may } from "../../vocabulary/index.ts";
import { type AuditContext, Recorded, record } from "../audit.ts";
import { newId } from "../clock.ts";
import type { Identity, IdentityVerifier } from "../identity.ts";
import type { TenantStore } from "../store/firestore.ts";
import type { Caller } from "../tenant/admit.ts";
import { BODY_BYTES_MAX } from "./parse.ts";
import type { Answer, RouteSpec } from "./route.ts";

/** Refusals a minute that are recorded of somebody who is no active member, or before that is known. The log has all of them. */
export const STRANGER_EVENTS_MAX = 60;

/** The body, whole. @throws Problem `too-large`. */
export async function sizedBody(request: Request): Promise<Uint8Array> {
  const declared = Number(request.headers.get("content-length") ?? 0);
  const body = declared > BODY_BYTES_MAX ? undefined : new Uint8Array(await request.arrayBuffer());
  if (body === undefined || body.length > BODY_BYTES_MAX) {
    throw new Problem("too-large", { detail: `A request's body may hold at most ${BODY_BYTES_MAX} bytes.` });
  }
  return body;
}

/** Who the token says it is. @throws Problem `unauthenticated`, and what {@link IdentityVerifier} throws. */
export function identify(verifier: IdentityVerifier, request: Pick<Request, "headers">): Promise<Identity> {
  const header = request.headers.get("authorization");
  const match = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(header ?? "");
  if (match?.[1] === undefined)
    throw new Problem("unauthenticated", {
      detail: "Send a valid ID token in the Authorization header.",
      ...(header === null ? {} : { token: "invalid" }),
    });
  return verifier.verify(match[1]);
}

/** @throws Problem `forbidden`. */
export function authorise(caller: Caller, spec: RouteSpec): void {
  if (!may(caller.role, spec.permission)) {
    throw new Problem("forbidden", {
      detail: `Your role does not include ${spec.permission}. Ask an administrator of your organisation.`,
    });
  }
}

/** Whatever was read or done is in the trail before the answer leaves: no event, no answer. */
export async function leaveEvent(
  store: TenantStore,
  audit: AuditContext,
  spec: RouteSpec,
  answer: Answer,
): Promise<void> {
  if (Recorded.is(answer.recorded)) return;
  const { resources, facts } = answer;
  await record(store, audit, {
    eventId: newId("evt"),
    action: spec.operation,
    resources,
    ...(facts === undefined ? {} : { facts }),
  });
}
