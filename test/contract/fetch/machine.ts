import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { create } from "tar";
import { platformOf, type Releases } from "../../../tools/local/fetch/releases.ts";
import { ROOT } from "../../../tools/root.ts";
import { pinOf } from "./release-server.ts";

/** A launcher that says which Java it is, and nothing else. */
export function fakeJava(file: string, version: string): string {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\necho 'openjdk version "${version}" 2026-01-01' >&2\n`);
  chmodSync(file, 0o755);
  return file;
}

/** A machine with Node alone: an empty home, nothing on the PATH, no SDK. */
export function emptyMachine() {
  const home = mkdtempSync(join(tmpdir(), "belfry-machine-"));
  const env: Record<string, string> = { HOME: home, PATH: join(home, "bin"), CLOUDSDK_ROOT_DIR: join(home, "no-sdk") };
  return {
    home,
    env,
    cache: process.platform === "darwin" ? join(home, "Library/Caches/belfry") : join(home, ".cache/belfry"),
    put(path: string, content: string | Uint8Array): string {
      const file = join(home, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
      return file;
    },
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}

export type Machine = ReturnType<typeof emptyMachine>;

/** An archive of a Java that is one script. */
export async function javaArchive({ home }: Machine, version: string): Promise<Buffer> {
  fakeJava(join(home, "made/jre/bin/java"), version);
  await create({ gzip: true, cwd: join(home, "made"), file: join(home, "made.tar.gz") }, ["jre"]);
  return readFileSync(join(home, "made.tar.gz"));
}

/** Pins for what a server on this machine serves, as a file that the commands take. */
export function pinHere({ put, env }: Machine, origin: string, jar: Uint8Array, java: Uint8Array): Releases {
  const provenance = { version: "9.9", source: "this test", read: "2026-11-25" };
  const releases: Releases = {
    emulator: { ...provenance, java: 17, ...pinOf(`${origin}/cloud-firestore-emulator-v9.9.jar`, jar) },
    java: {
      ...provenance,
      platforms: { [platformOf()]: { ...pinOf(`${origin}/jre.tar.gz`, java), launcher: "jre/bin/java" } },
    },
  };
  env.BELFRY_FETCH_RELEASES = put("releases.json", JSON.stringify(releases));
  return releases;
}

/** `npm run fetch`, or another command of ours, on that machine. */
export function run({ env }: Machine, command = "tools/local/fetch.ts", more: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, [command], {
    cwd: ROOT,
    env: { ...env, ...more },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
  const ended = once(child, "close").then(([code]) => ({ code: code as number | null, printed: text }));
  return { child, ended, printed: () => text };
}
