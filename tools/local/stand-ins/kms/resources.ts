import { protos } from "@google-cloud/kms";
import { failedPrecondition, invalid, notFound } from "./problem.ts";
import type { KmsStore, StoredKey, StoredVersion } from "./store.ts";

const v1 = protos.google.cloud.kms.v1;
type ICryptoKey = protos.google.cloud.kms.v1.ICryptoKey;
type ICryptoKeyVersion = protos.google.cloud.kms.v1.ICryptoKeyVersion;

const KEY_NAME = /^projects\/[^/]+\/locations\/[^/]+\/keyRings\/[^/]+\/cryptoKeys\/[^/]+$/;
const VERSION_NAME = /^(.+)\/cryptoKeyVersions\/([1-9]\d*)$/;

/** A key version found by its name, with the key it belongs to. */
export interface FoundVersion {
  readonly keyName: string;
  readonly key: StoredKey;
  readonly number: number;
  readonly version: StoredVersion;
  /** Full resource name of the version. */
  readonly name: string;
}

/** Finds a key by its full resource name. */
export function findKey(store: KmsStore, name: string): StoredKey {
  if (!KEY_NAME.test(name)) throw invalid(`The resource name ${JSON.stringify(name)} is not a CryptoKey.`);
  const key = store.state.keys[name];
  if (key === undefined) throw notFound(`CryptoKey ${name}`);
  return key;
}

/** Finds a key version by its full resource name. What was due for destruction is destroyed first. */
export function findVersion(store: KmsStore, name: string): FoundVersion {
  const [, keyName = "", digits = ""] = VERSION_NAME.exec(name) ?? [];
  const key = findKey(store, keyName);
  destroyDue(store, key);
  const number = Number(digits);
  const version = key.versions[number - 1];
  if (version === undefined) throw notFound(`CryptoKeyVersion ${name}`);
  return { keyName, key, number, version, name };
}

/** As `findVersion`, and refuses what is disabled, scheduled for destruction or destroyed. */
export function findEnabledVersion(store: KmsStore, name: string): FoundVersion {
  const found = findVersion(store, name);
  if (found.version.state !== "ENABLED") {
    throw failedPrecondition(`${name} is not enabled, current state is: ${found.version.state}.`);
  }
  return found;
}

/** The name of the version that encrypts when a caller names the key alone. */
export function primaryName(keyName: string, key: StoredKey): string {
  if (key.primary === undefined) throw failedPrecondition(`CryptoKey ${keyName} has no primary version.`);
  return versionName(keyName, key.primary);
}

/** The full resource name of a version. */
export const versionName = (keyName: string, number: number) => `${keyName}/cryptoKeyVersions/${number}`;

/** A key as the API shows it. */
export function showKey(store: KmsStore, name: string, key: StoredKey): ICryptoKey {
  return {
    name,
    purpose: key.purpose,
    createTime: timestamp(key.createdAt),
    labels: key.labels,
    versionTemplate: { algorithm: key.algorithm, protectionLevel: key.protectionLevel },
    destroyScheduledDuration: { seconds: key.destroyAfterSeconds },
    ...(key.rotation === undefined
      ? {}
      : {
          rotationPeriod: { seconds: key.rotation.periodSeconds },
          nextRotationTime: timestamp(key.rotation.nextAt),
        }),
    primary: key.primary === undefined ? null : showVersion(findVersion(store, versionName(name, key.primary))),
  };
}

/** A key version as the API shows it: never with its material. */
export function showVersion({ key, version, name }: FoundVersion): ICryptoKeyVersion {
  return {
    name,
    state: v1.CryptoKeyVersion.CryptoKeyVersionState[version.state],
    algorithm: key.algorithm,
    protectionLevel: key.protectionLevel,
    createTime: timestamp(version.createdAt),
    generateTime: timestamp(version.createdAt),
    destroyTime: version.destroyAt === undefined ? null : timestamp(version.destroyAt),
    destroyEventTime: version.destroyedAt === undefined ? null : timestamp(version.destroyedAt),
  };
}

function destroyDue(store: KmsStore, key: StoredKey): void {
  for (const version of key.versions) {
    const { destroyAt } = version;
    if (version.state !== "DESTROY_SCHEDULED" || destroyAt === undefined || destroyAt > store.now()) continue;
    version.state = "DESTROYED";
    version.destroyedAt = destroyAt;
    version.material = "";
    delete version.destroyAt;
    store.save();
  }
}

/** Milliseconds since the epoch as a protobuf timestamp. */
export function timestamp(ms: number): protos.google.protobuf.ITimestamp {
  return { seconds: Math.floor(ms / 1000), nanos: (ms % 1000) * 1_000_000 };
}
