import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { ROOT } from "../../tools/root.ts";
import { consent, KILLS, say, withdraw } from "./consent.ts";
import { exitOf, npmStart, processes, type Running, stop } from "./npm-start.ts";

const run = promisify(execFile);
const { folder: LOCAL, env, launch, start, stackFile } = npmStart();

/** Not execFileSync: meanwhile servers close idle connections, and this process must hear of it. */
const tour = async () => (await run(process.execPath, ["cli/tour.ts"], { cwd: ROOT, env, timeout: 60_000 })).stdout;
/** Processes whose command line names this run's folder or one of its ports. */
const left = (marks: readonly string[]) => processes(marks).map(({ args }) => args);

describe("npm start and npm run tour", () => {
  let running: Running;
  beforeAll(async () => {
    running = await start("--port", "0");
  }, 130_000);
  afterAll(async () => {
    if (running.child.exitCode === null && running.child.signalCode === null) await stop(running);
    rmSync(LOCAL, { recursive: true, force: true });
  });

  it("[KZ-01/no-connection] [BF-02/exact-bytes] walks through the whole main job, and can do it again", async () => {
    for (let round = 0; round < 2; round += 1)
      expect(await tour()).toContain("That is the main job. All of it was checked.");
  });

  it("says who can sign in, for people and for programs", () => {
    const { url, authUrl, firestoreHost, projectId, users } = stackFile();
    expect(running.printed()).toContain(url);
    expect([authUrl, firestoreHost, projectId].every((value) => typeof value === "string")).toBe(true);
    expect(users.map(({ tenant, role }) => `${tenant} ${role}`)).toEqual([
      "north admin",
      "north editor",
      "north viewer",
      "north auditor",
      "south admin",
      "south editor",
    ]);
    for (const { email } of users) expect(running.printed()).toContain(email);
  });

  it("gives a token for what it printed, in each of Firebase's address forms", async () => {
    const { authUrl, url, users } = stackFile();
    const { email, password } = users[0] ?? {};
    for (const path of [
      "/accounts:signInWithPassword",
      "/v1/accounts:signInWithPassword?key=any",
      "/identitytoolkit.googleapis.com/v1/accounts:signInWithPassword?key=any",
    ]) {
      const answer = await fetch(`${authUrl}${path}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ email, password, returnSecureToken: true }),
      });
      const { idToken } = (await answer.json()) as { idToken: string };
      expect((await fetch(`${url}/v1/briefs`, { headers: { authorization: `Bearer ${idToken}` } })).status).toBe(200);
    }
    const page = await (await fetch(url)).text();
    expect(page).toContain("/v1/openapi.json");
  });

  it.each(["", "--fresh", "--port 0"])(
    "refuses to start twice in one folder, which stays as it is: %s",
    async (typed) => {
      const before = readFileSync(join(LOCAL, "stack.json"), "utf8");
      const second = launch(...typed.split(" ").filter((arg) => arg !== ""));
      expect(await exitOf(second)).toBe(1);
      expect(second.printed()).toContain(`already running on ${stackFile().url}, stop it first`);
      expect(second.printed()).not.toContain("Starting");
      expect(readFileSync(join(LOCAL, "stack.json"), "utf8")).toBe(before);
      expect(existsSync(join(LOCAL, "data"))).toBe(true);
      expect((await fetch(stackFile().url)).status).toBe(200);
    },
  );

  it.each(["--nope", "--port ", "--port=", "--port", "--port 1e3", "--port 65536", "more"])(
    "says how it is used when asked wrongly: %j",
    async (typed) => {
      const wrong = launch(...typed.split(" "));
      expect(await exitOf(wrong)).toBe(1);
      expect(wrong.printed()).toMatch(/\nUsage: npm start -- .*\n$/);
      expect(wrong.printed().split("\n").length).toBe(3);
    },
  );

  it("keeps its data between runs, leaves no process behind, and takes the port it is told or none", {
    timeout: 120_000,
  }, async () => {
    const before = stackFile();
    const token = async () => {
      const { authUrl, users } = stackFile();
      const admin = users[0];
      const answer = await fetch(`${authUrl}/accounts:signInWithPassword`, {
        method: "POST",
        body: JSON.stringify({ email: admin?.email, password: admin?.password }),
      });
      return ((await answer.json()) as { idToken: string }).idToken;
    };
    const briefs = async () =>
      (
        (await (
          await fetch(`${stackFile().url}/v1/briefs`, { headers: { authorization: `Bearer ${await token()}` } })
        ).json()) as { items: { id: string }[] }
      ).items.map(({ id }) => id);
    const had = await briefs();
    expect(had.length).toBeGreaterThan(0);
    await stop(running);
    expect(existsSync(join(LOCAL, "stack.json"))).toBe(false);
    expect(
      left(
        [LOCAL, new URL(before.url).port, before.firestoreHost.split(":")[1]]
          .map((mark) => `${mark}`)
          .filter((mark) => mark.length > 4),
      ),
    ).toEqual([]);

    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const address = taken.address();
    const port = String(typeof address === "object" ? address?.port : 0);
    const refused = launch("--port", port, "--fresh");
    expect(await exitOf(refused)).toBe(1);
    expect(refused.printed()).toMatch(new RegExp(`^Port ${port} is taken by another program\\. .*--port N.*\n$`));
    taken.close();
    running = await start("--port", port);
    expect(new URL(stackFile().url).port).toBe(port);
    expect(await briefs()).toEqual(had);
    expect(await tour()).toContain("All of it was checked.");
  });

  it("says which port it is when none was told and the usual one is taken", { timeout: 120_000 }, async () => {
    // Somebody else's program there is as good.
    const taken = createServer().on("error", () => undefined);
    taken.listen(8080, "127.0.0.1");
    await new Promise((settled) => taken.once("listening", settled).once("error", settled));
    const other = npmStart();
    const unasked = await other.start();
    taken.close();
    const { url } = other.stackFile();
    expect(url).not.toMatch(/:8080$/);
    expect(unasked.printed()).toContain(`Belfry is ready on ${url} (port 8080 is taken)`);
    await stop(unasked);
    rmSync(other.folder, { recursive: true, force: true });
  });

  it.each(KILLS)(
    "[KZ-02/withdrawn] starts after $what was killed, with a consent withdrawn that was withdrawn a moment before",
    { timeout: 240_000 },
    async ({ code, kill }) => {
      const conversation = await consent(stackFile());
      expect((await say(stackFile(), conversation)).status).toBe(200);
      const withdrawn = await withdraw(stackFile());
      kill(running, LOCAL);
      expect([withdrawn, await exitOf(running)]).toEqual([true, code]);

      const toured = spawn(process.execPath, ["cli/tour.ts"], { cwd: ROOT, env, stdio: ["ignore", "pipe", "pipe"] });
      let said = "";
      for (const stream of [toured.stdout, toured.stderr])
        stream.setEncoding("utf8").on("data", (chunk: string) => (said += chunk));
      const [toldCode] = await once(toured, "close");
      expect([toldCode, said]).toEqual([1, expect.stringMatching(/^Belfry is not running here\. .*\n$/)]);

      running = await start("--port", "0");
      expect(running.printed()).not.toMatch(/error|warn|damaged|lost|recover/i);
      expect(await say(stackFile(), conversation)).toEqual({
        status: 428,
        blocks: ["consent:consent-withdrawn"],
        connections: 0,
      });
      expect(await tour()).toContain("All of it was checked.");
    },
  );

  it("refuses a real model on a database that it can't answer for", async () => {
    const borrowed = npmStart({ FIRESTORE_EMULATOR_HOST: "127.0.0.1:1", OPENAI_API_KEY: "none" });
    const refused = borrowed.launch("--port", "0");
    expect(await exitOf(refused)).toBe(1);
    expect(refused.printed()).toContain("forgets what it acknowledged when it is killed");
    rmSync(borrowed.folder, { recursive: true, force: true });
  });

  it.each([0, 300, 1_500])(
    "stops at once when told to while it starts (after %i ms)",
    {
      timeout: 60_000,
    },
    async (ms) => {
      if (running.child.exitCode === null && running.child.signalCode === null) await stop(running);
      const begun = launch("--port", "0");
      await vi.waitFor(() => expect(begun.printed()).toContain("Starting"), { timeout: 20_000, interval: 20 });
      await new Promise((wait) => setTimeout(wait, ms));
      const told = performance.now();
      begun.child.kill("SIGINT");
      expect(await exitOf(begun)).toBe(0);
      expect(performance.now() - told).toBeLessThan(3_000);
      expect(begun.printed()).not.toMatch(/ready|Error/);
      expect([existsSync(join(LOCAL, "stack.json")), existsSync(join(LOCAL, "lock"))]).toEqual([false, false]);
      await vi.waitFor(() => expect(left([LOCAL])).toEqual([]), { timeout: 5_000 });
    },
  );
});
