import { createEngine, redactForLog } from "../core/redaction/index.ts";

/** What a log line may hold. Free text is not in the list: a user's input has no field to go to. */
export interface LogFields {
  readonly requestId?: string;
  readonly operation?: string;
  readonly tenant?: string;
  readonly status?: number;
  readonly code?: string;
  readonly durationMs?: number;
  readonly count?: number;
  /** An error: only its name, its code and its redacted message are written, see {@link describe}. */
  readonly cause?: unknown;
}

export type Severity = "DEBUG" | "INFO" | "WARNING" | "ERROR";

export interface Log {
  write(severity: Severity, message: string, fields?: LogFields): void;
}

/**
 * Structured lines for Cloud Logging on standard output (`severity` and `message` are its field names).
 * `message` is a constant of the program, never data.
 */
export function createLog(write: (line: string) => void = (line) => process.stdout.write(`${line}\n`)): Log {
  return {
    write(severity, message, fields = {}) {
      const { cause, ...rest } = fields;
      write(JSON.stringify({ severity, message, ...rest, ...(cause === undefined ? {} : { cause: describe(cause) }) }));
    },
  };
}

let engine: ReturnType<typeof createEngine> | undefined;

/**
 * An error as logs may see it: names and codes of the chain of causes and where it was thrown. Messages are left out unless
 * the error is ours to vouch for: vendors put request data into theirs. What remains is redacted all the same.
 */
function describe(cause: unknown, depth = 0): unknown {
  if (!(cause instanceof Error)) return { name: typeof cause };
  engine ??= createEngine();
  const code = "code" in cause && (typeof cause.code === "string" || typeof cause.code === "number") ? cause.code : undefined;
  const frame = cause.stack?.split("\n").find((line) => line.trimStart().startsWith("at "));
  return {
    name: redactForLog(engine, cause.name),
    ...(code === undefined ? {} : { code: typeof code === "string" ? redactForLog(engine, code) : code }),
    ...(frame === undefined ? {} : { at: frame.trim().replace(/\(?(?:file:\/\/)?\/.*\/([^/]+)\)?$/, "$1") }),
    ...(cause.cause === undefined || depth >= 3 ? {} : { cause: describe(cause.cause, depth + 1) }),
  };
}
