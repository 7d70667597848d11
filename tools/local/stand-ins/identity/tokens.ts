import { createHmac, type KeyObject, sign, timingSafeEqual, verify } from "node:crypto";
import { z } from "zod";
import type { Account, Accounts } from "./accounts.ts";

/** Firebase's own lifetime of an ID token. */
export const ID_TOKEN_SECONDS = 3600;

/** Makes and reads tokens as Firebase Authentication does. */
export interface Tokens {
  /** A signed ID token for a sign-in at `authTime` (seconds since the epoch). */
  idToken(account: Account, authTime: number): string;
  /** Whose ID token this is and when they signed in, or undefined when it is not a valid one of ours. */
  readIdToken(token: string): { account: Account; authTime: number } | undefined;
  /** A token with anything in it changed, for tests of those who verify. See `IdentityStandIn.mint`. */
  mint(claims: Record<string, unknown>, header: Record<string, unknown>, key?: KeyObject): string;
  refreshToken(account: Account, authTime: number): string;
  /** Whose refresh token this is, and when they signed in; undefined when it is not one of ours. */
  readRefreshToken(token: string): { account: Account | undefined; authTime: number; generation: number } | undefined;
}

const refreshSchema = z.strictObject({
  uid: z.string(),
  tenantId: z.string().optional(),
  authTime: z.number(),
  generation: z.int().default(0),
});
const idSchema = z.object({
  sub: z.string(),
  exp: z.number(),
  auth_time: z.number(),
  firebase: z.object({ tenant: z.string().optional() }),
});

/** Tokens for one project, signed with the accounts' key. `nowSeconds` is the clock. */
export function tokens(accounts: Accounts, projectId: string, nowSeconds: () => number): Tokens {
  const header = { alg: "RS256", kid: accounts.keyId, typ: "JWT" };
  const claims = (account: Account, authTime: number) => claimsOf(account, authTime, projectId, nowSeconds());

  const encode = (headers: object, payload: object, key = accounts.privateKey) => {
    const signed = `${base64url(headers)}.${base64url(payload)}`;
    return `${signed}.${signature(signed, "alg" in headers ? headers.alg : undefined, key, accounts.certificate)}`;
  };
  const seal = (text: string) => createHmac("sha256", accounts.refreshSecret).update(text).digest();

  return {
    idToken: (account, authTime) => encode(header, claims(account, authTime)),
    readIdToken(token) {
      const [head = "", payload = "", mac = ""] = token.split(".");
      const isOurs = verify(
        "sha256",
        Buffer.from(`${head}.${payload}`),
        accounts.publicKey,
        Buffer.from(mac, "base64url"),
      );
      if (!isOurs) return undefined;
      const { sub: uid, exp, auth_time: authTime, firebase } = idSchema.parse(parsed(payload));
      const account = accounts.find(firebase.tenant, { uid });
      return account === undefined || exp <= nowSeconds() ? undefined : { account, authTime };
    },
    mint(given, headers, key) {
      const [first] = accounts.all;
      const account = accounts.byUid(String(given.sub)) ?? first;
      const base = account === undefined ? {} : claims(account, nowSeconds());
      return encode({ ...header, ...headers }, minted(base, given), key);
    },
    refreshToken({ uid, tenantId, generation }, authTime) {
      const text = base64url({ uid, tenantId, authTime, generation });
      return `${text}.${seal(text).toString("base64url")}`;
    },
    readRefreshToken(token) {
      const [text = "", mac = ""] = token.split(".");
      const given = Buffer.from(mac, "base64url");
      const expected = seal(text);
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
      const { uid, tenantId, ...rest } = refreshSchema.parse(parsed(text));
      return { account: accounts.find(tenantId, { uid }), ...rest };
    },
  };
}

/** As Identity Platform makes them: `firebase.tenant` is its own word, and no custom claim can stand in for it. */
function claimsOf(account: Account, authTime: number, projectId: string, nowSeconds: number) {
  return {
    ...(account.displayName === undefined ? {} : { name: account.displayName }),
    ...account.claims,
    iss: `https://securetoken.google.com/${projectId}`,
    aud: projectId,
    auth_time: authTime,
    user_id: account.uid,
    sub: account.uid,
    iat: nowSeconds,
    exp: nowSeconds + ID_TOKEN_SECONDS,
    email: account.email,
    email_verified: account.emailVerified,
    firebase: {
      identities: { email: [account.email] },
      sign_in_provider: "password",
      ...(account.tenantId === undefined ? {} : { tenant: account.tenantId }),
    },
  };
}

/** Claims replaced. `tenant` is short for `firebase.tenant`, unless `firebase` is given too: then all is taken as it is. */
function minted(base: { firebase?: object }, given: Record<string, unknown>): object {
  if ("firebase" in given || !("tenant" in given)) return { ...base, ...given };
  const { tenant, ...rest } = given;
  return { ...base, ...rest, firebase: { ...base.firebase, tenant } };
}

function signature(signed: string, algorithm: unknown, key: KeyObject, certificate: string): string {
  if (algorithm === "none") return "";
  // The old confusion attack: the public certificate, which everybody has, used as an HMAC secret.
  if (algorithm === "HS256") return createHmac("sha256", certificate).update(signed).digest("base64url");
  return sign("sha256", Buffer.from(signed), key).toString("base64url");
}

const parsed = (text: string): unknown => JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
/** JSON leaves out what is undefined: overriding a claim or a header with undefined removes it. */
const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
