import { findJar, findJava, javaFor } from "../stand-ins/firestore/locate.ts";
import { cachedJar, cachedJava, cacheFolder } from "./cache.ts";
import { megabytes } from "./download.ts";
import { type Environment, type Pin, platformOf, type Releases, releasesOf } from "./releases.ts";

/** Something that is not on this machine and that a pinned release would bring. */
export interface Missing {
  readonly what: string;
  readonly pin: Pin;
  /** Where the fetched file goes. */
  readonly file: string;
  /** Set when that file is an archive: the folder that it becomes, and the launcher in it. */
  readonly archive?: { readonly home: string; readonly launcher: string; readonly major: number };
}

/**
 * Where the emulator and a Java for it are.
 *
 * @throws Error that says what is missing and how to get it
 */
export function locate(env: Environment): { launcher: string; jar: string } {
  const { jar, launcher, missing } = look(env);
  if (jar !== undefined && launcher !== undefined) return { launcher, jar };
  throw new Error(notThere(missing));
}

/** @throws Error when something is missing for which there is no release for this machine */
export function look(env: Environment, platform = platformOf(), releases: Releases = releasesOf(env)) {
  const jar = findJar(env, releases);
  const major = javaFor(jar, releases);
  const launcher = findJava(env, major, releases);
  const missing = [
    ...(jar === undefined ? [emulatorOf(env, releases)] : []),
    ...(launcher === undefined ? [javaOf(env, releases, platform, major)] : []),
  ];
  return { jar, launcher, missing };
}

export function notThere(missing: readonly Missing[]): string {
  const each = missing.map(({ what, pin }) => `${what} (${megabytes(pin.size)} from ${new URL(pin.url).host})`);
  return `Belfry needs ${each.join(" and ")}, not found on this machine. Fetch with: npm run fetch`;
}

function emulatorOf(env: Environment, releases: Releases): Missing {
  return {
    what: `the Firestore emulator ${releases.emulator.version}`,
    pin: releases.emulator,
    file: cachedJar(cacheFolder(env), releases),
  };
}

function javaOf(env: Environment, releases: Releases, platform: string, major: number): Missing {
  const cached = cachedJava(cacheFolder(env), releases, platform);
  if (cached === undefined)
    throw new Error(
      `Belfry needs Java ${major} or newer, and there is no release to fetch for ${platform}. ${byHand(platform, major)}`,
    );
  const { pin, home, launcher } = cached;
  return {
    what: `Eclipse Temurin's Java ${releases.java.version}`,
    pin,
    file: `${home}.tar.gz`,
    archive: { home, launcher, major },
  };
}

function byHand(platform: string, major: number): string {
  if (platform.startsWith("win32")) return "On Windows it runs inside WSL: wsl --install, then the same in there.";
  if (platform.endsWith("-musl")) return `Install it with: apk add openjdk${major}-jre-headless`;
  return `Install it with, say: apt-get install openjdk-${major}-jre-headless`;
}
