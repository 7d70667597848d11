import { createPublicKey, generateKeyPairSync, verify, X509Certificate } from "node:crypto";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { get } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deleteApp, initializeApp } from "firebase-admin/app";
import { getAuth } from "firebase-admin/auth";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { localAgent } from "../../functions/platform/local-agent.ts";
import { type IdentityStandIn, startIdentity } from "../../tools/local/stand-ins/identity.ts";

const projectId = "belfry-local";
const password = "correct horse";
const users = [
  { email: "ada@north.example", password, displayName: "Ada", tenant: "north" },
  { email: "bo@south.example", password, tenant: "south" },
];
let dataDir: string;
let identity: IdentityStandIn;

const start = () => startIdentity({ projectId, users, dataDir });

const answerSchema = z.object({
  localId: z.string().default(""),
  idToken: z.string().default(""),
  refreshToken: z.string().default(""),
  error: z.unknown().optional(),
});

async function post(path: string, body: object) {
  const response = await fetch(`${identity.url}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const json: unknown = await response.json();
  return { status: response.status, json, ...answerSchema.parse(json) };
}

const signIn = (email: string) => post("/accounts:signInWithPassword", { email, password, returnSecureToken: true });

/** An app whose every request ends at the stand-in. The emulator's variable, which turns checks off, is never set. */
async function withAdmin<T>(run: (auth: ReturnType<typeof getAuth>) => Promise<T>): Promise<T> {
  expect(process.env.FIREBASE_AUTH_EMULATOR_HOST).toBeUndefined();
  const credential = { getAccessToken: async () => ({ access_token: "owner", expires_in: 3600 }) };
  const app = initializeApp({ projectId, credential, httpAgent: localAgent(identity.url) }, crypto.randomUUID());
  try {
    return await run(getAuth(app));
  } finally {
    await deleteApp(app);
  }
}
const verifyIdToken = (token: string) => withAdmin((auth) => auth.verifyIdToken(token));

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "belfry-identity-"));
  identity = await start();
});
afterAll(async () => {
  await identity.close();
  await rm(dataDir, { recursive: true, force: true });
});

describe("the identity stand-in signs in", () => {
  test.each([
    "/accounts:signInWithPassword",
    "/v1/accounts:signInWithPassword?key=x",
    "/identitytoolkit.googleapis.com/v1/accounts:signInWithPassword?key=x",
  ])("at %s, with Firebase's answer", async (path) => {
    const { status, json } = await post(path, { email: "Ada@North.example", password, returnSecureToken: true });
    expect(status).toBe(200);
    expect(json).toEqual({
      kind: "identitytoolkit#VerifyPasswordResponse",
      localId: identity.users[0]?.uid,
      email: "ada@north.example",
      displayName: "Ada",
      idToken: expect.any(String),
      registered: true,
      refreshToken: expect.any(String),
      expiresIn: "3600",
    });
  });

  test.each([
    ["a wrong password", { email: "ada@north.example", password: "wrong" }, "INVALID_LOGIN_CREDENTIALS"],
    ["an unknown address", { email: "no@north.example", password }, "INVALID_LOGIN_CREDENTIALS"],
    ["no password", { email: "ada@north.example" }, "MISSING_PASSWORD"],
    ["no address", { password }, "INVALID_EMAIL"],
  ])("not with %s", async (_, body, message) => {
    const { status, error } = await post("/accounts:signInWithPassword", body);
    expect(status).toBe(400);
    expect(error).toMatchObject({ code: 400, message, errors: [{ message, domain: "global", reason: "invalid" }] });
  });

  test("and refreshes, form-encoded as the browser SDK sends it and as JSON, keeping the time of the sign-in", async () => {
    const { refreshToken, localId } = await signIn("ada@north.example");
    const form = new URLSearchParams({ grant_type: "refresh_token", refresh_token: refreshToken });
    const response = await fetch(`${identity.url}/securetoken.googleapis.com/v1/token?key=x`, {
      method: "POST",
      body: form,
    });
    const refreshed = z.object({ id_token: z.string(), user_id: z.string() }).parse(await response.json());
    expect(refreshed.user_id).toBe(localId);
    expect((await verifyIdToken(refreshed.id_token)).uid).toBe(localId);
    expect((await post("/v1/token", Object.fromEntries(form))).status).toBe(200);
    const forged = await post("/v1/token", { grant_type: "refresh_token", refresh_token: `${refreshToken}x` });
    expect(forged).toMatchObject({ status: 400, error: { message: "INVALID_REFRESH_TOKEN" } });
  });

  test("nobody who is disabled, and refuses their refresh", async () => {
    const { refreshToken, localId } = await signIn("bo@south.example");
    const refresh = () => post("/v1/token", { grant_type: "refresh_token", refresh_token: refreshToken });
    identity.disable(localId);
    expect(await signIn("bo@south.example")).toMatchObject({ status: 400, error: { message: "USER_DISABLED" } });
    expect(await refresh()).toMatchObject({ status: 400, error: { message: "USER_DISABLED" } });
    identity.enable(localId);
    expect((await refresh()).status).toBe(200);
  });

  test("across origins, for browsers", async () => {
    const response = await fetch(`${identity.url}/v1/accounts:signInWithPassword`, { method: "OPTIONS" });
    expect(response.status).toBe(204);
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
  });
});

describe("firebase-admin verifyIdToken, with real signature checks, through the local agent", () => {
  test("accepts a token from a sign-in, with its tenant where Identity Platform has it", async () => {
    const { idToken, localId } = await signIn("ada@north.example");
    const claims = await verifyIdToken(idToken);
    expect(claims).toMatchObject({
      uid: localId,
      user_id: localId,
      aud: projectId,
      iss: `https://securetoken.google.com/${projectId}`,
      email: "ada@north.example",
      firebase: {
        identities: { email: ["ada@north.example"] },
        sign_in_provider: "password",
        tenant: "north",
      },
    });
    expect(claims.exp - claims.iat).toBe(3600);
  });

  test("accepts a minted token that nothing was changed in: each refusal below has one fact of its own", async () => {
    expect((await verifyIdToken(identity.mint())).firebase.tenant).toBe("north");
  });

  const now = Math.floor(Date.now() / 1000);
  const foreign = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
  test.each([
    ["alg none", {}, { alg: "none" }, undefined, /incorrect algorithm/],
    ["HS256 keyed with the public certificate", {}, { alg: "HS256" }, undefined, /incorrect algorithm/],
    ["an unknown key id", {}, { kid: "unknown" }, undefined, /"kid" claim/],
    ["no key id", {}, { kid: undefined }, undefined, /no "kid" claim/],
    ["another key under the right id", {}, {}, foreign, /invalid signature/],
    ["a wrong audience", { aud: "other" }, {}, undefined, /incorrect "aud"/],
    ["a wrong issuer", { iss: "https://securetoken.google.com/other" }, {}, undefined, /incorrect "iss"/],
    ["an expired token", { exp: now - 60 }, {}, undefined, /expired/],
    ["no subject", { sub: undefined }, {}, undefined, /no "sub"/],
  ])("refuses %s", async (_, claims, header, key, message) => {
    await expect(verifyIdToken(identity.mint(claims, header, key))).rejects.toThrow(message);
  });

  test("refuses a token whose claims were changed after signing", async () => {
    const [header, , signature] = identity.mint().split(".");
    const [, claims] = identity.mint({ tenant: "south" }).split(".");
    await expect(verifyIdToken(`${header}.${claims}.${signature}`)).rejects.toThrow(/invalid signature/);
  });

  test("refuses a disabled or revoked account when asked to check", async () => {
    const { idToken, localId } = await signIn("bo@south.example");
    const checked = () => withAdmin((auth) => auth.tenantManager().authForTenant("south").verifyIdToken(idToken, true));
    expect((await checked()).uid).toBe(localId);
    identity.disable(localId);
    await expect(checked()).rejects.toMatchObject({ code: "auth/user-disabled" });
    identity.enable(localId);
    identity.revoke(localId);
    await expect(checked()).rejects.toMatchObject({ code: "auth/id-token-revoked" });
  });
});

describe("the identity stand-in's key", () => {
  test("is a certificate that verifies itself, and the same key as a JWKS", async () => {
    const certificate = new X509Certificate(identity.certificate);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(Date.parse(certificate.validTo)).toBeGreaterThan(Date.now());
    const response = await fetch(`${identity.url}/.well-known/jwks.json`);
    const keySchema = z.object({ kid: z.string(), kty: z.string(), n: z.string(), e: z.string() });
    const { keys } = z.object({ keys: z.tuple([keySchema]) }).parse(await response.json());
    const [header = "", claims = "", signature = ""] = identity.mint().split(".");
    const key = createPublicKey({ key: keys[0], format: "jwk" });
    expect(verify("sha256", Buffer.from(`${header}.${claims}`), key, Buffer.from(signature, "base64url"))).toBe(true);
    expect(JSON.parse(Buffer.from(header, "base64url").toString())).toMatchObject({ kid: keys[0].kid, alg: "RS256" });
  });

  test("and the accounts survive a restart, in a file that only its owner can read and that holds no password", async () => {
    const before = await signIn("ada@north.example");
    await identity.close();
    identity = await start();
    expect((await verifyIdToken(before.idToken)).uid).toBe(before.localId);
    expect((await signIn("ada@north.example")).localId).toBe(before.localId);
    const file = join(dataDir, "accounts.json");
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readFile(file, "utf8")).not.toContain(password);
  });
});

describe("the local agent", () => {
  test.each(["http://identity.example:80", "https://127.0.0.1:1", "http://127.0.0.1.example:1"])(
    "refuses %s: whoever serves the certificates decides which tokens are good",
    (url) => {
      expect(() => localAgent(url)).toThrow(/loopback/);
    },
  );

  test("sends a request for any host to the stand-in", async () => {
    const status = await new Promise((resolve, reject) => {
      get("https://nowhere.example/.well-known/jwks.json", { agent: localAgent(identity.url) }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).on("error", reject);
    });
    expect(status).toBe(200);
  });
});
