import { createHash } from "node:crypto";

/** What JSON can say. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json | undefined };

/**
 * RFC 8785 canonical JSON. ECMAScript's own number and string forms are the RFC's; only the order of names is ours
 * (UTF-16 code units, the default of `sort`). Members that are `undefined` are left out, as `JSON.stringify` does.
 * @throws TypeError on what JSON can't say: a non-finite number or a lone surrogate.
 */
export function canonicalJson(value: Json): string {
  if (typeof value === "string") {
    if (!value.isWellFormed()) throw new TypeError("a lone surrogate has no canonical form");
    return JSON.stringify(value);
  }
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new TypeError("a non-finite number has no canonical form");
    return JSON.stringify(value);
  }
  if (value === null || typeof value === "boolean") return JSON.stringify(value);
  if (isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.flatMap(([name, member]) => (member === undefined ? [] : [`${canonicalJson(name)}:${canonicalJson(member)}`])).join(",")}}`;
}

// Array.isArray does not narrow a readonly array out of a union.
const isArray = (value: Json): value is readonly Json[] => Array.isArray(value);

/** SHA-256, lower-case hexadecimal (64 characters). Strings are hashed as UTF-8. */
export function sha256Hex(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}
