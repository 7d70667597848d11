import { readFileSync } from "node:fs";
import { join } from "node:path";
import { LOCAL } from "../tools/root.ts";

/** What `npm start` writes for programs. */
export interface StackFile {
  readonly url: string;
  readonly authUrl: string;
  readonly modelUrl: string;
  readonly users: readonly {
    email: string;
    password: string;
    uid: string;
    tenant: string;
    role: string;
    projects: string[];
  }[];
}

export function readStack(): StackFile {
  const path = join(LOCAL, "stack.json");
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return notRunning();
  }
}

function notRunning(): never {
  console.error("Belfry is not running here. Run `npm start` in another terminal, then `npm run tour`.");
  process.exit(1);
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a client of the HTTP API sees JSON, not our types.
  readonly body: any;
}

/** One signed-in user, with nothing but HTTP. */
export class Client {
  readonly #url: string;
  readonly #token: string;

  private constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  static async signIn(stack: StackFile, email: string): Promise<Client> {
    const user = stack.users.find((one) => one.email === email);
    const answer = await fetch(`${stack.authUrl}/accounts:signInWithPassword`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ email, password: user?.password, returnSecureToken: true }),
      // A killed Belfry leaves its addresses behind.
    }).catch(notRunning);
    const { idToken } = (await answer.json()) as { idToken: string };
    return new Client(stack.url, idToken);
  }

  async call(method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await fetch(`${this.#url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.#token}`,
        ...(method === "POST" ? { "idempotency-key": crypto.randomUUID() } : {}),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson =
      /json/.test(response.headers.get("content-type") ?? "") &&
      !/ndjson/.test(response.headers.get("content-type") ?? "");
    return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : undefined };
  }
}

/** The events of a `text/event-stream` answer. */
// biome-ignore lint/suspicious/noExplicitAny: as above.
export function events(text: string): { event: string; data: any }[] {
  return text
    .split("\n\n")
    .map((block) => ({ event: /^event: (.*)$/m.exec(block)?.[1] ?? "", data: /^data: (.*)$/m.exec(block)?.[1] ?? "" }))
    .filter(({ event }) => event !== "")
    .map(({ event, data }) => ({ event, data: JSON.parse(data) }));
}

/** `?v=` free of state: how many connections and requests the recording stand-in has seen. */
export async function recorded(
  stack: StackFile,
): Promise<{ connections: number; requests: { body: string; sha256: string }[] }> {
  return (await fetch(`${stack.modelUrl}/__recorded`)).json() as never;
}
