import { z } from "zod";
import type { Account, Accounts } from "./accounts.ts";
import type { Mails } from "./mails.ts";
import { matches } from "./passwords.ts";
import { ToolkitRefusal } from "./refusal.ts";
import { show } from "./show.ts";
import { ID_TOKEN_SECONDS, type Tokens } from "./tokens.ts";

const tenantId = z.string().min(1).optional();
const signInSchema = z.object({ email: z.string().default(""), password: z.string().default(""), tenantId });
const refreshSchema = z.object({ grant_type: z.string().default(""), refresh_token: z.string().default("") });
const lookupSchema = z.object({ idToken: z.string().default("") });
const oobSchema = z.object({
  requestType: z.string().default(""),
  email: z.string().default(""),
  continueUrl: z.string().optional(),
  tenantId,
});
const resetSchema = z.object({ oobCode: z.string().default(""), newPassword: z.string().optional(), tenantId });
const updateSchema = z.object({
  idToken: z.string().default(""),
  password: z.string().optional(),
  displayName: z.string().optional(),
  deleteAttribute: z.array(z.string()).default([]),
  returnSecureToken: z.boolean().default(false),
});

/** Identity Platform asks for a sign-in this recent before it takes a new password from whoever is signed in. */
const RECENT_SECONDS = 300;

interface Parts {
  readonly accounts: Accounts;
  readonly tokens: Tokens;
  readonly mails: Mails;
  readonly projectId: string;
  readonly nowSeconds: () => number;
}

/** The calls that clients make for their own account, by an API key alone, each from body to answer. */
export function toolkit(parts: Parts) {
  return {
    signInWithPassword: (body: unknown) => signIn(parts, signInSchema.parse(body)),
    refresh: (body: unknown) => refresh(parts, refreshSchema.parse(body)),
    lookup: (body: unknown) => {
      const { account } = signedIn(parts, lookupSchema.parse(body).idToken);
      return { kind: "identitytoolkit#GetAccountInfoResponse", users: [show(account)] };
    },
    sendOobCode: (body: unknown) => sendOobCode(parts, oobSchema.parse(body)),
    resetPassword: (body: unknown) => resetPassword(parts, resetSchema.parse(body)),
    update: (body: unknown) => update(parts, updateSchema.parse(body)),
    /** An administrator invites; nobody signs up. */
    signUp: (): never => {
      throw new ToolkitRefusal("ADMIN_ONLY_OPERATION");
    },
  };
}

async function signIn({ accounts, tokens, nowSeconds }: Parts, asked: z.infer<typeof signInSchema>) {
  const { email, password } = asked;
  if (!isAddress(email)) throw new ToolkitRefusal("INVALID_EMAIL");
  if (password === "") throw new ToolkitRefusal("MISSING_PASSWORD");
  requireTenant(accounts, asked.tenantId);
  const account = meant(accounts, email, asked.tenantId);
  // One answer for an unknown address and a wrong password, as with Firebase's enumeration protection.
  if (account === undefined || !(await matches(password, account.password)))
    throw new ToolkitRefusal("INVALID_LOGIN_CREDENTIALS");
  requireEnabled(account);
  const authTime = nowSeconds();
  accounts.change(account, { lastSignInAt: authTime * 1000 });
  return {
    kind: "identitytoolkit#VerifyPasswordResponse",
    localId: account.uid,
    email: account.email,
    displayName: account.displayName ?? "",
    registered: true,
    ...session(tokens, account, authTime),
  };
}

/**
 * The account that a sign-in means. **More lenient than the real one:** without `tenantId`, an address that is known in exactly one
 * tenant is that account, so that a script can sign in with address and password alone. Identity Platform would refuse.
 */
function meant(accounts: Accounts, email: string, tenant: string | undefined): Account | undefined {
  const own = accounts.find(tenant, { email });
  if (tenant !== undefined || own !== undefined) return own;
  const known = accounts.all.filter((one) => one.email === email.toLowerCase());
  return known.length === 1 ? known[0] : undefined;
}

async function refresh({ tokens, projectId }: Parts, asked: z.infer<typeof refreshSchema>) {
  if (asked.grant_type !== "refresh_token") throw new ToolkitRefusal("INVALID_GRANT_TYPE");
  if (asked.refresh_token === "") throw new ToolkitRefusal("MISSING_REFRESH_TOKEN");
  const read = tokens.readRefreshToken(asked.refresh_token);
  if (read === undefined) throw new ToolkitRefusal("INVALID_REFRESH_TOKEN");
  const { account, authTime, generation } = read;
  if (account === undefined) throw new ToolkitRefusal("USER_NOT_FOUND");
  requireEnabled(account);
  if (authTime < account.validSince || generation !== account.generation) throw new ToolkitRefusal("TOKEN_EXPIRED");
  const idToken = tokens.idToken(account, authTime);
  return {
    access_token: idToken,
    expires_in: String(ID_TOKEN_SECONDS),
    token_type: "Bearer",
    refresh_token: asked.refresh_token,
    id_token: idToken,
    user_id: account.uid,
    project_id: projectId,
  };
}

/** The answer does not tell whether anybody has this address. */
function sendOobCode({ accounts, mails }: Parts, asked: z.infer<typeof oobSchema>) {
  if (asked.requestType !== "PASSWORD_RESET") throw new ToolkitRefusal("OPERATION_NOT_ALLOWED");
  if (!isAddress(asked.email)) throw new ToolkitRefusal("INVALID_EMAIL");
  requireTenant(accounts, asked.tenantId);
  const account = accounts.find(asked.tenantId, { email: asked.email });
  if (account !== undefined && !account.isDisabled) mails.send(account, asked.continueUrl);
  return { kind: "identitytoolkit#GetOobConfirmationCodeResponse", email: asked.email };
}

async function resetPassword({ accounts, mails }: Parts, asked: z.infer<typeof resetSchema>) {
  const { oobCode, newPassword } = asked;
  if (newPassword !== undefined) requireStrong(newPassword);
  const account = mails.read(oobCode, asked.tenantId, newPassword !== undefined);
  if (newPassword !== undefined) {
    requireEnabled(account);
    // Whoever has the mail has the address.
    accounts.change(account, { emailVerified: true });
    await accounts.setPassword(account, newPassword);
  }
  return { kind: "identitytoolkit#ResetPasswordResponse", email: account.email, requestType: "PASSWORD_RESET" };
}

async function update(parts: Parts, asked: z.infer<typeof updateSchema>) {
  const { accounts, tokens, nowSeconds } = parts;
  const { account, authTime } = signedIn(parts, asked.idToken);
  const { password, displayName } = asked;
  if (password !== undefined) {
    requireStrong(password);
    if (nowSeconds() - authTime > RECENT_SECONDS) throw new ToolkitRefusal("CREDENTIAL_TOO_OLD_LOGIN_AGAIN");
    await accounts.setPassword(account, password);
  }
  if (displayName !== undefined) accounts.change(account, { displayName });
  if (asked.deleteAttribute.includes("DISPLAY_NAME")) accounts.change(account, { displayName: undefined });
  // Later than the sign-in, also within its second: a client takes no new session from a token that is the one it has.
  const time = password === undefined ? authTime : Math.max(nowSeconds(), authTime + 1);
  return {
    kind: "identitytoolkit#SetAccountInfoResponse",
    ...show(account),
    // The session that made the change goes on, with tokens of its own.
    ...(asked.returnSecureToken || password !== undefined ? session(tokens, account, time) : {}),
  };
}

const session = (tokens: Tokens, account: Account, authTime: number) => ({
  idToken: tokens.idToken(account, authTime),
  refreshToken: tokens.refreshToken(account, authTime),
  expiresIn: String(ID_TOKEN_SECONDS),
});

/** By a token's real signature: these calls change the account. */
function signedIn({ tokens }: Parts, idToken: string): { account: Account; authTime: number } {
  const read = idToken === "" ? undefined : tokens.readIdToken(idToken);
  if (read === undefined) throw new ToolkitRefusal("INVALID_ID_TOKEN");
  requireEnabled(read.account);
  if (read.authTime < read.account.validSince) throw new ToolkitRefusal("TOKEN_EXPIRED");
  return read;
}

const isAddress = (email: string): boolean => /^[^@\s]+@[^@\s]+$/.test(email);

function requireTenant(accounts: Accounts, id: string | undefined): void {
  if (id === undefined) return;
  const tenant = accounts.tenants.find((one) => one.tenantId === id);
  if (tenant === undefined) throw new ToolkitRefusal("TENANT_NOT_FOUND");
  if (tenant.config.disableAuth === true) throw new ToolkitRefusal("TENANT_NOT_FOUND");
  if (tenant.config.allowPasswordSignup !== true) throw new ToolkitRefusal("PASSWORD_LOGIN_DISABLED");
}

export function requireEnabled(account: Account): void {
  if (account.isDisabled) throw new ToolkitRefusal("USER_DISABLED");
}

export function requireStrong(password: string): void {
  if (password === "") throw new ToolkitRefusal("MISSING_PASSWORD");
  if (password.length < 6) throw new ToolkitRefusal("WEAK_PASSWORD : Password should be at least 6 characters");
}
