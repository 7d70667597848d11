import { createHash, createPrivateKey, createPublicKey, type KeyObject, randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { readReplaced, replaceFile } from "../replace-file.ts";
import { hashOf } from "./passwords.ts";
import { type Account, newState, type OobCode, type State, stateFrom, type Tenant } from "./state.ts";

export type { Account, Tenant } from "./state.ts";

/** An account to create, or to bring up to date, at the start. */
export interface SeedUser {
  email: string;
  password: string;
  /** Absent: a random one at the first start, the same ever after. */
  uid?: string;
  displayName?: string;
  /** The Identity Platform tenant, made with it where there is none. Absent: the project's own user, who belongs to no organisation. */
  tenant?: string;
  /** Custom claims. */
  claims?: Record<string, unknown>;
}

export type Change = Partial<
  Pick<Account, "isDisabled" | "validSince" | "claims" | "displayName" | "emailVerified" | "lastSignInAt">
>;

/** The accounts, the tenants and the signing key, in memory and on disk. */
export interface Accounts {
  readonly all: readonly Account[];
  readonly tenants: readonly Tenant[];
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly certificate: string;
  readonly keyId: string;
  readonly refreshSecret: Buffer;
  /** By uid alone: the stand-in's own controls, and tests. */
  byUid(uid: string): Account | undefined;
  in(tenantId: string | undefined): readonly Account[];
  find(tenantId: string | undefined, by: { readonly uid?: string; readonly email?: string }): Account | undefined;
  add(account: Pick<Account, "email" | "tenantId"> & { uid?: string | undefined } & Change): Account;
  remove(account: Account): void;
  change(account: Account, change: Change): void;
  /** A new password ends every session of before. */
  setPassword(account: Account, password: string): Promise<void>;
  addTenant(tenant: Tenant): void;
  changeTenant(tenant: Tenant, config: Record<string, unknown>): void;
  removeTenant(tenant: Tenant): void;
  addCode(code: OobCode): void;
  /** The code's record, removed when it is `used`. */
  code(hash: string, used: boolean): OobCode | undefined;
}

/** Opens what is kept in `folder` (memory only when absent) and brings the seeded accounts up to date. */
export async function openAccounts(
  folder: string | undefined,
  seed: readonly SeedUser[],
  now: () => number,
): Promise<Accounts> {
  const file = folder === undefined ? undefined : join(folder, "accounts.json");
  if (folder !== undefined) mkdirSync(folder, { recursive: true, mode: 0o700 });
  const kept = file === undefined ? undefined : readReplaced(file);
  const state = kept === undefined ? newState(now()) : stateFrom(kept);
  const save = () => {
    if (file !== undefined) replaceFile(file, JSON.stringify(state));
  };
  await seedInto(state, seed, now());
  save();
  const privateKey = createPrivateKey(state.privateKey);
  const publicKey = createPublicKey(privateKey);
  return {
    ...changes(state, save, now),
    all: state.accounts,
    tenants: state.tenants,
    privateKey,
    publicKey,
    certificate: state.certificate,
    keyId: createHash("sha1")
      .update(publicKey.export({ format: "der", type: "spki" }))
      .digest("hex"),
    refreshSecret: Buffer.from(state.refreshSecret, "base64url"),
    byUid: (uid) => state.accounts.find((one) => one.uid === uid),
    in: (tenantId) => state.accounts.filter((one) => one.tenantId === tenantId),
    find: (tenantId, by) => find(state, tenantId, by),
  };
}

/** What changes, each kept before it is answered. */
function changes(state: State, save: () => void, now: () => number) {
  const saved =
    <Args extends unknown[], R>(work: (...args: Args) => R) =>
    (...args: Args): R => {
      const result = work(...args);
      save();
      return result;
    };
  const remove = <T>(from: T[], one: T) => void from.splice(from.indexOf(one) >>> 0, 1);
  return {
    add: saved(({ email, uid = newUid(), ...more }: Parameters<Accounts["add"]>[0]): Account => {
      const account = { ...blank(now()), ...more, uid, email: email.toLowerCase() };
      state.accounts.push(account);
      return account;
    }),
    remove: saved((account: Account) => remove(state.accounts, account)),
    change: saved((account: Account, change: Change) => void Object.assign(account, change)),
    async setPassword(account: Account, password: string) {
      const hash = await hashOf(password);
      const { generation } = account;
      Object.assign(account, {
        password: hash,
        generation: generation + 1,
        validSince: Math.floor(now() / 1000),
      });
      save();
    },
    addTenant: saved((tenant: Tenant) => void state.tenants.push(tenant)),
    changeTenant: saved((tenant: Tenant, config: Record<string, unknown>) => {
      tenant.config = config;
    }),
    removeTenant: saved((tenant: Tenant) => {
      remove(state.tenants, tenant);
      for (const account of state.accounts.filter((one) => one.tenantId === tenant.tenantId))
        remove(state.accounts, account);
    }),
    addCode: saved((code: OobCode) => void state.oobCodes.push(code)),
    code: saved((hash: string, used: boolean) => {
      const code = state.oobCodes.find((one) => one.hash === hash);
      if (code !== undefined && used) remove(state.oobCodes, code);
      return code;
    }),
  };
}

function find(state: State, tenantId: string | undefined, by: { uid?: string; email?: string }): Account | undefined {
  const email = by.email?.toLowerCase();
  return state.accounts.find(
    (one) =>
      one.tenantId === tenantId &&
      (by.uid === undefined || one.uid === by.uid) &&
      (email === undefined || one.email === email),
  );
}

const blank = (nowMs: number) => ({
  isDisabled: false,
  emailVerified: true,
  claims: {},
  createdAt: nowMs,
  validSince: Math.floor(nowMs / 1000),
  generation: 0,
});

async function seedInto(state: State, seed: readonly SeedUser[], nowMs: number): Promise<void> {
  const passwords = await Promise.all(seed.map(({ password }) => hashOf(password)));
  for (const [index, { email, uid = newUid(), tenant: tenantId, displayName, claims = {} }] of seed.entries()) {
    if (tenantId !== undefined && !state.tenants.some((one) => one.tenantId === tenantId))
      state.tenants.push({ tenantId, config: { displayName: tenantId, allowPasswordSignup: true } });
    const account = find(state, tenantId, { email }) ?? {
      ...blank(nowMs),
      uid,
      email: email.toLowerCase(),
      ...(tenantId === undefined ? {} : { tenantId }),
    };
    if (!state.accounts.includes(account)) state.accounts.push(account);
    const named = displayName === undefined ? {} : { displayName };
    // The password that `npm start` prints is the one that works, whatever a screen that was tried out here has set.
    Object.assign(account, { claims, password: passwords[index] }, named);
  }
}

/** 28 letters and digits, as Firebase makes them. */
function newUid(): string {
  return randomBytes(21).toString("base64url").replace(/[-_]/g, "0");
}
