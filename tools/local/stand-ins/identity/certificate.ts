import { type KeyObject, randomBytes, sign, X509Certificate } from "node:crypto";

// The handful of DER (ITU-T X.690) that a certificate needs: tag, length, content.
const TAG = {
  integer: 0x02,
  bitString: 0x03,
  null: 0x05,
  oid: 0x06,
  utf8: 0x0c,
  utcTime: 0x17,
  set: 0x31,
  sequence: 0x30,
};
const SHA256_WITH_RSA = Buffer.from("2a864886f70d01010b", "hex"); // 1.2.840.113549.1.1.11
const COMMON_NAME = Buffer.from("550403", "hex"); // 2.5.4.3

/**
 * A self-signed X.509 certificate (version 1: no extensions) for an RSA key, as PEM. Google publishes the keys of its
 * ID tokens in this form and clients parse it as such.
 */
export function selfSignedCertificate(name: string, publicKey: KeyObject, privateKey: KeyObject, from: Date): string {
  const algorithm = der(TAG.sequence, der(TAG.oid, SHA256_WITH_RSA), der(TAG.null));
  const subject = der(
    TAG.sequence,
    der(TAG.set, der(TAG.sequence, der(TAG.oid, COMMON_NAME), der(TAG.utf8, Buffer.from(name)))),
  );
  const until = new Date(from);
  until.setUTCFullYear(until.getUTCFullYear() + 10);
  const body = der(
    TAG.sequence,
    // A leading zero byte keeps the number positive.
    der(TAG.integer, Buffer.concat([Buffer.from([0x00, 0x80]), randomBytes(15)])),
    algorithm,
    subject,
    der(TAG.sequence, utcTime(from), utcTime(until)),
    subject,
    publicKey.export({ format: "der", type: "spki" }),
  );
  const noUnusedBits = Buffer.from([0]);
  const signature = der(TAG.bitString, noUnusedBits, sign("sha256", body, privateKey));
  return new X509Certificate(der(TAG.sequence, body, algorithm, signature)).toString();
}

function der(tag: number, ...parts: Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag]), lengthOf(content), content]);
}

function lengthOf({ length }: Uint8Array): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const bytes = length < 0x100 ? [length] : [length >> 8, length & 0xff];
  return Buffer.from([0x80 | bytes.length, ...bytes]);
}

function utcTime(time: Date): Buffer {
  // 2026-01-31T12:34:56.000Z → 260131123456Z; two digits of a year are enough until 2049.
  const digits = time.toISOString().slice(2, 19).replace(/[-:T]/g, "");
  return der(TAG.utcTime, Buffer.from(`${digits}Z`));
}
