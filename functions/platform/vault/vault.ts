import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";
import { z } from "zod";
import { canonicalJson } from "../../core/canonical.ts";
import type { TenantId } from "../../core/ids.ts";
import { Problem } from "../../core/problem.ts";
import type { WallClock } from "../clock.ts";
import { collection } from "../store/collection.ts";
import { damaged, isAlreadyExists, type TenantStore } from "../store/firestore.ts";
import type { KeyWrapper } from "./kms.ts";

const base64 = z.base64();

/**
 * A sealed field as stored: AES-256-GCM, random 96-bit nonce, the 128-bit tag at the ciphertext's end; base64. Version 1 authenticated the
 * place alone, version 2 what the place binds too.
 */
export const Sealed = z.strictObject({
  v: z.union([z.literal(1), z.literal(2)]),
  keyId: z.string(),
  nonce: base64,
  ciphertext: base64,
});
export type Sealed = z.infer<typeof Sealed>;

const DataKeyDoc = z.strictObject({ wrapped: base64, createdAt: z.date() });
const dataKeys = collection("keys", DataKeyDoc);

/** Where a sealed value lives. It can't be opened anywhere else: the place is authenticated with it. */
export interface Place {
  /** Document path below the tenant, e.g. `briefs/brf_…`. */
  readonly path: string;
  readonly field: string;
  /**
   * What authorises beside the place: project, user, version. Whoever rewrites one of them in the database makes the value unreadable
   * instead of somebody else's, and an older ciphertext does not open under a newer version.
   */
  readonly binds: Readonly<Record<string, string | number>>;
}

/** The last month whose data key may open version 1: nothing was sealed so since, and an old value can't pass for a new one under a later key. */
const LAST_V1_KEY = "dk-2026-11";

/** Whether a value should be sealed again when it is read. */
export const isOutdated = (sealed: Sealed): boolean => sealed.v === 1;

/** A tenant's opened data keys, for the length of one request. Sealing and opening are local and synchronous. */
export interface Keyring {
  seal(place: Place, plaintext: string): Sealed;
  /** @throws MissingKey when the value's data key was not asked for; Problem `data-damaged` when it can't be authentic. */
  open(place: Place, sealed: Sealed): string;
  /** A keyed pseudonym (HMAC-SHA-256, 64 hexadecimal characters), the same for a month, meaningless without the tenant's key. */
  pseudonym(value: string): string;
}

export class MissingKey extends Error {
  readonly keyId: string;
  constructor(keyId: string) {
    super("a data key has not been opened yet");
    this.keyId = keyId;
  }
}

const CACHE_MS = 5 * 60_000;
const CACHE_KEYS_MAX = 500;

interface Cached {
  readonly tenantId: TenantId;
  readonly key: Promise<Buffer>;
  /** The key once it is there. */
  opened: Buffer | undefined;
  readonly until: number;
}

/**
 * Envelope encryption: one data key per tenant and month, wrapped by the tenant's own KMS key. Opened keys are kept for at
 * most 5 minutes, least recently used first out, overwritten when dropped. While KMS is down, cached tenants go on until then.
 */
export class Vault {
  readonly #kms: KeyWrapper;
  readonly #keyRing: string;
  readonly #clock: WallClock;
  readonly #cache = new Map<string, Cached>();

  constructor(options: { kms: KeyWrapper; keyRing: string; clock: WallClock }) {
    this.#kms = options.kms;
    this.#keyRing = options.keyRing;
    this.#clock = options.clock;
  }

  /** The data key that seals this month. */
  currentKeyId(): string {
    return `dk-${this.#clock.now().toISOString().slice(0, 7)}`;
  }

  /**
   * The data keys asked for, and this month's if it happens to be open already: what seals or opens nothing must not depend on
   * KMS, withdrawing consent least of all. A key that turns out to be needed is named by {@link MissingKey}. Never call it
   * inside a transaction: KMS may be slow.
   */
  async keyring(store: TenantStore, keyIds: readonly string[] = []): Promise<Keyring> {
    const current = this.currentKeyId();
    const keys = new Map<string, Buffer>();
    const cached = this.#cache.get(`${store.tenantId}/${current}`);
    if (cached?.opened !== undefined && cached.until > this.#clock.now().getTime())
      keys.set(current, Buffer.from(cached.opened));
    await Promise.all(
      keyIds.map(async (keyId) => {
        // A copy, so that a purge of the cache can't zero a key in use.
        keys.set(keyId, Buffer.from(await this.#opened(store, keyId, keyId === current)));
      }),
    );
    return new OpenKeyring(store.tenantId, current, keys);
  }

  /** Drops and overwrites a tenant's opened keys (erasure). */
  purge(tenantId: TenantId): void {
    for (const [id, cached] of this.#cache) if (cached.tenantId === tenantId) this.#drop(id, cached);
  }

  #opened(store: TenantStore, keyId: string, mayCreate: boolean): Promise<Buffer> {
    const id = `${store.tenantId}/${keyId}`;
    const now = this.#clock.now().getTime();
    const cached = this.#cache.get(id);
    if (cached !== undefined) {
      this.#cache.delete(id);
      if (cached.until > now) {
        this.#cache.set(id, cached);
        return cached.key;
      }
      this.#drop(id, cached);
    }
    const key = this.#load(store, keyId, mayCreate);
    const entry: Cached = { tenantId: store.tenantId, key, opened: undefined, until: now + CACHE_MS };
    this.#cache.set(id, entry);
    key.then(
      (opened) => {
        entry.opened = opened;
      },
      // A failure is not cached: the next request asks again.
      () => this.#cache.get(id) === entry && this.#cache.delete(id),
    );
    const [oldestId] = this.#cache.keys();
    const oldest = oldestId === undefined ? undefined : this.#cache.get(oldestId);
    if (this.#cache.size > CACHE_KEYS_MAX && oldestId !== undefined && oldest !== undefined)
      this.#drop(oldestId, oldest);
    return key;
  }

  #drop(id: string, cached: Cached): void {
    this.#cache.delete(id);
    cached.opened = undefined;
    cached.key.then(
      (key) => key.fill(0),
      () => undefined,
    );
  }

  async #load(store: TenantStore, keyId: string, mayCreate: boolean): Promise<Buffer> {
    const ref = store.doc(dataKeys, keyId);
    const keyName = `${this.#keyRing}/cryptoKeys/tenant-${store.tenantId}`;
    const aad = `v1|${store.tenantId}|${keyId}`;
    const stored = (await store.get(ref)).data();
    if (stored !== undefined) return this.#kms.unwrap(keyName, Buffer.from(stored.wrapped, "base64"), aad);
    if (!mayCreate) throw new Problem("vault-unavailable", { detail: "The key of this data no longer exists." });
    const dataKey = randomBytes(32);
    const wrapped = await this.#kms.wrap(keyName, dataKey, aad);
    try {
      await store.commit(
        store.batch().create(ref, { wrapped: wrapped.toString("base64"), createdAt: this.#clock.now() }),
      );
      return dataKey;
    } catch (error) {
      // Another instance made this month's key first: use that one.
      if (isAlreadyExists(error)) return this.#load(store, keyId, false);
      throw error;
    }
  }
}

class OpenKeyring implements Keyring {
  readonly #tenantId: TenantId;
  readonly #current: string;
  readonly #keys: ReadonlyMap<string, Buffer>;

  constructor(tenantId: TenantId, current: string, keys: ReadonlyMap<string, Buffer>) {
    this.#tenantId = tenantId;
    this.#current = current;
    this.#keys = keys;
  }

  seal(place: Place, plaintext: string): Sealed {
    const nonce = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", this.#key(this.#current), nonce);
    cipher.setAAD(this.#aad(place, this.#current, 2));
    const ciphertext = Buffer.concat([cipher.update(plaintext, "utf8"), cipher.final(), cipher.getAuthTag()]);
    return { v: 2, keyId: this.#current, nonce: nonce.toString("base64"), ciphertext: ciphertext.toString("base64") };
  }

  open(place: Place, sealed: Sealed): string {
    const key = this.#key(sealed.keyId);
    const body = Buffer.from(sealed.ciphertext, "base64");
    if (sealed.v === 1 && sealed.keyId > LAST_V1_KEY) throw damaged(new Error("vault: version 1 under a later key"));
    try {
      // The length is said, else a forger could send a tag of four bytes.
      const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(sealed.nonce, "base64"), { authTagLength: 16 });
      decipher.setAAD(this.#aad(place, sealed.keyId, sealed.v));
      decipher.setAuthTag(body.subarray(-16));
      return Buffer.concat([decipher.update(body.subarray(0, -16)), decipher.final()]).toString("utf8");
    } catch (cause) {
      throw damaged(cause);
    }
  }

  pseudonym(value: string): string {
    const key = Buffer.from(hkdfSync("sha256", this.#key(this.#current), "", "belfry pseudonym v1", 32));
    return createHmac("sha256", key).update(value).digest("hex");
  }

  #key(keyId: string): Buffer {
    const key = this.#keys.get(keyId);
    if (key === undefined) throw new MissingKey(keyId);
    return key;
  }

  #aad({ path, field, binds }: Place, keyId: string, version: Sealed["v"]): Buffer {
    const place = `${this.#tenantId}|${path}|${field}|${keyId}`;
    return Buffer.from(version === 1 ? place : `v2|${place}|${canonicalJson(binds)}`);
  }
}
