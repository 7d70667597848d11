import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { SUB_PROCESSORS_VERSION } from "../../functions/consent/terms.ts";
import { document } from "../../functions/openapi/openapi.ts";
import { readEnvironment } from "../../functions/platform/env.ts";
import { environment } from "../../tools/ops/policy/egress.ts";
import { at, list, text, texts } from "../../tools/ops/policy/plan.ts";
import { ofType, readFacts } from "../../tools/ops/policy/policy.ts";
import { GRANTS_OF_USE } from "../../tools/ops/policy/uses.ts";
import { cannotPlan, plan } from "../../tools/ops/terraform-plan.ts";
import { EVERY_USE } from "../../tools/ops/terraform-workspace.ts";
import { ROOT } from "../../tools/root.ts";

/* Where what is deployed and what runs must agree: the environment, the routes, the version that consent is pinned to. */

const facts = readFacts(ROOT);
const planned = cannotPlan ? undefined : await plan("main");
const functions = () => (planned === undefined ? [] : ofType(planned.plan(), "google_cloud_run_v2_service"));

/** What the function will find in `process.env`. */
function deployed(name: string): Record<string, string | undefined> {
  const run = functions().find((candidate) => text(candidate, "name") === name);
  if (run === undefined) throw new Error(`${name} is not in the plan`);
  return Object.fromEntries(environment(run));
}

describe.skipIf(cannotPlan)("the deployed environment", () => {
  test.each(Object.entries(facts.functions))(
    "[KZ-13/runtime] %s starts in production, in Belgium, with what it uses",
    (name, { uses }) => {
      const read = readEnvironment(deployed(name));
      expect(read).toMatchObject({ mode: "production", region: "europe-west1" });
      if (uses.includes("firestore")) expect(read.firestore().databaseId).toBe("belfry");
      else expect(deployed(name).FIRESTORE_DATABASE).toBeUndefined();
      if (uses.includes("identity")) expect(read.identity().localUrl).toBeUndefined();
      if (uses.includes("vault")) expect(read.vault().keyRing).toMatch(/locations\/europe-west1\/keyRings\/tenants$/);
      else expect(() => read.vault()).toThrow("KMS_KEY_RING");
      // `facts` knows which model it is and may not call it; only `model` has the key.
      if (uses.includes("model") || uses.includes("facts")) {
        expect(facts.register.subProcessors.flatMap(({ hosts }) => hosts)).toContain(read.model().host);
      } else expect(() => read.model()).toThrow("MODEL_");
      expect(deployed(name).OPENAI_API_KEY_FILE !== undefined).toBe(uses.includes("model"));
    },
  );

  test("[KB-01/no-redirect] an emulator's address beside it stops the start", () => {
    expect(() => readEnvironment({ ...deployed("openapi"), FIRESTORE_EMULATOR_HOST: "127.0.0.1:8080" })).toThrow(
      "FIRESTORE_EMULATOR_HOST",
    );
  });

  test("every route of the contract reaches the function that answers it", () => {
    const map = ofType(planned?.plan() ?? { resources: [], variables: {} }, "google_compute_region_url_map")[0];
    const rules = list(at(map?.after, "path_matcher.0.path_rule")).map((rule) => texts(at(rule, "paths")));
    const routes = Object.keys((document() as { readonly paths: object }).paths);
    expect(routes.length).toBeGreaterThan(10);
    for (const route of routes) {
      const taken = rules.filter((paths) =>
        paths.some((path) => path === route || (path.endsWith("/*") && route.startsWith(path.slice(0, -1)))),
      );
      expect(taken, route).toHaveLength(1);
    }
  });
});

test("the fixture asks for every use that can be granted", () => {
  const { functions: fixture } = readFacts(ROOT, join(ROOT, EVERY_USE));
  const asked = new Set(Object.values(fixture).flatMap(({ uses }) => uses));
  expect([...asked].sort()).toEqual(Object.keys(GRANTS_OF_USE).sort());
});

test("[KZ-07/versioned] consent is pinned to the register's version", () => {
  expect(SUB_PROCESSORS_VERSION).toBe(facts.register.version);
});
