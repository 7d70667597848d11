/** `npm run tenant`: client organisations, from outside the product. See `USAGE`. */
import { parseArgs } from "node:util";
import { Problem } from "../functions/core/problem.ts";
import { DATABASE } from "../tools/local/stand-ins/firestore/database.ts";
import { type Clients, openClients } from "./tenant/clients.ts";
import { createTenant, foresee, type Plan } from "./tenant/create.ts";
import { LABEL, labelOf } from "./tenant/label.ts";
import { listTenants } from "./tenant/list.ts";
import { setSignIn } from "./tenant/sign-in.ts";
import { Stop } from "./tenant/stop.ts";

const USAGE = `Usage:
  npm run tenant -- create --project PROJECT --name "North Packaging" --admin admin@north.example
      [--admin-name NAME] [--first-project "Spring campaign"] [--label LABEL] [--dry-run]
  npm run tenant -- list --project PROJECT
  npm run tenant -- sign-in --project PROJECT --tenant ID --by password|directory
Each takes --key-ring and --database where they are not Terraform's own, and --local for the stack on this machine.`;

const NAME_MAX = 200;

interface Asked {
  readonly command: "create" | "list" | "sign-in";
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
}

function asked(): Asked {
  const text = { type: "string" } as const;
  const flag = { type: "boolean", default: false } as const;
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      ...{ project: text, name: text, admin: text, "admin-name": text, "first-project": text, label: text },
      ...{ tenant: text, by: text, "key-ring": text, database: text, "dry-run": flag, local: flag },
    },
  });
  const [command, ...more] = positionals;
  if ((command !== "create" && command !== "list" && command !== "sign-in") || more.length > 0)
    throw new Stop("Say what to do: create, list or sign-in.");
  return { command, values };
}

function required({ values }: Asked, name: string): string {
  const value = values[name];
  if (typeof value !== "string" || value.trim() === "") throw new Stop(`--${name} is missing.`);
  if (value.length > NAME_MAX) throw new Stop(`--${name} is longer than ${NAME_MAX} characters.`);
  return value.trim();
}

const optional = (given: Asked, name: string): string | undefined =>
  given.values[name] === undefined ? undefined : required(given, name);

function planOf(given: Asked, project: string): Plan {
  const name = required(given, "name");
  const label = optional(given, "label") ?? labelOf(project, name);
  if (!LABEL.test(label)) throw new Stop("--label is 4 to 20 letters, digits or hyphens, and begins with a letter.");
  const admin = required(given, "admin").toLowerCase();
  if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(admin)) throw new Stop("--admin is an e-mail address.");
  const firstProject = optional(given, "first-project") ?? "First project";
  return { name, label, admin, adminName: optional(given, "admin-name"), firstProject };
}

const say = (step: string, what: string): void => console.log(`${step.padEnd(16)}${what}`);

async function create(clients: Clients, given: Asked): Promise<void> {
  const plan = planOf(given, clients.project);
  if (given.values["dry-run"]) {
    await foresee(clients, plan, say);
    console.log("\nNothing was changed.");
    return;
  }
  const { tenantId, link } = await createTenant(clients, plan, say);
  console.log(
    `\nThe organisation is there. Its id is ${tenantId}: web clients set auth.tenantId to it before they sign in.`,
  );
  if (link !== undefined)
    console.log(
      `\nNext: give the administrator this link, by a way that only they read. It is good once and for an hour; another is made by\nrunning this again.\n\n  ${link}\n`,
    );
}

async function run(given: Asked): Promise<void> {
  const clients = openClients({
    project: optional(given, "project"),
    keyRing: optional(given, "key-ring"),
    database: optional(given, "database") ?? DATABASE,
    local: given.values.local === true,
  });
  try {
    if (given.command === "create") await create(clients, given);
    if (given.command === "list") for (const line of await listTenants(clients)) console.log(line);
    if (given.command === "sign-in") {
      const by = required(given, "by");
      if (by !== "password" && by !== "directory") throw new Stop("--by is password or directory.");
      const tenantId = required(given, "tenant");
      await setSignIn(clients, tenantId, by);
      say("sign-in", by === "password" ? "by password, nobody signs up" : "by the organisation's directory alone");
    }
  } finally {
    await clients.close();
  }
}

/** Of an error that is none of ours, its kind and code: its text may quote what was typed. */
function sentenceOf(error: unknown): string {
  if (error instanceof Stop) return error.message;
  if (error instanceof Problem) return error.message;
  if (!(error instanceof Error)) return "It failed.";
  const code = "code" in error ? ` ${String(error.code)}` : "";
  return code.startsWith(" ERR_PARSE_ARGS") ? error.message : `${error.name}${code}`;
}

try {
  await run(asked());
} catch (error) {
  const sentence = sentenceOf(error);
  const isUsage = error instanceof Stop ? /^(--|Say )/.test(sentence) : sentence.includes("option");
  const again = error instanceof Stop ? "" : "\nRun the same command again: it goes on where it stopped.";
  console.error(isUsage ? `${sentence}\n\n${USAGE}` : `${sentence}${again}`);
  process.exitCode = isUsage ? 2 : 1;
}
