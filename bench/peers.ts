/** Libraries from npm behind the same face as our engine, so that one scorer serves all. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export interface Found {
  readonly start: number;
  readonly end: number;
  readonly type: string;
}
export interface Contender {
  readonly name: string;
  readonly detect: (text: string) => readonly Found[] | Promise<readonly Found[]>;
}

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const require = createRequire(join(here, "package.json"));

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
const isFunction = (value: unknown): value is (...args: unknown[]) => unknown => typeof value === "function";
const isClass = (value: unknown): value is new (options?: unknown) => unknown => typeof value === "function";

function member(value: unknown, key: string): unknown {
  return isRecord(value) || isFunction(value) ? Reflect.get(value, key) : undefined;
}
function call(target: unknown, key: string, ...args: unknown[]): unknown {
  const method = member(target, key);
  if (!isFunction(method)) throw new TypeError(`a compared library has no ${key}`);
  return method.apply(target, args);
}
function construct(value: unknown): unknown {
  if (!isClass(value)) throw new TypeError("a compared library changed its face");
  return new value();
}
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const number = (value: unknown): number => (typeof value === "number" ? value : Number.NaN);
const isPlaced = (span: Found): boolean => span.end > span.start && span.start >= 0;

/** Spans of a library that only returns the redacted text: what the original has between the unchanged pieces. */
function aligned(text: string, redacted: string, placeholder: RegExp): Found[] {
  const spans: Found[] = [];
  let at = 0;
  let pending: { start: number; type: string } | undefined;
  for (const piece of redacted.split(placeholder)) {
    if (piece === undefined) continue;
    if (new RegExp(`^(?:${placeholder.source})$`).test(piece)) {
      pending ??= { start: at, type: piece.replace(/\W/g, "") };
      continue;
    }
    const next = piece === "" ? -1 : text.indexOf(piece, at);
    if (next < 0) continue;
    if (pending !== undefined) spans.push({ ...pending, end: next });
    pending = undefined;
    at = next + piece.length;
  }
  if (pending !== undefined) spans.push({ ...pending, end: text.length });
  return spans.filter(isPlaced);
}

const WORD =
  /(PERSON_NAME|NAME|EMAIL_ADDRESS|PHONE_NUMBER|CREDIT_CARD_NUMBER|US_SOCIAL_SECURITY_NUMBER|SSN|IP_ADDRESS|STREET_ADDRESS|ZIPCODE|URL|USERNAME|PASSWORD|CREDENTIALS|DIGITS|CREDIT_CARD)/;

/** Loads the compared libraries, installing them beside this file on first use. */
export async function peers(): Promise<Contender[]> {
  if (!existsSync(modules))
    execFileSync("npm", ["ci", "--prefix", here, "--ignore-scripts", "--no-audit", "--no-fund"], { stdio: "inherit" });
  const load = async (path: string): Promise<unknown> => import(pathToFileURL(join(modules, path)).href);
  const redactPii = construct(member(require("redact-pii"), "SyncRedactor"));
  const redactpii = construct(member(require("@redactpii/node"), "Redactor"));
  const openredaction = construct(member(await load("openredaction/dist/index.mjs"), "OpenRedaction"));
  const compromise = member(await load("compromise/src/three.js"), "default");
  const secretlint = await load("@secretlint/core/module/index.js");
  const rule = member(await load("@secretlint/secretlint-rule-preset-recommend/module/index.js"), "creator");
  const rules = [{ id: "@secretlint/secretlint-rule-preset-recommend", rule, options: {} }];
  return [
    { name: "redact-pii", detect: (text) => aligned(text, String(call(redactPii, "redact", text)), WORD) },
    { name: "@redactpii/node", detect: (text) => aligned(text, String(call(redactpii, "redact", text)), WORD) },
    {
      name: "openredaction",
      async detect(text) {
        const result = await call(openredaction, "detect", text);
        return list(member(result, "detections"))
          .map((found) => {
            const place = list(member(found, "position"));
            return { start: number(place[0]), end: number(place[1]), type: String(member(found, "type")) };
          })
          .filter(isPlaced);
      },
    },
    {
      name: "compromise",
      detect: (text) =>
        isFunction(compromise)
          ? list(call(call(compromise(text), "people"), "json", { offset: true }))
              .map((found) => {
                const start = number(member(member(found, "offset"), "start"));
                return { start, end: start + number(member(member(found, "offset"), "length")), type: "PERSON" };
              })
              .filter(isPlaced)
          : [],
    },
    {
      name: "secretlint",
      async detect(text) {
        const source = { filePath: "brief.txt", content: text, contentType: "text" };
        const result = await call(secretlint, "lintSource", { source, options: { config: { rules } } });
        return list(member(result, "messages"))
          .map((found) => {
            const range = list(member(found, "range"));
            return { start: number(range[0]), end: number(range[1]), type: "SECRET" };
          })
          .filter(isPlaced);
      },
    },
  ];
}
