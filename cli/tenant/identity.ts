import type { Tenant, UserRecord } from "firebase-admin/auth";
import type { Clients } from "./clients.ts";
import { Stop } from "./stop.ts";

const USERS_MAX = 10;

/** Every tenant of the project. */
export async function allTenants({ auth }: Clients): Promise<readonly Tenant[]> {
  const found: Tenant[] = [];
  let pageToken: string | undefined;
  do {
    const page = await auth.tenantManager().listTenants(1000, pageToken);
    found.push(...page.tenants);
    pageToken = page.pageToken;
  } while (pageToken !== undefined && pageToken !== "");
  return found;
}

/**
 * The tenant that an earlier run made, if there is one.
 * @throws Stop when there are several: two runs at once made one each, and only a person can tell which to keep
 */
export async function tenantWith(clients: Clients, label: string): Promise<Tenant | undefined> {
  const [first, ...others] = (await allTenants(clients)).filter(({ displayName }) => displayName === label);
  if (first === undefined || others.length === 0) return first;
  const ids = [first, ...others].map(({ tenantId }) => tenantId).join(", ");
  throw new Stop(
    `Identity Platform has several tenants called ${label}: ${ids}. Delete the empty ones in the console, then run this again.`,
  );
}

/** A tenant that nobody can sign in to yet: `setSignIn` opens it, in one change. */
export async function makeTenant({ auth }: Clients, label: string): Promise<string> {
  const { tenantId } = await auth.tenantManager().createTenant({
    displayName: label,
    emailSignInConfig: { enabled: false, passwordRequired: true },
    anonymousSignInEnabled: false,
    // A second factor from an app, as terraform/identity.tf offers it for the project: a tenant does not inherit it.
    multiFactorConfig: {
      state: "ENABLED",
      providerConfigs: [{ state: "ENABLED", totpProviderConfig: { adjacentIntervals: 1 } }],
    },
    // Whoever asks for a new password is not told whether the address is known.
    emailPrivacyConfig: { enableImprovedEmailPrivacy: true },
  });
  return tenantId;
}

/** @throws Stop when the tenant has other people: then it is not the one that was begun for this organisation */
export async function requireNobodyElse({ auth }: Clients, tenantId: string, email: string): Promise<void> {
  const { users } = await auth.tenantManager().authForTenant(tenantId).listUsers(USERS_MAX);
  if (users.some((user) => user.email !== email.toLowerCase()))
    throw new Stop(
      `The tenant ${tenantId} was begun with another administrator. If that is another organisation of the same name, give this one a --label of its own; if the address was mistyped, delete that user in the console.`,
    );
}

export async function findUser({ auth }: Clients, tenantId: string, email: string): Promise<UserRecord | undefined> {
  try {
    return await auth.tenantManager().authForTenant(tenantId).getUserByEmail(email);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "auth/user-not-found") return undefined;
    throw error;
  }
}

/** No name: Identity Platform is not in Belgium. No password: the person chooses one. */
export function makeUser({ auth }: Clients, tenantId: string, email: string): Promise<UserRecord> {
  return auth.tenantManager().authForTenant(tenantId).createUser({ email, emailVerified: false });
}

export function passwordLink({ auth }: Clients, tenantId: string, email: string): Promise<string> {
  return auth.tenantManager().authForTenant(tenantId).generatePasswordResetLink(email);
}
