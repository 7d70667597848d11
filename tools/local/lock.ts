import { execFileSync } from "node:child_process";
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";

/** A lock that is held by this process until `release`. */
export interface Lock {
  release(): void;
}

const ATTEMPTS_MAX = 10;

/**
 * Takes the lock file at `path`, or says which process has it. Two Belfries in one folder would overwrite each other's data, and the
 * first to stop would take the other's addresses away. The lock of a process that is gone is taken over.
 *
 * @param mark what the command line of a rightful holder contains: a pid is used again after a restart of the machine
 */
export function takeLock(path: string, mark: string): Lock | { readonly holder: number } {
  // Written aside and linked: a lock file is never seen half-written, and linking fails when there is one.
  const own = `${path}.${process.pid}`;
  writeFileSync(own, `${process.pid}\n`, { mode: 0o600 });
  try {
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
      if (linked(own, path)) return { release: () => holderOf(path) === process.pid && rmSync(path, { force: true }) };
      const holder = holderOf(path);
      if (holder !== undefined && isRunning(holder, mark)) return { holder };
      removeStale(path, holder);
    }
    throw new Error(`the lock ${path} can't be taken; remove it if no Belfry runs`);
  } finally {
    rmSync(own, { force: true });
  }
}

function linked(own: string, path: string): boolean {
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

/** The pid in a lock file; `undefined` when there is no such file or no pid in it. */
function holderOf(path: string): number | undefined {
  try {
    const pid = Number(readFileSync(path, "utf8"));
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** Moved before it is removed: another process may have found it stale too, and have put its own in its place since. */
function removeStale(path: string, holder: number | undefined): void {
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return;
    throw error;
  }
  if (holderOf(aside) !== holder) linked(aside, path);
  rmSync(aside, { force: true });
}

function isRunning(pid: number, mark: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, as somebody else.
    if (codeOf(error) !== "EPERM") return false;
  }
  try {
    return execFileSync("ps", ["-o", "args=", "-p", String(pid)], { encoding: "utf8" }).includes(mark);
  } catch {
    // No `ps` to ask: better one refusal too many than two in one folder.
    return true;
  }
}

const codeOf = (error: unknown): unknown => (error instanceof Error && "code" in error ? error.code : undefined);
