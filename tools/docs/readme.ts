/** `npm run readme`: the picture in README.md, from the manifest and the register. A unit test fails when it has drifted. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Facts, readFacts } from "../ops/policy/policy.ts";
import { ROOT } from "../root.ts";
import { DESTINATIONS } from "./destinations.ts";

const README = join(ROOT, "README.md");
const MARKS = [
  "<!-- generated from functions/functions.json by npm run readme -->",
  "<!-- end of generated -->",
] as const;

const STORES: Readonly<Record<string, string>> = {
  firestore: '[("Firestore: content sealed, AES-256")]',
  kms: '["Cloud KMS: one key per organisation"]',
  signing: '["Cloud KMS: the key that signs the trail"]',
  exports: '[("Bucket of exports")]',
  attachments: '[("Bucket of attachments")]',
  inspection: '{{"Sensitive Data Protection: a second look"}}',
  model: '{{"Firewall: registered hosts only"}}',
};
const CALLERS: Readonly<Record<string, string>> = {
  public: '["Load balancer"]',
  scheduler: '(["Scheduler"])',
  tasks: '(["Task queue"])',
};

/** Mermaid: who calls which function, and what each function reaches. */
export function picture({ functions, register }: Pick<Facts, "functions" | "register"> = readFacts(ROOT)): string {
  const all = Object.entries(functions);
  const named = (some: typeof all) => some.map(([name]) => `fn_${name.replaceAll("-", "_")}`).join(" & ");
  const callers = Object.keys(CALLERS).filter((caller) => all.some(([, { invoker }]) => invoker === caller));
  const nodes = [...new Set(all.flatMap(([, { uses }]) => uses.flatMap((use) => DESTINATIONS[use]?.node ?? [])))];
  const reaching = (node: string) =>
    named(all.filter(([, { uses }]) => uses.some((use) => DESTINATIONS[use]?.node === node)));
  const hosts = register.subProcessors.filter(({ kind }) => kind === "model").flatMap((one) => one.hosts);
  return [
    "```mermaid",
    "flowchart LR",
    '  subgraph belgium["Google Cloud, Belgium (europe-west1)"]',
    ...callers.map((caller) => `    ${caller}${CALLERS[caller]}`),
    ...all.map(([name, { purpose }]) => `    fn_${name.replaceAll("-", "_")}["<b>${name}</b><br/>${purpose}"]`),
    ...nodes.flatMap((node) => (STORES[node] === undefined ? [] : [`    ${node}${STORES[node]}`])),
    "  end",
    '  clients["Web and mobile clients"] -->|HTTPS| public',
    ...callers.map((caller) => `  ${caller} --> ${named(all.filter(([, { invoker }]) => invoker === caller))}`),
    ...nodes.map((node) =>
      node === "model"
        ? `  ${reaching(node)} ==>|"only after consent: redacted text, with a receipt"| model`
        : `  ${reaching(node)} ${node === "inspection" ? '-.->|"only where a client chose it"|' : "-->"} ${node}`,
    ),
    ...(nodes.includes("identity") ? ['  identity["Identity Platform: sign-in, outside Belgium"]'] : []),
    ...(nodes.includes("model") ? hosts.map((host, at) => `  model ==> host${at}["${host}"]`) : []),
    "```",
  ].join("\n");
}

/** README.md with its picture as it should be. */
export function withPicture(text: string): string {
  const [begin, end] = MARKS;
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error("README.md has lost the marks of its picture");
  return `${text.slice(0, from + begin.length)}\n\n${picture()}\n\n${text.slice(to)}`;
}

if (import.meta.main) writeFileSync(README, withPicture(readFileSync(README, "utf8")));
