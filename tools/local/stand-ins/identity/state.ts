import { generateKeyPairSync, randomBytes } from "node:crypto";
import { z } from "zod";
import { selfSignedCertificate } from "./certificate.ts";

const accountSchema = z.strictObject({
  uid: z.string(),
  /** The Identity Platform tenant that it belongs to; absent: the project's own users. */
  tenantId: z.string().optional(),
  email: z.string(),
  displayName: z.string().optional(),
  isDisabled: z.boolean(),
  emailVerified: z.boolean().default(true),
  /** Custom claims, at the top level of each token. */
  claims: z.record(z.string(), z.unknown()),
  /** `salt.hash`, base64url each, by scrypt. Absent: nobody has chosen one yet. */
  password: z.string().optional(),
  createdAt: z.number(),
  lastSignInAt: z.number().optional(),
  /** Seconds since the epoch: refresh tokens of an earlier sign-in are refused. */
  validSince: z.number(),
  /** Counts new passwords. A refresh token carries it, so that a sign-in within the same second as the change ends too. */
  generation: z.int().default(0),
});

const tenantSchema = z.strictObject({
  tenantId: z.string(),
  /** What the Admin API was given, as it shows it again. */
  config: z.record(z.string(), z.unknown()),
});

const oobCodeSchema = z.strictObject({
  /** SHA-256: whoever reads the file can't use it. */
  hash: z.string(),
  uid: z.string(),
  tenantId: z.string().optional(),
  expiresAt: z.number(),
});

export const stateSchema = z.strictObject({
  accounts: z.array(accountSchema),
  tenants: z.array(tenantSchema).default([]),
  oobCodes: z.array(oobCodeSchema).default([]),
  /** PKCS #8 PEM. */
  privateKey: z.string(),
  /** Self-signed X.509 PEM for the same key. */
  certificate: z.string(),
  /** Base64url; authenticates refresh tokens. */
  refreshSecret: z.string(),
});
export type State = z.infer<typeof stateSchema>;
/** An account as it is kept. */
export type Account = z.infer<typeof accountSchema>;
export type Tenant = z.infer<typeof tenantSchema>;
export type OobCode = z.infer<typeof oobCodeSchema>;

/** What was kept, brought up to date: accounts of before had their tenant as a custom claim. */
export function stateFrom(text: string): State {
  const state = stateSchema.parse(JSON.parse(text));
  for (const account of state.accounts) {
    const { tenant, ...claims } = account.claims;
    if (account.tenantId !== undefined || typeof tenant !== "string") continue;
    Object.assign(account, { tenantId: tenant, claims });
  }
  return state;
}

export function newState(nowMs: number): State {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  // A day ago, so that clocks which are a little behind find it valid too.
  const from = new Date(nowMs - 86_400_000);
  return {
    accounts: [],
    tenants: [],
    oobCodes: [],
    privateKey: privateKey.export({ format: "pem", type: "pkcs8" }).toString(),
    certificate: selfSignedCertificate("securetoken.system.gserviceaccount.com", publicKey, privateKey, from),
    refreshSecret: randomBytes(32).toString("base64url"),
  };
}
