import { createPublicKey, verify } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KeyManagementServiceClient } from "@google-cloud/kms";
import { credentials, status } from "@grpc/grpc-js";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { crc32c } from "../../tools/local/stand-ins/kms/crc32c.ts";
import { type KmsStandIn, startKms } from "../../tools/local/stand-ins/kms.ts";

const parent = "projects/belfry-local/locations/europe-west1";
const ring = `${parent}/keyRings/tenants`;
let now = 1_700_000_000_000;
let dataDir: string;
let kms: KmsStandIn;
let client: KeyManagementServiceClient;

async function connect(): Promise<void> {
  kms = await startKms({ dataDir, now: () => now });
  client = new KeyManagementServiceClient({
    apiEndpoint: kms.host,
    port: kms.port,
    sslCreds: credentials.createInsecure(),
    // Named, so that the client does not ask the metadata server for it.
    clientOptions: { universeDomain: "googleapis.com" },
  });
}

async function newKey(cryptoKeyId: string, extra: object = {}): Promise<string> {
  const [key] = await client.createCryptoKey({
    parent: ring,
    cryptoKeyId,
    cryptoKey: { purpose: "ENCRYPT_DECRYPT", ...extra },
  });
  return String(key.name);
}

async function sealed(name: string, additional: Uint8Array = Buffer.alloc(0)): Promise<Buffer> {
  const [{ ciphertext }] = await client.encrypt({ name, plaintext, additionalAuthenticatedData: additional });
  return Buffer.from(ciphertext ?? "");
}

const plaintext = Buffer.from("a data key of thirty-two bytes!!");
const additionalAuthenticatedData = Buffer.from("v1|tenant-a|2026-01");

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "belfry-kms-"));
  await connect();
  await client.createKeyRing({ parent, keyRingId: "tenants" });
});
afterEach(() => kms.recover());
afterAll(async () => {
  await client.close();
  await kms.close();
  await rm(dataDir, { recursive: true, force: true });
});

test("CRC-32C agrees with RFC 3720's examples", () => {
  expect(crc32c(Buffer.alloc(32))).toBe(0x8a9136aa);
  expect(crc32c(Buffer.alloc(32, 0xff))).toBe(0x62a8ab43);
  expect(crc32c(Buffer.from("123456789"))).toBe(0xe3069283);
});

describe("the KMS stand-in, through the real client, encrypts", () => {
  test("and decrypts with the same additional data, every checksum sent and answered", async () => {
    const name = await newKey("round-trip");
    const [answer] = await client.encrypt({
      name,
      plaintext,
      additionalAuthenticatedData,
      plaintextCrc32c: { value: crc32c(plaintext) },
      additionalAuthenticatedDataCrc32c: { value: crc32c(additionalAuthenticatedData) },
    });
    const ciphertext = Buffer.from(answer.ciphertext ?? "");
    expect(answer).toMatchObject({
      name: `${name}/cryptoKeyVersions/1`,
      verifiedPlaintextCrc32c: true,
      verifiedAdditionalAuthenticatedDataCrc32c: true,
    });
    expect(Number(answer.ciphertextCrc32c?.value)).toBe(crc32c(ciphertext));
    expect(ciphertext.includes(plaintext)).toBe(false);

    const [opened] = await client.decrypt({
      name,
      ciphertext,
      additionalAuthenticatedData,
      ciphertextCrc32c: { value: crc32c(ciphertext) },
    });
    expect(opened.plaintext).toEqual(plaintext);
    expect(opened.usedPrimary).toBe(true);
    expect(Number(opened.plaintextCrc32c?.value)).toBe(crc32c(plaintext));
  });

  test("and says that it verified nothing when no checksum was sent", async () => {
    const [answer] = await client.encrypt({ name: await newKey("no-checksum"), plaintext });
    expect(answer.verifiedPlaintextCrc32c).toBe(false);
  });

  test.each(["plaintextCrc32c", "additionalAuthenticatedDataCrc32c"])("refuses a wrong %s", async (field) => {
    const name = `${ring}/cryptoKeys/no-checksum`;
    const wrong = client.encrypt({ name, plaintext, additionalAuthenticatedData, [field]: { value: 1 } });
    await expect(wrong).rejects.toMatchObject({ code: status.INVALID_ARGUMENT });
  });

  test("refuses to decrypt with other additional data, under another key, or with one bit changed", async () => {
    const [name, other] = [await newKey("bound"), await newKey("bound-other")];
    const ciphertext = await sealed(name, additionalAuthenticatedData);
    const changed = Buffer.from(ciphertext);
    changed.writeUInt8(changed.readUInt8(changed.length - 1) ^ 1, changed.length - 1);
    for (const request of [
      { name, ciphertext, additionalAuthenticatedData: Buffer.from("v1|tenant-b|2026-01") },
      { name, ciphertext },
      { name: other, ciphertext, additionalAuthenticatedData },
      { name, ciphertext: changed, additionalAuthenticatedData },
      { name, ciphertext: Buffer.from("x"), additionalAuthenticatedData },
    ]) {
      await expect(client.decrypt(request)).rejects.toMatchObject({ code: status.INVALID_ARGUMENT });
    }
  });
});

describe("the KMS stand-in's keys", () => {
  test("an unknown key is NOT_FOUND, a taken name ALREADY_EXISTS, a malformed one INVALID_ARGUMENT", async () => {
    await newKey("taken");
    await expect(newKey("taken")).rejects.toMatchObject({ code: status.ALREADY_EXISTS });
    await expect(newKey("not/an id")).rejects.toMatchObject({ code: status.INVALID_ARGUMENT });
    const missing = `${ring}/cryptoKeys/missing`;
    await expect(client.getCryptoKey({ name: missing })).rejects.toMatchObject({ code: status.NOT_FOUND });
    await expect(client.encrypt({ name: missing, plaintext })).rejects.toMatchObject({ code: status.NOT_FOUND });
  });

  test("a new primary version encrypts, and the old one still decrypts", async () => {
    const name = await newKey("rotated");
    const before = await sealed(name);
    await client.createCryptoKeyVersion({ parent: name });
    const [key] = await client.updateCryptoKeyPrimaryVersion({ name, cryptoKeyVersionId: "2" });
    expect(key.primary?.name).toBe(`${name}/cryptoKeyVersions/2`);
    const [after] = await client.encrypt({ name, plaintext });
    expect(after.name).toBe(`${name}/cryptoKeyVersions/2`);
    const [opened] = await client.decrypt({ name, ciphertext: before });
    expect(opened).toMatchObject({ plaintext, usedPrimary: false });
  });

  test("a disabled version neither encrypts nor decrypts until it is enabled again", async () => {
    const name = await newKey("disabled");
    const version = `${name}/cryptoKeyVersions/1`;
    const set = (state: "ENABLED" | "DISABLED") =>
      client.updateCryptoKeyVersion({ cryptoKeyVersion: { name: version, state }, updateMask: { paths: ["state"] } });
    const ciphertext = await sealed(name);
    await set("DISABLED");
    await expect(client.encrypt({ name, plaintext })).rejects.toMatchObject({ code: status.FAILED_PRECONDITION });
    await expect(client.decrypt({ name, ciphertext })).rejects.toMatchObject({ code: status.FAILED_PRECONDITION });
    await set("ENABLED");
    expect((await client.decrypt({ name, ciphertext }))[0].plaintext).toEqual(plaintext);
  });

  test("a destroyed version can be restored until its time has come, and its material is gone from disk after", async () => {
    const name = await newKey("destroyed", { destroyScheduledDuration: { seconds: 86_400 } });
    const version = { name: `${name}/cryptoKeyVersions/1` };
    const ciphertext = await sealed(name);
    await client.destroyCryptoKeyVersion(version);
    expect((await client.restoreCryptoKeyVersion(version))[0].state).toBe("DISABLED");
    expect((await client.destroyCryptoKeyVersion(version))[0].state).toBe("DESTROY_SCHEDULED");
    now += 86_400_000;
    expect((await client.getCryptoKeyVersion(version))[0].state).toBe("DESTROYED");
    await expect(client.restoreCryptoKeyVersion(version)).rejects.toMatchObject({ code: status.FAILED_PRECONDITION });
    await expect(client.decrypt({ name, ciphertext })).rejects.toMatchObject({ code: status.FAILED_PRECONDITION });
    const kept = JSON.parse(await readFile(join(dataDir, "keys.json"), "utf8"));
    expect(kept.keys[name].versions[0]).toMatchObject({ state: "DESTROYED", material: "" });
  });

  test("lists are paged, and hold every key once", async () => {
    const [first, next] = await client.listCryptoKeys({ parent: ring, pageSize: 2 }, { autoPaginate: false });
    expect(first).toHaveLength(2);
    expect(next?.pageToken).toBe("2");
    const [all] = await client.listCryptoKeys({ parent: ring, pageSize: 2 });
    expect(new Set(all.map((key) => key.name)).size).toBe(all.length);
    const [versions] = await client.listCryptoKeyVersions({ parent: `${ring}/cryptoKeys/rotated` });
    expect(versions.map((version) => version.state)).toEqual(["ENABLED", "ENABLED"]);
  });

  test("an Ed25519 key signs data that its public key verifies, and nothing else", async () => {
    const key = await newKey("signer", {
      purpose: "ASYMMETRIC_SIGN",
      versionTemplate: { algorithm: "EC_SIGN_ED25519" },
    });
    const name = `${key}/cryptoKeyVersions/1`;
    const data = Buffer.from("checkpoint");
    const [signed] = await client.asymmetricSign({ name, data, dataCrc32c: { value: crc32c(data) } });
    const signature = Buffer.from(signed.signature ?? "");
    const [publicKey] = await client.getPublicKey({ name });
    const verifier = createPublicKey(String(publicKey.pem));
    expect(signed).toMatchObject({ name, verifiedDataCrc32c: true });
    expect(Number(signed.signatureCrc32c?.value)).toBe(crc32c(signature));
    expect(Number(publicKey.pemCrc32c?.value)).toBe(crc32c(Buffer.from(String(publicKey.pem))));
    expect(publicKey.algorithm).toBe("EC_SIGN_ED25519");
    expect(verify(null, data, verifier, signature)).toBe(true);
    expect(verify(null, Buffer.from("other"), verifier, signature)).toBe(false);
    await expect(client.encrypt({ name, plaintext })).rejects.toMatchObject({ code: status.INVALID_ARGUMENT });
    await expect(client.asymmetricSign({ name, digest: { sha256: data } })).rejects.toMatchObject({
      code: status.INVALID_ARGUMENT,
    });
  });

  test("survive a restart, in a file that only its owner can read, with no temporary file left", async () => {
    const name = await newKey("kept");
    const ciphertext = await sealed(name);
    await client.close();
    await kms.close();
    await connect();
    expect((await client.decrypt({ name, ciphertext }))[0].plaintext).toEqual(plaintext);
    expect((await stat(join(dataDir, "keys.json"))).mode & 0o777).toBe(0o600);
    expect(await readdir(dataDir)).toEqual(["keys.json"]);
  });
});

describe("the KMS stand-in's faults", () => {
  const name = `${ring}/cryptoKeys/faulty`;
  const noRetry = { retry: { retryCodes: [] } };
  beforeAll(() => newKey("faulty"));

  test("a failure lasts until recovery, and every call is counted", async () => {
    const before = kms.calls.Encrypt ?? 0;
    kms.fail("UNAVAILABLE");
    await expect(client.encrypt({ name, plaintext }, noRetry)).rejects.toMatchObject({ code: status.UNAVAILABLE });
    kms.recover();
    await client.encrypt({ name, plaintext });
    expect(kms.calls.Encrypt).toBe(before + 2);
  });

  test("a call that hangs ends at the client's own deadline", async () => {
    kms.hang();
    const call = client.encrypt({ name, plaintext }, { timeout: 100, ...noRetry });
    await expect(call).rejects.toMatchObject({ code: status.DEADLINE_EXCEEDED });
  });

  test("each corruption is one that the checksums, flags or name give away", async () => {
    const request = { name, plaintext, plaintextCrc32c: { value: crc32c(plaintext) } };
    kms.corrupt();
    const [bytes] = await client.encrypt(request);
    expect(Number(bytes.ciphertextCrc32c?.value)).not.toBe(crc32c(Buffer.from(bytes.ciphertext ?? "")));
    kms.corrupt("unverified");
    expect((await client.encrypt(request))[0].verifiedPlaintextCrc32c).toBe(false);
    kms.corrupt("name");
    expect((await client.encrypt(request))[0].name).not.toBe(`${name}/cryptoKeyVersions/1`);
    kms.recover();
    expect((await client.encrypt(request))[0]).toMatchObject({
      name: `${name}/cryptoKeyVersions/1`,
      verifiedPlaintextCrc32c: true,
    });
  });
});
