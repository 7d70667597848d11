import type { z } from "zod";
import { type FieldError, Problem } from "../../core/problem.ts";
import type { RouteSpec } from "./route.ts";

/** A request's body, whole, in bytes. */
export const BODY_BYTES_MAX = 256 * 1024;
const DEPTH_MAX = 32;

export interface RawRequest {
  readonly headers: Headers;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Uint8Array;
}

/** Step "parse": everything the route's contract names, nothing it does not. @throws Problem `invalid` with all faults. */
export function parseRequest(spec: RouteSpec, raw: RawRequest) {
  const errors: FieldError[] = [];
  const params = take(spec.params, raw.params, "path:", errors);
  const query = take(spec.query, queryObject(spec, raw.query, errors), "query:", errors);
  const idempotencyKey = headerKey(spec, raw.headers, errors);
  const ifMatch = spec.ifMatch === undefined ? undefined : headerVersion(raw.headers);
  const body = spec.body === undefined ? noBody(raw.body, errors) : take(spec.body, readJson(raw), "", errors);
  if (errors.length > 0) {
    throw new Problem("invalid", { detail: "Correct the fields named in errors and send the request again.", errors });
  }
  return { params, query, body, idempotencyKey, ifMatch };
}

function take(schema: z.ZodType | undefined, value: unknown, prefix: string, errors: FieldError[]): unknown {
  if (schema === undefined) return undefined;
  const result = schema.safeParse(value, { reportInput: false });
  if (result.success) return result.data;
  for (const issue of result.error.issues) {
    const path = issue.path.map((part) => String(part).replaceAll("~", "~0").replaceAll("/", "~1"));
    if (issue.code === "unrecognized_keys") {
      for (const key of issue.keys)
        errors.push({ pointer: pointer(prefix, [...path, key]), message: "is not a known field" });
    } else {
      errors.push({ pointer: pointer(prefix, path), message: issue.message });
    }
  }
  return undefined;
}

const pointer = (prefix: string, path: readonly string[]): string =>
  prefix === "" ? path.map((part) => `/${part}`).join("") : prefix + path.join("/");

function queryObject(spec: RouteSpec, query: URLSearchParams, errors: FieldError[]): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, value] of query) {
    if (spec.query === undefined || !Object.hasOwn(spec.query.shape, name))
      errors.push({ pointer: "query:", message: "has a parameter this route does not know" });
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

/** `If-Match: "<version>"`, the form of our own ETags. Weak or foreign tags never match (RFC 9110 § 13.1.1). */
function headerVersion(headers: Headers): number {
  const match = /^"(\d{1,9})"$/.exec(headers.get("if-match") ?? "");
  if (match === null)
    throw new Problem("precondition-failed", { detail: "Read the resource and send its ETag as If-Match." });
  return Number(match[1]);
}

function noBody(body: Uint8Array, errors: FieldError[]): undefined {
  if (body.length > 0 && !/^\s*(\{\s*\}\s*)?$/.test(Buffer.from(body.subarray(0, 64)).toString("latin1"))) {
    errors.push({ pointer: "", message: "this request takes no body" });
  }
  return undefined;
}

function readJson(raw: RawRequest): unknown {
  const type = raw.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") {
    throw new Problem("unsupported-media-type", {
      detail: "Send the body as JSON, with Content-Type: application/json.",
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
  const fault = unclean(value, "", 0);
  if (fault !== undefined)
    throw new Problem("invalid", { detail: "The body holds text that can't be stored.", errors: [fault] });
  return value;
}

/** Text no part of the product can keep faithfully: NUL, lone surrogates (RFC 8785 has no form for them), endless nesting. */
function unclean(value: unknown, at: string, depth: number): FieldError | undefined {
  if (depth > DEPTH_MAX) return { pointer: at, message: `is nested deeper than ${DEPTH_MAX} levels` };
  if (typeof value === "string")
    return value.isWellFormed() && !value.includes("\0")
      ? undefined
      : { pointer: at, message: "holds NUL or a lone surrogate" };
  if (value === null || typeof value !== "object") return undefined;
  for (const [name, member] of Object.entries(value)) {
    if (!name.isWellFormed() || name.includes("\0"))
      return { pointer: at, message: "has a member whose name holds NUL or a lone surrogate" };
    const fault = unclean(member, `${at}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`, depth + 1);
    if (fault !== undefined) return fault;
  }
  return undefined;
}
