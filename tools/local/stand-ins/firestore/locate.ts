import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, readdirSync, realpathSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { basename, delimiter, dirname, join } from "node:path";
import { cachedJar, cachedJava, cacheFolder, fileOf, isOurs } from "../../fetch/cache.ts";
import { type Environment, platformOf, type Releases } from "../../fetch/releases.ts";

const SDK_JAR = join("platform", "cloud-firestore-emulator", "cloud-firestore-emulator.jar");
const JAVA = process.platform === "win32" ? "java.exe" : "java";
/** What the emulators before the pinned one ran on. */
const JAVA_AT_LEAST = 17;
/** It answers in 0.1 s; a wrapper that hangs is no Java. */
const JAVA_ANSWERS_WITHIN_MS = 20_000;
const NEWEST_LAST = new Intl.Collator("en", { numeric: true });

/**
 * Finds the Firestore emulator's jar: the Google Cloud CLI's own, else the newest one that firebase-tools has cached, else the pinned one
 * that was fetched.
 */
export function findJar(env: Environment, releases: Releases): string | undefined {
  const found = sdkRoots(env)
    .map((root) => join(root, SDK_JAR))
    .concat(firebaseToolsJars(env))
    .find((path) => existsSync(path));
  return found ?? fetchedJar(env, releases);
}

/** The size is checked, for it costs nothing; the bytes were when they came, and nobody else may write in that folder. */
function fetchedJar(env: Environment, releases: Releases): string | undefined {
  const folder = cacheFolder(env);
  const jar = cachedJar(folder, releases);
  const isWhole = statSync(jar, { throwIfNoEntry: false })?.size === releases.emulator.size;
  return isWhole && isOurs(folder) ? jar : undefined;
}

/** The oldest Java that runs this emulator; without one, the pinned emulator's. */
export function javaFor(jar: string | undefined, { emulator }: Releases): number {
  if (jar === undefined) return emulator.java;
  const name = basename(jar);
  const isAsNew = /^cloud-firestore-emulator-v/.test(name) && NEWEST_LAST.compare(name, fileOf(emulator)) >= 0;
  return isAsNew ? emulator.java : JAVA_AT_LEAST;
}

/**
 * Finds a Java launcher that is new enough: `JAVA_HOME` first, as every Java tool does, then `PATH`, then the pinned one that was fetched.
 * Each is run to see: a launcher may be there without a Java behind it, as on every macOS.
 */
export function findJava(env: Environment, major: number, releases: Releases): string | undefined {
  const folder = cacheFolder(env);
  const fetched = isOurs(folder) ? cachedJava(folder, releases, platformOf())?.launcher : undefined;
  const home = env.JAVA_HOME;
  return (home ? [join(home, "bin", JAVA)] : [])
    .concat(onPath(JAVA, env), fetched ?? [])
    .find((launcher) => isExecutable(launcher) && (javaVersion(launcher) ?? 0) >= major);
}

/** The major version of a launcher; undefined when it is none. */
export function javaVersion(launcher: string): number | undefined {
  const { stderr, stdout } = spawnSync(launcher, ["-version"], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    timeout: JAVA_ANSWERS_WITHIN_MS,
  });
  return majorIn(`${stderr}\n${stdout}`);
}

/** "17.0.15" is 17, and "1.8.0_392" is 8. */
export function majorIn(said: string): number | undefined {
  const version = /version "(?:1\.)?(\d+)/.exec(said)?.[1];
  return version === undefined ? undefined : Number(version);
}

function sdkRoots(env: Environment): string[] {
  // Who says where the SDK is means that one and no other.
  if (env.CLOUDSDK_ROOT_DIR) return [env.CLOUDSDK_ROOT_DIR];
  const behindGcloud = onPath("gcloud", env)
    .filter(isExecutable)
    // bin/gcloud sits in the SDK's root; on the PATH it is often a link from elsewhere.
    .map((gcloud) => dirname(dirname(realpathSync(gcloud))));
  return [
    ...behindGcloud,
    "/usr/lib/google-cloud-sdk",
    "/usr/share/google-cloud-sdk",
    "/opt/google-cloud-sdk",
    "/opt/homebrew/share/google-cloud-sdk",
    "/usr/local/share/google-cloud-sdk",
    "/snap/google-cloud-sdk/current",
    join(homeOf(env), "google-cloud-sdk"),
    ...[env.LOCALAPPDATA, env["ProgramFiles(x86)"], env.ProgramFiles]
      .filter((folder) => folder !== undefined)
      .map((folder) => join(folder, "Google", "Cloud SDK", "google-cloud-sdk")),
  ];
}

function firebaseToolsJars(env: Environment): string[] {
  const cache = env.FIREBASE_EMULATORS_PATH || join(homeOf(env), ".cache", "firebase", "emulators");
  if (!existsSync(cache)) return [];
  return readdirSync(cache)
    .filter((name) => /^cloud-firestore-emulator-v[\d.]+\.jar$/.test(name))
    .sort((a, b) => NEWEST_LAST.compare(b, a))
    .map((name) => join(cache, name));
}

const homeOf = (env: Environment): string => env.HOME || homedir();

function onPath(command: string, env: Environment): string[] {
  return (env.PATH ?? "")
    .split(delimiter)
    .filter((folder) => folder !== "")
    .map((folder) => join(folder, command));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
