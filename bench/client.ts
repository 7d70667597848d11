import { Client } from "../client/client.ts";
import type { Message } from "../client/messages.ts";

export interface Reply {
  readonly status: number;
  readonly etag: string;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: the walk and the rounds see JSON, not our types.
  readonly body: any;
}

/** A chat turn as its client lives through it: milliseconds since the request was made. */
export interface Turn {
  readonly sentMs: number;
  readonly firstTokenMs: number;
  readonly doneMs: number;
  readonly receiptId: string;
  /** Of the bytes that left for the model. */
  readonly sha256: string;
  readonly proposal: { readonly proposalId: string; readonly argumentsHash: string } | undefined;
}

/** A problem instead of an answer. */
export class Refused extends Error {
  readonly code: string;

  constructor(request: string, status: number, problem: { readonly code?: string }) {
    super(`${request}: ${status} ${JSON.stringify(problem)}`);
    this.code = problem.code ?? "";
  }
}

/** A member of the bench tenant. A refusal is thrown: a benchmark of refusals would measure nothing. */
export class Api {
  readonly #client: Client;

  constructor(url: string, token: string) {
    this.#client = new Client({ url, token: () => token });
  }

  /** @throws Refused unless the answer is a success. */
  async call(method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<Reply> {
    const answer = await this.#client.call(method, path, body, headers);
    if (answer.status >= 400) throw new Refused(`${method} ${path}`, answer.status, answer.body ?? {});
    return { ...answer, etag: answer.headers.get("etag") ?? "" };
  }

  async openConversation(projectId: string): Promise<string> {
    return (await this.call("POST", "/v1/assistant/conversations", { projectId })).body.id;
  }

  /** Sends a message and reads the stream to its end. `onToken` is told of each piece as it comes. */
  async turn(
    conversationId: string,
    text: string,
    idempotencyKey: string = crypto.randomUUID(),
    onToken: () => void = () => undefined,
  ): Promise<Turn> {
    const sentMs = performance.now();
    const answer = await this.#client.messages({ params: { conversationId }, body: { text }, idempotencyKey });
    if (!answer.ok) throw new Refused("assistant.messages.send", answer.status, answer.body);
    const seen: { [E in Message["event"]]?: Extract<Message, { event: E }>["data"] } = {};
    let firstTokenMs = 0;
    for await (const { event, data } of answer.events) {
      Object.assign(seen, { [event]: data });
      if (event !== "delta") continue;
      if (firstTokenMs === 0) firstTokenMs = performance.now() - sentMs;
      onToken();
    }
    const doneMs = performance.now() - sentMs;
    const { receipt, proposal } = seen;
    if (seen.done?.status !== "completed" || firstTokenMs === 0 || receipt === undefined)
      throw new Error(`a turn did not complete: ${JSON.stringify(seen)}`);
    const { receiptId, sha256 } = receipt;
    return { sentMs, firstTokenMs, doneMs, receiptId, sha256, proposal };
  }
}
