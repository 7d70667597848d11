import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  type ScryptOptions,
  scrypt,
  timingSafeEqual,
} from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { readReplaced, replaceFile } from "../replace-file.ts";
import { selfSignedCertificate } from "./certificate.ts";

const accountSchema = z.strictObject({
  uid: z.string(),
  email: z.string(),
  displayName: z.string().optional(),
  isDisabled: z.boolean(),
  /** Custom claims, at the top level of each token. */
  claims: z.record(z.string(), z.unknown()),
  /** `salt.hash`, base64url each, by scrypt. */
  password: z.string(),
  createdAt: z.number(),
  /** Seconds since the epoch: refresh tokens of an earlier sign-in are refused. */
  validSince: z.number(),
});

const stateSchema = z.strictObject({
  accounts: z.array(accountSchema),
  /** PKCS #8 PEM. */
  privateKey: z.string(),
  /** Self-signed X.509 PEM for the same key. */
  certificate: z.string(),
  /** Base64url; authenticates refresh tokens. */
  refreshSecret: z.string(),
});

/** An account as it is kept. */
export type Account = z.infer<typeof accountSchema>;

/** An account to create, or to bring up to date, at the start. */
export interface SeedUser {
  email: string;
  password: string;
  /** Absent: a random one at the first start, the same ever after. */
  uid?: string;
  displayName?: string;
  /** Custom claims, such as `{ tenant: "…" }`. */
  claims?: Record<string, unknown>;
}

/** The accounts and the signing key, in memory and on disk. */
export interface Accounts {
  readonly all: readonly Account[];
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly certificate: string;
  readonly keyId: string;
  readonly refreshSecret: Buffer;
  byUid(uid: string): Account | undefined;
  /** The account whose e-mail address and password these are. */
  verify(email: string, password: string): Promise<Account | undefined>;
  change(uid: string, change: Partial<Pick<Account, "isDisabled" | "validSince" | "claims">>): void;
}

// A quarter of the memory that scrypt's usual parameters take: this guards nothing but local passwords, at each start.
const SCRYPT: ScryptOptions = { N: 4096, r: 8, p: 1 };

/** Opens the accounts kept in `folder` (memory only when absent) and brings the seeded ones up to date. */
export async function openAccounts(
  folder: string | undefined,
  seed: readonly SeedUser[],
  nowMs: number,
): Promise<Accounts> {
  const file = folder === undefined ? undefined : join(folder, "accounts.json");
  if (folder !== undefined) mkdirSync(folder, { recursive: true, mode: 0o700 });
  const kept = file === undefined ? undefined : readReplaced(file);
  const state = kept === undefined ? newState(nowMs) : stateSchema.parse(JSON.parse(kept));
  const save = () => {
    if (file !== undefined) replaceFile(file, JSON.stringify(state));
  };
  const byEmail = (email: string) => state.accounts.find((account) => account.email === email.toLowerCase());
  for (const user of await Promise.all(seed.map(withHash))) {
    const { email, uid = newUid(), displayName, claims = {}, password } = user;
    const account = byEmail(email) ?? {
      uid,
      email: email.toLowerCase(),
      isDisabled: false,
      createdAt: nowMs,
      validSince: Math.floor(nowMs / 1000),
      claims,
      password,
    };
    if (!state.accounts.includes(account)) state.accounts.push(account);
    Object.assign(account, { claims, password }, displayName === undefined ? {} : { displayName });
  }
  save();

  const byUid = (uid: string) => state.accounts.find((account) => account.uid === uid);
  const privateKey = createPrivateKey(state.privateKey);
  const publicKey = createPublicKey(privateKey);
  return {
    all: state.accounts,
    privateKey,
    publicKey,
    certificate: state.certificate,
    keyId: createHash("sha1")
      .update(publicKey.export({ format: "der", type: "spki" }))
      .digest("hex"),
    refreshSecret: Buffer.from(state.refreshSecret, "base64url"),
    byUid,
    async verify(email, password) {
      const account = byEmail(email);
      return account && (await matches(password, account.password)) ? account : undefined;
    },
    change(uid, change) {
      const account = byUid(uid);
      if (account === undefined) throw new Error("no account has this uid");
      Object.assign(account, change);
      save();
    },
  };
}

function newState(nowMs: number): z.infer<typeof stateSchema> {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  // A day ago, so that clocks which are a little behind find it valid too.
  const from = new Date(nowMs - 86_400_000);
  return {
    accounts: [],
    privateKey: privateKey.export({ format: "pem", type: "pkcs8" }).toString(),
    certificate: selfSignedCertificate("securetoken.system.gserviceaccount.com", publicKey, privateKey, from),
    refreshSecret: randomBytes(32).toString("base64url"),
  };
}

async function withHash(user: SeedUser): Promise<SeedUser> {
  const salt = randomBytes(16);
  const hash = await scryptAsync(user.password, salt);
  return { ...user, password: `${salt.toString("base64url")}.${hash.toString("base64url")}` };
}

async function matches(password: string, kept: string): Promise<boolean> {
  const [salt = "", hash = ""] = kept.split(".");
  const computed = await scryptAsync(password, Buffer.from(salt, "base64url"));
  return timingSafeEqual(computed, Buffer.from(hash, "base64url"));
}

function scryptAsync(password: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize("NFKC"), salt, 32, SCRYPT, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

/** 28 letters and digits, as Firebase makes them. */
function newUid(): string {
  return randomBytes(21).toString("base64url").replace(/[-_]/g, "0");
}
