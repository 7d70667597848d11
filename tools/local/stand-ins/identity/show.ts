import type { Account } from "./accounts.ts";

/** An account as Identity Toolkit's UserInfo. */
export function show(account: Account) {
  const { uid, email, tenantId, lastSignInAt } = account;
  return {
    localId: uid,
    email,
    displayName: account.displayName ?? "",
    emailVerified: account.emailVerified,
    disabled: account.isDisabled,
    validSince: String(account.validSince),
    createdAt: String(account.createdAt),
    ...(lastSignInAt === undefined ? {} : { lastLoginAt: String(lastSignInAt) }),
    ...(tenantId === undefined ? {} : { tenantId }),
    customAttributes: JSON.stringify(account.claims),
    providerUserInfo:
      account.password === undefined ? [] : [{ providerId: "password", rawId: email, federatedId: email, email }],
  };
}
