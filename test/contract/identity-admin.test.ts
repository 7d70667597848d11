import { deleteApp, initializeApp } from "firebase-admin/app";
import { type Auth, getAuth } from "firebase-admin/auth";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { localAgent } from "../../functions/platform/local-agent.ts";
import { type IdentityStandIn, startIdentity } from "../../tools/local/stand-ins/identity.ts";

/* The stand-in as firebase-admin sees it: Identity Platform's tenants and their accounts, over the Admin API. */
const projectId = "belfry-local";
let identity: IdentityStandIn;
let auth: Auth;
const app = () => {
  const credential = { getAccessToken: async () => ({ access_token: "owner", expires_in: 3600 }) };
  return initializeApp({ projectId, credential, httpAgent: localAgent(identity.url) }, crypto.randomUUID());
};

beforeAll(async () => {
  identity = await startIdentity({ projectId, users: [] });
  auth = getAuth(app());
});
afterAll(async () => {
  await deleteApp(auth.app);
  await identity.close();
});

const signIn = async (body: object) => {
  const answer = await fetch(`${identity.url}/v1/accounts:signInWithPassword`, {
    method: "POST",
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: JSON.stringify(await answer.json()) };
};

describe("tenants", () => {
  it("are made with an id of Identity Platform's own, read, listed, changed and deleted", async () => {
    const manager = auth.tenantManager();
    const made = await manager.createTenant({
      displayName: "north",
      emailSignInConfig: { enabled: false, passwordRequired: true },
      multiFactorConfig: {
        state: "ENABLED",
        providerConfigs: [{ state: "ENABLED", totpProviderConfig: { adjacentIntervals: 1 } }],
      },
    });
    expect(made.tenantId).toMatch(/^north-[0-9a-v]{5}$/);
    const twin = await manager.createTenant({ displayName: "north" });
    expect(twin.tenantId).not.toBe(made.tenantId);
    expect((await manager.listTenants()).tenants.map(({ tenantId }) => tenantId)).toEqual([
      made.tenantId,
      twin.tenantId,
    ]);
    const first = await manager.listTenants(1);
    const second = await manager.listTenants(1, first.pageToken);
    expect([first, second].map(({ tenants }) => tenants[0]?.tenantId)).toEqual([made.tenantId, twin.tenantId]);
    expect(second.pageToken).toBeUndefined();
    await manager.updateTenant(made.tenantId, { emailSignInConfig: { enabled: true, passwordRequired: true } });
    const read = await manager.getTenant(made.tenantId);
    expect(read).toMatchObject({ displayName: "north", emailSignInConfig: { enabled: true } });
    expect(read.multiFactorConfig?.providerConfigs).toHaveLength(1);
    await manager.deleteTenant(twin.tenantId);
    await expect(manager.getTenant(twin.tenantId)).rejects.toMatchObject({ code: "auth/tenant-not-found" });
  });

  it.each(["abc", "has space", "1north", "a-name-of-too-many-letters"])(
    "are refused a display name that Identity Platform would refuse: %s",
    async (displayName) => {
      await expect(auth.tenantManager().createTenant({ displayName })).rejects.toThrow();
    },
  );
});

describe("accounts", () => {
  it("belong to their tenant alone: the same address in two tenants is two accounts", async () => {
    const manager = auth.tenantManager();
    const options = { emailSignInConfig: { enabled: true, passwordRequired: true } };
    const one = await manager.createTenant({ displayName: "tenant-one", ...options });
    const two = await manager.createTenant({ displayName: "tenant-two", ...options });
    const [first, second] = [manager.authForTenant(one.tenantId), manager.authForTenant(two.tenantId)];
    const email = "Sam@Both.example";
    const user = await first.createUser({ email });
    expect(user).toMatchObject({ email: "sam@both.example", tenantId: one.tenantId, emailVerified: false });
    await expect(second.getUserByEmail(email)).rejects.toMatchObject({ code: "auth/user-not-found" });
    await expect(auth.getUser(user.uid)).rejects.toMatchObject({ code: "auth/user-not-found" });
    await expect(first.createUser({ email })).rejects.toMatchObject({ code: "auth/email-already-exists" });
    const other = await second.createUser({ email, password: "second-password" });
    expect(other.uid).not.toBe(user.uid);
    // Without a password nobody signs in, whatever they type.
    for (const password of ["", "undefined", "second-password"])
      expect((await signIn({ email, password, tenantId: one.tenantId })).status).toBe(400);
    expect((await signIn({ email, password: "second-password", tenantId: two.tenantId })).status).toBe(200);

    const link = new URL(await first.generatePasswordResetLink(email));
    expect(link.searchParams.get("tenantId")).toBe(one.tenantId);
    await expect(first.generatePasswordResetLink("no@both.example")).rejects.toMatchObject({
      code: "auth/email-not-found",
    });
    await first.updateUser(user.uid, { password: "first-password", displayName: "Sam" });
    expect((await signIn({ email, password: "first-password", tenantId: one.tenantId })).status).toBe(200);
    const seen = await first.getUser(user.uid);
    expect([seen.displayName, typeof seen.metadata.lastSignInTime]).toEqual(["Sam", "string"]);
    await first.updateUser(user.uid, { disabled: true });
    const disabled = await signIn({ email, password: "first-password", tenantId: one.tenantId });
    expect(disabled.body).toContain("USER_DISABLED");
    expect((await first.listUsers()).users).toHaveLength(1);
    await first.deleteUser(user.uid);
    expect((await first.listUsers()).users).toHaveLength(0);
  });

  it("can't sign in by password where the tenant has none", async () => {
    const manager = auth.tenantManager();
    const { tenantId } = await manager.createTenant({
      displayName: "directory",
      emailSignInConfig: { enabled: false },
    });
    await manager.authForTenant(tenantId).createUser({ email: "dora@dir.example", password: "a-password" });
    const answer = await signIn({ email: "dora@dir.example", password: "a-password", tenantId });
    expect([answer.status, answer.body]).toEqual([400, expect.stringContaining("PASSWORD_LOGIN_DISABLED")]);
  });
});

describe("an administrator", () => {
  const paths = [
    ["POST", `/v2/projects/${projectId}/tenants`],
    ["GET", `/v2/projects/${projectId}/tenants`],
    ["POST", `/v1/projects/${projectId}/accounts:lookup`],
    ["POST", `/identitytoolkit.googleapis.com/v1/projects/${projectId}/tenants/north/accounts`],
  ] as const;
  it.each(paths)("is asked for a credential: %s %s", async (method, path) => {
    for (const headers of [{}, { authorization: "Bearer x" }, { authorization: `Bearer ${identity.mint()}` }]) {
      const body = method === "POST" ? { body: "{}" } : {};
      expect((await fetch(`${identity.url}${path}`, { method, headers, ...body })).status).toBe(401);
    }
  });

  it("is no web page: a browser is not let in from any origin", async () => {
    const answer = await fetch(`${identity.url}/v2/projects/${projectId}/tenants`, { method: "OPTIONS" });
    expect([answer.status, answer.headers.get("access-control-allow-origin")]).toEqual([401, null]);
  });
});
