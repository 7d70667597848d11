import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import { KEY_RING, PROJECT } from "../tools/local/seed.ts";
import { DATABASE } from "../tools/local/stand-ins/firestore/database.ts";
import { freePort } from "../tools/local/stand-ins/ports.ts";
import { manifest } from "../tools/manifest.ts";
import { buildAll } from "../tools/ops/build.ts";
import { ROOT } from "../tools/root.ts";
import { median, print, quantile, round, save } from "./report.ts";
import { DIST } from "./stack.ts";

const ROUNDS = 15;
const HELLO = "hello-world";
/** What the functions want to know when they are imported. Nothing answers there and nothing is asked. */
const ENV = {
  NODE_ENV: "production",
  BELFRY_MODE: "local",
  METADATA_SERVER_DETECTION: "none",
  GOOGLE_CLOUD_PROJECT: PROJECT,
  FIRESTORE_EMULATOR_HOST: "127.0.0.1:1",
  FIRESTORE_DATABASE: DATABASE,
  IDENTITY_PROJECT: PROJECT,
  BELFRY_IDENTITY_URL: "http://127.0.0.1:1",
  KMS_KEY_RING: KEY_RING,
  BELFRY_KMS_ENDPOINT: "127.0.0.1:1",
  MODEL_PROVIDER: "offline-stand-in",
  MODEL_HOST: "127.0.0.1",
  MODEL_REGION: "bench",
  MODEL_NAME: "bench",
  OPENAI_BASE_URL: "http://127.0.0.1:1/v1",
};

/** Import time and size of each built bundle, and the time until its process listens, beside a function that says hello. */
export async function run(): Promise<void> {
  await buildAll();
  await buildHello();
  const names = [HELLO, ...Object.keys(manifest())];
  const samples = names.map((name) => ({ name, imported: [] as number[], listening: [] as number[] }));
  // Once for the file cache, then each takes its turn in every round.
  for (let round = -1; round < ROUNDS; round += 1) {
    for (const { name, imported, listening } of samples) {
      const [importMs, listenMs] = [await importTime(name), await listenTime(name)];
      if (round < 0) continue;
      imported.push(importMs);
      listening.push(listenMs);
    }
  }
  const hello = samples[0];
  const rows = samples.map(({ name, imported, listening }) => ({
    function: name,
    "bundle KiB": Math.round(statSync(join(DIST, name, "index.js")).size / 1024),
    "import p50 ms": round(median(imported), 1),
    "import p95 ms": round(quantile(imported, 0.95), 1),
    "listening p50 ms": round(median(listening), 1),
    "over hello ms": round(median(listening) - median(hello?.listening ?? []), 1),
  }));
  print(`Fresh processes, ${ROUNDS} of each, in turns`, rows);
  save("imports", { rounds: ROUNDS, functions: rows });
}

/** As `tools/ops/build.ts` bundles a function. */
async function buildHello(): Promise<void> {
  const folder = join(DIST, HELLO);
  mkdirSync(folder, { recursive: true });
  await build({
    entryPoints: [join(import.meta.dirname, "imports/hello.ts")],
    absWorkingDir: ROOT,
    bundle: true,
    minify: true,
    keepNames: true,
    platform: "node",
    target: "node24",
    format: "esm",
    legalComments: "none",
    outfile: join(folder, "index.js"),
  });
  const pkg = { name: HELLO, private: true, type: "module", main: "index.js" };
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(pkg)}\n`);
}

const execute = promisify(execFile);

async function importTime(name: string): Promise<number> {
  const url = pathToFileURL(join(DIST, name, "index.js")).href;
  const code = `const at = performance.now(); await import(${JSON.stringify(url)}); console.log(performance.now() - at); process.exit(0);`;
  const { stdout } = await execute(process.execPath, ["--input-type=module", "--eval", code], { env: ENV });
  return Number(stdout);
}

/** From the process's start until the real framework, with the bundle in it, accepts connections. */
async function listenTime(name: string): Promise<number> {
  const framework = dirname(createRequire(import.meta.url).resolve("@google-cloud/functions-framework"));
  const child = spawn(
    process.execPath,
    [
      // As the local stack starts it, on the loopback address only. Both preloads are in hello-world's number too.
      "--import",
      join(ROOT, "tools/local/child.ts"),
      "--import",
      join(import.meta.dirname, "imports/listening.ts"),
      join(framework, "main.js"),
      "--target=handler",
      `--source=${join(DIST, name)}`,
      `--port=${await freePort()}`,
    ],
    { env: ENV, stdio: ["pipe", "pipe", "inherit"] },
  );
  const exited = once(child, "exit");
  let printed = "";
  for await (const chunk of child.stdout) {
    printed += String(chunk);
    const [, ms] = /listening after ([\d.]+) ms/.exec(printed) ?? [];
    if (ms === undefined) continue;
    child.kill("SIGKILL");
    await exited;
    return Number(ms);
  }
  throw new Error(`${name} did not start: ${printed}`);
}
