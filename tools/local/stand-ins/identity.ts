import type { KeyObject } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { z } from "zod";
import { bodyOf, pathOf, sendJson } from "./http.ts";
import { type Accounts, openAccounts, type SeedUser } from "./identity/accounts.ts";
import { tokens } from "./identity/tokens.ts";
import { ToolkitRefusal, toolkit } from "./identity/toolkit.ts";
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
  isDisabled: boolean;
  claims: Record<string, unknown>;
}

/** A running Firebase Authentication stand-in. */
export interface IdentityStandIn {
  /** `http://127.0.0.1:<port>`; `<url>/accounts:signInWithPassword` signs in. */
  readonly url: string;
  readonly port: number;
  readonly users: readonly IdentityUser[];
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
   * stand-in's key or the one given, `none` not at all, HS256 with the public certificate as the secret.
   */
  mint(claims?: Record<string, unknown>, header?: Record<string, unknown>, key?: KeyObject): string;
  close(): Promise<void>;
}

const CERTIFICATES_PATH = "/robot/v1/metadata/x509/securetoken@system.gserviceaccount.com";
const JWKS_PATHS = ["/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com", "/.well-known/jwks.json"];
const KEY_HEADERS = { "cache-control": "public, max-age=21600, must-revalidate, no-transform" };
const CORS_HEADERS = {
  "access-control-allow-origin": "*",
  "access-control-allow-methods": "GET, POST, OPTIONS",
  "access-control-allow-headers":
    "authorization, content-type, x-client-version, x-firebase-appcheck, x-firebase-client, x-firebase-gmpid",
  "access-control-max-age": "3600",
};

/** Starts a Firebase Authentication stand-in whose ID tokens carry real RS256 signatures. */
export async function startIdentity(options: IdentityOptions): Promise<IdentityStandIn> {
  const now = options.now ?? Date.now;
  const nowSeconds = () => Math.floor(now() / 1000);
  const accounts = await openAccounts(options.dataDir, options.users, now());
  const minter = tokens(accounts, options.projectId, nowSeconds);
  const calls = toolkit(accounts, minter, options.projectId, nowSeconds);

  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(CORS_HEADERS)) response.setHeader(name, value);
    route(request, response, accounts, calls).catch((error: unknown) => sendRefusal(response, error));
  });
  const port = await listen(server, options.port);
  return {
    url: `http://${LOOPBACK}:${port}`,
    port,
    get users() {
      return accounts.all.map(({ uid, email, isDisabled, claims }) => ({ uid, email, isDisabled, claims }));
    },
    certificate: accounts.certificate,
    disable: (uid) => accounts.change(uid, { isDisabled: true }),
    enable: (uid) => accounts.change(uid, { isDisabled: false }),
    // One second on: `auth_time` counts whole seconds, and a sign-in within this one came before.
    revoke: (uid) => accounts.change(uid, { validSince: nowSeconds() + 1 }),
    setClaims: (uid, claims) => accounts.change(uid, { claims }),
    mint: (claims = {}, header = {}, key) => minter.mint(claims, header, key),
    close: () => close(server),
  };
}

async function route(
  request: IncomingMessage,
  response: ServerResponse,
  accounts: Accounts,
  calls: ReturnType<typeof toolkit>,
): Promise<void> {
  const path = decodeURIComponent(pathOf(request));
  if (request.method === "OPTIONS") return void response.writeHead(204).end();
  if (request.method === "GET" && path === CERTIFICATES_PATH) {
    return sendJson(response, 200, { [accounts.keyId]: accounts.certificate }, KEY_HEADERS);
  }
  if (request.method === "GET" && JWKS_PATHS.includes(path)) {
    const jwk = { ...accounts.publicKey.export({ format: "jwk" }), kid: accounts.keyId, alg: "RS256", use: "sig" };
    return sendJson(response, 200, { keys: [jwk] }, KEY_HEADERS);
  }
  // Clients differ in what they put before the method's name (host, version, project), so only the end decides.
  const call = [
    { end: "accounts:signInWithPassword", run: calls.signInWithPassword },
    { end: "accounts:lookup", run: calls.lookup },
    { end: "/token", run: calls.refresh },
  ].find(({ end }) => path.endsWith(end));
  if (request.method !== "POST" || call === undefined) throw new ToolkitRefusal("NOT_FOUND", 404);
  sendJson(response, 200, await call.run(await parsedBody(request)), { "cache-control": "no-store" });
}

async function parsedBody(request: IncomingMessage): Promise<unknown> {
  const text = (await bodyOf(request)).toString("utf8");
  if (request.headers["content-type"]?.startsWith("application/x-www-form-urlencoded")) {
    return Object.fromEntries(new URLSearchParams(text));
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new ToolkitRefusal("Invalid JSON payload received.");
  }
}

function sendRefusal(response: ServerResponse, error: unknown): void {
  const isRefusal = error instanceof ToolkitRefusal;
  const code = isRefusal ? error.status : error instanceof z.ZodError ? 400 : 500;
  const message = isRefusal ? error.message : code === 400 ? "INVALID_ARGUMENT" : "INTERNAL_ERROR";
  sendJson(response, code, { error: { code, message, errors: [{ message, domain: "global", reason: "invalid" }] } });
}
