import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/**
 * A child that can't outlive its parent. Java does not notice that the process which started it is gone, so a shell
 * waits beside it on a pipe that only the parent holds open: however the parent ends, SIGKILL included, the pipe
 * closes and the child is killed. Both live in a process group of their own, so that Ctrl-C in the terminal reaches
 * the parent alone and it can still export the data before it stops the child.
 */
const WATCH = `
exec 3<&0
"$@" </dev/null 3<&- &
child=$!
{ read -r _ <&3; kill -9 "$child"; } 2>/dev/null &
watch=$!
wait "$child"; code=$?
kill "$watch" 2>/dev/null
exit "$code"`;

/** How many of the child's last output lines are kept for error messages. */
const OUTPUT_LINES_MAX = 40;

/** A running child with the end of what it printed. */
export interface GuardedProcess {
  readonly pid: number;
  /** The last lines it wrote, for error messages. */
  output(): string;
  /** Settles with the exit code when the child is gone, whoever ended it. */
  readonly exited: Promise<number | null>;
  /** Kills the child at once, as a crash would. */
  kill(): Promise<void>;
}

/** Starts `command` so that it dies with this process, and never receives the terminal's Ctrl-C itself. */
export function startGuarded(command: string, args: readonly string[]): GuardedProcess {
  const child = spawn("/bin/sh", ["-c", WATCH, "guard", command, ...args], {
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
  });
  const lines: string[] = [];
  const keep = (chunk: Buffer) => {
    lines.push(...chunk.toString("utf8").split("\n"));
    lines.splice(0, Math.max(0, lines.length - OUTPUT_LINES_MAX));
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  // The child may be gone before the parent's end of the pipe is: nothing is ever written there, so nothing is lost.
  child.stdin.on("error", () => {});
  const exited = exitOf(child);
  const pid = child.pid;
  if (pid === undefined) throw new Error(`could not start ${command}`);
  return {
    pid,
    output: () => lines.join("\n").trim(),
    exited,
    async kill() {
      killGroup(pid);
      await exited;
    },
  };
}

async function exitOf(child: ChildProcess): Promise<number | null> {
  await once(child, "exit");
  return child.exitCode;
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    // ESRCH: the whole group is gone already, which is what was wanted.
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
