import { createHmac, type KeyObject, sign, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import type { Account, Accounts } from "./accounts.ts";

/** Firebase's own lifetime of an ID token. */
export const ID_TOKEN_SECONDS = 3600;

/** Makes and reads tokens as Firebase Authentication does. */
export interface Tokens {
  /** A signed ID token for a sign-in at `authTime` (seconds since the epoch). */
  idToken(account: Account, authTime: number): string;
  /** A token with anything in it changed, for tests of those who verify. See `IdentityStandIn.mint`. */
  mint(claims: Record<string, unknown>, header: Record<string, unknown>, key?: KeyObject): string;
  refreshToken(account: Account, authTime: number): string;
  /** Whom a refresh token was given to and when they signed in, or undefined when it is not one of ours. */
  readRefreshToken(token: string): { uid: string; authTime: number } | undefined;
}

const refreshSchema = z.strictObject({ uid: z.string(), authTime: z.number() });

/** Tokens for one project, signed with the accounts' key. `nowSeconds` is the clock. */
export function tokens(accounts: Accounts, projectId: string, nowSeconds: () => number): Tokens {
  const header = { alg: "RS256", kid: accounts.keyId, typ: "JWT" };

  const claimsOf = (account: Account, authTime: number) => ({
    ...(account.displayName === undefined ? {} : { name: account.displayName }),
    ...account.claims,
    iss: `https://securetoken.google.com/${projectId}`,
    aud: projectId,
    auth_time: authTime,
    user_id: account.uid,
    sub: account.uid,
    iat: nowSeconds(),
    exp: nowSeconds() + ID_TOKEN_SECONDS,
    email: account.email,
    email_verified: true,
    firebase: { identities: { email: [account.email] }, sign_in_provider: "password" },
  });

  const signatureOf = (signed: string, algorithm: unknown, key: KeyObject): string => {
    if (algorithm === "none") return "";
    // The old confusion attack: the public certificate, which everybody has, used as an HMAC secret.
    if (algorithm === "HS256") {
      return createHmac("sha256", accounts.certificate).update(signed).digest("base64url");
    }
    return sign("sha256", Buffer.from(signed), key).toString("base64url");
  };

  const encode = (headers: object, claims: object, key = accounts.privateKey) => {
    const signed = `${base64url(headers)}.${base64url(claims)}`;
    return `${signed}.${signatureOf(signed, "alg" in headers ? headers.alg : undefined, key)}`;
  };

  const seal = (text: string) => createHmac("sha256", accounts.refreshSecret).update(text).digest();

  return {
    idToken: (account, authTime) => encode(header, claimsOf(account, authTime)),
    mint(claims, headers, key) {
      const [first] = accounts.all;
      const account = accounts.byUid(String(claims.sub)) ?? first;
      const base = account === undefined ? {} : claimsOf(account, nowSeconds());
      return encode({ ...header, ...headers }, { ...base, ...claims }, key);
    },
    refreshToken(account, authTime) {
      const text = base64url({ uid: account.uid, authTime });
      return `${text}.${seal(text).toString("base64url")}`;
    },
    readRefreshToken(token) {
      const [text = "", mac = ""] = token.split(".");
      const given = Buffer.from(mac, "base64url");
      const expected = seal(text);
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
      return refreshSchema.parse(JSON.parse(Buffer.from(text, "base64url").toString("utf8")));
    },
  };
}

/** JSON leaves out what is undefined: overriding a claim or a header with undefined removes it. */
const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
