import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  COLLECTIONS,
  type CollectionName,
  ERASURE,
  expires,
  OPERATIONS,
  PERMISSIONS,
  RETENTION,
} from "../../functions/vocabulary/index.ts";
import { derived, drift, readVocabularies } from "../../tools/ops/vocabulary.ts";
import { ROOT } from "../../tools/root.ts";

const names = Object.keys(COLLECTIONS) as CollectionName[];

describe("the vocabulary", () => {
  it("is what the derived files were made from (npm run vocabulary)", async () => {
    expect(await drift(false)).toEqual([]);
  });

  it("says each word once: no capability takes another's", async () => {
    const vocabularies = (await readVocabularies()).map(({ vocabulary }) => vocabulary);
    for (const part of ["operations", "permissions", "collections"] as const) {
      const all = vocabularies.flatMap((one) => Object.keys(one[part]));
      expect(all.length).toBe(new Set(all).size);
      expect(all.length).toBeGreaterThan(5);
    }
  });

  it.each(names)("says how long %s are kept, who deletes them, and what a person's erasure does with them", (name) => {
    const { retention, erasure, sweptBy } = COLLECTIONS[name];
    expect(Object.keys(RETENTION)).toContain(retention);
    expect(Object.keys(ERASURE)).toContain(erasure);
    // What expires has somebody who deletes it, and nothing else has.
    expect(sweptBy !== undefined).toBe(expires(name));
  });

  it("[KB-06/deleted] gives each expiring collection, and no other, a TTL of the database", () => {
    const { fieldOverrides } = JSON.parse(readFileSync(join(ROOT, "firestore.indexes.json"), "utf8"));
    const ttl = fieldOverrides.filter((one: { ttl?: boolean }) => one.ttl);
    expect(ttl.map((one: { collectionGroup: string }) => one.collectionGroup).sort()).toEqual(
      names.filter(expires).sort(),
    );
    expect(names.filter(expires)).toContain("usage");
  });

  it("uses every permission in a route, and no other", () => {
    const routes = readFileSync(join(ROOT, "client/contract.generated.ts"), "utf8");
    for (const operation of Object.keys(OPERATIONS)) expect(routes).toContain(operation);
    expect(PERMISSIONS.length).toBeGreaterThan(5);
  });
});

/** A capability that nobody needs, in the files that a real one has. */
const TOY: Readonly<Record<string, string>> = {
  "functions/vocabulary/toys.ts": `import type { Vocabulary } from "./kinds.ts";
export const toys = {
  operations: { "toys.list": "read" },
  system: {},
  permissions: { "toys.read": ["editor"] },
  resources: ["toy"],
  words: { outcome: ["played"] },
  collections: { toys: { retention: "working", erasure: "erase", sweptBy: "jobs" } },
} as const satisfies Vocabulary;
`,
  "functions/toys/toys.ts": `import { z } from "zod";
import type { RouteSpec } from "../platform/http/route.ts";
import { collection } from "../platform/store/collection.ts";
export const ToyDoc = z.strictObject({ colour: z.string(), expireAt: z.date() });
export const toys = collection("toys", ToyDoc);
export const listToys = {
  operation: "toys.list",
  method: "get",
  path: "/v1/toys",
  summary: "Toys",
  permission: "toys.read",
  answer: { status: 200, schema: z.strictObject({ items: z.array(z.string()) }) },
  problems: [],
} as const satisfies RouteSpec;
export const routes: readonly RouteSpec[] = [listToys];
`,
  "functions/toys/index.ts": `export { routes } from "./toys.ts";\n`,
  "functions/toys/toys.main.ts": `import { bind } from "../platform/http/route.ts";
import { httpFunction, live } from "../platform/live.ts";
import { listToys, toys } from "./toys.ts";
const { deps } = await live();
export const handler = httpFunction(deps, [
  bind(listToys, async (call) => {
    const docs = await call.store.list(call.store.query(toys));
    return { body: { items: docs.map((doc) => doc.id) }, resources: docs.map((doc) => ({ type: "toy", uid: doc.id })), facts: { outcome: "played" } };
  }),
]);
`,
  "test/toys/matrix.ts": `import type { Rows } from "../support/row.ts";
export const matrix: Rows<"toys", Record<never, string>> = {
  make: async () => ({}),
  rows: { "toys.list": { roles: ["editor"], request: () => ({ method: "GET", path: "/v1/toys" }) } },
};
`,
};
const MANIFEST = "functions/functions.json";
const TOY_FUNCTION = {
  entry: "toys/toys.main.ts",
  path: "/v1/toys",
  purpose: "Toys",
  uses: ["firestore", "identity", "vault"],
  memoryMiB: 256,
  timeoutSeconds: 30,
  concurrency: 40,
  invoker: "public",
};

describe("a new capability", () => {
  let copy: string;
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@t", ...args], { cwd: copy, encoding: "utf8" });
  const run = (...args: string[]) => spawnSync(process.execPath, args, { cwd: copy, encoding: "utf8" });
  const types = () => run(join(ROOT, "node_modules/typescript/bin/tsc"), "--noEmit");
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    writeFileSync(join(copy, path), text);
  };

  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), "belfry-toy-"));
    for (const path of [
      "functions",
      "test",
      "client",
      "cli",
      "tools",
      "bench",
      "tsconfig.json",
      "package.json",
      "firestore.indexes.json",
    ])
      cpSync(join(ROOT, path), join(copy, path), { recursive: true, filter: (from) => !from.includes("node_modules") });
    symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
    git("init", "-q");
    git("add", "-A");
    git("commit", "-qm", "before");
  }, 60_000);
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  it("touches its folder, its vocabulary, one object of the manifest and its tests, and nothing else", async () => {
    for (const [path, text] of Object.entries(TOY)) write(path, text);
    const manifest = JSON.parse(readFileSync(join(copy, MANIFEST), "utf8"));
    write(MANIFEST, JSON.stringify({ ...manifest, functions: { ...manifest.functions, toys: TOY_FUNCTION } }, null, 2));
    expect(run("tools/ops/vocabulary.ts").status).toBe(0);
    expect(run("tools/client/index.ts").stderr).toBe("");
    const answer = types();
    expect(answer.stdout).toBe("");

    git("add", "-A");
    const changed = git("diff", "--cached", "--name-only").trim().split("\n");
    const generated = [...Object.keys(await derived(copy)), "client/contract.generated.ts"];
    expect(changed.filter((path) => !generated.includes(path)).sort()).toEqual([...Object.keys(TOY), MANIFEST].sort());

    // It is in the contract, in the permissions, in the expiry and in the sweep without another word.
    const shown = run(
      "--input-type=module",
      "-e",
      `import { document } from "./functions/openapi/openapi.ts"; import { COLLECTIONS, may } from "./functions/vocabulary/index.ts"; import { Facts, Resource } from "./functions/core/event.ts";
       console.log(JSON.stringify([document().paths["/v1/toys"].get.operationId, may("editor", "toys.read"), may("viewer", "toys.read"), COLLECTIONS.toys.sweptBy, Resource.parse({ type: "toy", uid: "a" }).type, Facts.parse({ outcome: "played" }).outcome]));`,
    );
    expect(JSON.parse(shown.stdout), shown.stderr).toEqual(["toys.list", true, false, "jobs", "toy", "played"]);
    expect(readFileSync(join(copy, "firestore.indexes.json"), "utf8")).toContain('"toys"');
  }, 60_000);

  it("does not compile with any of its parts left out, each fault seen where it is made", async () => {
    const faults: readonly (readonly [what: string, path: string, from: string | RegExp, to: string])[] = [
      ["a collection without a retention class", "functions/vocabulary/toys.ts", 'retention: "working", ', ""],
      ["a collection without an erasure class", "functions/vocabulary/toys.ts", 'erasure: "erase", ', ""],
      ["an expiring document without expireAt", "functions/toys/toys.ts", ", expireAt: z.date()", ""],
      ["a collection that no vocabulary has", "functions/toys/toys.ts", 'collection("toys"', 'collection("games"'],
      ["a route without a permission", "functions/toys/toys.ts", '  permission: "toys.read",\n', ""],
      ["a route whose operation no vocabulary has", "functions/toys/toys.ts", '"toys.list"', '"toys.play"'],
      ["an answer that names no resources", "functions/toys/toys.main.ts", /resources: .*?\)\), /, ""],
      [
        "an answer that claims its event is stored",
        "functions/toys/toys.main.ts",
        "facts: {",
        "recorded: true, facts: {",
      ],
      ["an operation without a row of the matrix", "test/toys/matrix.ts", /"toys.list": .*\}\) \} /, ""],
    ];
    // Each fault in a toy of its own, and one toy without any, so that the compiler runs once.
    const named = (text: string, n: number) => text.replaceAll("toys", `toys${n}`);
    for (let n = 0; n <= faults.length; n += 1)
      for (const [path, text] of Object.entries(TOY)) write(named(path, n), named(text, n));
    expect(run("tools/ops/vocabulary.ts").status).toBe(0);
    for (const [n, [, at, from, to]] of faults.entries()) {
      const wrong = (TOY[at] ?? "").replace(from, to);
      expect(wrong).not.toBe(TOY[at]);
      write(named(at, n), named(wrong, n));
    }
    const { stdout } = types();
    const inToy = (n: number, path: string) => stdout.includes(`${named(path, n)}(`);
    expect(faults.filter(([, at], n) => !inToy(n, at)).map(([what]) => what)).toEqual([]);
    expect(Object.keys(TOY).filter((path) => inToy(faults.length, path))).toEqual([]);
  }, 120_000);
});
