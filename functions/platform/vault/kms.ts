import { KeyManagementServiceClient } from "@google-cloud/kms";
import { crc32c } from "../../core/crc32c.ts";
import { Problem } from "../../core/problem.ts";
import { localGrpc } from "../local-grpc.ts";

/** Wraps and unwraps data keys with a tenant's own key. Additional authenticated data binds a wrapped key to its place. */
export interface KeyWrapper {
  wrap(keyName: string, dataKey: Buffer, aad: string): Promise<Buffer>;
  unwrap(keyName: string, wrapped: Buffer, aad: string): Promise<Buffer>;
}

/** The client's own settings would retry an outage for ten minutes; a request can wait four seconds. */
const CALL = {
  timeout: 4_000,
  retry: {
    retryCodes: [14],
    backoffSettings: {
      initialRetryDelayMillis: 100,
      retryDelayMultiplier: 2,
      maxRetryDelayMillis: 1_000,
      initialRpcTimeoutMillis: 2_000,
      rpcTimeoutMultiplier: 1,
      maxRpcTimeoutMillis: 2_000,
      totalTimeoutMillis: 4_000,
    },
  },
};

/**
 * Cloud KMS behind {@link KeyWrapper}. Every call sends CRC32C sums and checks those of the answer, as
 * https://cloud.google.com/kms/docs/data-integrity-guidelines asks: a flipped bit must not become an unreadable tenant.
 */
export function kmsKeyWrapper(client: KeyManagementServiceClient): KeyWrapper {
  return {
    async wrap(keyName, dataKey, aad) {
      const additionalAuthenticatedData = Buffer.from(aad);
      const answer = await call(() =>
        client.encrypt(
          {
            name: keyName,
            plaintext: dataKey,
            plaintextCrc32c: { value: crc32c(dataKey) },
            additionalAuthenticatedData,
            additionalAuthenticatedDataCrc32c: { value: crc32c(additionalAuthenticatedData) },
          },
          CALL,
        ),
      );
      const ciphertext = bytes(answer.ciphertext);
      const intact =
        answer.verifiedPlaintextCrc32c === true &&
        answer.verifiedAdditionalAuthenticatedDataCrc32c === true &&
        answer.name?.startsWith(`${keyName}/cryptoKeyVersions/`) === true &&
        Number(answer.ciphertextCrc32c?.value) === crc32c(ciphertext);
      if (!intact) throw unavailable(new Error("kms: integrity check of an encryption failed"));
      return ciphertext;
    },

    async unwrap(keyName, wrapped, aad) {
      const additionalAuthenticatedData = Buffer.from(aad);
      const answer = await call(() =>
        client.decrypt(
          {
            name: keyName,
            ciphertext: wrapped,
            ciphertextCrc32c: { value: crc32c(wrapped) },
            additionalAuthenticatedData,
            additionalAuthenticatedDataCrc32c: { value: crc32c(additionalAuthenticatedData) },
          },
          CALL,
        ),
      );
      const dataKey = bytes(answer.plaintext);
      if (Number(answer.plaintextCrc32c?.value) !== crc32c(dataKey)) {
        throw unavailable(new Error("kms: integrity check of a decryption failed"));
      }
      return dataKey;
    },
  };
}

/** The live client. Locally it speaks plaintext gRPC to the stand-in on the loopback address. */
export function openKms(options: { projectId: string; localEndpoint: string | undefined }): KeyManagementServiceClient {
  const { projectId, localEndpoint } = options;
  return new KeyManagementServiceClient({
    projectId,
    ...(localEndpoint === undefined ? {} : localGrpc(localEndpoint)),
  });
}

async function call<T>(request: () => Promise<[T, ...unknown[]]>): Promise<T> {
  try {
    const [answer] = await request();
    return answer;
  } catch (error) {
    throw unavailable(error);
  }
}

function unavailable(cause: unknown): Problem {
  return new Problem("vault-unavailable", {
    detail: "The key service did not answer. Nothing was written; try again.",
    cause,
  });
}

function bytes(value: Uint8Array | string | null | undefined): Buffer {
  return typeof value === "string" ? Buffer.from(value, "base64") : Buffer.from(value ?? []);
}
