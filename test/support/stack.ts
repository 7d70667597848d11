import { randomUUID } from "node:crypto";
import { afterAll, inject } from "vitest";
import { Client } from "../../client/client.ts";
import { EventParser } from "../../client/events.ts";
import type { TenantStore } from "../../functions/platform/store/firestore.ts";
import { DEFAULT_SETTINGS, type SettingsDoc } from "../../functions/platform/tenant/settings.ts";
import type { Role } from "../../functions/vocabulary/index.ts";
import { adminFirestore, kmsClient, seedTenant } from "../../tools/local/seed.ts";
import { Answers } from "./answers.ts";

export const stack = inject("stack");

const db = adminFirestore(stack.firestoreHost);
const kms = kmsClient({ host: stack.kmsHost, port: stack.kmsPort });

export async function control<T>(command: string, input: object = {}): Promise<T> {
  return (
    await fetch(`${stack.controlUrl}/${command}`, { method: "POST", body: JSON.stringify(input) })
  ).json() as Promise<T>;
}

export const mint = (claims: Record<string, unknown>, header?: Record<string, unknown>): Promise<string> =>
  control("mint", { claims, header });

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look at JSON from outside, as clients do.
  readonly body: any;
}

export interface SeenEvent {
  readonly event: string;
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  readonly data: any;
}

/** Every answer that a test gets through {@link User} or {@link request} is held against the OpenAPI document. */
export const answers = new Answers();
afterAll(() => control("held", { pairs: Object.fromEntries(answers.held) }));

async function held(client: Client, ...[method, path, body, headers]: Parameters<Client["call"]>): Promise<Answer> {
  const answer = await client.call(method, path, body, headers);
  const streams = answer.headers.get("content-type")?.startsWith("text/event-stream") === true;
  answers.hold({ method, path, ...answer, ...(streams ? { events: events(answer.text) } : {}) });
  return answer;
}

/** The events of a whole `text/event-stream` answer. */
export const events = (text: string): SeenEvent[] =>
  new EventParser().push(text).map(({ event, data }) => ({ event, data: JSON.parse(data) }));

/** A signed-in user of the API, over HTTP alone. */
export class User {
  readonly uid: string;
  readonly role: Role;
  readonly token: string;
  readonly client: Client;
  constructor(uid: string, role: Role, token: string) {
    this.uid = uid;
    this.role = role;
    this.token = token;
    this.client = new Client({ url: stack.url, token: () => token });
  }

  async call(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string | undefined> = {},
  ): Promise<Answer> {
    return held(this.client, method, path, body, headers);
  }
  get = (path: string, headers?: Record<string, string>) => this.call("GET", path, undefined, headers);
  post = (path: string, body?: unknown, headers?: Record<string, string | undefined>) =>
    this.call("POST", path, body, headers);
  put = (path: string, body?: unknown) => this.call("PUT", path, body);
  patch = (path: string, body: unknown, etag: string | null) =>
    this.call("PATCH", path, body, etag === null ? {} : { "if-match": etag });
  delete = (path: string) => this.call("DELETE", path);
  /** The events of one sent message. */
  async say(conversationId: string, text: string, more: object = {}): Promise<SeenEvent[]> {
    const answer = await this.client.messages({ params: { conversationId }, body: { text, ...more } });
    if (!answer.ok) throw new Error(`the message was refused: ${JSON.stringify(answer.body)}`);
    const seen: SeenEvent[] = [];
    for await (const one of answer.events) seen.push(one);
    const path = `/v1/assistant/conversations/${conversationId}/messages`;
    answers.hold({ method: "POST", path, status: answer.status, headers: answer.headers, text: "", events: seen });
    return seen;
  }
}

const nobody = new Client({ url: stack.url });
/** Any request, without a sign-in unless `headers` bring one. */
export const request = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string | undefined>,
): Promise<Answer> => held(nobody, method, path, body, headers);

export interface Tenant {
  readonly id: string;
  readonly store: TenantStore;
  /** `prj_a`: everybody but the admin works in it alone; `prj_b`: the second editor's. */
  readonly users: Readonly<
    Record<"admin" | "editor" | "editor2" | "viewer" | "auditor" | "reviewer" | "operator", User>
  >;
}

/** A tenant of its own for a test: nothing it does can be seen by another. */
export async function newTenant(settings: Partial<SettingsDoc["limits"]> = {}): Promise<Tenant> {
  const id = `t${process.pid}-${Date.now().toString(36)}-${randomUUID().slice(0, 8)}`;
  const role = (name: string): Role => (name === "editor2" ? "editor" : (name as Role));
  const names = ["admin", "editor", "editor2", "viewer", "auditor", "reviewer", "operator"] as const;
  const uid = (name: string) => `usr_${id}-${name}`;
  const store = await seedTenant(db, kms, {
    id,
    projects: ["prj_a", "prj_b"],
    members: names.map((name) => ({
      uid: uid(name),
      role: role(name),
      projects: [name === "editor2" ? "prj_b" : "prj_a"],
    })),
    settings: {
      ...DEFAULT_SETTINGS,
      limits: { ...DEFAULT_SETTINGS.limits, requestsPerMinute: 100_000, messagesPerMinute: 1000, ...settings },
    },
  });
  const users = Object.fromEntries(
    await Promise.all(
      names.map(
        async (name) =>
          [
            name,
            new User(uid(name), role(name), await mint({ sub: uid(name), user_id: uid(name), tenant: id })),
          ] as const,
      ),
    ),
  ) as Tenant["users"];
  return { id, store, users };
}

/** Terms accepted, `prj_a` on, the given users opted in: the one state in which the assistant may be used. */
export async function enableAssistant(tenant: Tenant, users: readonly User[] = [tenant.users.editor]): Promise<void> {
  const { admin } = tenant.users;
  const consent = await admin.get("/v1/consent?projectId=prj_a");
  await admin.post("/v1/consent/acceptances", { factsHash: consent.body.factsHash });
  await admin.put("/v1/consent/projects/prj_a", { assistantEnabled: true });
  for (const user of users) await user.put("/v1/consent/me", { assistantEnabled: true });
}

export async function newConversation(user: User, projectId = "prj_a"): Promise<string> {
  const answer = await user.post("/v1/assistant/conversations", { projectId });
  if (answer.status !== 201) throw new Error(`no conversation: ${answer.text}`);
  return answer.body.id;
}

export interface Recording {
  readonly connections: number;
  readonly requests: readonly { body: string; sha256: string; aborted?: boolean; headers: Record<string, string> }[];
}

/** What the stand-in for the model has seen since {@link forget}. */
export const recorded = async (): Promise<Recording> =>
  (await fetch(`${stack.modelUrl}/__recorded`)).json() as Promise<Recording>;
export async function forget(): Promise<void> {
  await fetch(`${stack.modelUrl}/__recorded`, { method: "DELETE" });
}
export async function fault(input: object): Promise<void> {
  await fetch(`${stack.modelUrl}/__fault`, { method: "POST", body: JSON.stringify(input) });
}
export async function clearFaults(): Promise<void> {
  await fetch(`${stack.modelUrl}/__fault`, { method: "DELETE" });
}

/** Every event of a tenant, oldest first, as its auditor exports them. */
// biome-ignore lint/suspicious/noExplicitAny: as above.
export async function trail(tenant: Tenant): Promise<any[]> {
  const made = await tenant.users.auditor.post("/v1/audit/exports", { format: "ndjson" });
  const content = await tenant.users.auditor.get(`/v1/audit/exports/${made.body.id}/content`);
  return content.text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

/** Everything stored for a tenant, raw, as one string: what a stolen dump would show. */
export async function dump(tenant: Tenant): Promise<string> {
  const all: unknown[] = [];
  const visit = async (path: string): Promise<void> => {
    for (const collection of await db.doc(path).listCollections()) {
      for (const ref of await collection.listDocuments()) {
        all.push([ref.path, (await ref.get()).data()]);
        await visit(ref.path);
      }
    }
  };
  await visit(`tenants/${tenant.id}`);
  return JSON.stringify(all);
}

export { db, kms };
