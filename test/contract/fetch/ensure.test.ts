import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ensureEmulator } from "../../../tools/local/fetch/ensure.ts";
import { progress } from "../../../tools/local/fetch/progress.ts";
import { emptyMachine, fakeJava, javaArchive, type Machine, pinHere, run } from "./machine.ts";
import {
  type Answer,
  FALSE_BYTES,
  type ReleaseServer,
  serveReleases,
  slowly,
  TRUE_BYTES,
  whole,
} from "./release-server.ts";

const JAR = "/cloud-firestore-emulator-v9.9.jar";
let machine: Machine;
let server: ReleaseServer | undefined;
beforeEach(() => {
  machine = emptyMachine();
});
afterEach(async () => {
  await server?.close();
  machine.remove();
});

async function serve(jar: Answer = whole(), java?: Answer, version = "21.0.1"): Promise<ReleaseServer> {
  const archive = await javaArchive(machine, version);
  server = await serveReleases({ [JAR]: jar, "/jre.tar.gz": java ?? whole(archive) });
  pinHere(machine, server.origin, TRUE_BYTES, archive);
  return server;
}
const paths = () => server?.asked.map(({ path }) => path);
const cached = () => readdirSync(machine.cache).sort();
const home = () => cached().find((name) => name.startsWith("java-")) ?? "";

describe("npm run fetch", () => {
  it("fetches both into the user's cache, for this user alone, and finds them there from then on", async () => {
    await serve();
    const first = await run(machine).ended;
    expect(first).toMatchObject({ code: 0, printed: expect.stringContaining(`rm -rf ${machine.cache}`) });
    expect(first.printed).toContain("the Firestore emulator 9.9: 50 % of 1 MB\n");
    expect(readFileSync(join(machine.cache, JAR)).equals(TRUE_BYTES)).toBe(true);
    expect(cached()).toEqual([JAR.slice(1), expect.stringMatching(/^java-9\.9-/)]);
    expect(readdirSync(join(machine.cache, home()))).toEqual(["jre"]);
    expect(statSync(machine.cache).mode & 0o777).toBe(0o700);
    expect(paths()).toEqual([JAR, "/jre.tar.gz"]);
    expect((await run(machine).ended).printed).toBe(first.printed.slice(first.printed.indexOf("The Firestore")));
    expect(paths()?.length).toBe(2);
  });

  it("fetches only what is missing", async () => {
    await serve();
    fakeJava(join(machine.home, "bin/java"), "17.0.15");
    expect((await run(machine).ended).code).toBe(0);
    expect(paths()).toEqual([JAR]);
  });

  it("fetches once when two start at the same time, and both find it", async () => {
    await serve(slowly(30));
    const both = await Promise.all([run(machine).ended, run(machine).ended]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(paths()).toEqual([JAR, "/jre.tar.gz"]);
    expect(both.map(({ printed }) => printed).join()).toContain("Another start is fetching");
    expect(cached()).toEqual([JAR.slice(1), home()]);
  });

  it("goes on where a killed run stopped, and is not kept out by it", async () => {
    await serve(slowly(100));
    const killed = run(machine);
    await vi.waitFor(() => expect(killed.printed()).toContain("30 %"), { timeout: 20_000 });
    killed.child.kill("SIGKILL");
    await killed.ended;
    expect(existsSync(join(machine.cache, JAR))).toBe(false);
    expect((await run(machine).ended).code).toBe(0);
    expect(server?.asked[1]?.range).toMatch(/^bytes=\d{5,}-$/);
    expect(readFileSync(join(machine.cache, JAR)).equals(TRUE_BYTES)).toBe(true);
  });

  it("stops at once when told to, and keeps what has come for the next time", async () => {
    await serve(slowly(200));
    const folder = join(machine.home, "local");
    const start = run(machine, "tools/local/start.ts", { BELFRY_LOCAL: folder, BELFRY_FETCH: "1" });
    await vi.waitFor(() => expect(start.printed()).toContain("20 %"), { timeout: 20_000 });
    const told = performance.now();
    start.child.kill("SIGINT");
    expect(await start.ended).toMatchObject({ code: 0, printed: expect.stringMatching(/Stopping …\n$/) });
    expect(performance.now() - told).toBeLessThan(3_000);
    expect([readdirSync(folder), cached()]).toEqual([[], [`${JAR.slice(1)}.part`, "lock"]]);
  });

  it.each([
    { what: "other bytes", jar: whole(FALSE_BYTES), java: undefined, left: [], says: /other bytes than the pinned/ },
    {
      what: "a Java of other bytes",
      jar: whole(),
      java: whole(FALSE_BYTES),
      left: [JAR.slice(1)],
      says: /offers another size/,
    },
  ])("fails in one line and leaves nothing of it: $what", async ({ jar, java, left, says }) => {
    await serve(jar, java);
    const { code, printed } = await run(machine).ended;
    expect([code, printed.trimEnd().split("\n").at(-1)]).toEqual([1, expect.stringMatching(says)]);
    expect(cached()).toEqual(left);
  });

  it("removes a Java that does not run here", async () => {
    await serve(whole(), undefined, "11.0.1");
    const { code, printed } = await run(machine).ended;
    expect([code, printed]).toEqual([1, expect.stringContaining("does not run on this machine and was removed")]);
    expect(cached()).toEqual([JAR.slice(1)]);
  });

  it("puts nothing where others could put programs", async () => {
    await serve();
    mkdirSync(machine.cache, { recursive: true });
    chmodSync(machine.cache, 0o777);
    const { code, printed } = await run(machine).ended;
    expect([code, printed]).toEqual([1, expect.stringContaining("Others could put programs into")]);
    expect([paths(), cached()]).toEqual([[], []]);
  });
});

describe("asking", () => {
  const ensure = async (answer?: boolean) => {
    const questions: string[] = [];
    const ask = async (question: string) => {
      questions.push(question);
      return answer === true;
    };
    const screen = { write: () => undefined };
    const done = ensureEmulator({
      env: machine.env,
      isAgreed: false,
      ...(answer === undefined ? {} : { ask }),
      screen,
      mark: "node",
    });
    return { said: await done.catch((error: Error) => error.message), questions };
  };

  it("says what, how much, from where and whither, and fetches once somebody says yes", async () => {
    const { origin } = await serve();
    const { said, questions } = await ensure(true);
    expect([said, questions.length, paths()?.length]).toEqual([undefined, 1, 2]);
    for (const part of [
      "the Firestore emulator 9.9: 1 MB from",
      "Java 9.9",
      new URL(origin).host,
      machine.cache,
      "y/N",
    ])
      expect(questions[0]).toContain(part);
  });

  it.each([false, undefined])(
    "fetches nothing when somebody says no, or nobody is there to ask (%s)",
    async (answer) => {
      await serve();
      expect((await ensure(answer)).said).toContain("Fetch with: npm run fetch");
      expect([paths(), existsSync(machine.cache)]).toEqual([[], false]);
    },
  );
});

describe("progress", () => {
  const shown = (isTTY: boolean): string[] => {
    const written: string[] = [];
    const show = progress("one", 2_000_000, { isTTY, write: (text) => written.push(text) });
    for (let bytes = 0; bytes <= 2_000_000; bytes += 1_000) show(bytes);
    return written;
  };

  it("is a line for each tenth where there is no terminal", () => {
    expect(shown(false)).toEqual(
      [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100].map((step) => `  one: ${step} % of 2 MB\n`),
    );
  });

  it("is one bar that grows where there is one", () => {
    const bars = shown(true);
    expect(bars.length).toBe(101);
    expect(bars[50]).toBe(`\r  one ${"█".repeat(15)}${"░".repeat(15)}  50 % of 2 MB`);
    expect(bars.map((bar) => bar.endsWith("\n")).lastIndexOf(false)).toBe(99);
  });
});
