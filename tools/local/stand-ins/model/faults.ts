import { z } from "zod";

/** Each is a stream as the standard allows it, and parsers have been wrong about every one. */
export const FRAMINGS = ["crlf", "cr", "bom", "multi-line", "split"] as const;

const faultSchema = z.strictObject({
  kind: z.enum([
    /** The connection is destroyed before a single byte of the answer. */
    "cut-before-first",
    /** The connection is destroyed after `n` events. */
    "cut-after-events",
    /** The stream ends in good order after `n` events, without a terminal event: the SDK notices nothing. */
    "end-after-events",
    /** `n` events, then silence, until the client leaves. With 0, not even the status line. */
    "hang",
    /** Every event comes `delayMs` later. */
    "slow",
    /** After `n` events, data that is not JSON. */
    "garbage",
    /** The terminal event is `response.incomplete`, half way through the answer. */
    "incomplete",
    /** The terminal event is `response.failed`. */
    "failed",
    /** Says `text` to the letter, in deltas of `chunk` UTF-16 units, and calls `propose_brief` with `arguments` if there are any. */
    "say",
    /** An HTTP error with `status` and OpenAI's error body, its code being `code`. */
    "status",
    /** The connection is reset after `n` events: no orderly end, not even of TCP. */
    "reset-after-events",
    /** After `n` events half of the next one's line, then the stream ends in good order. */
    "half-line",
    /** Everything, but the terminal event's blank line is missing. */
    "no-blank-line",
    /** After `n` events one of type `error`, with `code`. */
    "error-event",
    /** The answer is complete, under `contentType`. */
    "content-type",
    /** The terminal event's usage is `usage`. */
    "usage",
    /** A whole answer, framed as `framing`. */
    "framing",
    /** `n` function calls, 20,000 by default. */
    "calls",
    /** `n` words, without an end by default. */
    "deltas",
    /** `n` comments, without an end by default. */
    "comments",
    /** One event of `bytes`, 300 MB by default. */
    "long-line",
    /** A compressed answer that nobody asked for: `bytes` when inflated, 2 GiB by default. */
    "gzip-bomb",
  ]),
  n: z.number().int().min(0).default(0),
  bytes: z.number().int().min(0).default(0),
  code: z.string().nullable().default(null),
  contentType: z.string().default("text/html"),
  usage: z.unknown().optional(),
  framing: z.enum(FRAMINGS).default("crlf"),
  status: z.number().int().min(400).max(599).default(500),
  delayMs: z.number().min(0).default(1000),
  text: z.string().default(""),
  chunk: z.number().int().min(1).default(5),
  arguments: z.string().optional(),
  /** How many requests it applies to; 0 = every one until cleared. */
  times: z.number().int().min(0).default(1),
});

/** A fault as it is asked for; everything but `kind` has a default. */
export type FaultRequest = z.input<typeof faultSchema>;
/** A fault with everything filled in. */
export type Fault = z.output<typeof faultSchema>;

/** The faults that wait for a request, first come first served. */
export interface FaultQueue {
  /** @throws ZodError when it is no fault */
  add(fault: unknown): void;
  /** The fault for the next request, if any. */
  take(): Fault | undefined;
  clear(): void;
}

/** An empty queue. */
export function faultQueue(): FaultQueue {
  const waiting: Fault[] = [];
  return {
    add: (fault) => void waiting.push(faultSchema.parse(fault)),
    take() {
      const [fault] = waiting;
      if (fault !== undefined && fault.times > 0 && --fault.times === 0) waiting.shift();
      return fault;
    },
    clear: () => void waiting.splice(0),
  };
}
