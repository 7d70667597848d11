import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { manifest } from "../manifest.ts";
import { ROOT } from "../root.ts";

/** What the Terraform root reads, and nothing else: the copy is made for every plan. */
const READ_BY_TERRAFORM = [
  "terraform",
  "functions/functions.json",
  "functions/privacy/sub-processors.json",
  "docs/playbooks",
  "firestore.rules",
  "firestore.indexes.json",
];

/** A manifest with every use and every caller. */
export const EVERY_USE = "terraform/tests/fixtures/every-use";

/**
 * A copy of what Terraform reads, in a folder that `dispose` removes. Builds are always placeholders (an archive's bytes are no
 * matter of a plan's), so that a plan neither needs `npm run build` nor differs from one machine to the next.
 */
export function stage(): { root: string; dispose: () => void } {
  const root = mkdtempSync(join(tmpdir(), "belfry-terraform-"));
  for (const path of READ_BY_TERRAFORM) {
    const from = join(ROOT, path);
    if (!existsSync(from)) continue;
    mkdirSync(dirname(join(root, path)), { recursive: true });
    cpSync(from, join(root, path), {
      recursive: true,
      filter: (source) => !/\.terraform(\.lock\.hcl)?$|\.tfstate/.test(source),
    });
  }
  placeholder(join(root, "firestore.rules"), "rules_version = '2';\n");
  placeholderBuild(root);
  for (const fixture of [EVERY_USE, "terraform/tests/fixtures/unknown-use"]) {
    for (const file of ["firestore.rules", "firestore.indexes.json"])
      cpSync(join(root, file), join(root, fixture, file));
    placeholderBuild(join(root, fixture));
  }
  return { root, dispose: () => rmSync(root, { recursive: true, force: true }) };
}

/** Writes `dist/` as `npm run build` would, with archives that hold only a function's name. */
function placeholderBuild(root: string): void {
  mkdirSync(join(root, "dist/functions"), { recursive: true });
  const functions: Record<string, { zip: string; sha256: string }> = {};
  for (const name of Object.keys(manifest(root))) {
    const zip = `functions/${name}.zip`;
    writeFileSync(join(root, "dist", zip), name);
    functions[name] = { zip, sha256: createHash("sha256").update(name).digest("hex") };
  }
  writeFileSync(join(root, "dist/manifest.json"), JSON.stringify({ functions }));
}

function placeholder(file: string, text: string): void {
  if (!existsSync(file)) writeFileSync(file, text);
}

/** How Terraform can be run here: with the registry's provider, with the offline stand-in, or not at all. */
export type Runner =
  | { readonly kind: "registry" }
  | { readonly kind: "offline"; readonly script: string }
  | { readonly kind: "none"; readonly why: string };

/** The version that the stand-in claims to be. Within `versions.tf`'s bounds. */
const OFFLINE_VERSION = "7.45.0";

let found: Runner | undefined;

/** Looks once. The stand-in comes first where `TFOFFLINE` names it: an explicit wish beats what the network happens to answer. */
export function findRunner(): Runner {
  found ??= look();
  return found;
}

function look(): Runner {
  const version = spawnSync("terraform", ["version"], { encoding: "utf8" });
  if (version.status !== 0 || !version.stdout.startsWith("Terraform v"))
    return { kind: "none", why: "no terraform on PATH" };
  const wished = process.env.TFOFFLINE;
  if (wished === undefined && registryAnswers()) return { kind: "registry" };
  for (const folder of [wished, join(ROOT, "../shared/terraform-offline")]) {
    if (folder !== undefined && existsSync(join(folder, "tfoffline.mjs")))
      return { kind: "offline", script: join(folder, "tfoffline.mjs") };
  }
  return { kind: "none", why: "the provider registry does not answer and there is no offline provider ($TFOFFLINE)" };
}

/** `init` of nothing but the provider; half a minute at most, because a network that drops packets says no slowly. */
function registryAnswers(): boolean {
  const probe = mkdtempSync(join(tmpdir(), "belfry-probe-"));
  try {
    cpSync(join(ROOT, "terraform/versions.tf"), join(probe, "versions.tf"));
    writeFileSync(
      join(probe, "override.tf"),
      'terraform {\n  backend "local" {}\n}\nvariable "project_id" {\n  default = "probe"\n}\nvariable "region" {\n  default = "europe-west1"\n}\n',
    );
    return (
      spawnSync("terraform", ["init", "-no-color", "-input=false"], { cwd: probe, timeout: 30_000, stdio: "ignore" })
        .status === 0
    );
  } finally {
    rmSync(probe, { recursive: true, force: true });
  }
}

export interface Outcome {
  readonly ok: boolean;
  readonly output: string;
}

/** Runs one Terraform command in `folder` of a staged copy. With `planJson`, a plan's JSON is written there. */
export async function terraform(
  runner: Runner,
  root: string,
  folder: string,
  args: readonly string[],
  planJson?: string,
): Promise<Outcome> {
  if (runner.kind === "none") throw new Error(runner.why);
  const cwd = join(root, folder);
  if (runner.kind === "offline") {
    const versions = ["--as", `google=${OFFLINE_VERSION}`, "--as", `google-beta=${OFFLINE_VERSION}`];
    const json = planJson === undefined ? [] : ["--plan-json", planJson];
    return run(
      process.execPath,
      [runner.script, ...versions, "--infra", cwd, "--root", root, ...json, "--", ...args],
      root,
    );
  }
  const init = await run("terraform", ["init", "-no-color", "-input=false", "-backend=false"], cwd);
  if (!init.ok || planJson === undefined) return init.ok ? run("terraform", args, cwd) : init;
  const plan = await run("terraform", [...args, "-out=plan.bin"], cwd);
  if (!plan.ok) return plan;
  const shown = await run("terraform", ["show", "-json", "plan.bin"], cwd);
  if (shown.ok) writeFileSync(planJson, shown.output);
  return shown.ok ? plan : shown;
}

function run(command: string, args: readonly string[], cwd: string): Promise<Outcome> {
  const env = { ...process.env, TF_IN_AUTOMATION: "1", TF_INPUT: "0", TFOFFLINE_MODULES: join(ROOT, "node_modules") };
  const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolveOutcome, reject) => {
    child.on("error", reject);
    child.on("close", (status) => resolveOutcome({ ok: status === 0, output: Buffer.concat(chunks).toString("utf8") }));
  });
}
