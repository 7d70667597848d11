/** What can be wrong with a model's answer, in words of our own: the log knows these and nothing of what the model said. */
export const MODEL_FAULTS = [
  /** No answer at all within the time for silence. */
  "MODEL_SILENT",
  /** Not `200`. */
  "MODEL_STATUS",
  /** Not `text/event-stream`. */
  "MODEL_CONTENT_TYPE",
  /** Compressed, though `identity` was asked for. */
  "MODEL_ENCODING",
  /** Not what its protocol allows. */
  "MODEL_PROTOCOL",
  /** The model says itself that it failed. */
  "MODEL_FAILED",
] as const;

/** The model did not answer properly. Holds no text of the provider's: neither its message nor its error code. */
export class ModelFault extends Error {
  override readonly name = "ModelFault";
  readonly code: (typeof MODEL_FAULTS)[number];
  /** The HTTP status, where that is the fault. */
  readonly status: number | undefined;

  constructor(code: (typeof MODEL_FAULTS)[number], status?: number) {
    super(code);
    this.code = code;
    this.status = status;
  }
}

/** Why an answer is not whole: it was ended by its model, its host or the network, or ran into one of our bounds. */
export type Cut =
  | "model"
  | "closed"
  | "reset"
  | "bytes"
  | "line"
  | "events"
  | "calls"
  | "arguments"
  | "silence"
  | "time";

/** Thrown where a bound is met, and caught by the reader: what was said until then stays. */
export class CutShort extends Error {
  readonly reason: Cut;

  constructor(reason: Cut) {
    super(reason);
    this.reason = reason;
  }
}
