import type { Agent } from "node:https";
import { deleteApp, initializeApp } from "firebase-admin/app";
import { FirebaseAuthError, getAuth } from "firebase-admin/auth";
import { z } from "zod";
import { TenantId, UserId } from "../core/ids.ts";
import { Problem } from "../core/problem.ts";
import { systemClock, type WallClock } from "./clock.ts";

/** What a verified ID token says. */
export interface Identity {
  readonly userId: UserId;
  /** Identity Platform's own tenant, `firebase.tenant`: no custom claim of an account or of a client's directory can say it. */
  readonly tenantId: TenantId;
  /** When the user signed in (not when the token was renewed). */
  readonly signedInAt: Date;
}

export interface IdentityVerifier {
  /**
   * @throws Problem `unauthenticated` for any token that is not valid now; `forbidden` when it names no tenant;
   * `identity-unavailable` when that can't be known, since the keys are not to be had.
   */
  verify(token: string): Promise<Identity>;
}

/**
 * firebase-admin's verification of ID tokens: RS256 under Google's published keys, issuer, audience, expiry. Revocation is
 * not asked of the identity provider on each request; the membership document carries it (see the endpoint's steps).
 * `agent` reroutes the fetch of the published keys in local mode and in tests; the check of signatures is never off.
 */
export function firebaseIdentity(options: {
  projectId: string;
  agent?: Agent;
  clock?: WallClock;
}): IdentityVerifier & { close(): Promise<void> } {
  const app = initializeApp(
    { projectId: options.projectId, ...(options.agent === undefined ? {} : { httpAgent: options.agent }) },
    `belfry-${options.projectId}-${Math.random()}`,
  );
  const auth = getAuth(app);
  return {
    async verify(token) {
      const claims = await auth.verifyIdToken(token).catch((cause: unknown) => {
        throw keysFailed(cause)
          ? new Problem("identity-unavailable", { detail: "Nothing was done. Try again with the same token.", cause })
          : invalidToken(
              cause instanceof FirebaseAuthError && cause.hasCode("id-token-expired") ? "expired" : "invalid",
              cause,
            );
      });
      requireTimes(claims, options.clock ?? systemClock);
      const userId = UserId.safeParse(claims.uid);
      const tenantId = TenantId.safeParse(claims.firebase?.tenant);
      if (!userId.success || !tenantId.success) {
        throw new Problem("forbidden", {
          detail: "This account belongs to no organisation. Ask its administrator to add you.",
        });
      }
      return { userId: userId.data, tenantId: tenantId.data, signedInAt: new Date(claims.auth_time * 1000) };
    },
    close: () => deleteApp(app),
  };
}

/** Clocks of two machines differ; more than this and one of them lies. */
const SKEW_MS = 60_000;
const Times = z.object({ iat: z.number(), exp: z.number(), auth_time: z.number().positive() });

/**
 * The library checks `exp` and `iat` where they are; a token without them would never end, and one without `auth_time` could not be
 * revoked. @throws Problem `unauthenticated`.
 */
function requireTimes(claims: object, clock: WallClock): void {
  const now = clock.now().getTime();
  const times = Times.safeParse(claims);
  const latest = now + SKEW_MS;
  const holds =
    times.success &&
    times.data.exp * 1000 > now &&
    times.data.iat * 1000 <= latest &&
    times.data.auth_time * 1000 <= latest;
  if (!holds) throw invalidToken("invalid");
}

function invalidToken(token: "invalid" | "expired", cause?: unknown): Problem {
  const detail =
    token === "expired"
      ? "The ID token has expired. Renew it and send the request again."
      : "Send a valid ID token in the Authorization header.";
  return new Problem("unauthenticated", { detail, token, cause });
}

/**
 * firebase-admin gives a failed fetch of the keys the code of a bad token, `auth/argument-error`. What it says of a token points
 * to its manual or, of an unknown key, names that; a fetch's failure has the network's own words. Either way nobody gets in.
 */
function keysFailed(error: unknown): boolean {
  if (!(error instanceof FirebaseAuthError) || !error.hasCode("argument-error")) return false;
  return !/firebase\.google\.com\/docs\/auth|does not correspond to a known public key/.test(error.message);
}
