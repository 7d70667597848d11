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
  /** A span that the anonymising processor let through. */
  span(span: object): void;
}

/**
 * Structured lines for Cloud Logging on standard output (`severity` and `message` are its field names).
 * `message` is a constant of the program, never data.
 */
export function createLog(write: (line: string) => void = (line) => process.stdout.write(`${line}\n`)): Log {
  return {
    span: (span) => write(JSON.stringify({ severity: "DEBUG", message: "span", span })),
    write(severity, message, fields = {}) {
      const { cause, ...rest } = fields;
      const line = (described: object) => write(JSON.stringify({ severity, message, ...rest, ...described }));
      if (cause === undefined) return line({});
      // The engine is loaded by the first error only: it is the larger part of what most functions would otherwise load.
      import("../redaction/index.ts").then(
        ({ createEngine, redactForLog }) => {
          const engine = createEngine();
          line({ cause: describe(cause, (text) => redactForLog(engine, text)) });
        },
        () => line({ cause: { name: "[REDACTED]" } }),
      );
    },
  };
}

/**
 * An error as logs may see it: names and codes of the chain of causes and where it was thrown. Messages are left out: vendors
 * put request data into theirs. What remains is redacted all the same.
 */
function describe(cause: unknown, redact: (text: string) => string, depth = 0): object {
  if (!(cause instanceof Error)) return { name: typeof cause };
  const code =
    "code" in cause && (typeof cause.code === "string" || typeof cause.code === "number") ? cause.code : undefined;
  const frame = cause.stack?.split("\n").find((line) => line.trimStart().startsWith("at "));
  return {
    name: redact(cause.name),
    ...(code === undefined ? {} : { code: typeof code === "string" ? redact(code) : code }),
    ...(frame === undefined ? {} : { at: frame.trim().replace(/\(?(?:file:\/\/)?\/.*\/([^/]+)\)?$/, "$1") }),
    ...(cause.cause === undefined || depth >= 3 ? {} : { cause: describe(cause.cause, redact, depth + 1) }),
  };
}
