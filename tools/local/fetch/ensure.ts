import { once } from "node:events";
import { renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { takeLock } from "../lock.ts";
import { javaVersion } from "../stand-ins/firestore/locate.ts";
import { cacheFolder, openCache } from "./cache.ts";
import { type DownloadOptions, download, megabytes } from "./download.ts";
import { look, type Missing, notThere } from "./missing.ts";
import { progress, type Screen } from "./progress.ts";
import type { Environment } from "./releases.ts";
import { unpack } from "./unpack.ts";

export interface EnsureOptions extends Omit<DownloadOptions, "onBytes"> {
  readonly env: Environment;
  /** Fetches without asking. */
  readonly isAgreed: boolean;
  /** Asks a person; absent where there is none. */
  readonly ask?: (question: string) => Promise<boolean>;
  readonly screen: Screen;
  /** What the command line of whoever may hold the cache's lock contains. */
  readonly mark?: string;
}

/** How often it is looked whether another start has finished fetching. */
const LOOK_AGAIN_MS = 500;

/**
 * Sees to it that the emulator and a Java are on this machine: finds them, or fetches the pinned releases once somebody agreed.
 *
 * @throws Error that says what is missing and how to get it, or why it could not be fetched
 */
export async function ensureEmulator(options: EnsureOptions): Promise<void> {
  const { env, isAgreed, ask } = options;
  if (env.FIRESTORE_EMULATOR_HOST) return;
  const { missing } = look(env);
  if (missing.length === 0) return;
  const folder = cacheFolder(env);
  if (!isAgreed && !(await ask?.(question(missing, folder)))) throw new Error(notThere(missing));
  openCache(folder);
  const release = await lockOf(folder, options);
  try {
    // Another start may have fetched it while this one waited.
    for (const one of look(env).missing) await bring(one, options);
  } finally {
    release();
  }
}

/** On a terminal somebody can be asked; what runs unattended fetches nothing unasked. */
export function askOnTerminal(): EnsureOptions["ask"] {
  if (!process.stdin.isTTY || !process.stdout.isTTY) return undefined;
  return async (text) => {
    // Not as a terminal: it would take Ctrl-C for itself.
    const lines = createInterface({ input: process.stdin, output: process.stdout, terminal: false });
    try {
      // Whoever closes the input has not said yes.
      const answer = await Promise.race([lines.question(text), once(lines, "close").then(() => "")]);
      return /^y(es)?$/i.test(answer.trim());
    } finally {
      lines.close();
    }
  };
}

function question(missing: readonly Missing[], folder: string): string {
  const each = missing.map(
    ({ what, pin }) =>
      `  ${what}: ${megabytes(pin.size)} from ${new URL(pin.url).host}, SHA-256 ${pin.sha256.slice(0, 12)}…\n`,
  );
  return `Not on this machine:\n${each.join("")}Fetch into ${folder}? y/N `;
}

async function lockOf(folder: string, { screen, mark = "local/" }: EnsureOptions): Promise<() => void> {
  for (let isTold = false; ; isTold = true) {
    const lock = takeLock(join(folder, "lock"), mark);
    if ("release" in lock) return () => lock.release();
    if (!isTold) screen.write(`Another start is fetching (process ${lock.holder}), waiting for it …\n`);
    await sleep(LOOK_AGAIN_MS);
  }
}

async function bring({ what, pin, file, archive }: Missing, options: EnsureOptions): Promise<void> {
  const { screen } = options;
  screen.write(`Fetching ${what}, ${megabytes(pin.size)} from ${new URL(pin.url).host} …\n`);
  try {
    await download(pin, file, { ...options, onBytes: progress(what, pin.size, screen) });
  } catch (error) {
    // The bar's line is not ended.
    if (screen.isTTY) screen.write("\n");
    throw error;
  }
  if (archive === undefined) return;
  const { home, launcher, major } = archive;
  const aside = `${home}.new`;
  await unpack(file, aside);
  rmSync(file);
  // Whatever has that name was found wanting.
  rmSync(home, { recursive: true, force: true });
  renameSync(aside, home);
  if ((javaVersion(launcher) ?? 0) >= major) return;
  rmSync(home, { recursive: true, force: true });
  throw new Error(`${what} does not run on this machine and was removed. Install Java ${major} or newer by hand.`);
}
