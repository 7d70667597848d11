import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { bodyOf, sendJson, targetOf } from "../http.ts";
import type { Accounts } from "./accounts.ts";
import { adminAccounts } from "./admin.ts";
import type { Mails } from "./mails.ts";
import { PAGE_HEADERS, resetPage } from "./page.ts";
import { ToolkitRefusal } from "./refusal.ts";
import { adminTenants } from "./tenants.ts";
import type { toolkit } from "./toolkit.ts";

export interface Desk {
  readonly accounts: Accounts;
  readonly mails: Mails;
  readonly calls: ReturnType<typeof toolkit>;
  readonly projectId: string;
}

/** What an administrator's client presents: the word of Firebase's own emulators. Real credentials have no business here. */
export const ADMIN_TOKEN = "owner";
const CERTIFICATES_PATH = "/robot/v1/metadata/x509/securetoken@system.gserviceaccount.com";
const JWKS_PATHS = ["/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com", "/.well-known/jwks.json"];
const ACTION_PATH = "/__/auth/action";
const KEY_HEADERS = { "cache-control": "public, max-age=21600, must-revalidate, no-transform" };
const NO_STORE = { "cache-control": "no-store" };
const CORS_HEADERS = {
  "access-control-allow-origin": "*",
  "access-control-allow-methods": "GET, POST, OPTIONS",
  "access-control-allow-headers":
    "authorization, content-type, x-client-version, x-firebase-appcheck, x-firebase-client, x-firebase-gmpid, x-firebase-locale",
  "access-control-max-age": "3600",
};

export async function route(request: IncomingMessage, response: ServerResponse, desk: Desk): Promise<void> {
  const [path = "/", query = ""] = targetOf(request)
    .split("?", 2)
    .map((part, index) => (index === 0 ? decodeURIComponent(part) : part));
  // Clients differ in what they put before (host, version), so only the end decides.
  const admin = /\/projects\/([^/]+)(\/.*)$/.exec(path);
  // No page of any origin may administer: without these headers a browser does not even ask.
  if (admin !== null) {
    const answer = await administer(request, desk, admin, new URLSearchParams(query));
    return sendJson(response, 200, answer, NO_STORE);
  }
  for (const [name, value] of Object.entries(CORS_HEADERS)) response.setHeader(name, value);
  if (request.method === "OPTIONS") return void response.writeHead(204).end();
  if (path === ACTION_PATH) return action(request, response, desk, new URLSearchParams(query));
  if (request.method === "GET") return sendKeys(response, path, desk.accounts);
  sendJson(response, 200, await serve(request, path, desk.calls), NO_STORE);
}

/** The calls of clients. */
async function serve(request: IncomingMessage, path: string, calls: Desk["calls"]): Promise<unknown> {
  const call = [
    { end: "accounts:signInWithPassword", run: calls.signInWithPassword },
    { end: "accounts:lookup", run: calls.lookup },
    { end: "accounts:sendOobCode", run: calls.sendOobCode },
    { end: "accounts:resetPassword", run: calls.resetPassword },
    { end: "accounts:update", run: calls.update },
    { end: "accounts:signUp", run: calls.signUp },
    { end: "/token", run: calls.refresh },
  ].find(({ end }) => path.endsWith(end));
  if (request.method !== "POST" || call === undefined) throw new ToolkitRefusal("NOT_FOUND", 404);
  return call.run(await parsedBody(request));
}

function sendKeys(response: ServerResponse, path: string, accounts: Accounts): void {
  if (path === CERTIFICATES_PATH) {
    sendJson(response, 200, { [accounts.keyId]: accounts.certificate }, KEY_HEADERS);
    return;
  }
  if (!JWKS_PATHS.includes(path)) throw new ToolkitRefusal("NOT_FOUND", 404);
  const jwk = { ...accounts.publicKey.export({ format: "jwk" }), kid: accounts.keyId, alg: "RS256", use: "sig" };
  sendJson(response, 200, { keys: [jwk] }, KEY_HEADERS);
}

async function administer(
  request: IncomingMessage,
  { accounts, mails, projectId }: Desk,
  [, project, rest = ""]: RegExpExecArray,
  query: URLSearchParams,
): Promise<unknown> {
  if (request.headers.authorization !== `Bearer ${ADMIN_TOKEN}`) throw new ToolkitRefusal("UNAUTHENTICATED", 401);
  if (project !== projectId) throw new ToolkitRefusal("PROJECT_NOT_FOUND", 404);
  const tenants = adminTenants(accounts, projectId);
  const [, id, what] = /^\/tenants\/([^/:]+)(\/.*)?$/.exec(rest) ?? [];
  const { method } = request;
  if (rest === "/tenants" && method === "POST") return tenants.create(await parsedBody(request));
  if (rest === "/tenants" && method === "GET") return tenants.list(query);
  if (id !== undefined && !tenants.exists(id)) throw new ToolkitRefusal("TENANT_NOT_FOUND");
  if (id !== undefined && what === undefined) {
    if (method === "GET") return tenants.get(id);
    if (method === "PATCH") return tenants.update(id, query, await parsedBody(request));
    if (method === "DELETE") return tenants.delete(id);
  }
  const calls = adminAccounts(accounts, mails, id);
  const known: Readonly<Record<string, (body: unknown) => unknown>> = {
    "POST /accounts": calls.create,
    "POST /accounts:update": calls.update,
    "POST /accounts:delete": calls.delete,
    "POST /accounts:lookup": calls.lookup,
    "POST /accounts:query": calls.query,
    "GET /accounts:batchGet": calls.batchGet,
    "POST /accounts:sendOobCode": calls.sendOobCode,
  };
  const call = known[`${method} ${what ?? rest}`];
  if (call === undefined) throw new ToolkitRefusal("NOT_FOUND", 404);
  return call(method === "GET" ? {} : await parsedBody(request));
}

/** The page behind a mail's link, and what its form sends. */
async function action(
  request: IncomingMessage,
  response: ServerResponse,
  { calls }: Desk,
  query: URLSearchParams,
): Promise<void> {
  if (request.method !== "POST") return void response.writeHead(200, PAGE_HEADERS).end(resetPage(query));
  const form = new URLSearchParams((await bodyOf(request)).toString("utf8"));
  const said = await calls.resetPassword(Object.fromEntries(form)).then(
    () => "The password is set. Sign in with it.",
    (error: unknown) => (error instanceof ToolkitRefusal ? error.message : "That did not work."),
  );
  response.writeHead(200, PAGE_HEADERS).end(resetPage(form, said));
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

export function sendRefusal(response: ServerResponse, error: unknown): void {
  const isRefusal = error instanceof ToolkitRefusal;
  const code = isRefusal ? error.status : error instanceof z.ZodError ? 400 : 500;
  const message = isRefusal ? error.message : code === 400 ? "INVALID_ARGUMENT" : "INTERNAL_ERROR";
  sendJson(response, code, { error: { code, message, errors: [{ message, domain: "global", reason: "invalid" }] } });
}
