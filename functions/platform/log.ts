import { knownCode, knownName, knownStatus } from "./error-words.ts";

/** What a log line may hold. Free text is not in the list: a user's input has no field to go to. */
export interface LogFields {
  readonly requestId?: string;
  readonly operation?: string;
  readonly tenant?: string;
  readonly status?: number;
  readonly code?: string;
  readonly durationMs?: number;
  readonly count?: number;
  /** An error: only words of closed lists are written of it, see {@link describe}. */
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
      const described = cause === undefined ? {} : { cause: describe(cause) };
      write(JSON.stringify({ severity, message, ...rest, ...described }));
    },
  };
}

const CAUSES_MAX = 4;

/**
 * An error as logs may see it: names and codes of the chain of causes, each from a closed list (`error-words.ts`), and where it was thrown.
 * Messages are left out, and so are codes and names that nobody here wrote down: vendors put request data into theirs.
 */
function describe(cause: unknown, depth = 1): object {
  if (!(cause instanceof Error)) return { name: typeof cause };
  const code = knownCode("code" in cause ? cause.code : undefined);
  const status = knownStatus("status" in cause ? cause.status : undefined);
  const at = placeOf(cause);
  return {
    name: knownName(cause.name),
    ...(code === undefined ? {} : { code }),
    ...(status === undefined ? {} : { status }),
    ...(at === undefined ? {} : { at }),
    ...(cause.cause === undefined || depth >= CAUSES_MAX ? {} : { cause: describe(cause.cause, depth + 1) }),
  };
}

const FRAME =
  /^ +at (?:((?:async |new )?[\w$.<>#]{1,80})(?: \[as [\w$.]{1,80}\])? \()?[^\n()]*?([\w.-]{1,80}:\d{1,7}:\d{1,7})\)?$/;

/**
 * Function, file and line of an error's first frame that has a file. The stack begins with the message, which may look like frames:
 * what follows exactly the message counts, or nothing.
 */
function placeOf({ stack, message }: Error): string | undefined {
  if (typeof stack !== "string" || typeof message !== "string") return undefined;
  const start = message === "" ? stack.indexOf("\n") : stack.indexOf(message);
  const header = message === "" ? /^[\w$.]{1,64}$/ : /^(?:[\w$.]{1,64}(?: \[\w{1,64}\])?: )?$/;
  if (start < 0 || !header.test(stack.slice(0, start))) return undefined;
  for (const line of stack.slice(start + message.length + 1).split("\n")) {
    const [, name, file] = FRAME.exec(line) ?? [];
    if (file !== undefined) return name === undefined ? file : `${name} (${file})`;
  }
  return undefined;
}
