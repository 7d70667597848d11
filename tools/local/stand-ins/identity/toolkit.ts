import { z } from "zod";
import type { Account, Accounts } from "./accounts.ts";
import { ID_TOKEN_SECONDS, type Tokens } from "./tokens.ts";

/** A refusal as Identity Toolkit gives it; `message` is its machine-readable reason. */
export class ToolkitRefusal extends Error {
  readonly status: number;
  constructor(message: string, status = 400) {
    super(message);
    this.status = status;
  }
}

const signInSchema = z.object({ email: z.string().default(""), password: z.string().default("") });
const refreshSchema = z.object({ grant_type: z.string().default(""), refresh_token: z.string().default("") });
const lookupSchema = z.object({ idToken: z.string().optional(), localId: z.array(z.string()).default([]) });

/** The calls of Identity Toolkit and the Secure Token service that signing in needs, each from body to answer. */
export function toolkit(accounts: Accounts, tokens: Tokens, projectId: string, nowSeconds: () => number) {
  return {
    async signInWithPassword(body: unknown) {
      const { email, password } = signInSchema.parse(body);
      if (!/^[^@\s]+@[^@\s]+$/.test(email)) throw new ToolkitRefusal("INVALID_EMAIL");
      if (password === "") throw new ToolkitRefusal("MISSING_PASSWORD");
      const account = await accounts.verify(email, password);
      // One answer for an unknown address and a wrong password, as with Firebase's enumeration protection.
      if (account === undefined) throw new ToolkitRefusal("INVALID_LOGIN_CREDENTIALS");
      requireEnabled(account);
      const authTime = nowSeconds();
      return {
        kind: "identitytoolkit#VerifyPasswordResponse",
        localId: account.uid,
        email: account.email,
        displayName: account.displayName ?? "",
        idToken: tokens.idToken(account, authTime),
        registered: true,
        refreshToken: tokens.refreshToken(account, authTime),
        expiresIn: String(ID_TOKEN_SECONDS),
      };
    },

    async refresh(body: unknown) {
      const { grant_type: grantType, refresh_token: refreshToken } = refreshSchema.parse(body);
      if (grantType !== "refresh_token") throw new ToolkitRefusal("INVALID_GRANT_TYPE");
      if (refreshToken === "") throw new ToolkitRefusal("MISSING_REFRESH_TOKEN");
      const read = tokens.readRefreshToken(refreshToken);
      if (read === undefined) throw new ToolkitRefusal("INVALID_REFRESH_TOKEN");
      const account = accounts.byUid(read.uid);
      if (account === undefined) throw new ToolkitRefusal("USER_NOT_FOUND");
      requireEnabled(account);
      if (read.authTime < account.validSince) throw new ToolkitRefusal("TOKEN_EXPIRED");
      const idToken = tokens.idToken(account, read.authTime);
      return {
        access_token: idToken,
        expires_in: String(ID_TOKEN_SECONDS),
        token_type: "Bearer",
        refresh_token: refreshToken,
        id_token: idToken,
        user_id: account.uid,
        project_id: projectId,
      };
    },

    /** By the user's own ID token, or by uids as the Admin SDK asks. */
    async lookup(body: unknown) {
      const { idToken, localId } = lookupSchema.parse(body);
      const uids = idToken === undefined ? localId : [subjectOf(idToken)];
      const found = uids.flatMap((uid) => accounts.byUid(uid) ?? []);
      if (idToken !== undefined && found.length === 0) throw new ToolkitRefusal("INVALID_ID_TOKEN");
      return { kind: "identitytoolkit#GetAccountInfoResponse", users: found.map(show) };
    },
  };
}

function requireEnabled(account: Account): void {
  if (account.isDisabled) throw new ToolkitRefusal("USER_DISABLED");
}

/** Not verified: this only looks up public facts about an account of the local stand-in. */
function subjectOf(idToken: string): string {
  try {
    const claims = JSON.parse(Buffer.from(idToken.split(".")[1] ?? "", "base64url").toString("utf8"));
    return z.object({ sub: z.string() }).parse(claims).sub;
  } catch {
    throw new ToolkitRefusal("INVALID_ID_TOKEN");
  }
}

function show(account: Account) {
  return {
    localId: account.uid,
    email: account.email,
    displayName: account.displayName ?? "",
    emailVerified: true,
    disabled: account.isDisabled,
    validSince: String(account.validSince),
    createdAt: String(account.createdAt),
    customAttributes: JSON.stringify(account.claims),
    providerUserInfo: [
      { providerId: "password", rawId: account.email, federatedId: account.email, email: account.email },
    ],
  };
}
