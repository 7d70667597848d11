import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { readReplaced, replaceFile } from "../replace-file.ts";

const versionSchema = z.strictObject({
  state: z.enum(["ENABLED", "DISABLED", "DESTROY_SCHEDULED", "DESTROYED"]),
  /** Milliseconds since the epoch, as every time in this file. */
  createdAt: z.number(),
  destroyAt: z.number().optional(),
  destroyedAt: z.number().optional(),
  /** Base64: 32 bytes of AES key, or an Ed25519 private key as PKCS #8 DER. Empty once destroyed. */
  material: z.string(),
});

const keySchema = z.strictObject({
  purpose: z.number(),
  algorithm: z.number(),
  protectionLevel: z.number(),
  createdAt: z.number(),
  labels: z.record(z.string(), z.string()),
  destroyAfterSeconds: z.number(),
  /** Shown, not acted upon: nothing local lives for ninety days. */
  rotation: z.strictObject({ periodSeconds: z.number(), nextAt: z.number() }).optional(),
  /** Number of the primary version; versions count from 1. Absent for signing keys. */
  primary: z.number().optional(),
  versions: z.array(versionSchema),
});

const stateSchema = z.strictObject({
  keyRings: z.record(z.string(), z.strictObject({ createdAt: z.number() })),
  keys: z.record(z.string(), keySchema),
});

/** One version of a key, as kept on disk. */
export type StoredVersion = z.infer<typeof versionSchema>;
/** One key with all its versions, as kept on disk. */
export type StoredKey = z.infer<typeof keySchema>;
/** Everything the stand-in knows, by full resource name. */
export type KmsState = z.infer<typeof stateSchema>;

/** The state in memory, and the way to make a change to it durable. */
export interface KmsStore {
  readonly state: KmsState;
  /** Milliseconds since the epoch, by the injected clock. */
  now(): number;
  /** Returns when the state is on disk: a key that encrypted something must not be lost by a crash. */
  save(): void;
}

/** Opens the folder that keeps the keys, or keeps them in memory only when no folder is given. */
export function openStore(folder: string | undefined, now: () => number): KmsStore {
  if (folder === undefined) return { state: { keyRings: {}, keys: {} }, now, save: () => {} };
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, "keys.json");
  const kept = readReplaced(file);
  const state = kept === undefined ? { keyRings: {}, keys: {} } : stateSchema.parse(JSON.parse(kept));
  let saved = JSON.stringify(state);
  const save = () => {
    const next = JSON.stringify(state);
    try {
      replaceFile(file, next);
    } catch (error) {
      // Or the next call would encrypt with a key that is in no file.
      Object.assign(state, stateSchema.parse(JSON.parse(saved)));
      throw error;
    }
    saved = next;
  };
  return { state, now, save };
}
