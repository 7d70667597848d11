/** `npm start`: the whole product on this machine. `-- --port N` (0: any), `-- --fresh` (forget everything). */
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { welcome } from "./stack/page.ts";
import { PROJECT } from "./stack/seed.ts";
import { type StackUser, startStack } from "./stack/stack.ts";

/** Where everything is kept; another folder makes another, separate Belfry. */
const LOCAL = resolve(process.env.BELFRY_LOCAL ?? join(import.meta.dirname, "../.local"));
const { values } = parseArgs({
  options: { port: { type: "string", default: "8080" }, fresh: { type: "boolean", default: false } },
});
const port = Number(values.port);
if (!Number.isInteger(port) || port < 0 || port > 65_535)
  fail(`--port takes a number from 0 to 65535, not ${values.port}`);

const password = "belfry-local";
const user = (
  email: string,
  uid: string,
  tenant: string,
  role: StackUser["role"],
  projects: readonly string[],
): StackUser => ({ email, password, uid, tenant, role, projects });
const NORTH = ["prj_spring", "prj_autumn"];
const USERS: readonly StackUser[] = [
  user("admin@north.example", "usr_north_admin", "north", "admin", NORTH),
  user("editor@north.example", "usr_north_editor", "north", "editor", ["prj_spring"]),
  user("viewer@north.example", "usr_north_viewer", "north", "viewer", ["prj_spring"]),
  user("auditor@north.example", "usr_north_auditor", "north", "auditor", []),
  user("admin@south.example", "usr_south_admin", "south", "admin", ["prj_main"]),
  user("editor@south.example", "usr_south_editor", "south", "editor", ["prj_main"]),
];

if (values.fresh) rmSync(LOCAL, { recursive: true, force: true });
mkdirSync(LOCAL, { recursive: true, mode: 0o700 });
const lock = join(LOCAL, "stack.json");
const apiKey = process.env.OPENAI_API_KEY;
const stopped = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stopped.abort());

console.log("Starting Belfry …");
const stack = await startStack({
  port,
  dataDir: join(LOCAL, "data"),
  users: USERS,
  tenants: ["north", "south"].map((id) => ({
    id,
    projects: id === "north" ? NORTH : ["prj_main"],
    members: USERS.filter((one) => one.tenant === id).map(({ uid, role, projects }) => ({
      uid,
      role: role as never,
      projects,
    })),
  })),
  pages: welcome(USERS),
  ...(apiKey === undefined || apiKey === ""
    ? {}
    : { model: { apiKey, baseUrl: process.env.OPENAI_BASE_URL, name: process.env.MODEL_NAME } }),
}).catch((error: unknown) => fail(error instanceof Error ? error.message : "the stack did not start"));

writeFileSync(
  lock,
  `${JSON.stringify({ url: stack.url, authUrl: stack.identity.url, firestoreHost: stack.firestore.host, projectId: PROJECT, modelUrl: stack.model.url, users: USERS }, null, 2)}\n`,
  { mode: 0o600 },
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
if (existsSync(lock)) rmSync(lock);
process.exit(0);

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
