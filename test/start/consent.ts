import { Client } from "../../client/client.ts";
import { processes, type Running, type StackFile } from "./npm-start.ts";

async function signIn({ url, authUrl, users }: StackFile, role: string): Promise<Client> {
  const user = users.find((one) => one.tenant === "north" && one.role === role);
  const answer = await fetch(`${authUrl}/accounts:signInWithPassword`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email: user?.email, password: user?.password, returnSecureToken: true }),
  });
  const { idToken } = (await answer.json()) as { idToken: string };
  return new Client({ url, token: () => idToken });
}

interface Said {
  readonly status: number;
  /** What stands in the way, by the problem's pointers. */
  readonly blocks: readonly unknown[];
  /** How many connections the model has seen since it started. */
  readonly connections: number;
}

/** A message to the assistant, as it is answered. */
export async function say(stack: StackFile, conversationId: string): Promise<Said> {
  const editor = await signIn(stack, "editor");
  const answer = await editor.messages({ params: { conversationId }, body: { text: "Hello" } });
  if (answer.ok) for await (const _ of answer.events);
  const recorded = (await (await fetch(`${stack.modelUrl}/__recorded`)).json()) as { connections: number };
  const blocks = answer.ok ? [] : (answer.body.errors ?? []).map(({ pointer }) => pointer);
  return { status: answer.status, blocks, connections: recorded.connections };
}

/** A conversation of somebody whose organisation, project and self have consented. */
export async function consent(stack: StackFile): Promise<string> {
  const [admin, editor] = await Promise.all([signIn(stack, "admin"), signIn(stack, "editor")]);
  const facts = await admin.do("consent.read");
  if (!facts.ok) throw new Error("there is no consent to read");
  await admin.do("consent.accept", { body: { factsHash: facts.body.factsHash } });
  await admin.do("consent.project.update", { params: { projectId: "prj_spring" }, body: { assistantEnabled: true } });
  await editor.do("consent.me.update", { body: { assistantEnabled: true } });
  const made = await editor.do("assistant.conversations.create", { body: { projectId: "prj_spring" } });
  if (!made.ok) throw new Error(`there is no conversation: ${made.body.detail}`);
  return made.body.id;
}

/** Resolves in the instant in which the withdrawal is acknowledged. */
export async function withdraw(stack: StackFile): Promise<boolean> {
  return (await (await signIn(stack, "admin")).do("consent.withdraw", { body: { reason: "at once" } })).ok;
}

/** Each way to end it that nothing can be done about, and with what `npm start` itself ends. */
export const KILLS: readonly {
  readonly what: string;
  readonly code: number | null;
  readonly kill: (running: Running, folder: string) => void;
}[] = [
  { what: "npm start", code: null, kill: ({ child }) => child.kill("SIGKILL") },
  {
    what: "its database",
    code: 1,
    kill: (_, folder) => {
      for (const { pid, args } of processes([folder]))
        if (args.includes("CloudFirestore")) process.kill(pid, "SIGKILL");
    },
  },
];
