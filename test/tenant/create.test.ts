import { deleteApp, initializeApp } from "firebase/app";
import {
  type Auth,
  confirmPasswordReset,
  connectAuthEmulator,
  getAuth,
  signInWithEmailAndPassword,
} from "firebase/auth";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Client } from "../../client/client.ts";
import { enableAssistant, newTenant, stack, type Tenant } from "../support/stack.ts";
import { linkIn, tenantCli, tenantIn } from "../support/tenant-cli.ts";

/*
 * A client organisation's first hour, from nothing: the command makes it, and its administrator works in it through the SDK and the
 * API alone.
 */
const cli = tenantCli({
  authUrl: stack.authUrl,
  firestoreHost: stack.firestoreHost,
  kmsEndpoint: `${stack.kmsHost}:${stack.kmsPort}`,
});
const name = `West Labels ${crypto.randomUUID()}`;
const admin = "wim@west.example";
const app = initializeApp({ projectId: "belfry-local", apiKey: "local" }, crypto.randomUUID());

let tenantId: string;
let auth: Auth;
let client: Client;
let other: Tenant;

beforeAll(async () => {
  other = await newTenant();
  const made = await cli([
    "create",
    "--name",
    name,
    "--admin",
    admin,
    "--admin-name",
    "Wim",
    "--first-project",
    "Launch",
  ]);
  expect(made.code, made.printed).toBe(0);
  tenantId = tenantIn(made.printed);
  auth = getAuth(app);
  connectAuthEmulator(auth, stack.authUrl, { disableWarnings: true });
  auth.tenantId = tenantId;
  const link = linkIn(made.printed);
  expect(link?.searchParams.get("tenantId")).toBe(tenantId);
  expect(made.printed).not.toContain(name);
  expect(made.printed).not.toContain(admin);
  await confirmPasswordReset(auth, link?.searchParams.get("oobCode") ?? "", "a-password-of-wim");
  const { user } = await signInWithEmailAndPassword(auth, admin, "a-password-of-wim");
  client = new Client({ url: stack.url, token: () => user.getIdToken() });
});
afterAll(() => deleteApp(app));

describe("npm run tenant -- create", () => {
  let projectId: string;
  let briefId: string;

  it("[KZ-10/tenant-claim] lets its first administrator in, who finds organisation, name and project", async () => {
    const me = await client.call("GET", "/v1/workspace/me");
    expect(me.status, me.text).toBe(200);
    const body = JSON.parse(me.text);
    expect(me.text).toContain(name);
    expect(me.text).toContain("Launch");
    expect(body).toMatchObject({ role: "admin" });
    projectId = body.projects[0].id;
  });

  it("lets them write and submit a brief, accept the AI terms and take an export", async () => {
    const made = await client.do("briefs.create", { body: { projectId, title: "Labels", category: "labels" } });
    if (!made.ok) throw new Error(JSON.stringify(made.body));
    briefId = made.body.id;
    const submitted = await client.do("briefs.submit", { params: { briefId } });
    expect(submitted.ok && submitted.body.status).toBe("submitted");
    const consent = await client.do("consent.read", { query: { projectId } });
    if (!consent.ok) throw new Error(JSON.stringify(consent.body));
    const accepted = await client.do("consent.accept", { body: { factsHash: consent.body.factsHash } });
    expect(accepted.status).toBe(201);
    const trail = await client.do("audit.events.list", {});
    expect(trail.ok).toBe(true);
    const text = JSON.stringify(trail.body);
    expect(text).toContain('"tenant.create"');
    expect(text).toContain('"uid":"provisioning","type":"System"');
    const exported = await client.do("audit.exports.create", { body: { format: "ndjson" } });
    if (!exported.ok) throw new Error(JSON.stringify(exported.body));
    const content = await client.do("audit.exports.content", { params: { exportId: exported.body.id } });
    const lines = String(content.body).trim().split("\n");
    const operations = lines.map((line) => JSON.parse(line).api.operation);
    expect(operations[0]).toBe("tenant.create");
    expect(operations).toEqual(expect.arrayContaining(["briefs.create", "briefs.submit", "consent.accept"]));
    expect(String(content.body)).not.toContain(name);
  });

  it("[KZ-10/configuration] shows nothing of it to another organisation's administrator, and they nothing to it", async () => {
    await enableAssistant(other);
    expect((await other.users.admin.get(`/v1/briefs/${briefId}`)).status).toBe(404);
    const put = await other.users.admin.put(`/v1/consent/projects/${projectId}`, { assistantEnabled: true });
    expect(put.status).toBe(404);
    expect(JSON.stringify((await other.users.admin.get("/v1/briefs")).body)).not.toContain(briefId);
    expect(JSON.stringify((await other.users.admin.get("/v1/audit/events")).body)).not.toContain(tenantId);
    const theirs = await other.users.editor.post("/v1/briefs", { projectId: "prj_a", title: "x", category: "y" });
    expect((await client.call("GET", `/v1/briefs/${theirs.body.id}`)).status).toBe(404);
  });

  it("run again, says that it is complete, and makes no link that the administrator does not need", async () => {
    const again = await cli(["create", "--name", name, "--admin", admin]);
    expect([again.code, tenantIn(again.printed), linkIn(again.printed)]).toEqual([0, tenantId, undefined]);
    expect(again.printed).toContain("this organisation is complete");
    const list = await cli(["list"]);
    expect(list.printed.split("\n").filter((line) => line.includes(name))).toEqual([
      expect.stringContaining(`${tenantId}  active  key ENABLED  by password`),
    ]);
  });

  it("stops at another organisation of the same name, unless that is given a label of its own", async () => {
    const stranger = ["create", "--name", name, "--admin", "will@west.example"];
    const refused = await cli(stranger);
    expect([refused.code, refused.printed]).toEqual([1, expect.stringContaining("with another administrator")]);
    const label = `west-${crypto.randomUUID().slice(0, 8)}`;
    const own = await cli([...stranger, "--label", label]);
    expect([own.code, tenantIn(own.printed).startsWith(label)]).toEqual([0, true]);
    const renamed = await cli(["create", "--name", "Another", "--admin", "will@west.example", "--label", label]);
    expect([renamed.code, renamed.printed]).toEqual([1, expect.stringContaining("organisation of another name")]);
  });

  it("changes nothing in a dry run", async () => {
    const dry = await cli(["create", "--name", `${name} dry`, "--admin", admin, "--dry-run"]);
    expect([dry.code, dry.printed]).toEqual([0, expect.stringContaining("Nothing was changed.")]);
    const [, label] = /called (\S+);/.exec(dry.printed) ?? [];
    expect((await cli(["list"])).printed).not.toContain(label);
  });

  it("turns passwords off, and with them everybody out who has no directory", async () => {
    const own = await cli(["create", "--name", `${name} sso`, "--admin", admin]);
    const id = tenantIn(own.printed);
    expect((await cli(["sign-in", "--tenant", id, "--by", "directory"])).code).toBe(0);
    auth.tenantId = id;
    const code = linkIn(own.printed)?.searchParams.get("oobCode") ?? "";
    await confirmPasswordReset(auth, code, "another-password");
    await expect(signInWithEmailAndPassword(auth, admin, "another-password")).rejects.toMatchObject({
      code: "auth/operation-not-allowed",
    });
    // Nor does a later run open them again.
    expect((await cli(["create", "--name", `${name} sso`, "--admin", admin])).code).toBe(0);
    await expect(signInWithEmailAndPassword(auth, admin, "another-password")).rejects.toMatchObject({
      code: "auth/operation-not-allowed",
    });
  });

  it.each([
    [["create", "--name", "X"], "--admin is missing"],
    [["create", "--name", "X", "--admin", "nobody"], "--admin is an e-mail address"],
    [["create", "--name", "X", "--admin", "a@b.example", "--label", "1"], "--label is 4 to 20"],
    [["make"], "Say what to do"],
    [["list", "--project", "another"], "The local project is belfry-local"],
  ])("says what is wrong with %j", async (args, sentence) => {
    const refused = await cli(args);
    expect(refused.code).not.toBe(0);
    expect(refused.printed).toContain(sentence);
    expect(refused.printed).not.toMatch(/\n {4}at /);
  });
});
