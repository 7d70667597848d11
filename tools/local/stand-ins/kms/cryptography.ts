import { createCipheriv, createDecipheriv, createPrivateKey, createPublicKey, randomBytes, sign } from "node:crypto";
import { protos } from "@google-cloud/kms";
import { crc32c } from "./crc32c.ts";
import { invalid, unimplemented } from "./problem.ts";
import { type FoundVersion, findEnabledVersion, findKey, findVersion, primaryName, versionName } from "./resources.ts";
import type { KmsStore } from "./store.ts";

const v1 = protos.google.cloud.kms.v1;
const Purpose = v1.CryptoKey.CryptoKeyPurpose;
const PublicKeyFormat = v1.PublicKey.PublicKeyFormat;
type Checksum = protos.google.protobuf.IInt64Value | null | undefined;

/** Cloud KMS's own limit for software keys, for the plaintext and for the additional data each. */
const BYTES_MAX = 64 * 1024;
/** Ciphertext: format 1 ‖ key version (32 bits) ‖ nonce (96 bits) ‖ tag (128 bits) ‖ encrypted bytes. Opaque to clients. */
const FORMAT = 1;
const HEADER_BYTES = 1 + 4 + 12 + 16;

/** The calls that use a key, over the given store. */
export function cryptographicCalls(store: KmsStore) {
  return {
    encrypt(request: protos.google.cloud.kms.v1.EncryptRequest) {
      const plaintext = bounded("plaintext", request.plaintext);
      const additional = bounded("additional_authenticated_data", request.additionalAuthenticatedData);
      const verifiedPlaintextCrc32c = verified("plaintext", plaintext, request.plaintextCrc32c);
      const verifiedAdditionalAuthenticatedDataCrc32c = verified(
        "additional_authenticated_data",
        additional,
        request.additionalAuthenticatedDataCrc32c,
      );
      // Callers may name the key, or one version of it: the first means its primary version.
      const name = request.name.includes("/cryptoKeyVersions/")
        ? request.name
        : primaryName(request.name, findKey(store, request.name));
      const found = findEnabledVersion(store, name);
      const ciphertext = seal(found, plaintext, additional);
      return {
        name,
        ciphertext,
        ciphertextCrc32c: { value: crc32c(ciphertext) },
        verifiedPlaintextCrc32c,
        verifiedAdditionalAuthenticatedDataCrc32c,
        protectionLevel: found.key.protectionLevel,
      };
    },

    decrypt(request: protos.google.cloud.kms.v1.DecryptRequest) {
      const ciphertext = bytesOf(request.ciphertext);
      const additional = bounded("additional_authenticated_data", request.additionalAuthenticatedData);
      verified("ciphertext", ciphertext, request.ciphertextCrc32c);
      verified("additional_authenticated_data", additional, request.additionalAuthenticatedDataCrc32c);
      const key = findKey(store, request.name);
      if (ciphertext.length < HEADER_BYTES || ciphertext[0] !== FORMAT) throw undecryptable();
      const number = ciphertext.readUInt32BE(1);
      if (key.versions[number - 1] === undefined) throw undecryptable();
      const found = findEnabledVersion(store, versionName(request.name, number));
      const plaintext = unseal(found, ciphertext, additional);
      return {
        plaintext,
        plaintextCrc32c: { value: crc32c(plaintext) },
        usedPrimary: key.primary === number,
        protectionLevel: key.protectionLevel,
      };
    },

    asymmetricSign(request: protos.google.cloud.kms.v1.AsymmetricSignRequest) {
      const found = findEnabledVersion(store, request.name);
      requireSigningKey(found);
      if (request.digest) throw invalid("EC_SIGN_ED25519 signs `data`, not a `digest`.");
      const data = bounded("data", request.data);
      const verifiedDataCrc32c = verified("data", data, request.dataCrc32c);
      const signature = sign(null, data, privateKey(found));
      return {
        name: found.name,
        signature,
        signatureCrc32c: { value: crc32c(signature) },
        verifiedDataCrc32c,
        protectionLevel: found.key.protectionLevel,
      };
    },

    getPublicKey(request: protos.google.cloud.kms.v1.GetPublicKeyRequest) {
      const found = findEnabledVersion(store, findVersion(store, request.name).name);
      requireSigningKey(found);
      const asked = request.publicKeyFormat;
      const isPem = asked === PublicKeyFormat.PUBLIC_KEY_FORMAT_UNSPECIFIED || asked === PublicKeyFormat.PEM;
      if (!isPem) throw unimplemented("public key formats other than PEM");
      const pem = createPublicKey(privateKey(found)).export({ format: "pem", type: "spki" });
      const data = Buffer.from(pem);
      return {
        name: found.name,
        pem: data.toString("utf8"),
        pemCrc32c: { value: crc32c(data) },
        algorithm: found.key.algorithm,
        protectionLevel: found.key.protectionLevel,
        publicKeyFormat: PublicKeyFormat.PEM,
        publicKey: { data, crc32cChecksum: { value: crc32c(data) } },
      };
    },
  };
}

function seal({ key, number, version }: FoundVersion, plaintext: Buffer, additional: Buffer): Buffer {
  if (key.purpose !== Purpose.ENCRYPT_DECRYPT) throw invalid("The key's purpose is not ENCRYPT_DECRYPT.");
  const header = Buffer.alloc(5);
  header.writeUInt8(FORMAT);
  header.writeUInt32BE(number, 1);
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", Buffer.from(version.material, "base64"), nonce).setAAD(additional);
  const encrypted = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([header, nonce, cipher.getAuthTag(), encrypted]);
}

function unseal({ version }: FoundVersion, ciphertext: Buffer, additional: Buffer): Buffer {
  const material = Buffer.from(version.material, "base64");
  const decipher = createDecipheriv("aes-256-gcm", material, ciphertext.subarray(5, 17), { authTagLength: 16 });
  decipher.setAAD(additional).setAuthTag(ciphertext.subarray(17, HEADER_BYTES));
  try {
    return Buffer.concat([decipher.update(ciphertext.subarray(HEADER_BYTES)), decipher.final()]);
  } catch {
    throw undecryptable();
  }
}

function privateKey({ version }: FoundVersion) {
  return createPrivateKey({ key: Buffer.from(version.material, "base64"), format: "der", type: "pkcs8" });
}

function requireSigningKey({ key, name }: FoundVersion): void {
  if (key.purpose !== Purpose.ASYMMETRIC_SIGN) throw invalid(`${name} is not an asymmetric key.`);
}

/** One message for every cause, as Cloud KMS does: which part was wrong is nobody's business. */
const undecryptable = () =>
  invalid("Decryption failed: verify that 'name' refers to the correct CryptoKey and the ciphertext is intact.");

/** True when the caller sent a checksum and it holds, false when none was sent. */
function verified(field: string, bytes: Buffer, checksum: Checksum): boolean {
  if (checksum === null || checksum === undefined) return false;
  if (Number(checksum.value ?? 0) === crc32c(bytes)) return true;
  throw invalid(`The checksum in field ${field}_crc32c did not match the data in field ${field}.`);
}

function bounded(field: string, value: Uint8Array | string): Buffer {
  const bytes = bytesOf(value);
  if (bytes.length > BYTES_MAX) throw invalid(`${field} is longer than ${BYTES_MAX} bytes.`);
  return bytes;
}

function bytesOf(value: Uint8Array | string): Buffer {
  return typeof value === "string" ? Buffer.from(value, "base64") : Buffer.from(value);
}
