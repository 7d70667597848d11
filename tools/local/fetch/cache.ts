import { chmodSync, mkdirSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { basename, isAbsolute, join } from "node:path";
import type { Environment, Pin, Releases } from "./releases.ts";

/** Where this system keeps what can be fetched again, and in it our folder. */
export function cacheFolder(env: Environment, platform: NodeJS.Platform = process.platform): string {
  const home = env.HOME || homedir();
  const xdg = env.XDG_CACHE_HOME;
  // The specification of XDG: a relative path is invalid and to be ignored.
  if (xdg && isAbsolute(xdg)) return join(xdg, "belfry");
  if (platform === "darwin") return join(home, "Library", "Caches", "belfry");
  if (platform === "win32") return join(env.LOCALAPPDATA || join(home, "AppData", "Local"), "belfry");
  return join(home, ".cache", "belfry");
}

/** Where the pinned emulator is once it was fetched. */
export const cachedJar = (folder: string, { emulator }: Releases): string => join(folder, fileOf(emulator));

/** Where the pinned Java is once it was fetched, and its launcher. */
export function cachedJava(folder: string, { java }: Releases, platform: string) {
  const pin = java.platforms[platform];
  if (pin === undefined) return undefined;
  const home = join(folder, `java-${java.version}-${platform}`);
  return { pin, home, launcher: join(home, pin.launcher) };
}

export const fileOf = ({ url }: Pin): string => basename(new URL(url).pathname);

/** Only what nobody else could have put there is run: the folder is this user's, and no other may write in it. */
export function isOurs(folder: string): boolean {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found === undefined || !found.isDirectory()) return false;
  const uid = process.getuid?.();
  return uid === undefined || (found.uid === uid && (found.mode & 0o022) === 0);
}

/**
 * Makes our folder, for this user alone.
 *
 * @throws Error when it is somebody else's, or others may write in it
 */
export function openCache(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (!isOurs(folder))
    throw new Error(
      `Others could put programs into ${folder}. Remove that folder, or set XDG_CACHE_HOME to one of your own.`,
    );
  chmodSync(folder, 0o700);
}
