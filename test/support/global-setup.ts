import { createServer } from "node:http";
import type { TestProject } from "vitest/node";
import { startStack } from "../../tools/local/stack.ts";
import { type FaultLink, startFaultLink } from "../../tools/local/stand-ins/fault-link.ts";

declare module "vitest" {
  export interface ProvidedContext {
    stack: {
      url: string;
      controlUrl: string;
      authUrl: string;
      modelUrl: string;
      firestoreHost: string;
      kmsHost: string;
      kmsPort: number;
      env: Record<string, string>;
      functions: Record<string, { url: string; pid: number }>;
    };
  }
}

/**
 * The stack as `npm start` runs it, once for all its tests, with a breakable wire between the functions and the database. What only
 * this process can do (forged tokens, faults, logs) the tests ask for over a control port.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const logs: string[] = [];
  let link: FaultLink | undefined;
  const stack = await startStack({
    port: 0,
    tenants: [],
    users: [
      {
        email: "someone@example.com",
        password: "a-password",
        uid: "usr_someone",
        tenant: "nowhere",
        role: "editor",
        projects: [],
      },
    ],
    tokenDelayMs: 2,
    origins: ["https://app.example", "http://localhost:5173"],
    onLine: (name, line) => logs.push(`${name} ${line}`),
    wire: async (firestore) => {
      link = await startFaultLink(firestore);
      return link.host;
    },
  });
  const held = new Map<string, number>();
  const commands: Record<string, (input: never) => unknown> = {
    mint: ({ claims, header }: { claims: Record<string, unknown>; header?: Record<string, unknown> }) =>
      // `undefined` does not travel: null leaves a claim out.
      stack.identity.mint(
        Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, value ?? undefined])),
        header,
      ),
    logs: () => logs,
    held: ({ pairs }: { pairs: Record<string, number> }) => {
      for (const [pair, count] of Object.entries(pairs)) held.set(pair, (held.get(pair) ?? 0) + count);
    },
    link: ({ state }: { state: "cut" | "mute" | "restore" }) => link?.[state](),
    kms: ({ fault }: { fault: "fail" | "corrupt" | "hang" | "recover" }) => {
      if (fault === "fail") stack.kms.fail("UNAVAILABLE");
      else stack.kms[fault]();
    },
  };
  const control = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const command = commands[request.url?.slice(1) ?? ""];
    const result = command?.(JSON.parse(Buffer.concat(chunks).toString() || "{}") as never);
    response.end(JSON.stringify(result ?? null));
  });
  await new Promise<void>((listening) => control.listen(0, "127.0.0.1", listening));
  const address = control.address();
  project.provide("stack", {
    url: stack.url,
    controlUrl: `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`,
    authUrl: stack.identity.url,
    modelUrl: stack.model.url,
    firestoreHost: stack.firestore.host,
    kmsHost: stack.kms.host,
    kmsPort: stack.kms.port,
    env: { ...stack.env },
    functions: Object.fromEntries(stack.functions.map(({ name, url, pid }) => [name, { url, pid }])),
  });
  return async () => {
    const sum = [...held.values()].reduce((all, count) => all + count, 0);
    console.log(`${sum} answers were as the contract says, of ${held.size} pairs of operation and status`);
    control.close();
    await stack.close();
    await link?.close();
  };
}
