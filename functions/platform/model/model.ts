import type { Outgoing, PreparedRequest, StoredReceipt } from "../../core/outgoing.ts";
import type { Cut } from "./fault.ts";

/** A function that the model may propose to call. Static: no tenant data in names, descriptions or schemas. */
export interface ModelTool {
  readonly name: string;
  readonly description: string;
  /** JSON Schema in the providers' strict subset: all members required, absent ones `null`. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

export interface ModelRequest {
  readonly instructions: string;
  readonly messages: readonly Outgoing[];
  readonly tools: readonly ModelTool[];
  /** Keyed pseudonym of the user, for the provider's abuse control. */
  readonly safetyIdentifier: string;
}

/** Whole numbers from 0; what a provider says otherwise is 0. */
export interface Usage {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export const NO_USAGE: Usage = { inputTokens: 0, outputTokens: 0 };

export type ModelEvent =
  | { readonly type: "text"; readonly text: string }
  /** A complete function call; `arguments` is JSON text as the model wrote it. */
  | { readonly type: "call"; readonly tool: string; readonly arguments: string }
  /** Always last. `completed`: the provider's own terminal marker said so; otherwise `cut` says why the answer is not whole. */
  | { readonly type: "end"; readonly status: "completed"; readonly usage: Usage }
  | { readonly type: "end"; readonly status: "truncated"; readonly usage: Usage; readonly cut: Cut };

/** One interface for every provider (KB-02). */
export interface ModelAdapter {
  /** The exact bytes that {@link stream} will send, and the names of their headers. Deterministic: same request, same bytes. */
  prepare(request: ModelRequest): PreparedRequest;
  /**
   * Opens the connection and sends exactly the receipt's bytes, once, with no retry.
   * @throws Problem `model-unavailable`; an abort of `signal` ends the iteration with the signal's reason.
   */
  stream(receipt: StoredReceipt, signal: AbortSignal): AsyncIterable<ModelEvent>;
}

/** What differs from provider to provider: a serializer, a parser and where the key goes. Everything else is `adapter.ts`, for all of them. */
export interface Wire {
  /** Below the base address. */
  readonly path: string;
  /** The credentials, and what else its protocol demands beside the headers of every connection. The names do not depend on the key. */
  headers(apiKey: string): Readonly<Record<string, string>>;
  body(request: ModelRequest): object;
  /**
   * A parser of one answer: the data of an event in, what it means out. It is held to a schema: what comes out is as {@link ModelEvent} says,
   * whatever went in. @throws when it isn't what the protocol allows, ModelFault `MODEL_FAILED` when the model says that it failed.
   */
  reader(): (data: string) => readonly ModelEvent[];
}
