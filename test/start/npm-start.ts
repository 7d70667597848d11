import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, vi } from "vitest";
import { ROOT } from "../../tools/root.ts";

export interface Running {
  readonly child: ChildProcess;
  readonly printed: () => string;
}

/** What `npm start` writes for programs, as far as tests want it. */
export interface StackFile {
  readonly url: string;
  readonly authUrl: string;
  readonly modelUrl: string;
  readonly firestoreHost: string;
  readonly projectId: string;
  readonly users: readonly {
    readonly email: string;
    readonly password: string;
    readonly tenant: string;
    readonly role: string;
  }[];
}

/** A folder of its own for `npm start`, and that command in it. */
export function npmStart(more: Readonly<Record<string, string>> = {}) {
  const folder = mkdtempSync(join(tmpdir(), "belfry-start-"));
  const env = { ...process.env, BELFRY_LOCAL: folder, OPENAI_API_KEY: "", ...more };
  function launch(...args: string[]): Running {
    const child = spawn(process.execPath, ["tools/local/start.ts", ...args], {
      cwd: ROOT,
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let text = "";
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
    return { child, printed: () => text };
  }
  async function start(...args: string[]): Promise<Running> {
    const running = launch(...args);
    await vi.waitFor(() => expect(running.printed()).toContain("Belfry is ready on"), {
      timeout: 120_000,
      interval: 100,
    });
    return running;
  }
  const stackFile = (): StackFile => JSON.parse(readFileSync(join(folder, "stack.json"), "utf8"));
  return { folder, env, launch, start, stackFile };
}

export async function exitOf({ child }: Running): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  return child.exitCode;
}

export async function stop(running: Running): Promise<void> {
  running.child.kill("SIGINT");
  await exitOf(running);
}

/** Processes whose command line names one of the marks, by their ids. */
export function processes(marks: readonly string[]): { readonly pid: number; readonly args: string }[] {
  return execFileSync("ps", ["-eo", "pid,args"], { encoding: "utf8" })
    .split("\n")
    .map((line) => /^\s*(\d+) (.*)$/.exec(line))
    .map((match) => ({ pid: Number(match?.[1]), args: match?.[2] ?? "" }))
    .filter(({ args }) => marks.some((mark) => args.includes(mark)) && !args.includes("ps -eo"));
}
