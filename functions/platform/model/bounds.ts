/** Output that a model is asked not to exceed. The bounds below are multiples of it. */
export const OUTPUT_TOKENS_MAX = 2_000;

/** What one answer may cost, whatever its model sends. */
export interface Bounds {
  /** On the wire. An event of one token takes 250 to 500 bytes, so a whole answer about 1 MB. */
  readonly bytes: number;
  /** Of one event, in UTF-16 code units: the last one repeats the whole answer, instructions and tools (about 60,000). */
  readonly lineChars: number;
  /** One a token and a few dozen around them. */
  readonly events: number;
  /** One is used, and one was asked for (`parallel_tool_calls: false`). */
  readonly calls: number;
  /** Of all calls together, in UTF-16 code units: a proposal has at most 10,000. */
  readonly argumentChars: number;
  /** From the request to the end: a reader waits no longer, and the function's own timeout is 300 s. */
  readonly totalMs: number;
  /** Waited for the next bytes; time in which our own reader was slow does not count. */
  readonly silenceMs: number;
}

export const BOUNDS: Bounds = {
  bytes: OUTPUT_TOKENS_MAX * 2_048,
  lineChars: 256 * 1_024,
  events: OUTPUT_TOKENS_MAX * 5,
  calls: 8,
  argumentChars: 64_000,
  totalMs: 120_000,
  silenceMs: 30_000,
};
