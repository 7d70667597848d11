import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAst } from "vitest/node";
import { PROBLEMS } from "../../functions/core/problem.ts";
import { ROOT } from "../../tools/root.ts";

/** A node of the syntax tree, as far as this file looks at it. */
interface Node {
  readonly type: string;
  // biome-ignore lint/suspicious/noExplicitAny: the tree's many types are told apart by `type`.
  readonly [part: string]: any;
}

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null && "type" in value;

function nodes(root: Node): Node[] {
  const parts = Object.values(root).flat().filter(isNode);
  return [root, ...parts.flatMap(nodes)];
}

const nameOf = (node: Node | null | undefined): string => node?.name ?? node?.value ?? "";
const property = (object: Node, name: string): Node | undefined =>
  object.properties.find((one: Node) => one.type === "Property" && nameOf(one.key) === name)?.value;

/** What a file may say to a client, with `{0}` where something is filled in; what can't be told from the source is a fault. */
export function sentencesOf(text: string): { readonly said: string[]; readonly faults: string[] } {
  const all = nodes(parseAst(text, { lang: "ts" }) as unknown as Node);
  const faults: string[] = [];
  const literals = (node: Node, seen: readonly string[] = []): string[] => {
    if (node.type === "Literal") return typeof node.value === "string" ? [node.value] : [];
    if (node.type === "TemplateLiteral")
      return [
        node.quasis.map((part: Node, at: number) => (at === 0 ? "" : `{${at - 1}}`) + part.value.cooked).join(""),
      ];
    if (node.type === "ConditionalExpression")
      return [...literals(node.consequent, seen), ...literals(node.alternate, seen)];
    if (node.type === "ObjectExpression") return node.properties.flatMap((one: Node) => literals(one.value, seen));
    if (node.type === "MemberExpression") {
      // Passed on from where it was written, which is read there.
      if (nameOf(node.property) === "message" && !node.computed) return [];
      return literals(node.object, seen);
    }
    if (node.type === "Identifier" && !seen.includes(node.name)) return named(node.name, [...seen, node.name]);
    if (node.type === "TSAsExpression" || node.type === "TSSatisfiesExpression") return literals(node.expression, seen);
    if (node.type === "CallExpression" && nameOf(node.callee) === "translate") return [];
    faults.push(`can't tell what a ${node.type} says`);
    return [];
  };
  const named = (name: string, seen: readonly string[]): string[] => {
    const found = all.flatMap((one) => {
      if (one.type === "VariableDeclarator" && nameOf(one.id) === name && one.init) return literals(one.init, seen);
      if (one.type === "Property" && nameOf(one.key) === name && one.value.type !== "Identifier")
        return literals(one.value, seen);
      return [];
    });
    if (found.length === 0) faults.push(`can't tell what "${name}" says`);
    return found;
  };
  const said = all.flatMap((node) => spoken(node)).flatMap((node) => literals(node));
  return { said, faults };
}

/** Of a schema: each takes its sentence as the second argument. */
const CHECKS = ["refine", "regex", "min", "max", "length"];

/** The expressions of a node that a client is told: of a problem, of a field's fault, of a schema's own check, of a refused choice. */
function spoken(node: Node): Node[] {
  if (node.type === "NewExpression" && nameOf(node.callee) === "Problem") {
    const [, options] = node.arguments;
    // Without a detail that is written there, the whole is what can't be read.
    return [options.type === "ObjectExpression" ? (property(options, "detail") ?? options) : options];
  }
  if (node.type === "NewExpression" && nameOf(node.callee) === "ChoiceRefused") return [node.arguments[2]];
  if (node.type === "ObjectExpression" && property(node, "pointer") !== undefined) {
    const message = property(node, "message");
    return message === undefined ? [] : [message];
  }
  if (node.type === "CallExpression" && CHECKS.includes(nameOf(node.callee.property)))
    return node.arguments.slice(1, 2).filter(({ type }: Node) => type === "Literal" || type === "TemplateLiteral");
  return [];
}

/** The files that may say something, below `functions/`. */
export const sources = (): string[] =>
  readdirSync(join(ROOT, "functions"), { recursive: true, encoding: "utf8" }).filter(
    (name) => name.endsWith(".ts") && !name.endsWith(".generated.ts") && !/http[\\/](openapi|problem-view)/.test(name),
  );

/** Every sentence of the product's sources, with the titles of problems. */
export function allSentences(): { readonly said: ReadonlySet<string>; readonly faults: readonly string[] } {
  const read = sources().map((name) => ({
    name,
    ...sentencesOf(readFileSync(join(ROOT, "functions", name), "utf8")),
  }));
  return {
    said: new Set([...Object.values(PROBLEMS).map(({ title }) => title), ...read.flatMap(({ said }) => said)]),
    faults: read.flatMap(({ name, faults }) => faults.map((fault) => `${name}: ${fault}`)),
  };
}
