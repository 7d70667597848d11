/**
 * `npm run build` (`-- --local-model`): one ESM bundle per function of the manifest, each with its own minimal package.json, as a deterministic zip.
 * Building twice gives identical bytes, so only a function whose code changed gets a new object name and is deployed again.
 */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "esbuild";
import { manifest } from "../manifest.ts";
import { ROOT } from "../root.ts";
import { zip } from "./zip.ts";

const DIST = join(ROOT, "dist");
/** Exactly the version that the tests ran with. */
const FRAMEWORK: string = JSON.parse(
  readFileSync(join(ROOT, "node_modules/@google-cloud/functions-framework/package.json"), "utf8"),
).version;

/** Google's clients are CommonJS inside: what they expect of it must exist in an ES module. */
const BANNER = `import { createRequire as belfryRequire } from "node:module"; import { fileURLToPath as belfryPath } from "node:url"; import { dirname as belfryDirname } from "node:path";
const require = belfryRequire(import.meta.url); const __filename = belfryPath(import.meta.url); const __dirname = belfryDirname(__filename);`;

export interface Built {
  readonly zip: string;
  readonly sha256: string;
  readonly bundleBytes: number;
}

/** What runs a deployment's own model (docs/redaction.md): 148 MB, so only where it is asked for. */
const RUNTIME = "onnxruntime-web";
const RUNTIME_VERSION: string = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")).devDependencies[RUNTIME];

/**
 * Builds every function. @returns what `dist/manifest.json` says.
 * @param options.localModel lets the function that uses second opinions have a model of its own
 */
export async function buildAll({ localModel = false } = {}): Promise<Readonly<Record<string, Built>>> {
  rmSync(join(DIST, "functions"), { recursive: true, force: true });
  const functions: Record<string, Built> = {};
  for (const [name, spec] of Object.entries(manifest())) {
    const folder = join(DIST, "functions", name);
    mkdirSync(folder, { recursive: true });
    const result = await build({
      entryPoints: [join(ROOT, "functions", spec.entry)],
      absWorkingDir: ROOT,
      bundle: true,
      minify: true,
      keepNames: true,
      platform: "node",
      target: "node24",
      format: "esm",
      external: [RUNTIME],
      // What is loaded only when it is needed (the redaction engine, by the first error that is logged) stays a file of its own.
      splitting: true,
      outdir: folder,
      entryNames: "index",
      chunkNames: "chunk-[hash]",
      banner: { js: BANNER },
      legalComments: "none",
      write: false,
      logLevel: "warning",
    });
    const code = Object.fromEntries(
      result.outputFiles.map(({ path, contents }) => [basename(path), Buffer.from(contents)]),
    );
    // The framework is the runtime's: the bundle does not import it, the buildpack starts it.
    const pkg = {
      name: `belfry-${name}`,
      private: true,
      type: "module",
      main: "index.js",
      engines: { node: "24" },
      dependencies: {
        "@google-cloud/functions-framework": FRAMEWORK,
        ...(localModel && spec.uses.includes("opinion") ? { [RUNTIME]: RUNTIME_VERSION } : {}),
      },
    };
    const files = { ...code, "package.json": Buffer.from(`${JSON.stringify(pkg, null, 2)}\n`) };
    for (const [file, bytes] of Object.entries(files)) writeFileSync(join(folder, file), bytes);
    const archive = zip(files);
    writeFileSync(join(DIST, "functions", `${name}.zip`), archive);
    functions[name] = {
      zip: `functions/${name}.zip`,
      sha256: createHash("sha256").update(archive).digest("hex"),
      bundleBytes: Object.values(code).reduce((sum, bytes) => sum + bytes.length, 0),
    };
  }
  writeFileSync(join(DIST, "manifest.json"), `${JSON.stringify({ functions }, null, 2)}\n`);
  return functions;
}

if (import.meta.main) {
  for (const [name, { bundleBytes, sha256 }] of Object.entries(
    await buildAll({ localModel: process.argv.includes("--local-model") }),
  ))
    console.log(`${name.padEnd(12)} ${String(Math.round(bundleBytes / 1024)).padStart(6)} KiB  ${sha256.slice(0, 16)}`);
}
