import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { TenantId } from "../../functions/core/ids.ts";
import { systemClock } from "../../functions/platform/clock.ts";
import { collection } from "../../functions/platform/store/collection.ts";
import { type Firestore, openFirestore, TenantStore } from "../../functions/platform/store/firestore.ts";
import { kmsKeyWrapper, openKms } from "../../functions/platform/vault/kms.ts";
import { Sealed, Vault } from "../../functions/platform/vault/vault.ts";
import { DATABASE } from "../../tools/local/stand-ins/firestore/database.ts";
import { type FirestoreStandIn, startFirestore } from "../../tools/local/stand-ins/firestore.ts";
import { type KmsStandIn, startKms } from "../../tools/local/stand-ins/kms.ts";

/*
 * docs/disaster-recovery.md, rehearsed as far as a machine without a cloud allows: the real emulator's export and import, the real
 * vault, and a KMS that speaks the real API.
 */
const PROJECT = "belfry-recovery";
const RING = `projects/${PROJECT}/locations/europe-west1/keyRings/tenants`;
const tenants = { atelier: TenantId.parse("atelier"), fabriek: TenantId.parse("fabriek") };
const briefs = collection("briefs", z.strictObject({ title: Sealed }));
const title = (tenant: string, index: number) => `A title of ${tenant}, number ${index}`;

let folder: string;
let firestore: FirestoreStandIn;
let kms: KmsStandIn;
let db: Firestore;

async function connect(): Promise<void> {
  firestore = await startFirestore({
    projectId: PROJECT,
    dataDir: join(folder, "firestore"),
    snapshotEveryMs: 0,
    env: { ...process.env, FIRESTORE_EMULATOR_HOST: undefined },
  });
  process.env.FIRESTORE_EMULATOR_HOST = firestore.host;
  db = openFirestore({ projectId: PROJECT, databaseId: DATABASE });
}

/** A vault with nothing in its cache, as after a restart. */
function coldVault() {
  const client = openKms({ projectId: PROJECT, localEndpoint: `${kms.host}:${kms.port}` });
  return { client, vault: new Vault({ kms: kmsKeyWrapper(client), keyRing: RING, clock: systemClock }) };
}

async function write(tenantId: TenantId, from: number, to: number): Promise<void> {
  const { client, vault } = coldVault();
  const store = new TenantStore(db, tenantId);
  const keyring = await vault.keyring(store, [vault.currentKeyId()]);
  const batch = store.batch();
  for (let index = from; index < to; index += 1) {
    const path = `briefs/brf_${index}`;
    batch.create(store.doc(briefs, `brf_${index}`), {
      title: keyring.seal({ path, field: "title", binds: {} }, title(tenantId, index)),
    });
  }
  await store.commit(batch);
  await client.close();
}

async function read(tenantId: TenantId, index: number): Promise<string | undefined> {
  const { client, vault } = coldVault();
  try {
    const store = new TenantStore(db, tenantId);
    const sealed = (await store.get(store.doc(briefs, `brf_${index}`))).data()?.title;
    if (sealed === undefined) return undefined;
    return (await vault.keyring(store, [sealed.keyId])).open(
      { path: `briefs/brf_${index}`, field: "title", binds: {} },
      sealed,
    );
  } finally {
    await client.close();
  }
}

const version = (tenantId: TenantId) => ({ name: `${RING}/cryptoKeys/tenant-${tenantId}/cryptoKeyVersions/1` });

describe("disaster recovery", () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "belfry-recovery-"));
    kms = await startKms({ dataDir: join(folder, "kms") });
    await connect();
    const { client } = coldVault();
    await client.createKeyRing({ parent: `projects/${PROJECT}/locations/europe-west1`, keyRingId: "tenants" });
    for (const tenantId of Object.values(tenants)) {
      await client.createCryptoKey({
        parent: RING,
        cryptoKeyId: `tenant-${tenantId}`,
        cryptoKey: { purpose: "ENCRYPT_DECRYPT" },
      });
      await write(tenantId, 0, 20);
    }
    await client.close();
  });
  afterAll(async () => {
    await db.terminate();
    await firestore.kill();
    await kms.close();
    await rm(folder, { recursive: true, force: true });
  });

  test("a lost database comes back from its export, and loses exactly what was written after it", {
    timeout: 60_000,
  }, async () => {
    await firestore.snapshot();
    await write(tenants.atelier, 20, 25);
    await db.terminate();
    await firestore.kill();

    await connect();
    for (const tenantId of Object.values(tenants)) {
      for (let index = 0; index < 20; index += 1) expect(await read(tenantId, index)).toBe(title(tenantId, index));
    }
    expect(await read(tenants.atelier, 20)).toBeUndefined();
  });

  test("[KZ-12/own-key] while a key is scheduled for destruction its client reads nothing, others everything; restored in time, all is back", async () => {
    const { client } = coldVault();
    await client.destroyCryptoKeyVersion(version(tenants.atelier));
    await expect(read(tenants.atelier, 0)).rejects.toMatchObject({ code: "vault-unavailable" });
    expect(await read(tenants.fabriek, 0)).toBe(title("fabriek", 0));

    await client.restoreCryptoKeyVersion(version(tenants.atelier));
    await client.updateCryptoKeyVersion({
      cryptoKeyVersion: { ...version(tenants.atelier), state: "ENABLED" },
      updateMask: { paths: ["state"] },
    });
    expect(await read(tenants.atelier, 0)).toBe(title("atelier", 0));
    await client.close();
  });

  test("[BF-08/backup-unreadable] after a client's key is destroyed, a restored backup gives its documents back unreadable", {
    timeout: 60_000,
  }, async () => {
    const { client } = coldVault();
    await client.destroyCryptoKeyVersion(version(tenants.atelier));
    await client.close();
    await db.terminate();
    await firestore.kill();

    await connect();
    const store = new TenantStore(db, tenants.atelier);
    expect((await store.get(store.doc(briefs, "brf_0"))).exists).toBe(true);
    await expect(read(tenants.atelier, 0)).rejects.toMatchObject({ code: "vault-unavailable" });
    expect(await read(tenants.fabriek, 0)).toBe(title("fabriek", 0));
  });

  test("losing every key loses everything: there is no copy of a key, and none is wanted", async () => {
    await kms.close();
    kms = await startKms({ dataDir: join(folder, "another-kms") });
    for (const tenantId of Object.values(tenants))
      await expect(read(tenantId, 0)).rejects.toMatchObject({ code: "vault-unavailable" });
  });
});
