/** The client of Belfry's HTTP API: typed by the contract, without dependencies, for Node and browsers alike. */
import { type Contract, type Problem, ROUTES } from "./contract.generated.ts";
import { type Message, readMessages } from "./messages.ts";

export type Operation = keyof Contract;
/** Operations whose success is a stream of events: {@link Client.messages}. */
type Streaming = { [O in Operation]: (typeof ROUTES)[O] extends { streams: true } ? O : never }[Operation];
/** Present where the contract has it, and then obligatory unless every part of it is optional. */
type Part<Name extends string, T> = T extends undefined
  ? unknown
  : { [K in keyof T]?: T[K] } extends T
    ? { readonly [N in Name]?: T }
    : { readonly [N in Name]: T };
type KeyOf<O extends Operation> = (typeof ROUTES)[O] extends { idempotencyKey: infer K } ? K : undefined;

/** What a request of an operation takes. */
export type Input<O extends Operation> = Part<"params", Contract[O]["params"]> &
  Part<"query", Contract[O]["query"]> &
  Part<"body", Contract[O]["body"]> &
  ((typeof ROUTES)[O] extends { streams: true } ? { readonly lastEventId?: string } : unknown) &
  ((typeof ROUTES)[O] extends { ifMatch: infer M }
    ? M extends "required"
      ? { readonly ifMatch: string }
      : { readonly ifMatch?: string }
    : unknown) &
  // Made anew for each request unless given; to ask again for the same, give the same. Null: none, where it is optional.
  (KeyOf<O> extends undefined
    ? unknown
    : { readonly idempotencyKey?: KeyOf<O> extends "optional" ? string | null : string }) & {
    readonly signal?: AbortSignal;
  };

interface Head {
  readonly status: number;
  readonly headers: Headers;
}
export type Refusal = Head & { readonly ok: false; readonly body: Problem };
/** A success as the contract describes it, or a problem. */
export type Result<O extends Operation> =
  | (Head & { readonly ok: true; readonly body: Contract[O]["answer"] })
  | Refusal;
/** A stream to read once, or a problem instead of its first byte. */
export type Streamed = (Head & { readonly ok: true; readonly events: AsyncIterable<Message> }) | Refusal;

/** An answer by its bytes. `body`: parsed where it says that it is JSON. */
export interface RawAnswer extends Head {
  readonly text: string;
  readonly body: unknown;
}

/** Neither a success of the contract nor a problem: something before Belfry answered, such as a proxy. */
export class UnexpectedAnswer extends Error {
  readonly status: number;
  constructor(status: number, mediaType: string) {
    super(`expected an answer of Belfry, got ${status} ${mediaType || "without a media type"}`);
    this.status = status;
  }
}

export interface ClientOptions {
  /** Where the API is, without `/v1`. */
  readonly url: string;
  /** Asked before each request, so that it can renew. Absent: requests are not signed in. */
  readonly token?: () => string | Promise<string>;
  /** `Accept-Language`, for the words of problems and the terms: en, nl, fr or de. Absent: what the browser says, else English. */
  readonly language?: string;
}

interface Asked {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: unknown;
  readonly ifMatch?: string;
  readonly idempotencyKey?: string | null;
  readonly lastEventId?: string;
  readonly signal?: AbortSignal;
}

export class Client {
  readonly #url: string;
  readonly #token: ClientOptions["token"];
  readonly #language: ClientOptions["language"];

  constructor({ url, token, language }: ClientOptions) {
    this.#url = url.replace(/\/$/, "");
    this.#token = token;
    this.#language = language;
  }

  /** @throws UnexpectedAnswer, and whatever `fetch` throws when there is no connection. */
  async do<O extends Exclude<Operation, Streaming>>(
    operation: O,
    ...[input]: Record<never, never> extends Input<O> ? [Input<O>?] : [Input<O>]
  ): Promise<Result<O>> {
    const response = await this.#ask(operation, (input ?? {}) as Asked);
    if (!response.ok) return refusal(response);
    const body = response.status === 204 ? undefined : isJson(response) ? await response.json() : await response.text();
    // The one place where the server's word is taken: what it answers with is what its contract says.
    return { ok: true, status: response.status, headers: response.headers, body: body as Contract[O]["answer"] };
  }

  /**
   * Sends a message; the answer's events come as they are made. Leaving the loop ends the answer. After a break, the same message with the
   * same `idempotencyKey` and the last event's id as `lastEventId` goes on from there. Throws as {@link Client.do}.
   */
  async messages(input: Input<"assistant.messages.send">): Promise<Streamed> {
    const response = await this.#ask("assistant.messages.send", input);
    if (!response.ok) return refusal(response);
    if (response.body === null || !mediaType(response).startsWith("text/event-stream"))
      throw new UnexpectedAnswer(response.status, mediaType(response));
    return { ok: true, status: response.status, headers: response.headers, events: readMessages(response.body) };
  }

  /**
   * Any request, right or wrong. A string is sent as it is; a POST gets a fresh Idempotency-Key; `headers` come last, and one that is
   * undefined is left out, the token's too.
   */
  async call(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string | undefined>> = {},
  ): Promise<RawAnswer> {
    const key = method === "POST" ? { "idempotency-key": crypto.randomUUID() } : {};
    const type = body === undefined ? {} : { "content-type": "application/json" };
    const response = await this.#fetch(method, path, body, { ...key, ...type, ...headers });
    const text = await response.text();
    const parsed = isJson(response) ? JSON.parse(text) : undefined;
    return { status: response.status, headers: response.headers, text, body: parsed };
  }

  #ask(operation: Operation, input: Asked): Promise<Response> {
    const route: { method: string; path: string; mediaType?: string; idempotencyKey?: string } = ROUTES[operation];
    const { params, query, body, ifMatch, lastEventId, idempotencyKey = crypto.randomUUID(), signal } = input;
    const headers = {
      ...(body === undefined ? {} : { "content-type": route.mediaType }),
      ...(ifMatch === undefined ? {} : { "if-match": ifMatch }),
      ...(lastEventId === undefined ? {} : { "last-event-id": lastEventId }),
      ...(route.idempotencyKey === undefined || idempotencyKey === null ? {} : { "idempotency-key": idempotencyKey }),
    };
    return this.#fetch(route.method, pathOf(route.path, params, query), body, headers, signal);
  }

  async #fetch(
    method: string,
    path: string,
    body: unknown,
    headers: Readonly<Record<string, string | undefined>>,
    signal?: AbortSignal,
  ): Promise<Response> {
    const token = await this.#token?.();
    const all = {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      "accept-language": this.#language,
      ...headers,
    };
    return fetch(`${this.#url}${path}`, {
      method,
      headers: Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined),
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
  }
}

/** A path with its values. @throws TypeError for a value that would make another path of it. */
function pathOf(template: string, params: Asked["params"] = {}, query: Asked["query"] = {}): string {
  const path = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name] ?? "";
    if (["", ".", ".."].includes(value)) throw new TypeError(`${name} can't be "${value}" in ${template}`);
    return encodeURIComponent(value);
  });
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) given.set(name, String(value));
  return given.size === 0 ? path : `${path}?${given}`;
}

const mediaType = ({ headers }: Response): string => headers.get("content-type") ?? "";
const isJson = (response: Response): boolean => /^application\/([\w.-]+\+)?json\b/.test(mediaType(response));

async function refusal(response: Response): Promise<Refusal> {
  if (!mediaType(response).startsWith("application/problem+json"))
    throw new UnexpectedAnswer(response.status, mediaType(response));
  return { ok: false, status: response.status, headers: response.headers, body: (await response.json()) as Problem };
}
