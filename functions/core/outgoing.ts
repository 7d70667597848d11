import { sha256Hex } from "./canonical.ts";

/**
 * Text that passed the egress gate (BF-01). The model adapter takes nothing else: a string does not compile, and an object
 * that merely looks like one fails at run time. Only `assistant/turn/gate.ts` may call {@link Outgoing.fromGate}, which the
 * architecture test checks.
 */
export class Outgoing {
  readonly #passed = true;
  readonly role: "user" | "assistant";
  readonly text: string;

  private constructor(role: "user" | "assistant", text: string) {
    this.role = role;
    this.text = text;
  }

  static fromGate(role: "user" | "assistant", text: string): Outgoing {
    return new Outgoing(role, text);
  }

  static is(value: unknown): value is Outgoing {
    return typeof value === "object" && value !== null && #passed in value && value.#passed;
  }
}

/** A request for a model as its exact bytes, prepared from {@link Outgoing} text and not sent yet. */
export class PreparedRequest {
  readonly #prepared = true;
  /** The request's body, as text in UTF-8. */
  readonly body: string;
  readonly sha256: string;
  readonly bytes: number;
  /** Names of the headers that go with it, in lower case. */
  readonly headers: readonly string[];

  private constructor(body: string, headers: readonly string[]) {
    this.body = body;
    this.headers = headers;
    this.sha256 = sha256Hex(body);
    this.bytes = Buffer.byteLength(body);
  }

  /** For model adapters: `build` gets messages that are proven to have passed the gate. */
  static from(
    messages: readonly Outgoing[],
    build: (messages: readonly Outgoing[]) => object,
    headers: readonly string[] = [],
  ): PreparedRequest {
    if (!messages.every(Outgoing.is)) throw new TypeError("a message did not pass the egress gate");
    return new PreparedRequest(JSON.stringify(build(messages)), headers);
  }

  static is(value: unknown): value is PreparedRequest {
    return typeof value === "object" && value !== null && #prepared in value && value.#prepared;
  }
}

/**
 * A request whose receipt is stored (BF-02): what a connection to a model is opened with, once. Only `assistant/turn/begin.ts` may
 * call {@link StoredReceipt.afterCommit}.
 */
export class StoredReceipt {
  readonly id: string;
  readonly request: PreparedRequest;
  #spent = false;

  private constructor(id: string, request: PreparedRequest) {
    this.id = id;
    this.request = request;
  }

  static afterCommit(id: string, request: PreparedRequest): StoredReceipt {
    if (!PreparedRequest.is(request)) throw new TypeError("not a prepared request");
    return new StoredReceipt(id, request);
  }

  /** One receipt, one attempt: a second one needs its own. */
  spend(): void {
    if (this.#spent) throw new Error("this receipt was used already");
    this.#spent = true;
  }
}
