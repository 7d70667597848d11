/** Bytes of a SHA-256 hash. */
export const HASH_BYTES = 32;

declare const HASH: unique symbol;

/** A hash of the tree: exactly 32 bytes, made by `asHash` or by a `TreeHasher` alone. Treat it as immutable. */
export type Hash = Uint8Array & { readonly [HASH]: true };

/** SHA-256, synchronous: 32 bytes out. It must not keep `data`. The one thing to swap where `node:crypto` is absent. */
export type Sha256 = (data: Uint8Array) => Uint8Array;

/** The hash rules of RFC 9162 §2.1.1 (the same as RFC 6962 §2.1). */
export interface TreeHasher {
  /** Root of the tree without entries: SHA-256 of nothing. */
  readonly empty: Hash;
  /** SHA256(0x00 ‖ entry). */
  leaf(entry: Uint8Array): Hash;
  /** SHA256(0x01 ‖ left ‖ right). */
  node(left: Hash, right: Hash): Hash;
}

const LEAF_PREFIX = 0x00;
const NODE_PREFIX = 0x01;

/**
 * Bytes from outside (a stored document, an export, a tile) as a hash, uncopied.
 *
 * The length is a security check, not a formality: a 31-byte left beside a 33-byte right would hash like another pair.
 * @throws RangeError when they aren't 32 bytes
 */
export function asHash(bytes: Uint8Array): Hash {
  if (bytes.length !== HASH_BYTES) throw new RangeError(`a hash has ${HASH_BYTES} bytes, not ${bytes.length}`);
  return bytes as Hash;
}

/** Hashes side by side, as a tile holds them, each a view into `bytes`. @throws RangeError on a broken last hash */
export function asHashes(bytes: Uint8Array): Hash[] {
  return Array.from({ length: Math.ceil(bytes.length / HASH_BYTES) }, (_, at) =>
    asHash(bytes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES)),
  );
}

/** Whether both are the same hash. Not in constant time: hashes of the tree are public. */
export function isSameHash(one: Hash, other: Hash): boolean {
  // A buffer given away by postMessage has no bytes left; two of those are not a match.
  return one.length === HASH_BYTES && other.length === HASH_BYTES && one.every((byte, at) => byte === other[at]);
}

/** The tree's hash rules over any SHA-256. */
export function treeHasher(sha256: Sha256): TreeHasher {
  return {
    empty: asHash(sha256(new Uint8Array(0))),
    leaf(entry) {
      const data = new Uint8Array(1 + entry.length);
      data[0] = LEAF_PREFIX;
      data.set(entry, 1);
      return asHash(sha256(data));
    },
    node(left, right) {
      const data = new Uint8Array(1 + 2 * HASH_BYTES);
      data[0] = NODE_PREFIX;
      data.set(left, 1);
      data.set(right, 1 + HASH_BYTES);
      return asHash(sha256(data));
    },
  };
}
