import type { KeyObject } from "node:crypto";
import { createServer } from "node:http";
import { join } from "node:path";
import { type Account, openAccounts, type SeedUser } from "./identity/accounts.ts";
import { type Mail, mails } from "./identity/mails.ts";
import { route, sendRefusal } from "./identity/routes.ts";
import { tokens } from "./identity/tokens.ts";
import { toolkit } from "./identity/toolkit.ts";
import { close, LOOPBACK, listen } from "./ports.ts";

/** Where the stand-in listens, and whom it knows. */
export interface IdentityOptions {
  /** 0 or absent: any free port. */
  port?: number;
  projectId: string;
  users: readonly SeedUser[];
  /** Folder that keeps the accounts and the signing key. Absent: they live as long as the process. */
  dataDir?: string;
  /** Milliseconds since the epoch; default the real clock. */
  now?: () => number;
}

/** An account, without its password. */
export interface IdentityUser {
  uid: string;
  email: string;
  /** The Identity Platform tenant that it belongs to. */
  tenant?: string;
  isDisabled: boolean;
  claims: Record<string, unknown>;
}

/** A running Firebase Authentication stand-in. */
export interface IdentityStandIn {
  /** `http://127.0.0.1:<port>`; `<url>/accounts:signInWithPassword` signs in. */
  readonly url: string;
  readonly port: number;
  readonly users: readonly IdentityUser[];
  /** What would have been sent since the start; with a data folder each is also a file in its `mail`. */
  readonly mails: readonly Mail[];
  /** The X.509 certificate (PEM) that its ID tokens verify against. */
  readonly certificate: string;
  /** From now on this account can neither sign in nor refresh. ID tokens already given out stay valid, as with Firebase. */
  disable(uid: string): void;
  enable(uid: string): void;
  /** Refuses refresh tokens of earlier sign-ins, as `revokeRefreshTokens` does. */
  revoke(uid: string): void;
  setClaims(uid: string, claims: Record<string, unknown>): void;
  /**
   * An ID token with claims and header fields replaced (`undefined` removes one), for tests of those who verify. It is
   * for the account whose uid `claims.sub` is, else for the first. Signed as the header's `alg` says: RS256 with the
   * stand-in's key or the one given, `none` not at all, HS256 with the public certificate as the secret. `tenant` is short for
   * `firebase.tenant`, unless `firebase` is given too: then both are taken as they are.
   */
  mint(claims?: Record<string, unknown>, header?: Record<string, unknown>, key?: KeyObject): string;
  close(): Promise<void>;
}

/** Starts a Firebase Authentication stand-in with Identity Platform's tenants, whose ID tokens carry real RS256 signatures. */
export async function startIdentity(options: IdentityOptions): Promise<IdentityStandIn> {
  const { dataDir, projectId } = options;
  const now = options.now ?? Date.now;
  const nowSeconds = () => Math.floor(now() / 1000);
  const accounts = await openAccounts(dataDir, options.users, now);
  const minter = tokens(accounts, projectId, nowSeconds);
  let url = "";
  const post = mails(accounts, dataDir === undefined ? undefined : join(dataDir, "mail"), () => url, now);
  const calls = toolkit({ accounts, tokens: minter, mails: post, projectId, nowSeconds });
  const server = createServer((request, response) => {
    route(request, response, { accounts, mails: post, calls, projectId }).catch((error: unknown) =>
      sendRefusal(response, error),
    );
  });
  const port = await listen(server, options.port);
  url = `http://${LOOPBACK}:${port}`;
  const account = (uid: string): Account => {
    const found = accounts.byUid(uid);
    if (found === undefined) throw new Error("no account has this uid");
    return found;
  };
  return {
    url,
    port,
    mails: post.sent,
    get users() {
      return accounts.all.map(({ uid, email, tenantId, isDisabled, claims }) => ({
        ...{ uid, email, isDisabled, claims },
        ...(tenantId === undefined ? {} : { tenant: tenantId }),
      }));
    },
    certificate: accounts.certificate,
    disable: (uid) => accounts.change(account(uid), { isDisabled: true }),
    enable: (uid) => accounts.change(account(uid), { isDisabled: false }),
    // One second on: `auth_time` counts whole seconds, and a sign-in within this one came before.
    revoke: (uid) => accounts.change(account(uid), { validSince: nowSeconds() + 1 }),
    setClaims: (uid, claims) => accounts.change(account(uid), { claims }),
    mint: (claims = {}, header = {}, key) => minter.mint(claims, header, key),
    close: () => close(server),
  };
}
