import { describe, expect, it } from "vitest";
import { z } from "zod";
import { contractText } from "../../tools/client/contract.ts";
import { type Schema, typeOf } from "../../tools/client/schema-type.ts";

const from = (schema: z.ZodType) => typeOf(z.toJSONSchema(schema, { target: "draft-2020-12" }) as Schema);

describe("a schema as a TypeScript type", () => {
  it.each<[string, string]>([
    [from(z.string().regex(/^a/).max(3)), "string"],
    [from(z.int().min(0)), "number"],
    [from(z.boolean().nullable()), "boolean | null"],
    [from(z.literal(6003)), "6003"],
    [from(z.enum(["a", "b"])), '"a" | "b"'],
    [from(z.array(z.string().nullable())), "ReadonlyArray<string | null>"],
    [from(z.tuple([z.string(), z.number()])), "readonly [string, number]"],
    [from(z.tuple([z.string()], z.number())), "readonly [string, ...ReadonlyArray<number>]"],
    [from(z.record(z.string(), z.number())), "Readonly<Record<string, number>>"],
    [from(z.strictObject({})), "Readonly<Record<string, never>>"],
    [
      from(z.strictObject({ a: z.string(), "b-c": z.number().optional() })),
      '{ readonly a: string; readonly "b-c"?: number }',
    ],
    [from(z.union([z.string(), z.strictObject({ a: z.null() })])), "string | { readonly a: null }"],
    [
      typeOf({ allOf: [{ anyOf: [{ type: "string" }, { type: "null" }] }, { type: "string" }] }),
      "(string | null) & (string)",
    ],
    [from(z.unknown()), "unknown"],
    [typeOf({ type: ["string", "null"] }), "string | null"],
    [typeOf({ $ref: "#/components/schemas/Problem" }), "Problem"],
  ])("%s", (printed, expected) => {
    expect(printed).toBe(expected);
  });

  it("puts what is long on lines of its own, indented", () => {
    const name = "aNameThatIsLongEnoughToNeedALineOfItsOwnAndThatOfAnother";
    expect(from(z.strictObject({ [name]: z.strictObject({ [name]: z.string(), other: z.array(z.string()) }) }))).toBe(
      `{\n  readonly ${name}: {\n    readonly ${name}: string;\n    readonly other: ReadonlyArray<string>;\n  };\n}`,
    );
  });

  it("is refused for what the printer does not know, instead of being a type that says too little", () => {
    expect(() => typeOf({ type: "date" })).toThrow("no type is known");
    expect(() => typeOf({ not: {} } as Schema)).toThrow("no type is known");
  });
});

describe("the client's contract", () => {
  it("has each operation's parts, and how it is asked", () => {
    const text = contractText({
      components: {
        schemas: { Problem: { type: "object", properties: { code: { type: "string" } }, required: ["code"] } },
      },
      paths: {
        "/v1/things/{thingId}": {
          patch: {
            operationId: "things.update",
            summary: "Change a thing",
            parameters: [
              { name: "thingId", in: "path", required: true, schema: { type: "string" } },
              { name: "dry", in: "query", required: false, schema: { type: "boolean" } },
              { name: "Idempotency-Key", in: "header", required: false, schema: { type: "string" } },
              { name: "If-Match", in: "header", required: true, schema: { type: "string" } },
            ],
            requestBody: { content: { "application/merge-patch+json": { schema: { type: "string" } } } },
            responses: { 404: {}, 200: { content: { "text/event-stream": { schema: { type: "string" } } } } },
          },
        },
      },
    });
    expect(text).toContain("export type Problem = { readonly code: string };");
    expect(text).toContain(`  /** Change a thing */
  "things.update": {
    readonly params: { readonly thingId: string };
    readonly query: { readonly dry?: boolean };
    readonly body: string;
    readonly answer: string;
  };`);
    expect(text).toContain(
      '"things.update": { method: "PATCH", path: "/v1/things/{thingId}", mediaType: "application/merge-patch+json", idempotencyKey: "optional", ifMatch: "required", streams: true }',
    );
  });
});
