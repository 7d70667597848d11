import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { ROOT } from "../../tools/root.ts";

/** Not execFileSync: meanwhile servers close idle connections, and this process must hear of it. */
const execute = promisify(execFile);
const FOLDER = join(ROOT, "test/clients");
const LOCK = join(FOLDER, "package-lock.json");
/** Inside, so that deleting the folder forgets it. */
const INSTALLED = join(FOLDER, "node_modules/.belfry-lock.json");

/** Others' tools, which only these tests need: 130 MB that the product's own install goes without. */
export async function install(): Promise<void> {
  if (existsSync(INSTALLED) && readFileSync(INSTALLED, "utf8") === readFileSync(LOCK, "utf8")) return;
  const options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  await execute("npm", ["ci", "--prefix", FOLDER, ...options]);
  writeFileSync(INSTALLED, readFileSync(LOCK));
}

/** Where generated code and the document lie, new for each run. */
export function generated(): string {
  const folder = join(FOLDER, "generated");
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Runs a program of this folder with this very Node. @returns what it printed. */
export async function run(program: string, ...args: string[]): Promise<string> {
  return (await execute(process.execPath, [join(FOLDER, program), ...args], { cwd: FOLDER })).stdout;
}

/** Compiles a project of this folder with the product's own compiler. @returns what it complains of. */
export async function complaints(project: string): Promise<string> {
  const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
  return execute(process.execPath, [tsc, "-p", join(FOLDER, project)]).then(
    ({ stdout }) => stdout,
    (error: { stdout: string; message: string }) => error.stdout || error.message,
  );
}
