/** The one table of errors: code → HTTP status and title (RFC 9457). A status is never chosen anywhere else. */
export const PROBLEMS = {
  unauthenticated: { status: 401, title: "Sign in again" },
  forbidden: { status: 403, title: "Not allowed" },
  "not-found": { status: 404, title: "Not found" },
  "method-not-allowed": { status: 405, title: "Method not allowed" },
  conflict: { status: 409, title: "Conflict with the current state" },
  "precondition-failed": { status: 412, title: "The resource has changed" },
  "too-large": { status: 413, title: "Request too large" },
  "unsupported-media-type": { status: 415, title: "Unsupported media type" },
  invalid: { status: 422, title: "Invalid request" },
  "idempotency-conflict": { status: 422, title: "Idempotency key used for another request" },
  "consent-missing": { status: 428, title: "Consent is missing" },
  "rate-limited": { status: 429, title: "Too many requests" },
  internal: { status: 500, title: "Internal error" },
  "data-damaged": { status: 500, title: "Stored data is damaged or was changed" },
  "model-unavailable": { status: 502, title: "The model is unavailable" },
  "redaction-failed": { status: 503, title: "Redaction failed, so nothing was sent" },
  "vault-unavailable": { status: 503, title: "The key service is unavailable" },
  "identity-unavailable": { status: 503, title: "Sign-in can't be checked now" },
  "storage-unavailable": { status: 503, title: "Storage is unavailable" },
  unavailable: { status: 503, title: "The service is unavailable" },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof PROBLEMS;

/** One field's fault. `pointer` is an RFC 6901 JSON Pointer into the body, or `query:name`, `header:name`, `path:name`. */
export interface FieldError {
  readonly pointer: string;
  readonly message: string;
}

/** A refused limit, for the `RateLimit` headers. Times in whole seconds. */
export interface Quota {
  readonly policy: string;
  readonly limit: number;
  readonly windowSeconds: number;
  readonly remaining: number;
  readonly resetSeconds: number;
}

export interface ProblemOptions {
  /** Public. Says what to do next; never quotes the caller's input. */
  readonly detail: string;
  /** For logs only, through the log's allow-list. */
  readonly cause?: unknown;
  readonly errors?: readonly FieldError[];
  readonly quota?: Quota;
  /** Of a 401: what is wrong with the token, for `WWW-Authenticate`. Absent: there was none. */
  readonly token?: "invalid" | "expired" | "ended";
  /** `Allow` of a 405. */
  readonly allow?: readonly string[];
}

/** The only error type that crosses a module's border on purpose. Anything else answers 500 `internal`. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly code: ProblemCode;
  readonly options: ProblemOptions;

  constructor(code: ProblemCode, options: ProblemOptions) {
    super(`${code}: ${options.detail}`, { cause: options.cause });
    this.code = code;
    this.options = options;
  }

  get status(): number {
    return PROBLEMS[this.code].status;
  }
}

export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ProblemCode;
  readonly detail: string;
  readonly instance: string;
  readonly errors?: readonly FieldError[];
}

/** The wire form (`application/problem+json`), also sent as the `problem` event of a stream. */
export function problemDocument(problem: Problem, requestId: string): ProblemDocument {
  const { errors, detail } = problem.options;
  return {
    type: `urn:belfry:problem:${problem.code}`,
    title: PROBLEMS[problem.code].title,
    status: problem.status,
    code: problem.code,
    detail,
    instance: `urn:belfry:request:${requestId}`,
    ...(errors === undefined ? {} : { errors }),
  };
}
