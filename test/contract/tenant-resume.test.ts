import type { ChildProcess } from "node:child_process";
import { request as ask, createServer } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TenantId } from "../../functions/core/ids.ts";
import { outbox } from "../../functions/platform/audit.ts";
import { TenantStore } from "../../functions/platform/store/firestore.ts";
import { members } from "../../functions/platform/tenant/member.ts";
import { projects } from "../../functions/platform/tenant/project.ts";
import { adminFirestore, KEY_RING, kmsClient, PROJECT } from "../../tools/local/seed.ts";
import { type FirestoreStandIn, startFirestore } from "../../tools/local/stand-ins/firestore.ts";
import { bodyOf } from "../../tools/local/stand-ins/http.ts";
import { type IdentityStandIn, startIdentity } from "../../tools/local/stand-ins/identity.ts";
import { type KmsStandIn, startKms } from "../../tools/local/stand-ins/kms.ts";
import { close, listen } from "../../tools/local/stand-ins/ports.ts";
import { linkIn, tenantCli } from "../support/tenant-cli.ts";

/*
 * The command is killed after each step that it says is done, and at each answer of Identity Platform's before it can be read; then it
 * is run again. There must be one organisation each time, whole.
 */
let firestore: FirestoreStandIn;
let kms: KmsStandIn;
let identity: IdentityStandIn;
let door: Awaited<ReturnType<typeof startDoor>>;
let cli: ReturnType<typeof tenantCli>;
let db: ReturnType<typeof adminFirestore>;
let keys: ReturnType<typeof kmsClient>;

/** Stands before Identity Platform. `lose(n, then)`: the n-th call takes effect and nobody hears of it. */
async function startDoor(target: string) {
  let countdown = 0;
  let calls = 0;
  let then: () => void = () => undefined;
  const server = createServer(async (incoming, outgoing) => {
    const { method = "GET", url = "/", headers } = incoming;
    const body = await bodyOf(incoming);
    calls += 1;
    const mine = countdown > 0 && calls === countdown;
    const onward = ask(new URL(url, target), { method, headers }, async (answer) => {
      const text = await bodyOf(answer);
      if (mine) return then();
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers).end(text);
    });
    onward.end(body);
  });
  const port = await listen(server, 0);
  return {
    url: `http://127.0.0.1:${port}`,
    calls: () => calls,
    lose(nth: number, lost: () => void) {
      countdown = nth;
      calls = 0;
      then = lost;
    },
    close: () => close(server),
  };
}

beforeAll(async () => {
  [firestore, kms, identity] = await Promise.all([
    startFirestore({ projectId: PROJECT }),
    startKms(),
    startIdentity({ projectId: PROJECT, users: [] }),
  ]);
  door = await startDoor(identity.url);
  cli = tenantCli({
    authUrl: door.url,
    firestoreHost: firestore.host,
    kmsEndpoint: `${kms.host}:${kms.port}`,
  });
  db = adminFirestore(firestore.host);
  keys = kmsClient(kms);
  await keys.createKeyRing({ parent: `projects/${PROJECT}/locations/europe-west1`, keyRingId: "belfry" });
});
afterAll(async () => {
  await Promise.all([db.terminate(), keys.close(), door.close()]);
  await Promise.all([firestore.close(), kms.close(), identity.close()]);
});

/** A label, and what there is of the organisation that was begun under it. */
async function whole(label: string) {
  const answer = await fetch(`${identity.url}/v2/projects/${PROJECT}/tenants?pageSize=1000`, {
    headers: { authorization: "Bearer owner" },
  });
  const { tenants } = (await answer.json()) as { tenants: Record<string, unknown>[] };
  const mine = tenants.filter(({ displayName }) => displayName === label);
  const id = String(mine[0]?.name).split("/").at(-1) ?? "";
  const store = new TenantStore(db, TenantId.parse(id));
  const [key] = await keys.getCryptoKey({ name: `${KEY_RING}/cryptoKeys/tenant-${id}` });
  const people = await store.list(store.query(members));
  return {
    tenants: mine.length,
    config: mine[0],
    key,
    accounts: identity.users.filter(({ tenant }) => tenant === id).map(({ uid }) => uid),
    members: people.map((one) => [one.id, one.data().role]),
    projects: (await store.list(store.query(projects))).length,
    events: (await store.list(store.query(outbox))).map((one) => one.data().api.operation),
  };
}

async function expectWhole(label: string): Promise<void> {
  const made = await whole(label);
  expect(made.tenants).toBe(1);
  expect(made.config).toMatchObject({
    allowPasswordSignup: true,
    client: { permissions: { disabledUserSignup: true, disabledUserDeletion: true } },
    mfaConfig: { state: "ENABLED", providerConfigs: [{ state: "ENABLED" }] },
    emailPrivacyConfig: { enableImprovedEmailPrivacy: true },
  });
  expect(made.key).toMatchObject({
    purpose: "ENCRYPT_DECRYPT",
    versionTemplate: { protectionLevel: "HSM", algorithm: "GOOGLE_SYMMETRIC_ENCRYPTION" },
    rotationPeriod: { seconds: String(90 * 86_400) },
    destroyScheduledDuration: { seconds: String(30 * 86_400) },
  });
  expect(made.accounts).toHaveLength(1);
  expect(made.members).toEqual([[made.accounts[0], "admin"]]);
  expect([made.projects, made.events]).toEqual([1, ["tenant.create"]]);
}

let next = 0;
function organisation() {
  next += 1;
  const label = `resume-${next}`;
  return { label, args: ["create", "--name", `Resume ${next}`, "--admin", "rita@resume.example", "--label", label] };
}

describe("npm run tenant -- create, killed and run again", () => {
  it.each(["sign-in tenant", "sign-in  ", "key", "administrator", "documents", "password link"])(
    "after it said: %s",
    async (step) => {
      const { label, args } = organisation();
      const killed = await cli(args, (printed, child) => {
        if (printed.split("\n").some((line) => line.startsWith(step))) child.kill("SIGKILL");
      });
      expect(killed.printed).toContain(step);
      const again = await cli(args);
      expect(again.code, again.printed).toBe(0);
      expect(linkIn(again.printed)).toBeDefined();
      await expectWhole(label);
    },
  );

  it("at each answer of Identity Platform's that it never got", { timeout: 300_000 }, async () => {
    const first = organisation();
    door.lose(0, () => undefined);
    expect((await cli(first.args)).code).toBe(0);
    const total = door.calls();
    expect(total).toBeGreaterThan(5);
    for (let nth = 1; nth <= total; nth += 1) {
      const { label, args } = organisation();
      let running: ChildProcess | undefined;
      door.lose(nth, () => void running?.kill("SIGKILL"));
      const killed = await cli(args, (_, child) => {
        running = child;
      });
      expect(killed.code).toBeNull();
      door.lose(0, () => undefined);
      const again = await cli(args);
      expect(again.code, `call ${nth}: ${again.printed}`).toBe(0);
      await expectWhole(label);
    }
  });
});
