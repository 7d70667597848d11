/** `npm start`: the whole product on this machine. `-- --port N` (0: any), `-- --fresh` (forget everything), `-- --fetch` (what is missing). */
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { LOCAL } from "../root.ts";
import { askOnTerminal, ensureEmulator } from "./fetch/ensure.ts";
import { takeLock } from "./lock.ts";
import { welcome } from "./page.ts";
import { PROJECT } from "./seed.ts";
import { type StackUser, startStack } from "./stack.ts";
import { replaceFile } from "./stand-ins/replace-file.ts";

const LOCK = "lock";
const { port, fresh, fetches } = options();

const password = "belfry-local";
/** Where the usual development servers of web pages listen. */
const DEV_ORIGINS = ["5173", "3000"].flatMap((one) => [`http://localhost:${one}`, `http://127.0.0.1:${one}`]).join(",");
const user = (tenant: string, role: StackUser["role"], name: string, projects: readonly string[]): StackUser => ({
  email: `${role}@${tenant}.example`,
  password,
  uid: `usr_${tenant}_${role}`,
  tenant,
  role,
  projects,
  name,
});
const TENANTS = [
  { id: "north", name: "North Packaging", projects: { prj_spring: "Spring campaign", prj_autumn: "Autumn range" } },
  { id: "south", name: "South Print", projects: { prj_main: "Main" } },
] as const;
const USERS: readonly StackUser[] = [
  user("north", "admin", "Nora Claes", ["prj_spring", "prj_autumn"]),
  user("north", "editor", "Emre Yilmaz", ["prj_spring"]),
  user("north", "viewer", "Vera Maes", ["prj_spring"]),
  user("north", "auditor", "Aude Lambert", []),
  user("south", "admin", "Simon Weber", ["prj_main"]),
  user("south", "editor", "Sofie Jansen", ["prj_main"]),
];

mkdirSync(LOCAL, { recursive: true, mode: 0o700 });
const facts = join(LOCAL, "stack.json");
const lock = takeLock(join(LOCAL, LOCK), "local/start.ts");
if ("holder" in lock) {
  const url = factsOf(lock.holder)?.url;
  fail(
    `Belfry is already ${url === undefined ? "starting here" : `running on ${url}`}, stop it first (process ${lock.holder}).`,
  );
}
if (fresh) {
  for (const name of readdirSync(LOCAL)) if (name !== LOCK) rmSync(join(LOCAL, name), { recursive: true, force: true });
}
// What a killed run left behind: its addresses are nobody's now.
rmSync(facts, { force: true });
const apiKey = process.env.OPENAI_API_KEY;
const stopped = new AbortController();
/** Until it is ready there is nothing to save, and whatever was started ends with this process. */
let starting = true;
let hasFailed = false;
const abandon = (code: number): never => {
  lock.release();
  process.exit(code);
};
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    stopped.abort();
    if (!starting) return;
    console.log("\nStopping …");
    abandon(0);
  });
}

const failed = (error: unknown): never => {
  lock.release();
  return fail(error instanceof Error ? error.message : "the stack did not start");
};

const ask = askOnTerminal();
await ensureEmulator({
  env: process.env,
  isAgreed: fetches || process.env.BELFRY_FETCH === "1",
  ...(ask === undefined ? {} : { ask }),
  screen: process.stdout,
}).catch(failed);
console.log("Starting Belfry …");
const stack = await startStack({
  port,
  dataDir: join(LOCAL, "data"),
  users: USERS,
  tenants: TENANTS.map(({ id, name, projects: names }) => ({
    id,
    name,
    projects: Object.keys(names),
    projectNames: names,
    members: USERS.filter((one) => one.tenant === id).map((one) => ({ ...one, role: one.role as never })),
  })),
  origins: (process.env.BELFRY_ORIGINS ?? DEV_ORIGINS).split(","),
  pages: welcome(USERS),
  onStopped: (why) => {
    console.error(`\nThe database has stopped: ${why}. Everything that was acknowledged is kept; start again.`);
    hasFailed = true;
    stopped.abort();
    if (starting) abandon(1);
  },
  ...(apiKey === undefined || apiKey === ""
    ? {}
    : { model: { apiKey, baseUrl: process.env.OPENAI_BASE_URL, name: process.env.MODEL_NAME } }),
}).catch(failed);
starting = false;

replaceFile(
  facts,
  `${JSON.stringify({ pid: process.pid, url: stack.url, authUrl: stack.identity.url, firestoreHost: stack.firestore.host, projectId: PROJECT, modelUrl: stack.model.url, users: USERS }, null, 2)}\n`,
);
const width = Math.max(...USERS.map(({ email }) => email.length));
console.log(`
Belfry is ready on ${stack.url}

Sign-ins (password: ${password}):
${USERS.map(({ email, tenant, role, projects }) => `  ${email.padEnd(width)}  ${tenant}  ${role.padEnd(7)}  ${projects.join(", ")}`).join("\n")}

A token:
  curl -s '${stack.identity.url}/accounts:signInWithPassword' -H 'content-type: application/json' \\
    -d '{"email":"editor@north.example","password":"${password}","returnSecureToken":true}'
  The answer's idToken goes into  Authorization: Bearer …  (valid for an hour)

The assistant is ${
  stack.modelFacts.provider === "openai"
    ? `OpenAI at ${stack.modelFacts.host}: what passes the gate leaves this machine.`
    : "the offline stand-in: nothing leaves this machine. Set OPENAI_API_KEY for a real model."
}

See it all: npm run tour (in another terminal).  The same facts for programs: .local/stack.json.  Ctrl-C stops everything.
`);

const keepAlive = setInterval(() => undefined, 60_000);
// Cloud Scheduler's part.
const sweep = stack.functions.find(({ name }) => name === "sweep");
const sweeping = setInterval(() => void fetch(sweep?.url ?? "", { method: "POST" }).catch(() => undefined), 300_000);
await new Promise((stop) =>
  stopped.signal.aborted ? stop(undefined) : stopped.signal.addEventListener("abort", stop),
);
clearInterval(keepAlive);
clearInterval(sweeping);
console.log("\nStopping …");
await stack.close();
// Somebody may have emptied the folder and started anew in it.
if (factsOf(process.pid) !== undefined) rmSync(facts);
abandon(hasFailed ? 1 : 0);

function options(): { port: number; fresh: boolean; fetches: boolean } {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: "string", default: "8080" },
        fresh: { type: "boolean", default: false },
        fetch: { type: "boolean", default: false },
      },
    });
    const port = /^\d{1,5}$/.test(values.port) ? Number(values.port) : Number.NaN;
    if (!(port <= 65_535)) throw new Error("--port takes a number from 0 to 65535");
    return { port, fresh: values.fresh, fetches: values.fetch };
  } catch (error) {
    const [what] = (error instanceof Error ? error.message : "").split(/[.\n]/, 1);
    return fail(`${what}.\nUsage: npm start -- [--port <0 to 65535, 0: any>] [--fresh] [--fetch]`);
  }
}

/** What this process or another wrote for programs, if it is what the folder holds. */
function factsOf(pid: number): { readonly url: string } | undefined {
  try {
    const found: unknown = JSON.parse(readFileSync(facts, "utf8"));
    if (typeof found !== "object" || found === null || !("pid" in found) || !("url" in found)) return undefined;
    return found.pid === pid && typeof found.url === "string" ? { url: found.url } : undefined;
  } catch {
    return undefined;
  }
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
