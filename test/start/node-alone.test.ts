import { mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { create } from "tar";
import { afterAll, describe, expect, it } from "vitest";
import { locate } from "../../tools/local/fetch/missing.ts";
import { emptyMachine, pinHere, run } from "../contract/fetch/machine.ts";
import { FALSE_BYTES, type ReleaseServer, serveReleases, whole } from "../contract/fetch/release-server.ts";
import { exitOf, npmStart, processes, stop } from "./npm-start.ts";

/** What of a Java that is installed here a runtime does without: sources, modules to link, pages. */
const NOT_RUN = ["jmods", "include", "man", "docs", "demo", "src.zip", "ct.sym"];

/** Every file, also behind links: Debian keeps a Java's configuration elsewhere, and links to what is not installed. */
const files = (folder: string, path = ""): string[] =>
  readdirSync(join(folder, path))
    .filter((name) => !NOT_RUN.includes(name))
    .map((name) => join(path, name))
    .flatMap((one) => {
      const found = statSync(join(folder, one), { throwIfNoEntry: false });
      return found?.isDirectory() ? files(folder, one) : found?.isFile() ? [one] : [];
    });

/** The Java of this machine as an archive like Temurin's: one folder, and no links to elsewhere. */
async function realJava(launcher: string, into: string): Promise<Buffer> {
  const home = dirname(dirname(realpathSync(launcher)));
  await create({ gzip: { level: 1 }, cwd: home, file: into, follow: true, prefix: "jre" }, files(home));
  return readFileSync(into);
}

describe("npm start on a machine with Node alone", () => {
  const machine = emptyMachine();
  const { launcher, jar } = locate(process.env);
  const bytes = readFileSync(jar);
  let server: ReleaseServer | undefined;
  afterAll(async () => {
    await server?.close();
    machine.remove();
  });

  it("fetches the emulator and Java once it may, runs nothing false, and comes up", { timeout: 180_000 }, async () => {
    const java = await realJava(launcher, join(machine.home, "java.tar.gz"));
    let isTrue = false;
    server = await serveReleases({
      "/cloud-firestore-emulator-v9.9.jar": (...asked) => whole(isTrue ? bytes : falseCopy(bytes))(...asked),
      "/jre.tar.gz": whole(java),
    });
    pinHere(machine, server.origin, bytes, java);
    // `ps` tells a rightful holder of a lock from a number that was given again; there is no `java`, no `gcloud`, no `tar`.
    mkdirSync(join(machine.home, "bin"));
    symlinkSync("/bin/ps", join(machine.home, "bin/ps"));
    const none = { JAVA_HOME: "", XDG_CACHE_HOME: "", FIREBASE_EMULATORS_PATH: "", FIRESTORE_EMULATOR_HOST: "" };
    const unasked = npmStart({ ...none, ...machine.env });
    const agreed = npmStart({ ...none, ...machine.env, BELFRY_FETCH: "1" });

    const refused = unasked.launch("--port", "0");
    expect(await exitOf(refused)).toBe(1);
    expect(refused.printed()).toMatch(/^Belfry needs .*Fetch with: npm run fetch\n$/);
    expect(server.asked).toEqual([]);

    const deceived = agreed.launch("--port", "0");
    expect(await exitOf(deceived)).toBe(1);
    expect(deceived.printed()).toContain("sent other bytes than the pinned ones");
    expect(readdirSync(machine.cache)).toEqual([]);

    isTrue = true;
    const running = await agreed.start("--port", "0");
    const { url } = agreed.stackFile();
    expect((await fetch(`${url}/v1/openapi.json`)).status).toBe(200);
    const emulator = processes([agreed.folder]).find(({ args }) => args.includes("CloudFirestore"));
    expect(emulator?.args).toContain(join(machine.cache, "java-9.9-"));
    expect(emulator?.args).toContain(join(machine.cache, "cloud-firestore-emulator-v9.9.jar"));
    await stop(running);

    // From then on it is there, without asking anybody.
    const asked = server.asked.length;
    expect((await run(machine).ended).printed).toMatch(/^The Firestore emulator: .*\nJava: /);
    expect(server.asked.length).toBe(asked);
    for (const { folder } of [agreed, unasked]) rmSync(folder, { recursive: true, force: true });
  });
});

/** The same size, and one byte that is not the same. */
function falseCopy(bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[FALSE_BYTES.length] = (copy[FALSE_BYTES.length] ?? 0) ^ 1;
  return copy;
}
