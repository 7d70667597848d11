/** A member of the bench tenant, with nothing but HTTP. */
export interface Reply {
  readonly status: number;
  readonly etag: string;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a client of the HTTP API sees JSON, not our types.
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

  constructor(request: string, status: number, text: string) {
    super(`${request}: ${status} ${text}`);
    this.code = /"code":"([a-z-]+)"/.exec(text)?.[1] ?? "";
  }
}

export class Api {
  readonly #url: string;
  readonly #headers: Record<string, string>;

  constructor(url: string, token: string) {
    this.#url = url;
    this.#headers = { authorization: `Bearer ${token}` };
  }

  /** @throws Refused unless the answer is a success: a benchmark of refusals would measure nothing. */
  async call(method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<Reply> {
    const response = await this.#send(method, path, body, {
      ...(method === "POST" ? { "idempotency-key": crypto.randomUUID() } : {}),
      ...headers,
    });
    const text = await response.text();
    const isJson = /^application\/json/.test(response.headers.get("content-type") ?? "");
    return {
      status: response.status,
      etag: response.headers.get("etag") ?? "",
      text,
      body: isJson ? JSON.parse(text) : undefined,
    };
  }

  async openConversation(projectId: string): Promise<string> {
    return (await this.call("POST", "/v1/assistant/conversations", { projectId })).body.id;
  }

  /** Sends a message and reads the stream to its end. `onToken` is told of each piece as it comes. */
  async turn(
    conversationId: string,
    text: string,
    headers: Record<string, string> = {},
    onToken: () => void = () => undefined,
  ): Promise<Turn> {
    const sentMs = performance.now();
    const path = `/v1/assistant/conversations/${conversationId}/messages`;
    const response = await this.#send("POST", path, { text }, headers);
    const decoder = new TextDecoder();
    let seen = "";
    let firstTokenMs = 0;
    for await (const chunk of response.body ?? []) {
      seen += decoder.decode(chunk, { stream: true });
      if (!seen.includes("event: delta")) continue;
      if (firstTokenMs === 0) firstTokenMs = performance.now() - sentMs;
      onToken();
    }
    const doneMs = performance.now() - sentMs;
    const data = (event: string) =>
      JSON.parse(new RegExp(`^event: ${event}\ndata: (.*)$`, "m").exec(seen)?.[1] ?? "null");
    if (data("done")?.status !== "completed" || firstTokenMs === 0) throw new Error(`a turn did not complete: ${seen}`);
    const { receiptId, sha256 } = data("receipt");
    return { sentMs, firstTokenMs, doneMs, receiptId, sha256, proposal: data("proposal") ?? undefined };
  }

  async #send(method: string, path: string, body: object | undefined, headers: Record<string, string>) {
    const response = await fetch(`${this.#url}${path}`, {
      method,
      headers: {
        ...this.#headers,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Refused(`${method} ${path}`, response.status, await response.text());
    return response;
  }
}
