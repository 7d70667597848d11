import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { document } from "../../functions/openapi/openapi.ts";
import { readFacts } from "../../tools/ops/policy/policy.ts";
import { smoke } from "../../tools/ops/smoke.ts";
import { ROOT } from "../../tools/root.ts";

const FILES = ["cloudbuild.yaml", "cloudbuild.apply.yaml"] as const;
const read = (file: string) => readFileSync(join(ROOT, file), "utf8");
const order = (file: string) => [...read(file).matchAll(/^ {2}- id: (\S+)/gm)].map((match) => match[1] ?? "");

test.each(FILES)("[KZ-13/builds] %s runs in our own pool, and every image is pinned by digest", (file) => {
  const text = read(file);
  const images = [...text.matchAll(/^ {4}name: ([^\s$]+)$/gm)].map((match) => match[1] ?? "");
  expect(images).toHaveLength(order(file).length);
  for (const image of images) expect(image).toMatch(/@sha256:[0-9a-f]{64}$/);
  expect(text).toMatch(/pool:\n {4}name: \$\{_WORKER_POOL\}/);
  expect(text).not.toMatch(/region[= ](?!europe-west1)[a-z]+-/);
});

test("[KZ-13/gate] a plan is held against the policies before anyone is asked, and nothing is applied in that half", () => {
  expect(order("cloudbuild.yaml")).toEqual([
    "install",
    "emulator",
    "check",
    "build",
    "variables",
    "plan",
    "policy",
    "save",
    "ask",
  ]);
  expect(read("cloudbuild.yaml")).not.toContain("terraform apply");
});

test("[KZ-13/gate] the approved half applies the saved plan after the policies, and rolls back when it does not answer", () => {
  expect(order("cloudbuild.apply.yaml")).toEqual([
    "fetch",
    "show",
    "install",
    "policy",
    "apply",
    "smoke",
    "roll-back",
    "bill-of-materials",
  ]);
  const text = read("cloudbuild.apply.yaml");
  expect(text).toContain("terraform apply -input=false -lock-timeout=120s plan.tfplan");
  expect(text).not.toContain("terraform plan");
});

const { functions } = readFacts(ROOT);
const contract = JSON.stringify(document());

/** A deployment that does what the manifest and the contract say. */
async function healthy(url: string) {
  const path = new URL(url).pathname;
  const found = Object.values(functions).find(
    (candidate) => path === candidate.path || path.startsWith(`${candidate.path}/`),
  );
  const status = found?.invoker !== "public" ? 404 : found.uses.includes("identity") ? 401 : 200;
  return { status, text: async () => (status === 200 ? contract : "{}") };
}

test("the smoke test passes where every function answers as the manifest says", async () => {
  expect(await smoke("https://x.example", functions, healthy)).toEqual([]);
});

test.each([
  ["a function that answers strangers", "/v1/briefs", 200],
  ["a guarded function that lost its routes", "/v1/audit/events", 404],
  ["a scheduled function that is reachable", "/v1/sweep", 403],
])("the smoke test notices %s", async (_what, path, status) => {
  const faults = await smoke("https://x.example", functions, async (url) =>
    url.endsWith(path) ? { status, text: async () => "" } : healthy(url),
  );
  expect(faults).toHaveLength(1);
  expect(faults[0]).toContain(path);
});

test("the smoke test notices a deployment that does not answer at all", async () => {
  const faults = await smoke("https://x.example", functions, () => Promise.reject(new TypeError("fetch failed")));
  expect(faults).toHaveLength(Object.keys(functions).length);
});
