import { generateKeyPairSync, randomBytes } from "node:crypto";
import { protos } from "@google-cloud/kms";
import { alreadyExists, failedPrecondition, invalid, notFound, unimplemented } from "./problem.ts";
import { findKey, findVersion, showKey, showVersion, timestamp, versionName } from "./resources.ts";
import type { KmsStore, StoredKey, StoredVersion } from "./store.ts";

const v1 = protos.google.cloud.kms.v1;
type V1 = typeof v1;
type Of<T extends keyof V1> = V1[T] extends { prototype: infer Message } ? Message : never;

const Purpose = v1.CryptoKey.CryptoKeyPurpose;
const Algorithm = v1.CryptoKeyVersion.CryptoKeyVersionAlgorithm;
const State = v1.CryptoKeyVersion.CryptoKeyVersionState;

const ID = /^[a-zA-Z0-9_-]{1,63}$/;
/** Cloud KMS's own default before a scheduled destruction becomes final. */
const DESTROY_AFTER_SECONDS_DEFAULT = 30 * 86_400;

/** The calls that create, read and change keys, over the given store. */
export function keyCalls(store: KmsStore) {
  const { state } = store;
  return {
    createKeyRing({ parent, keyRingId }: Of<"CreateKeyRingRequest">) {
      const name = `${parent}/keyRings/${checkedId(keyRingId)}`;
      if (state.keyRings[name]) throw alreadyExists(`KeyRing ${name}`);
      state.keyRings[name] = { createdAt: store.now() };
      store.save();
      return { name, createTime: timestamp(store.now()) };
    },
    getKeyRing({ name }: Of<"GetKeyRingRequest">) {
      return { name, createTime: timestamp(keyRing(store, name).createdAt) };
    },
    createCryptoKey({ parent, cryptoKeyId, cryptoKey, skipInitialVersionCreation }: Of<"CreateCryptoKeyRequest">) {
      keyRing(store, parent);
      const name = `${parent}/cryptoKeys/${checkedId(cryptoKeyId)}`;
      if (state.keys[name]) throw alreadyExists(`CryptoKey ${name}`);
      const key = newKey(store, cryptoKey ?? {});
      if (!skipInitialVersionCreation) {
        key.versions.push(newVersion(store, key));
        if (key.purpose === Purpose.ENCRYPT_DECRYPT) key.primary = 1;
      }
      state.keys[name] = key;
      store.save();
      return showKey(store, name, key);
    },
    getCryptoKey: ({ name }: Of<"GetCryptoKeyRequest">) => showKey(store, name, findKey(store, name)),
    listCryptoKeys(request: Of<"ListCryptoKeysRequest">) {
      keyRing(store, request.parent);
      const names = Object.keys(state.keys).filter((name) => name.startsWith(`${request.parent}/cryptoKeys/`));
      const { items, ...rest } = page(names, request);
      return { cryptoKeys: items.map((name) => showKey(store, name, findKey(store, name))), ...rest };
    },
    createCryptoKeyVersion({ parent }: Of<"CreateCryptoKeyVersionRequest">) {
      const key = findKey(store, parent);
      key.versions.push(newVersion(store, key));
      store.save();
      return showVersion(findVersion(store, versionName(parent, key.versions.length)));
    },
    getCryptoKeyVersion: ({ name }: Of<"GetCryptoKeyVersionRequest">) => showVersion(findVersion(store, name)),
    listCryptoKeyVersions(request: Of<"ListCryptoKeyVersionsRequest">) {
      const names = findKey(store, request.parent).versions.map((_, index) => versionName(request.parent, index + 1));
      const { items, ...rest } = page(names, request);
      return { cryptoKeyVersions: items.map((name) => showVersion(findVersion(store, name))), ...rest };
    },
    updateCryptoKeyVersion({ cryptoKeyVersion, updateMask }: Of<"UpdateCryptoKeyVersionRequest">) {
      if (updateMask?.paths?.join() !== "state") throw invalid("update_mask: only `state` can be updated.");
      const found = findVersion(store, cryptoKeyVersion?.name ?? "");
      const { state: wanted } = cryptoKeyVersion ?? {};
      if (wanted !== State.ENABLED && wanted !== State.DISABLED) {
        throw invalid("crypto_key_version.state: only ENABLED or DISABLED can be set.");
      }
      requireState(found.version, found.name, "ENABLED", "DISABLED");
      found.version.state = wanted === State.ENABLED ? "ENABLED" : "DISABLED";
      store.save();
      return showVersion(found);
    },
    updateCryptoKeyPrimaryVersion({ name, cryptoKeyVersionId }: Of<"UpdateCryptoKeyPrimaryVersionRequest">) {
      const key = findKey(store, name);
      if (key.purpose !== Purpose.ENCRYPT_DECRYPT) throw invalid(`${name} is no encryption key: it has no primary.`);
      const found = findVersion(store, versionName(name, Number(cryptoKeyVersionId)));
      requireState(found.version, found.name, "ENABLED", "DISABLED");
      key.primary = found.number;
      store.save();
      return showKey(store, name, key);
    },
    destroyCryptoKeyVersion({ name }: Of<"DestroyCryptoKeyVersionRequest">) {
      const found = findVersion(store, name);
      requireState(found.version, name, "ENABLED", "DISABLED");
      found.version.state = "DESTROY_SCHEDULED";
      found.version.destroyAt = store.now() + found.key.destroyAfterSeconds * 1000;
      store.save();
      return showVersion(found);
    },
    restoreCryptoKeyVersion({ name }: Of<"RestoreCryptoKeyVersionRequest">) {
      const found = findVersion(store, name);
      requireState(found.version, name, "DESTROY_SCHEDULED");
      found.version.state = "DISABLED";
      delete found.version.destroyAt;
      store.save();
      return showVersion(found);
    },
  };
}

function keyRing(store: KmsStore, name: string) {
  const found = store.state.keyRings[name];
  if (found === undefined) throw notFound(`KeyRing ${name}`);
  return found;
}

function newKey(store: KmsStore, asked: protos.google.cloud.kms.v1.ICryptoKey): StoredKey {
  const algorithm = asked.versionTemplate?.algorithm ?? Algorithm.CRYPTO_KEY_VERSION_ALGORITHM_UNSPECIFIED;
  const isSymmetric =
    asked.purpose === Purpose.ENCRYPT_DECRYPT &&
    (algorithm === Algorithm.CRYPTO_KEY_VERSION_ALGORITHM_UNSPECIFIED ||
      algorithm === Algorithm.GOOGLE_SYMMETRIC_ENCRYPTION);
  const isEd25519 = asked.purpose === Purpose.ASYMMETRIC_SIGN && algorithm === Algorithm.EC_SIGN_ED25519;
  if (!isSymmetric && !isEd25519) {
    throw unimplemented("keys other than ENCRYPT_DECRYPT and ASYMMETRIC_SIGN with EC_SIGN_ED25519");
  }
  const protectionLevel = asked.versionTemplate?.protectionLevel;
  return {
    purpose: isSymmetric ? Purpose.ENCRYPT_DECRYPT : Purpose.ASYMMETRIC_SIGN,
    algorithm: isSymmetric ? Algorithm.GOOGLE_SYMMETRIC_ENCRYPTION : Algorithm.EC_SIGN_ED25519,
    protectionLevel: typeof protectionLevel === "number" && protectionLevel > 0 ? protectionLevel : 1,
    createdAt: store.now(),
    labels: { ...asked.labels },
    destroyAfterSeconds: Number(asked.destroyScheduledDuration?.seconds ?? 0) || DESTROY_AFTER_SECONDS_DEFAULT,
    ...rotationOf(asked, isSymmetric),
    versions: [],
  };
}

/** Cloud KMS takes a period only with the moment that it begins at, for encryption keys, and no shorter than a day. */
function rotationOf(asked: protos.google.cloud.kms.v1.ICryptoKey, isSymmetric: boolean): Pick<StoredKey, "rotation"> {
  const periodSeconds = Number(asked.rotationPeriod?.seconds ?? 0);
  if (periodSeconds === 0) return {};
  if (!isSymmetric) throw invalid("crypto_key.rotation_period: only keys with purpose ENCRYPT_DECRYPT rotate.");
  if (periodSeconds < 86_400) throw invalid("crypto_key.rotation_period: must be at least 24 hours.");
  const nextAt = Number(asked.nextRotationTime?.seconds ?? 0) * 1000;
  if (nextAt === 0) throw invalid("crypto_key.next_rotation_time: must be set when rotation_period is.");
  return { rotation: { periodSeconds, nextAt } };
}

function newVersion(store: KmsStore, key: StoredKey): StoredVersion {
  const material =
    key.purpose === Purpose.ENCRYPT_DECRYPT
      ? randomBytes(32)
      : generateKeyPairSync("ed25519").privateKey.export({ format: "der", type: "pkcs8" });
  return { state: "ENABLED", createdAt: store.now(), material: material.toString("base64") };
}

function requireState(version: StoredVersion, name: string, ...allowed: readonly StoredVersion["state"][]): void {
  if (!allowed.includes(version.state)) throw failedPrecondition(`${name} is in state ${version.state}.`);
}

function checkedId(id: string): string {
  if (!ID.test(id)) throw invalid(`The id ${JSON.stringify(id)} does not match ${ID.source}.`);
  return id;
}

function page(names: readonly string[], asked: { pageSize: number; pageToken: string; filter: string }) {
  if (asked.filter) throw unimplemented("list filters");
  const start = Number(asked.pageToken || 0);
  if (!Number.isInteger(start)) throw invalid("page_token is not one that this service gave out.");
  const end = start + (asked.pageSize || 100);
  return {
    items: names.slice(start, end),
    nextPageToken: end < names.length ? String(end) : "",
    totalSize: names.length,
  };
}
