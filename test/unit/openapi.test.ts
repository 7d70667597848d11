import { describe, expect, it } from "vitest";
import { z } from "zod";
import { strictSchema } from "../../functions/assistant/tools/strict-schema.ts";
import { document } from "../../functions/openapi/openapi.ts";
import { Components } from "../../functions/platform/http/openapi/components.ts";
import { openApiDocument } from "../../functions/platform/http/openapi/document.ts";
import type { RouteSpec } from "../../functions/platform/http/route.ts";

interface Node {
  readonly [name: string]: unknown;
  readonly $ref?: string;
  readonly description?: string;
}
const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null;

/** Members whose own members bear names that the contract chose. */
const MAPS = ["properties", "headers", "responses", "schemas"];

/** Places of an OpenAPI document where a reader finds a name and nothing that says what it means. */
function unsaid(root: Node): string[] {
  const target = (node: Node): Node =>
    node.$ref === undefined
      ? node
      : (node.$ref
          .slice(2)
          .split("/")
          .reduce<unknown>((at, name) => (at as Node)[name], root) as Node);
  const isSaid = (node: Node) => /\S.{3}/.test(node.description ?? target(node).description ?? "");
  const found: string[] = [];
  const must = (at: string, named: unknown) => {
    for (const [name, one] of Object.entries(named ?? {})) if (!isSaid(one)) found.push(`${at}/${name}`);
  };
  const visit = (at: string, node: unknown, isMap = false): void => {
    if (!isNode(node)) return;
    for (const [name, value] of Object.entries(node)) {
      // An example is a value: its names are those of the schema.
      if (isMap || !/^examples?$/.test(name)) visit(`${at}/${name}`, value, !isMap && MAPS.includes(name));
    }
    if (isMap) return;
    for (const part of [...MAPS, "parameters", "servers", ...(at === "" ? ["tags"] : [])])
      must(`${at}/${part}`, node[part]);
    if ("operationId" in node && !isSaid(node)) found.push(at);
  };
  visit("", root);
  return found;
}

const route: RouteSpec = {
  operation: "briefs.read",
  method: "post",
  path: "/v1/briefs/{briefId}",
  summary: "Read it; and more",
  permission: "briefs.read",
  answer: { status: 200 },
  problems: [],
};
const withRoute = (more: Partial<RouteSpec>): Node =>
  openApiDocument([{ ...route, ...more }], { briefs: "Briefs" }) as Node;
const named = (shape: z.ZodRawShape) => z.strictObject(shape).meta({ id: "Thing", description: "A thing" });
const said = z.string().describe("What it says");

describe("the OpenAPI document", () => {
  it("says of every operation, parameter, header, tag, schema and property what it means", () => {
    expect(unsaid(document() as Node)).toEqual([]);
  });

  it.each<[string, Node]>([
    ["/properties/dumb", withRoute({ body: named({ dumb: z.string() }) })],
    ["/properties/dumb", withRoute({ answer: { status: 200, schema: z.array(z.strictObject({ dumb: z.string() })) } })],
    ["/parameters/0", withRoute({ params: z.strictObject({ briefId: z.string() }) })],
    ["/tags/0", openApiDocument([route], {}) as Node],
  ])("would be found to keep quiet at %s", (place, dumb) => {
    expect(unsaid(dumb).some((at) => at.endsWith(place))).toBe(true);
  });

  it("has what clients meet under names of its own", () => {
    const { schemas } = (document() as { components: { schemas: object } }).components;
    expect(Object.keys(schemas)).toEqual(
      expect.arrayContaining([
        "Brief",
        "BriefInput",
        "BriefPatch",
        "BriefPage",
        "Consent",
        "Problem",
        "Proposal",
        "Receipt",
      ]),
    );
    expect(JSON.stringify(document())).not.toMatch(/#\/\$defs|"\$schema"|"\$defs"|9007199254740991/);
  });

  it("is not made when one name would mean two things", () => {
    const two = { body: named({ a: said.default("") }), answer: { status: 200, schema: named({ a: said, b: said }) } };
    expect(() => withRoute(two as Partial<RouteSpec>)).toThrow("two schemas are called Thing");
    // What is sent and what is answered differ where a member has a default.
    const one = named({ a: said.default("") });
    const components = new Components();
    components.schema(one, "input");
    expect(() => components.schema(one, "output")).toThrow("two schemas are called Thing");
  });

  it("says of a long summary's operation the first part as its title, and all of it below", () => {
    const paths = withRoute({}).paths as Record<string, Record<string, Node>>;
    expect(paths[route.path]?.post).toMatchObject({ summary: "Read it", tags: ["briefs"] });
    expect(paths[route.path]?.post?.description).toMatch(/^Read it; and more\.\n\nNeeds the permission `briefs\.read`/);
  });
});

describe("what a model is told of a tool", () => {
  it("has no names and descriptions of the document, so that none of its words leaves", () => {
    expect(JSON.stringify(strictSchema(z.strictObject({ thing: named({ a: said }) })))).not.toMatch(/\$ref|Thing|says/);
  });
});
