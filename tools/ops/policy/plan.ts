import { readFileSync } from "node:fs";
import { z } from "zod";

/** A plan's value: JSON, of which a policy trusts nothing until it has looked. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const JsonValue: z.ZodType<Json> = z.json();

const ChangeDocument = z.object({
  address: z.string(),
  mode: z.string(),
  type: z.string(),
  name: z.string(),
  index: z.union([z.string(), z.number()]).optional(),
  change: z.object({ actions: z.array(z.string()), after: JsonValue, after_unknown: JsonValue }),
});

interface ModuleDocument {
  readonly resources?: readonly { readonly address: string; readonly expressions?: Json | undefined }[] | undefined;
  readonly module_calls?: Readonly<Record<string, { readonly module?: ModuleDocument | undefined }>> | undefined;
}
const ModuleDocument: z.ZodType<ModuleDocument> = z.lazy(() =>
  z.object({
    resources: z.array(z.object({ address: z.string(), expressions: JsonValue.optional() })).optional(),
    module_calls: z.record(z.string(), z.object({ module: ModuleDocument.optional() })).optional(),
  }),
);

const PlanDocument = z.object({
  variables: z.record(z.string(), z.object({ value: JsonValue.optional() })).optional(),
  resource_changes: z.array(ChangeDocument),
  configuration: z.object({ root_module: ModuleDocument }),
});

/** One resource as it will be after the plan is applied. */
export interface Resource {
  readonly address: string;
  readonly type: string;
  readonly name: string;
  /** The `for_each` key, or "" without one. */
  readonly key: string;
  readonly after: Json;
  readonly afterUnknown: Json;
  /** The configuration's expressions: what an unknown value will be made of. */
  readonly expressions: Json;
}

export interface Plan {
  readonly resources: readonly Resource[];
  readonly variables: Readonly<Record<string, Json>>;
}

/** @throws ZodError where the file is no plan as `terraform show -json` writes it. */
export function readPlan(file: string): Plan {
  return parsePlan(JSON.parse(readFileSync(file, "utf8")));
}

export function parsePlan(document: unknown): Plan {
  const plan = PlanDocument.parse(document);
  const expressions = new Map<string, Json>();
  collect(plan.configuration.root_module, "", expressions);
  const resources = plan.resource_changes
    .filter((change) => change.mode === "managed" && change.change.after !== null)
    .map((change) => ({
      address: change.address,
      type: change.type,
      name: change.name,
      key: change.index === undefined ? "" : String(change.index),
      after: change.change.after,
      afterUnknown: change.change.after_unknown,
      expressions: expressions.get(change.address.replaceAll(/\[[^\]]*\]/g, "")) ?? {},
    }));
  const variables = Object.fromEntries(
    Object.entries(plan.variables ?? {}).map(([name, variable]) => [name, variable.value ?? null]),
  );
  return { resources, variables };
}

function collect(module: ModuleDocument, prefix: string, into: Map<string, Json>): void {
  for (const resource of module.resources ?? []) into.set(prefix + resource.address, resource.expressions ?? {});
  for (const [name, call] of Object.entries(module.module_calls ?? {})) {
    if (call.module !== undefined) collect(call.module, `${prefix}module.${name}.`, into);
  }
}

/** The value at a path such as `template.0.timeout`; undefined where there is none. */
export function at(value: Json | undefined, path: string): Json | undefined {
  let here: Json | undefined = value;
  for (const step of path.split(".")) {
    if (here === null || typeof here !== "object") return undefined;
    here = Array.isArray(here) ? here[Number(step)] : (here as { readonly [key: string]: Json })[step];
  }
  return here;
}

export function text(resource: Resource, path: string): string | undefined {
  const value = at(resource.after, path);
  return typeof value === "string" ? value : undefined;
}

export function number(resource: Resource, path: string): number | undefined {
  const value = at(resource.after, path);
  return typeof value === "number" ? value : undefined;
}

export function flag(resource: Resource, path: string): boolean {
  return at(resource.after, path) === true;
}

export function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

export function texts(value: Json | undefined): readonly string[] {
  return list(value).filter((item) => typeof item === "string");
}

/** Whether an attribute is written in the configuration at all, known or not. */
export function isSet(resource: Resource, path: string): boolean {
  const value = at(resource.after, path);
  if (value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0)) return true;
  return at(resource.afterUnknown, path) === true && at(resource.expressions, path) !== undefined;
}

/** What an attribute is made of, by the configuration's own references (`type.name`). For values not known while planning. */
export function references(resource: Resource, path: string): readonly string[] {
  return texts(at(resource.expressions, `${path}.references`));
}

/** Every string anywhere in a value, with its path. */
export function* strings(value: Json, path = ""): Generator<readonly [path: string, text: string]> {
  if (typeof value === "string") yield [path, value];
  else if (value !== null && typeof value === "object") {
    for (const [key, child] of Object.entries(value)) yield* strings(child, path === "" ? key : `${path}.${key}`);
  }
}

/** What the variable `second_opinions` lets clients choose; nothing by default. */
export const secondOpinions = (plan: Plan): readonly string[] => texts(plan.variables.second_opinions);
