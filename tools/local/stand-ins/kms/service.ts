import { protos } from "@google-cloud/kms";
import type { handleUnaryCall, Server } from "@grpc/grpc-js";
import { cryptographicCalls } from "./cryptography.ts";
import { keyCalls } from "./keys.ts";
import type { KmsStore } from "./store.ts";

const v1 = protos.google.cloud.kms.v1;

/** A message class as the vendor's package generates it: `Message` is what it decodes to, `Shape` what it encodes from. */
interface Codec<Message extends Shape, Shape> {
  decode(bytes: Uint8Array): Message;
  encode(message: Shape): { finish(): Uint8Array };
}

/** Runs one call: counts it, applies faults, and turns what was thrown into a gRPC status. */
export type Around = <Answer extends object>(method: string, call: () => Answer) => Promise<Answer>;

/**
 * Registers the KeyManagementService on `server`, over the vendor's own message classes, so that its client and this
 * server can't disagree about a field. A method that is not listed answers UNIMPLEMENTED.
 */
export function registerKms(server: Server, store: KmsStore, around: Around): void {
  function serve<Request extends AskShape, AskShape, Answer extends AnswerShape, AnswerShape extends object>(
    method: string,
    request: Codec<Request, AskShape>,
    answer: Codec<Answer, AnswerShape>,
    call: (request: Request) => AnswerShape,
  ): void {
    const handler: handleUnaryCall<Request, AnswerShape> = ({ request: message }, done) => {
      around(method, () => call(message)).then((result) => done(null, result), done);
    };
    server.register(
      `/google.cloud.kms.v1.KeyManagementService/${method}`,
      handler,
      (message: AnswerShape) => Buffer.from(answer.encode(message).finish()),
      (bytes: Buffer) => request.decode(bytes),
      "unary",
    );
  }

  const keys = keyCalls(store);
  serve("CreateKeyRing", v1.CreateKeyRingRequest, v1.KeyRing, keys.createKeyRing);
  serve("GetKeyRing", v1.GetKeyRingRequest, v1.KeyRing, keys.getKeyRing);
  serve("CreateCryptoKey", v1.CreateCryptoKeyRequest, v1.CryptoKey, keys.createCryptoKey);
  serve("GetCryptoKey", v1.GetCryptoKeyRequest, v1.CryptoKey, keys.getCryptoKey);
  serve("ListCryptoKeys", v1.ListCryptoKeysRequest, v1.ListCryptoKeysResponse, keys.listCryptoKeys);
  serve("CreateCryptoKeyVersion", v1.CreateCryptoKeyVersionRequest, v1.CryptoKeyVersion, keys.createCryptoKeyVersion);
  serve("GetCryptoKeyVersion", v1.GetCryptoKeyVersionRequest, v1.CryptoKeyVersion, keys.getCryptoKeyVersion);
  serve(
    "ListCryptoKeyVersions",
    v1.ListCryptoKeyVersionsRequest,
    v1.ListCryptoKeyVersionsResponse,
    keys.listCryptoKeyVersions,
  );
  serve("UpdateCryptoKeyVersion", v1.UpdateCryptoKeyVersionRequest, v1.CryptoKeyVersion, keys.updateCryptoKeyVersion);
  serve(
    "UpdateCryptoKeyPrimaryVersion",
    v1.UpdateCryptoKeyPrimaryVersionRequest,
    v1.CryptoKey,
    keys.updateCryptoKeyPrimaryVersion,
  );
  serve(
    "DestroyCryptoKeyVersion",
    v1.DestroyCryptoKeyVersionRequest,
    v1.CryptoKeyVersion,
    keys.destroyCryptoKeyVersion,
  );
  serve(
    "RestoreCryptoKeyVersion",
    v1.RestoreCryptoKeyVersionRequest,
    v1.CryptoKeyVersion,
    keys.restoreCryptoKeyVersion,
  );

  const cryptography = cryptographicCalls(store);
  serve("Encrypt", v1.EncryptRequest, v1.EncryptResponse, cryptography.encrypt);
  serve("Decrypt", v1.DecryptRequest, v1.DecryptResponse, cryptography.decrypt);
  serve("AsymmetricSign", v1.AsymmetricSignRequest, v1.AsymmetricSignResponse, cryptography.asymmetricSign);
  serve("GetPublicKey", v1.GetPublicKeyRequest, v1.PublicKey, cryptography.getPublicKey);
}
