import { accessSync, constants, existsSync, readdirSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";

type Environment = Readonly<Record<string, string | undefined>>;

const SDK_JAR = join("platform", "cloud-firestore-emulator", "cloud-firestore-emulator.jar");

/**
 * Finds the Firestore emulator's jar: the Google Cloud CLI's own, else the newest one that firebase-tools has cached.
 *
 * @throws Error naming the one command that installs it
 */
export function locateJar(env: Environment): string {
  const jar = sdkRoots(env)
    .map((root) => join(root, SDK_JAR))
    .concat(firebaseToolsJars())
    .find((path) => existsSync(path));
  if (jar !== undefined) return jar;
  throw new Error(
    "The Firestore emulator is not installed. Install it with: npx firebase-tools setup:emulators:firestore " +
      "(with the Google Cloud CLI: gcloud components install cloud-firestore-emulator), " +
      "or point FIRESTORE_EMULATOR_HOST at one that is running.",
  );
}

/**
 * Finds the Java launcher: `JAVA_HOME` first, as every Java tool does, then `PATH`.
 *
 * @throws Error saying what to install
 */
export function locateJava(env: Environment): string {
  const home = env.JAVA_HOME;
  const java = (home ? [join(home, "bin", "java")] : []).concat(onPath("java", env)).find(isExecutable);
  if (java !== undefined) return java;
  throw new Error("The Firestore emulator needs Java 17 or newer, and no `java` is in JAVA_HOME or on the PATH.");
}

function sdkRoots(env: Environment): string[] {
  const configured = env.CLOUDSDK_ROOT_DIR;
  const behindGcloud = onPath("gcloud", env)
    .filter(isExecutable)
    // bin/gcloud sits in the SDK's root; on the PATH it is often a link from elsewhere.
    .map((gcloud) => dirname(dirname(realpathSync(gcloud))));
  return [
    ...(configured ? [configured] : []),
    ...behindGcloud,
    "/usr/lib/google-cloud-sdk",
    "/usr/share/google-cloud-sdk",
    "/opt/google-cloud-sdk",
    "/opt/homebrew/share/google-cloud-sdk",
    "/snap/google-cloud-sdk/current",
    join(homedir(), "google-cloud-sdk"),
  ];
}

function firebaseToolsJars(): string[] {
  const cache = join(homedir(), ".cache", "firebase", "emulators");
  if (!existsSync(cache)) return [];
  const newestFirst = new Intl.Collator("en", { numeric: true });
  return readdirSync(cache)
    .filter((name) => /^cloud-firestore-emulator-v[\d.]+\.jar$/.test(name))
    .sort((a, b) => newestFirst.compare(b, a))
    .map((name) => join(cache, name));
}

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
