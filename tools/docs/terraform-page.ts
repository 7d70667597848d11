import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { MUTATIONS } from "../../test/infra/mutations.ts";
import { POLICIES } from "../ops/policy/index.ts";
import { ROOT } from "../root.ts";
import { markdown, type Page, table } from "./page.ts";

/** One `variable` or `output` block, as far as a reader wants to know. */
interface Block {
  readonly name: string;
  readonly body: string;
}

/** Blocks of one kind in a folder's files, in the files' order. Relies on `terraform fmt`: a block ends at a brace in column one. */
export function blocks(folder: string, kind: "variable" | "output"): readonly Block[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".tf"))
    .sort()
    .flatMap((file) => [
      ...readFileSync(join(folder, file), "utf8").matchAll(
        new RegExp(`^${kind} "([^"]+)" \\{\\n([\\s\\S]*?)^\\}`, "gm"),
      ),
    ])
    .map((match) => ({ name: match[1] ?? "", body: match[2] ?? "" }));
}

export function description({ body }: Block): string {
  const heredoc = /^ {2}description = <<-EOT\n([\s\S]*?)^\s*EOT$/m.exec(body)?.[1];
  const quoted = /^ {2}description = "((?:[^"\\]|\\.)*)"$/m.exec(body)?.[1];
  return (heredoc ?? quoted ?? "").replaceAll(/\s+/g, " ").trim();
}

function type({ body }: Block): string {
  const start = /^ {2}type *= (.*)$/m.exec(body)?.[1] ?? "";
  if (!start.endsWith("{")) return start;
  const inner = /^ {2}type *= [^\n]*\{\n([\s\S]*?)^ {2}\}/m.exec(body)?.[1] ?? "";
  const attributes = [...inner.matchAll(/^ {4}(\w+) *=/gm)].map((match) => match[1]);
  return `${start.replace(/\{$/, "")}{ ${attributes.join(", ")} })`
    .replace("map(object({", "map(object({")
    .replace(/^map\((.*)\)$/, "map($1))");
}

function fallback({ body }: Block): string {
  const value = /^ {2}default *= (.*)$/m.exec(body)?.[1];
  return value === undefined ? "required" : `\`${value}\``;
}

function refusals({ body }: Block): string {
  return [...body.matchAll(/error_message = "((?:[^"\\]|\\.)*)"/g)].map((match) => match[1] ?? "").join(" ");
}

const variables = (folder: string) =>
  table(
    ["Variable", "Type", "Default", "What it is", "Refused unless"],
    blocks(join(ROOT, folder), "variable").map((block) => [
      `\`${block.name}\``,
      `\`${type(block)}\``,
      fallback(block),
      description(block),
      refusals(block),
    ]),
  );

const outputs = (folder: string) =>
  table(
    ["Output", "What it is"],
    blocks(join(ROOT, folder), "output").map((block) => [`\`${block.name}\``, description(block)]),
  );

/** The parts of promises whose wrong edits a policy is seen to notice: one list, the tests' own. */
const proves = (policy: string): string =>
  [...new Set(MUTATIONS.flatMap((one) => ("policy" in one && one.policy === policy ? one.promises : [])))].join(", ");

export const terraformPage: Page = {
  path: "docs/terraform.md",
  write: ({ plan }) =>
    markdown(
      "Terraform",
      `The plan of \`terraform/example.tfvars\` has ${plan.resources.length} resources. How to deploy: \`docs/deploy.md\`.`,
      "## Main stack (`terraform/`)",
      variables("terraform"),
      outputs("terraform"),
      "## Bootstrap stack (`terraform/bootstrap/`)",
      variables("terraform/bootstrap"),
      outputs("terraform/bootstrap"),
      "## What every plan is held against",
      "`node tools/ops/policy/check.ts plan.json` on a plan's JSON; each is seen to fail on a wrong edit (`test/infra/mutations/`).",
      table(
        ["Policy", "Proves", "Says"],
        POLICIES.map(({ name, says }) => [`\`${name}\``, proves(name), says]),
      ),
    ),
};
