/**
 * Every kind of thing that is replaced. PRIVATE is what the user or the organisation chose to hide. LITERAL is text the user typed that
 * merely looks like one of our placeholders: it becomes a placeholder itself, so that it can never resolve to somebody's data.
 */
export const ENTITY_TYPES = [
  "PERSON",
  "EMAIL",
  "PHONE",
  "ADDRESS",
  "DATE_OF_BIRTH",
  "IBAN",
  "BIC",
  "CARD",
  "NATIONAL_ID",
  "PASSPORT",
  "DRIVER_LICENSE",
  "LICENSE_PLATE",
  "VAT",
  "COMPANY_ID",
  "IP",
  "MAC",
  "IMEI",
  "GEO",
  "URL",
  "USERNAME",
  "PASSWORD",
  "SECRET",
  "PRIVATE",
  "LITERAL",
] as const;

export type EntityType = (typeof ENTITY_TYPES)[number];

/** A found piece of personal data or a secret. Offsets are UTF-16 code units of the text given, `end` exclusive; confidence is 0 to 1. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly type: EntityType;
  readonly detector: string;
  readonly confidence: number;
  /** It covers something that no choice lets go in clear, whatever type names the whole. */
  readonly isFirm?: boolean;
}

export type RedactionFailure = "detector-threw" | "over-budget" | "detector-missing" | "bad-finding";

/**
 * The engine could not vouch for a text, so nothing of it may leave or be logged.
 * Neither message nor cause holds input text: a detector's own error is reduced to its class name.
 */
export class RedactionFailed extends Error {
  readonly reason: RedactionFailure;
  readonly detector: string;
  /** The gRPC status of a service that was asked: a number, which a log may hold. */
  readonly code: number | undefined;

  constructor(reason: RedactionFailure, detector: string, errorClass?: string, code?: number) {
    super(`redaction failed: ${reason} (${detector})`, errorClass === undefined ? undefined : { cause: errorClass });
    this.name = "RedactionFailed";
    this.reason = reason;
    this.detector = detector;
    this.code = code;
  }
}

/** Where detectors report to. Offsets are those of the normalised text. */
export type Emit = (start: number, end: number, type: EntityType, confidence: number) => void;

/** Counts work, and throws {@link RedactionFailed} `over-budget` once the time is spent. Call `spend` inside every loop. */
export interface Budget {
  /** @param units roughly characters looked at; the clock is read every few thousand. */
  spend(units: number): void;
}

/** What every detector sees: one normalised text, one tokenisation, one budget. */
export interface Source {
  readonly text: string;
  readonly tokens: Tokens;
  readonly budget: Budget;
}

/** Words and numbers of the normalised text in order, one slot each up to `count`; see tokens.ts and cues.ts for the codes. */
export interface Tokens {
  readonly count: number;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** Case-folded, 32 bits. */
  readonly hashes: Uint32Array;
  readonly kinds: Uint8Array;
  /** What each word announces, bits of CUE. */
  readonly cues: Int32Array;
  /** Tokens that hold a digit. */
  readonly numeric: readonly number[];
  /** Digits from a numeric token on, through every number and short letter group that follows within a few signs; 255 at most. */
  readonly reach: Uint8Array;
  /** Tokens that announce something. */
  readonly cued: readonly number[];
  /** Offset pairs of long runs of key-like characters. */
  readonly runs: readonly number[];
}

/** One family of rules. Must be pure, linear in the text's length, and must spend the budget as it goes. */
export interface Detector {
  readonly name: string;
  readonly find: (source: Source, emit: Emit) => void;
}

export interface Engine {
  /**
   * Finds everything personal or secret in a text.
   * @param before what has left already: a value that begins there and goes on in the text is found too
   * @returns spans of `text` in order, never overlapping
   * @throws {RedactionFailed} rather than return a partial answer
   */
  detect(text: string, before?: string): readonly Span[];
}
