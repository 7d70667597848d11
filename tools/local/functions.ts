import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { FunctionSpec } from "../manifest.ts";
import { ROOT } from "../root.ts";
import { LOOPBACK } from "./stand-ins/ports.ts";

export interface RunningFunction {
  readonly name: string;
  readonly url: string;
  readonly pid: number;
  /** SIGTERM, as Cloud Run sends it; resolves with the exit code once it has drained. */
  stop(): Promise<number | null>;
}

export interface RunOptions {
  readonly env: Readonly<Record<string, string>>;
  /** Every line it prints. */
  readonly onLine: (name: string, line: string) => void;
  /** Run the built bundle instead of the source. */
  readonly source?: string;
}

/** Runs one function under the real functions-framework, on a port of its own, and waits until it answers. */
export async function runFunction(name: string, spec: FunctionSpec, options: RunOptions): Promise<RunningFunction> {
  const framework = join(
    dirname(createRequire(import.meta.url).resolve("@google-cloud/functions-framework")),
    "main.js",
  );
  const child = spawn(
    process.execPath,
    [
      "--import",
      join(ROOT, "tools/local/child.ts"),
      framework,
      "--target=handler",
      `--source=${options.source ?? join(ROOT, "functions", spec.entry)}`,
      "--port=0",
    ],
    // Only what is given: nothing of the developer's own environment reaches a function.
    { env: { PATH: process.env.PATH, NODE_ENV: "production", ...options.env }, stdio: ["pipe", "pipe", "pipe", "ipc"] },
  );
  const exited = once(child, "exit");
  child.stdin?.on("error", () => undefined);
  const printed: string[] = [];
  lines(child, (line) => {
    printed.push(line);
    printed.splice(0, printed.length - LAST_LINES);
    options.onLine(name, line);
  });
  const url = await answering(child);
  if (url === undefined) {
    child.kill("SIGKILL");
    throw new Error([`the function ${name} did not start`, ...printed].join("\n"));
  }
  return {
    name,
    url,
    pid: child.pid ?? 0,
    async stop() {
      child.kill("SIGTERM");
      await exited;
      return child.exitCode;
    },
  };
}

function lines(child: ChildProcess, onLine: (line: string) => void): void {
  for (const stream of [child.stdout, child.stderr]) {
    let rest = "";
    stream?.setEncoding("utf8").on("data", (chunk: string) => {
      const parts = (rest + chunk).split("\n");
      rest = parts.pop() ?? "";
      for (const line of parts) if (line !== "") onLine(line);
    });
  }
}

/** Of what a function printed, for the error when it does not start. */
const LAST_LINES = 10;
/** Some seconds on an idle machine. */
const READY_MS = 90_000;

/** Where the function answers (tools/local/child.ts tells the port); undefined when it ended or the time did. */
async function answering(child: ChildProcess): Promise<string | undefined> {
  let port: number | undefined;
  child.once("message", (told: { port: number }) => {
    port = told.port;
    child.disconnect();
  });
  const until = Date.now() + READY_MS;
  while (Date.now() < until && child.exitCode === null && child.signalCode === null) {
    const url = `http://${LOOPBACK}:${port}`;
    try {
      if (port !== undefined) {
        await fetch(`${url}/ready`, { signal: AbortSignal.timeout(1000) });
        return url;
      }
    } catch {
      // It listens, and is busy with something else.
    }
    await new Promise((wait) => setTimeout(wait, 50));
  }
  return undefined;
}
