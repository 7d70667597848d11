import type { z } from "zod";
import { type FieldError, Problem } from "../../core/problem.ts";
import { type Language, languageOf } from "./language.ts";
import type { RouteSpec } from "./route.ts";
import { inSchemaWords } from "./words/index.ts";

/** A request's body, whole, in bytes. */
export const BODY_BYTES_MAX = 256 * 1024;
const DEPTH_MAX = 32;
/** Values in a body, nested ones too: what no honest request comes near, and a schema is still quick with. */
const VALUES_MAX = 20_000;
const ERRORS_MAX = 100;

export interface RawRequest {
  readonly headers: Headers;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Uint8Array;
}

/** Step "parse": everything the route's contract names, nothing it does not. @throws Problem `invalid` with all faults. */
export function parseRequest(spec: RouteSpec, raw: RawRequest) {
  const errors: FieldError[] = [];
  const language = languageOf(raw.headers.get("accept-language"));
  const take = taking(language, errors);
  const params = take(spec.params, raw.params, "path:");
  const query = take(spec.query, queryObject(spec, raw.query, errors), "query:");
  const idempotencyKey = headerKey(spec, raw.headers, errors);
  const takesVersion =
    spec.ifMatch === "required" || (spec.ifMatch === "optional" && raw.headers.get("if-match") !== null);
  const ifMatch = takesVersion ? headerVersion(raw.headers) : undefined;
  const body = spec.body === undefined ? noBody(raw.body, errors) : take(spec.body, readJson(spec, raw), "");
  if (errors.length > 0) {
    throw invalid(errors);
  }
  return { params, query, body, idempotencyKey, ifMatch, language };
}

/** All faults of one request, as long as a person can use the list. */
export function invalid(faults: readonly FieldError[]): Problem {
  const more = { pointer: "", message: `and ${faults.length - ERRORS_MAX} more faults` };
  const errors = faults.length > ERRORS_MAX ? [...faults.slice(0, ERRORS_MAX), more] : faults;
  return new Problem("invalid", { detail: "Correct the fields named in errors and send the request again.", errors });
}

const taking =
  (language: Language, errors: FieldError[]) =>
  (schema: z.ZodType | undefined, value: unknown, prefix: string): unknown => {
    if (schema === undefined) return undefined;
    const result = schema.safeParse(value, inSchemaWords(language));
    if (result.success) return result.data;
    for (const fault of fieldErrors(result.error, prefix)) errors.push(fault);
    return undefined;
  };

/** A schema's findings in the API's form. */
export function fieldErrors(error: z.ZodError, prefix = ""): FieldError[] {
  return error.issues.flatMap((issue) => {
    const path = issue.path.map((part) => String(part).replaceAll("~", "~0").replaceAll("/", "~1"));
    if (issue.code !== "unrecognized_keys") return [{ pointer: pointer(prefix, path), message: issue.message }];
    return issue.keys.map((key) => ({ pointer: pointer(prefix, [...path, key]), message: "is not a known field" }));
  });
}

const pointer = (prefix: string, path: readonly string[]): string =>
  prefix === "" ? path.map((part) => `/${part}`).join("") : prefix + path.join("/");

/** What may be repeated of an unknown parameter's name. */
const NAME = /^[A-Za-z][\w.-]{0,63}$/;

function queryObject(spec: RouteSpec, query: URLSearchParams, errors: FieldError[]): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, value] of query) {
    if (spec.query === undefined || !Object.hasOwn(spec.query.shape, name))
      errors.push({ pointer: `query:${NAME.test(name) ? name : ""}`, message: "is no parameter of this route" });
    else if (Object.hasOwn(values, name)) errors.push({ pointer: `query:${name}`, message: "is given twice" });
    else values[name] = value;
  }
  return values;
}

function headerKey(spec: RouteSpec, headers: Headers, errors: FieldError[]): string | undefined {
  const key = headers.get("idempotency-key") ?? undefined;
  if (spec.idempotencyKey === undefined) return undefined;
  if (key === undefined) {
    if (spec.idempotencyKey === "required")
      errors.push({
        pointer: "header:Idempotency-Key",
        message: "is required: a unique value for this request, e.g. a UUID",
      });
    return undefined;
  }
  if (!/^[\x21-\x7e]{1,255}$/.test(key))
    errors.push({ pointer: "header:Idempotency-Key", message: "must be 1 to 255 visible ASCII characters" });
  return key;
}

/**
 * `If-Match: "<version>"`, the form of our own ETags, or `*`: whatever version there is. Weak or foreign tags never match
 * (RFC 9110 § 13.1.1).
 */
function headerVersion(headers: Headers): number | "*" {
  const header = headers.get("if-match")?.trim() ?? "";
  if (header === "*") return "*";
  const match = /^"(\d{1,9})"$/.exec(header);
  if (match === null)
    throw new Problem("precondition-failed", { detail: "Read the resource and send its ETag as If-Match." });
  return Number(match[1]);
}

/** Whether the client takes gzip (RFC 9110 § 12.5.3): its own weight decides, else that of `*`; a weight of 0 is a no. */
export function acceptsGzip(header: string | null): boolean {
  const weights = new Map<string, number>();
  for (const element of (header ?? "").split(",")) {
    const [coding = "", ...parameters] = element.split(";").map((part) => part.trim().toLowerCase());
    const q = parameters.find((parameter) => /^q\s*=/.test(parameter))?.replace(/^q\s*=\s*/, "");
    // A weight that is none is taken for a no: plain text is what every client can read.
    const weight = q === undefined ? 1 : /^(0(\.\d{0,3})?|1(\.0{0,3})?)$/.test(q) ? Number(q) : 0;
    const name = coding === "x-gzip" ? "gzip" : coding;
    if (!weights.has(name)) weights.set(name, weight);
  }
  return (weights.get("gzip") ?? weights.get("*") ?? 0) > 0;
}

function noBody(body: Uint8Array, errors: FieldError[]): undefined {
  if (body.length > 0 && !/^\s*(\{\s*\}\s*)?$/.test(Buffer.from(body.subarray(0, 64)).toString("latin1"))) {
    errors.push({ pointer: "", message: "this request takes no body" });
  }
  return undefined;
}

/** What a body may be declared as. A change is a merge patch (RFC 7396), which plain JSON stands for as well. */
export const bodyTypes = (method: RouteSpec["method"]): readonly string[] =>
  method === "patch" ? ["application/merge-patch+json", "application/json"] : ["application/json"];

function readJson(spec: RouteSpec, raw: RawRequest): unknown {
  const type = raw.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";
  const types = bodyTypes(spec.method);
  if (!types.includes(type)) {
    throw new Problem("unsupported-media-type", {
      detail: `Send the body as JSON, with Content-Type: ${types.join(" or ")}.`,
    });
  }
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(raw.body));
  } catch {
    // The parser's message quotes the body, so it is not even kept as the cause.
    throw new Problem("invalid", {
      detail: "The body is not well-formed JSON in UTF-8.",
      errors: [{ pointer: "", message: "is not JSON" }],
    });
  }
  const fault = unclean(value, "", 0, { left: VALUES_MAX });
  if (fault !== undefined)
    throw new Problem("invalid", { detail: "The body holds what can't be taken in.", errors: [fault] });
  return value;
}

/**
 * What no part of the product can keep faithfully: NUL, lone surrogates (RFC 8785 has no form for them), endless nesting; and
 * more values than a schema should be asked about, since it looks at each element before it counts them.
 */
function unclean(value: unknown, at: string, depth: number, values: { left: number }): FieldError | undefined {
  const tooMany = { pointer: "", message: `holds more than ${VALUES_MAX} values` };
  values.left -= 1;
  if (values.left < 0 || (Array.isArray(value) && value.length > values.left)) return tooMany;
  if (depth > DEPTH_MAX) return { pointer: at, message: `is nested deeper than ${DEPTH_MAX} levels` };
  if (typeof value === "string")
    return value.isWellFormed() && !value.includes("\0")
      ? undefined
      : { pointer: at, message: "holds NUL or a lone surrogate" };
  if (value === null || typeof value !== "object") return undefined;
  for (const [name, member] of Object.entries(value)) {
    if (!name.isWellFormed() || name.includes("\0"))
      return { pointer: at, message: "has a member whose name holds NUL or a lone surrogate" };
    const fault = unclean(member, `${at}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`, depth + 1, values);
    if (fault !== undefined) return fault;
  }
  return undefined;
}
