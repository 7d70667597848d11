import type { Outgoing, PreparedRequest, StoredReceipt } from "../../core/outgoing.ts";

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

export interface Usage {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export type ModelEvent =
  | { readonly type: "text"; readonly text: string }
  /** A complete function call; `arguments` is JSON text as the model wrote it. */
  | { readonly type: "call"; readonly tool: string; readonly arguments: string }
  /** Always last. `truncated`: the stream ended without the provider saying that it was complete. */
  | { readonly type: "end"; readonly status: "completed" | "truncated"; readonly usage: Usage };

/** One interface for every provider (KB-02). */
export interface ModelAdapter {
  /** The exact bytes that {@link stream} will send. Deterministic: same request, same bytes. */
  prepare(request: ModelRequest): PreparedRequest;
  /**
   * Opens the connection and sends exactly the receipt's bytes, once, with no retry.
   * @throws Problem `model-unavailable`; an abort of `signal` ends the iteration with the signal's reason.
   */
  stream(receipt: StoredReceipt, signal: AbortSignal): AsyncIterable<ModelEvent>;
}
