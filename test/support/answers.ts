import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { document } from "../../functions/openapi/openapi.ts";

interface Response {
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly content?: Readonly<Record<string, { readonly schema: object }>>;
}
interface Operation {
  readonly operationId: string;
  readonly "x-problem-codes": readonly string[];
  readonly responses: Readonly<Record<string, { readonly $ref: string } | Response>>;
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly responses: Readonly<Record<string, Response>>;
    readonly schemas: Readonly<Record<string, object>>;
  };
}

/** An answer as it came over HTTP. */
export interface Received {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Of a stream: its events, parsed. */
  readonly events?: readonly object[];
}

/** HTTP's own headers, and those that every answer has for browsers: not part of any operation. */
const NOT_OURS =
  /^(date|connection|keep-alive|transfer-encoding|content-(type|length|encoding|security-policy)|cache-control|x-content-type-options|x-accel-buffering|referrer-policy|strict-transport-security|access-control-.*)$/;
/** Documented of an operation's answer, and yet not on each of them. */
const SOMETIMES = ["ratelimit", "ratelimit-policy", "idempotent-replayed"];

/** Holds answers against the OpenAPI document, by path, method, status, media type, headers of ours and body. */
export class Answers {
  /** How many were held, by `operationId status`. */
  readonly held = new Map<string, number>();
  readonly #document = document() as Document;
  readonly #ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true });
  readonly #compiled = new Map<object, ValidateFunction>();

  constructor() {
    formats.default(this.#ajv);
    this.#ajv.addSchema(pointing({ $id: "belfry", $defs: this.#document.components.schemas }));
  }

  /** @throws Error for whatever the document does not say. */
  hold(received: Received): void {
    const { method, path, status } = received;
    if (!path.startsWith("/v1/") || path === "/v1/openapi.json") return;
    const operation = this.#operation(received);
    const response = operation === undefined ? undefined : this.#response(operation, status);
    const faults =
      operation === undefined
        ? this.#atTheDoor(received)
        : response === undefined
          ? ["its status is not documented"]
          : [
              ...headerFaults(response, received),
              ...this.#bodyFaults(response, received),
              ...codeFaults(operation, received),
            ];
    if (faults.length > 0) throw new Error(`${method} ${path} ${status} is not as documented: ${faults.join("; ")}`);
    const key = `${operation?.operationId ?? "door"} ${status}`;
    this.held.set(key, (this.held.get(key) ?? 0) + 1);
  }

  #operation({ method, path }: Received): Operation | undefined {
    const asked = path.split("?")[0] ?? "";
    const found = Object.entries(this.#document.paths).find(([template]) =>
      new RegExp(`^${template.replaceAll(/\{\w+\}/g, "[^/]+")}$`).test(asked),
    );
    return found?.[1][method.toLowerCase()];
  }

  #response({ responses }: Operation, status: number): Response | undefined {
    const found = responses[status];
    if (found === undefined || !("$ref" in found)) return found;
    return this.#document.components.responses[found.$ref.split("/").at(-1) ?? ""];
  }

  /** No such route or method: a problem all the same. */
  #atTheDoor(received: Received): string[] {
    const problem = { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } };
    // A method of no route is refused as such; so are targets that are too large or encoded, wherever they point.
    const expected = [401, 404, 405, 413, 415, 422, 429, 503].includes(received.status);
    return [
      ...(expected ? [] : ["there is no such operation"]),
      ...(received.status === 405 && !received.headers.has("allow") ? ["it lacks Allow"] : []),
      ...(received.method === "HEAD" ? [] : this.#bodyFaults({ content: problem }, received)),
    ];
  }

  #bodyFaults({ content = {} }: Response, { headers, text, events, status }: Received): string[] {
    const type = headers.get("content-type")?.split(";")[0] ?? "";
    if (Object.keys(content).length === 0) return text === "" ? [] : ["it should have no body"];
    const schema = content[type]?.schema;
    if (schema === undefined) return [`its media type is not documented: ${type}`];
    const bodies = events ?? [type.endsWith("json") && type !== "application/x-ndjson" ? JSON.parse(text) : text];
    const faults = bodies.flatMap((body) => this.#faults(schema, body));
    const problem: { status?: number; instance?: string } = type === "application/problem+json" ? JSON.parse(text) : {};
    if (problem.status !== undefined && problem.status !== status) faults.push("its problem has another status");
    const requestId = headers.get("x-request-id") ?? "";
    if (problem.instance !== undefined && problem.instance !== `urn:belfry:request:${requestId}`)
      faults.push("its problem names another request");
    return faults;
  }

  #faults(schema: object, value: unknown): string[] {
    const valid = this.#compiled.get(schema) ?? this.#ajv.compile(pointing(schema));
    this.#compiled.set(schema, valid);
    return valid(value) ? [] : (valid.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  }
}

function headerFaults({ headers: documented = {} }: Response, { headers }: Received): string[] {
  const names = Object.keys(documented).map((name) => name.toLowerCase());
  const strange = [...headers.keys()].filter((name) => !names.includes(name) && !NOT_OURS.test(name));
  const missing = names.filter((name) => !headers.has(name) && !SOMETIMES.includes(name));
  const half = headers.has("ratelimit") !== headers.has("ratelimit-policy") ? ["ratelimit without its policy"] : [];
  return [
    ...strange.map((name) => `the header ${name} is not documented`),
    ...missing.map((name) => `the header ${name} is missing`),
    ...half,
  ];
}

/** The code is what a client decides by: two of one status are two answers. */
function codeFaults(operation: Operation, { headers, text }: Received): string[] {
  if (!headers.get("content-type")?.startsWith("application/problem+json")) return [];
  const { code } = JSON.parse(text) as { code: string };
  return operation["x-problem-codes"].includes(code) ? [] : [`its code is not documented: ${code}`];
}

const pointing = <T extends object>(schema: T): T =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/components/schemas/', '"belfry#/$defs/')) as T;
