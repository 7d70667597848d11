import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, posix, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { manifest } from "../tools/manifest.ts";
import { ROOT } from "../tools/root.ts";

const CORE_MAY = ["zod", "libphonenumber-js"];
/** `isIP` is a pure function that happens to live with the sockets. */
const ONLY_IS_IP = "functions/redaction/detectors/network.ts";

interface Source {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly string[];
}

function sources(folder: string): Source[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && statSync(join(ROOT, folder, name)).isFile())
    .map((name) => {
      const path = posix.join(folder, name.replaceAll("\\", "/"));
      const text = readFileSync(join(ROOT, path), "utf8");
      const specifiers = [...text.matchAll(/^(?:import|export)\b[^;"]*\bfrom\s+"([^"]+)"|\bimport\("([^"]+)"\)/gm)].map(
        ([, named, loaded]) => named ?? loaded ?? "",
      );
      const imports = specifiers.map((specifier) =>
        specifier.startsWith(".") ? relative(ROOT, resolve(ROOT, posix.dirname(path), specifier)) : specifier,
      );
      return { path, text, imports };
    });
}

const all = sources("functions");
const capabilityOf = (path: string): string => path.split("/")[1] ?? "";
const isCapability = (path: string): boolean =>
  path.startsWith("functions/") &&
  !["core", "platform", "redaction", "vocabulary"].includes(capabilityOf(path)) &&
  path.split("/").length > 2;
const inVocabulary = ({ path }: Source): boolean => path.startsWith("functions/vocabulary/");
const inRedaction = ({ path }: Source): boolean => path.startsWith("functions/redaction/");
const packages = (source: Source): string[] =>
  source.imports.filter((name) => !name.startsWith("functions/") && !name.startsWith("node:"));
/** Files that break a rule, with the line that does; an empty list is the pass. */
const breaking = (files: readonly Source[], rule: (source: Source) => readonly string[]): string[] =>
  files.flatMap((source) => rule(source).map((what) => `${source.path}: ${what}`));
const using = (pattern: RegExp) =>
  all
    .filter(({ text }) => pattern.test(text))
    .map(({ path }) => path)
    .sort();

describe("architecture", () => {
  it("finds the code that its rules are about", () => {
    expect(all.length).toBeGreaterThan(60);
    // Without this, a rule over imports would pass because none was found.
    expect(all.flatMap(({ imports }) => imports).length).toBeGreaterThan(300);
    expect(all.find(({ path }) => path === "functions/platform/vault/kms.ts")?.imports).toContain("@google-cloud/kms");
    expect(all.filter(({ path }) => isCapability(path)).length).toBeGreaterThan(20);
  });

  it("core and the redaction engine are pure: no I/O, no environment, no clock", () => {
    const core = all.filter(({ path }) => /^functions\/(core|redaction|vocabulary)\//.test(path));
    expect(
      breaking(core, (source) =>
        source.imports.filter(
          (name) =>
            !name.startsWith("functions/vocabulary/") &&
            !(name.startsWith("functions/core/") && !inVocabulary(source)) &&
            !(name.startsWith("functions/redaction/") && inRedaction(source)) &&
            !CORE_MAY.some((one) => name === one || name.startsWith(`${one}/`)) &&
            !["node:crypto", "node:zlib"].includes(name) &&
            !(name === "node:net" && source.path === ONLY_IS_IP),
        ),
      ),
    ).toEqual([]);
    expect(
      breaking(core, ({ text }) =>
        [...text.matchAll(/process\.env|Date\.now\(|new Date\(\)|readFileSync/g)].map(([what]) => what),
      ),
    ).toEqual([]);
  });

  it("platform imports core and platform, never a capability", () => {
    const platform = all.filter(({ path }) => path.startsWith("functions/platform/"));
    expect(breaking(platform, (source) => source.imports.filter((name) => isCapability(name)))).toEqual([]);
  });

  it("each vendor has one importer", () => {
    const vendors: Record<string, string> = {
      "@google-cloud/firestore": "functions/platform/store/firestore.ts",
      "@google-cloud/kms": "functions/platform/vault/kms.ts",
      "@google-cloud/dlp": "functions/platform/opinion/sensitive-data-protection.ts",
      "@grpc/grpc-js": "functions/platform/local-grpc.ts",
      "onnxruntime-web": "functions/platform/opinion/local-model.ts",
      "firebase-admin/app": "functions/platform/identity.ts",
      "firebase-admin/auth": "functions/platform/identity.ts",
      "@opentelemetry/api": "functions/platform/trace.ts",
      "@opentelemetry/sdk-trace-base": "functions/platform/trace.ts",
      "eventsource-parser": "functions/platform/model/events.ts",
      // Its types alone: see "no vendor's client".
      "openai/resources/responses/responses": "functions/platform/model/providers/openai.ts",
      hono: "functions/platform/http/endpoint.ts",
      "@hono/node-server": "functions/platform/http/framework.ts",
    };
    expect(
      breaking(all, (source) =>
        packages(source).filter(
          (name) =>
            !CORE_MAY.some((one) => name === one || name.startsWith(`${one}/`)) && vendors[name] !== source.path,
        ),
      ),
    ).toEqual([]);
  });

  it("a capability knows another by its index alone, and they form no circle", () => {
    const capabilities = all.filter(({ path }) => isCapability(path));
    expect(
      breaking(capabilities, (source) =>
        source.imports.filter(
          (name) =>
            isCapability(name) && capabilityOf(name) !== capabilityOf(source.path) && !name.endsWith("/index.ts"),
        ),
      ),
    ).toEqual([]);
    const edges = new Map<string, Set<string>>();
    for (const source of capabilities) {
      const targets = edges.get(capabilityOf(source.path)) ?? new Set();
      for (const name of source.imports)
        if (isCapability(name) && capabilityOf(name) !== capabilityOf(source.path)) targets.add(capabilityOf(name));
      edges.set(capabilityOf(source.path), targets);
    }
    const reaches = (from: string, to: string, seen = new Set<string>()): boolean =>
      [...(edges.get(from) ?? [])].some(
        (next) => next === to || (!seen.has(next) && reaches(next, to, seen.add(next))),
      );
    expect([...edges.keys()].filter((name) => reaches(name, name))).toEqual([]);
  });

  it("[BF-01/one-gate] [BF-02/stored-first] only the egress gate makes outgoing text; only a committed turn makes a stored receipt", () => {
    expect(using(/Outgoing\.fromGate\(/)).toEqual(["functions/assistant/turn/gate.ts"]);
    expect(using(/StoredReceipt\.afterCommit\(/)).toEqual(["functions/assistant/turn/begin.ts"]);
    expect(using(/PreparedRequest\.from\(/)).toEqual(["functions/platform/model/adapter.ts"]);
  });

  it("[KZ-12/reads-audited] only a commit that stored the event says that it is recorded", () => {
    expect(using(/Recorded\.byCommit\(/)).toEqual([
      "functions/assistant/turn/begin.ts",
      "functions/platform/store/change.ts",
      "functions/platform/store/idempotency.ts",
    ]);
    const append = /\bappend\(|\bturnBatch\(|answerAgain/;
    for (const path of using(/Recorded\.byCommit\(/))
      expect(all.find((one) => one.path === path)?.text).toMatch(append);
  });

  it("[BF-01/one-connection] only platform/model opens a connection", () => {
    expect(using(/(?<![.\w])fetch\(|[=(] ?fetch\b|https?\.request\(|net\.connect\(|new WebSocket/)).toEqual([]);
    expect(using(/\brequest as \w+|\boverHttps?\b/)).toEqual(["functions/platform/model/exchange.ts"]);
    expect(using(/[({ ]exchange\b(?!\.ts)/)).toEqual([
      "functions/platform/model/adapter.ts",
      "functions/platform/model/exchange.ts",
    ]);
    expect(using(/\bguarded(?:<R>)?\(/)).toEqual([
      "functions/platform/model/adapter.ts",
      "functions/platform/model/connection.ts",
    ]);
    const sockets = ["node:http", "node:https", "node:net", "node:tls", "node:http2", "undici"];
    const importers = all
      .filter(({ imports }) => imports.some((name) => sockets.includes(name)))
      .map(({ path }) => path);
    expect(importers.sort()).toEqual([
      "functions/platform/http/cors.ts",
      "functions/platform/http/framework.ts",
      "functions/platform/identity.ts",
      "functions/platform/local-agent.ts",
      "functions/platform/model/exchange.ts",
      ONLY_IS_IP,
    ]);
    expect(all.find(({ path }) => path === ONLY_IS_IP)?.text.match(/import .* from "node:net"/)?.[0]).toBe(
      'import { isIPv6 } from "node:net"',
    );
  });

  it("[BF-14/bytes] no vendor's client reads a model's answer, and no provider reads a response itself: one bounded reader does", () => {
    expect(using(/^import (?!type\b)[^;]*from "openai/m)).toEqual([]);
    expect(using(/\beventData\(|\.getReader\(/)).toEqual([
      "functions/platform/model/adapter.ts",
      "functions/platform/model/events.ts",
    ]);
    const providers = all.filter(({ path }) => path.startsWith("functions/platform/model/providers/"));
    expect(providers.length).toBeGreaterThan(0);
    expect(
      breaking(providers, ({ text }) => [...text.matchAll(/\bResponse\b|\bfetch\b/g)].map(([what]) => what)),
    ).toEqual([]);
  });

  it("[KZ-11/one-reader] only platform/store/firestore.ts builds document paths; only jobs list tenants", () => {
    expect(using(/\.(doc|collection|collectionGroup)\(\s*[`"']/)).toEqual(["functions/platform/store/firestore.ts"]);
    expect(using(/tenants\/\$\{/)).toEqual(["functions/platform/store/firestore.ts"]);
    expect(
      all
        .filter(({ path, text }) => /listTenantIds/.test(text) && path !== "functions/platform/store/firestore.ts")
        .map(({ path }) => path),
    ).toEqual(["functions/jobs/sweep.main.ts"]);
    expect(using(/new TenantStore\(/)).toEqual([
      "functions/jobs/sweep.main.ts",
      "functions/platform/http/door.ts",
      "functions/platform/http/pipeline.ts",
    ]);
  });

  it("only platform/env.ts reads the environment; only composition roots build live adapters", () => {
    expect(using(/process\.env/)).toEqual(["functions/platform/env.ts"]);
    expect(
      breaking(all, (source) =>
        source.path.endsWith(".main.ts") ? [] : source.imports.filter((name) => name === "functions/platform/live.ts"),
      ),
    ).toEqual([]);
    expect(using(/readEnvironment\(\)/)).toEqual(["functions/jobs/sweep.main.ts", "functions/platform/live.ts"]);
  });

  it("[KB-03/one-writer] only platform/log.ts writes to the log, and no code is made at run time", () => {
    expect(using(/console\.|process\.stdout/)).toEqual(["functions/platform/log.ts"]);
    expect(using(/\beval\(|new Function\(|node:vm|child_process/)).toEqual([]);
  });

  it("[CF-04/path] every chat route has assistant in its path, every function a manifest entry with its own file", () => {
    const entries = Object.values(manifest())
      .map(({ entry }) => `functions/${entry}`)
      .sort();
    expect(entries).toEqual(
      all
        .filter(({ path }) => path.endsWith(".main.ts"))
        .map(({ path }) => path)
        .sort(),
    );
    for (const [name, { path }] of Object.entries(manifest()))
      expect(path === `/v1/${name}` || name === "openapi", name).toBe(true);
  });

  it("asks one clock: nothing but platform/clock.ts reads the time", () => {
    expect(using(/Date\.now\(|new Date\(\)|performance\.now\(/)).toEqual([
      "functions/platform/clock.ts",
      // A stopwatch: how long a text may keep the engine busy.
      "functions/redaction/budget.ts",
    ]);
  });

  it("imports in one direction: no file reaches itself, types included", () => {
    const byPath = new Map(all.map((source) => [source.path, source.imports]));
    const settled = new Set<string>();
    const circles: string[] = [];
    const visit = (path: string, above: readonly string[]): void => {
      if (above.includes(path)) circles.push([...above.slice(above.indexOf(path)), path].join(" → "));
      if (above.includes(path) || settled.has(path)) return;
      for (const next of byPath.get(path) ?? []) if (byPath.has(next)) visit(next, [...above, path]);
      settled.add(path);
    };
    for (const path of byPath.keys()) visit(path, []);
    expect(circles).toEqual([]);
  });

  it("keeps files and functions short enough to be read", () => {
    const written = all.filter(({ path }) => !/\.generated\./.test(path));
    const lines = ({ text }: Source) => text.split("\n").length;
    expect(breaking(written, (source) => (lines(source) > 240 ? [`${lines(source)} lines`] : []))).toEqual([]);
    // A function at the outermost level ends with the first brace in the first column.
    const long = ({ text }: Source) =>
      [...text.matchAll(/^(?:export )?(?:async )?function\*? (\w+)[\s\S]*?^\}/gm)]
        .filter(([body]) => body.split("\n").length > 50)
        .map(([body, name]) => `${name} has ${body.split("\n").length} lines`);
    expect(
      breaking(
        written.filter((source) => !inRedaction(source)),
        long,
      ),
    ).toEqual([]);
  });
});
