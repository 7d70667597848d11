/** `npm run readme`: the picture in README.md, generated from the manifest. A unit test fails when it has drifted. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type FunctionSpec, manifest } from "../manifest.ts";
import { ROOT } from "../root.ts";

const README = join(ROOT, "README.md");
const MARKS = [
  "<!-- generated from functions/functions.json by npm run readme -->",
  "<!-- end of generated -->",
] as const;

const USES: Readonly<Record<string, readonly [string, string]>> = {
  firestore: ["db", "Firestore: content sealed, AES-256"],
  vault: ["kms", "Cloud KMS: one key per organisation"],
  identity: ["idp", "Identity Platform: sign-in, outside Belgium"],
  model: ["model", "Model, only after consent: redacted text, with a receipt"],
};

/** Mermaid: who calls what, for each function of the manifest. */
export function picture(functions: Readonly<Record<string, FunctionSpec>> = manifest()): string {
  const entries = Object.entries(functions);
  const used = Object.entries(USES).filter(([use]) => entries.some(([, { uses }]) => uses.includes(use)));
  const outside = ["identity", "model"];
  const node = ([, [id, label]]: (typeof used)[number]) => `${id}["${label}"]`;
  return [
    "```mermaid",
    "flowchart LR",
    '  client["Web and mobile clients"] -->|HTTPS| edge',
    '  subgraph belgium["Google Cloud, Belgium (europe-west1)"]',
    '    edge["Load balancer"]',
    ...entries.map(([name, { purpose }]) => `    fn_${name}["${name}<br/>${purpose}"]`),
    ...used.filter(([use]) => !outside.includes(use)).map((one) => `    ${node(one)}`),
    "  end",
    ...used.filter(([use]) => outside.includes(use)).map((one) => `  ${node(one)}`),
    ...entries.map(([name, { invoker, schedule }]) =>
      invoker === "public" ? `  edge --> fn_${name}` : `  clock(("Scheduler ${schedule}")) --> fn_${name}`,
    ),
    ...entries.flatMap(([name, { uses }]) =>
      uses.flatMap((use) =>
        USES[use] === undefined ? [] : [`  fn_${name} ${use === "model" ? "==>" : "-->"} ${USES[use][0]}`],
      ),
    ),
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
