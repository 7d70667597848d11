import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Client } from "../client/client.ts";
import { LOCAL } from "../tools/root.ts";

/** What `npm start` writes for programs. */
export interface StackFile {
  readonly url: string;
  readonly authUrl: string;
  readonly modelUrl: string;
  readonly projectId: string;
  readonly firestoreHost: string;
  /** `127.0.0.1:<port>` of the key service. */
  readonly kmsEndpoint: string;
  readonly keyRing: string;
  readonly users: readonly { readonly email: string; readonly password: string }[];
}

/** The Belfry that runs in this folder; ends the process with a sentence when none does. */
export function readStack(): StackFile {
  try {
    return JSON.parse(readFileSync(join(LOCAL, "stack.json"), "utf8"));
  } catch {
    return notRunning();
  }
}

/** One of its users, by the address that `npm start` prints. */
export async function signIn(stack: StackFile, email: string): Promise<Client> {
  const password = stack.users.find((one) => one.email === email)?.password;
  const answer = await fetch(`${stack.authUrl}/accounts:signInWithPassword`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email, password, returnSecureToken: true }),
    // A killed Belfry leaves its addresses behind.
  }).catch(notRunning);
  const { idToken } = (await answer.json()) as { idToken: string };
  return new Client({ url: stack.url, token: () => idToken });
}

/** What the stand-in for the model has received, to the byte. */
export interface Recorded {
  readonly connections: number;
  readonly requests: readonly { readonly body: string; readonly sha256: string }[];
}

export async function recorded(stack: StackFile): Promise<Recorded> {
  return (await fetch(`${stack.modelUrl}/__recorded`)).json() as Promise<Recorded>;
}

function notRunning(): never {
  console.error("Belfry is not running here. Run `npm start` in another terminal, then this one again.");
  process.exit(1);
}
