import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deleteApp, type FirebaseApp, initializeApp } from "firebase/app";
import {
  type Auth,
  confirmPasswordReset,
  connectAuthEmulator,
  createUserWithEmailAndPassword,
  getAuth,
  sendPasswordResetEmail,
  signInWithEmailAndPassword,
  updatePassword,
  updateProfile,
  verifyPasswordResetCode,
} from "firebase/auth";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type IdentityStandIn, startIdentity } from "../../tools/local/stand-ins/identity.ts";

/*
 * The stand-in as the Firebase Web SDK sees it: the SDK that browsers run, unchanged, pointed here as its manual says.
 */
const email = "sam@both.example";
let now = Date.now();
let dataDir: string;
let identity: IdentityStandIn;
const apps: FirebaseApp[] = [];

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "belfry-identity-web-"));
  identity = await startIdentity({
    projectId: "belfry-local",
    dataDir,
    now: () => now,
    users: [
      // One person, two organisations, two accounts.
      { email, password: "north-password", uid: "usr_n", tenant: "north" },
      { email, password: "south-password", uid: "usr_s", tenant: "south" },
      { email: "only@north.example", password: "only-password", uid: "usr_o", tenant: "north" },
    ],
  });
});
afterEach(async () => {
  for (const app of apps.splice(0)) await deleteApp(app);
});
afterAll(async () => {
  await identity.close();
  await rm(dataDir, { recursive: true, force: true });
});

/** A browser of its own. */
function browser(tenant?: string): Auth {
  const app = initializeApp({ projectId: "belfry-local", apiKey: "local" }, crypto.randomUUID());
  apps.push(app);
  const auth = getAuth(app);
  connectAuthEmulator(auth, identity.url, { disableWarnings: true });
  auth.tenantId = tenant ?? null;
  return auth;
}

const refusal = (code: string) => ({ code: `auth/${code}` });
const lastMail = () => identity.mails.at(-1);

describe("the Firebase Web SDK signs in", () => {
  it("[KZ-10/tenant-claim] to the tenant it names, each with its own password and its own account", async () => {
    const north = await signInWithEmailAndPassword(browser("north"), email, "north-password");
    expect([north.user.uid, north.user.tenantId]).toEqual(["usr_n", "north"]);
    const { claims } = await north.user.getIdTokenResult();
    expect(claims).toMatchObject({ firebase: { tenant: "north" } });
    expect(claims.tenant).toBeUndefined();
    const south = await signInWithEmailAndPassword(browser("south"), email, "south-password");
    expect(south.user.uid).toBe("usr_s");
    await expect(signInWithEmailAndPassword(browser("south"), email, "north-password")).rejects.toMatchObject(
      refusal("invalid-credential"),
    );
  });

  it("to no tenant that is not there, and to none that its account is not in", async () => {
    await expect(signInWithEmailAndPassword(browser("nowhere"), email, "north-password")).rejects.toMatchObject({
      message: expect.stringContaining("tenant"),
    });
    await expect(
      signInWithEmailAndPassword(browser("south"), "only@north.example", "only-password"),
    ).rejects.toMatchObject(refusal("invalid-credential"));
  });

  it("not without a tenant: that the stand-in is lenient helps scripts alone", async () => {
    await expect(signInWithEmailAndPassword(browser(), "only@north.example", "only-password")).rejects.toMatchObject(
      refusal("tenant-id-mismatch"),
    );
    // An address of two tenants is nobody's without one.
    await expect(signInWithEmailAndPassword(browser(), email, "north-password")).rejects.toMatchObject(
      refusal("invalid-credential"),
    );
  });

  it("nobody up: an administrator invites", async () => {
    await expect(
      createUserWithEmailAndPassword(browser("north"), "new@north.example", "a-password"),
    ).rejects.toMatchObject(refusal("admin-restricted-operation"));
  });
});

describe("a forgotten password", () => {
  it("is replaced by way of the mail, once, and every session of before ends", async () => {
    const auth = browser("north");
    const { user } = await signInWithEmailAndPassword(auth, email, "north-password");
    const elsewhere = browser("north");
    await sendPasswordResetEmail(elsewhere, email, { url: "https://app.example/after" });
    const mail = lastMail();
    expect(mail).toMatchObject({ to: email, tenantId: "north", requestType: "PASSWORD_RESET" });
    const link = new URL(mail?.link ?? "");
    expect(Object.fromEntries(link.searchParams)).toMatchObject({
      mode: "resetPassword",
      oobCode: mail?.oobCode,
      tenantId: "north",
      continueUrl: "https://app.example/after",
    });
    expect(await verifyPasswordResetCode(elsewhere, mail?.oobCode ?? "")).toBe(email);
    await expect(confirmPasswordReset(elsewhere, mail?.oobCode ?? "", "short")).rejects.toMatchObject(
      refusal("weak-password"),
    );
    await confirmPasswordReset(elsewhere, mail?.oobCode ?? "", "north-password-2");
    await expect(confirmPasswordReset(elsewhere, mail?.oobCode ?? "", "north-password-3")).rejects.toMatchObject(
      refusal("invalid-action-code"),
    );
    await expect(user.getIdToken(true)).rejects.toMatchObject(refusal("user-token-expired"));
    await expect(signInWithEmailAndPassword(elsewhere, email, "north-password")).rejects.toMatchObject(
      refusal("invalid-credential"),
    );
    expect((await signInWithEmailAndPassword(elsewhere, email, "north-password-2")).user.uid).toBe("usr_n");
    // The same address in another tenant is another account.
    expect((await signInWithEmailAndPassword(browser("south"), email, "south-password")).user.uid).toBe("usr_s");
  });

  it("is asked for alike whether the address is known or not, and no mail goes to strangers", async () => {
    const before = identity.mails.length;
    await sendPasswordResetEmail(browser("north"), "nobody@north.example");
    await sendPasswordResetEmail(browser("south"), "only@north.example");
    expect(identity.mails.length).toBe(before);
    await sendPasswordResetEmail(browser("north"), "only@north.example");
    expect(identity.mails.length).toBe(before + 1);
  });

  it("takes no code of another tenant, none that was made up, and none that is old", async () => {
    await sendPasswordResetEmail(browser("north"), email);
    const code = lastMail()?.oobCode ?? "";
    for (const [tenant, typed] of [
      ["south", code],
      ["north", `${code}x`],
      [undefined, code],
    ] as const)
      await expect(verifyPasswordResetCode(browser(tenant), typed)).rejects.toMatchObject(
        refusal("invalid-action-code"),
      );
    now += 3_600_000;
    await expect(verifyPasswordResetCode(browser("north"), code)).rejects.toMatchObject(refusal("expired-action-code"));
    now -= 3_600_000;
    expect(await verifyPasswordResetCode(browser("north"), code)).toBe(email);
  });

  it("leaves mails in a folder that only its owner can read, and no code in the accounts' file", async () => {
    await sendPasswordResetEmail(browser("north"), email);
    const { link, oobCode } = lastMail() ?? { link: "", oobCode: "" };
    const files = await readdir(join(dataDir, "mail"));
    const texts = await Promise.all(files.map((name) => readFile(join(dataDir, "mail", name), "utf8")));
    expect(texts.filter((text) => text.includes(link)).length).toBe(1);
    expect((await stat(join(dataDir, "mail", files[0] ?? ""))).mode & 0o777).toBe(0o600);
    expect(await readFile(join(dataDir, "accounts.json"), "utf8")).not.toContain(oobCode);
  });

  it("is replaced on the page behind the link too", async () => {
    await sendPasswordResetEmail(browser("north"), "only@north.example");
    const { link, oobCode } = lastMail() ?? { link: "", oobCode: "" };
    const page = await (await fetch(link)).text();
    expect(page).toContain(oobCode);
    const form = new URLSearchParams({ oobCode, tenantId: "north", newPassword: "only-password-2" });
    const done = await fetch(new URL("/__/auth/action", link), { method: "POST", body: form });
    expect(await done.text()).toContain("The password is set");
    const { user } = await signInWithEmailAndPassword(browser("north"), "only@north.example", "only-password-2");
    expect(user.emailVerified).toBe(true);
    const hostile = await (await fetch(`${identity.url}/__/auth/action?oobCode="><script>alert(1)</script>`)).text();
    expect(hostile).not.toContain("<script>");
  });
});

describe("who is signed in", () => {
  it("changes their own password and name; this session goes on, others end", async () => {
    const [here, there] = [browser("south"), browser("south")];
    const mine = await signInWithEmailAndPassword(here, email, "south-password");
    const other = await signInWithEmailAndPassword(there, email, "south-password");
    await updatePassword(mine.user, "south-password-2");
    expect((await mine.user.getIdTokenResult(true)).claims).toMatchObject({ firebase: { tenant: "south" } });
    await expect(other.user.getIdToken(true)).rejects.toMatchObject(refusal("user-token-expired"));
    await updateProfile(mine.user, { displayName: "Sam" });
    expect((await mine.user.getIdTokenResult(true)).claims.name).toBe("Sam");
  });

  it("signs in anew before that when it is long ago", async () => {
    const { user } = await signInWithEmailAndPassword(browser("south"), email, "south-password-2");
    now += 301_000;
    await expect(updatePassword(user, "south-password-3")).rejects.toMatchObject(refusal("requires-recent-login"));
    now -= 301_000;
  });

  it("[KB-12/token-matrix] is known by a token that is signed, not by one that says so", async () => {
    const update = async (idToken: string) => {
      const answer = await fetch(`${identity.url}/v1/accounts:update?key=local`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ idToken, displayName: "Mallory" }),
      });
      return answer.status;
    };
    const [head, claims] = identity.mint({ sub: "usr_s" }).split(".");
    for (const token of [identity.mint({ sub: "usr_s" }, { alg: "none" }), `${head}.${claims}.AAAA`, "a.b.c", ""])
      expect(await update(token)).toBe(400);
    expect(await update(identity.mint({ sub: "usr_s" }))).toBe(200);
  });
});
