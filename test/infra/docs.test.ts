import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { dataFlow } from "../../tools/docs/data-flow.ts";
import { PAGES } from "../../tools/docs/index.ts";
import type { Source } from "../../tools/docs/page.ts";
import { picture } from "../../tools/docs/readme.ts";
import { residency, residencyPage } from "../../tools/docs/residency.ts";
import { blocks, description } from "../../tools/docs/terraform-page.ts";
import { cannotPlan, plan } from "../../tools/ops/terraform-plan.ts";
import { ROOT } from "../../tools/root.ts";

describe.skipIf(cannotPlan)("documents made from the configuration", async () => {
  const planned = cannotPlan ? undefined : await plan("main");
  const source = (): Source => {
    if (planned === undefined) throw new Error("no plan");
    return { plan: planned.plan(), facts: planned.facts };
  };

  const tags = new Map([
    [dataFlow.path, "[CF-05/current] "],
    [residencyPage.path, "[BF-12/generated] "],
  ]);
  test.each(PAGES.map((page) => [tags.get(page.path) ?? "", page.path, page] as const))(
    "%s%s is what the configuration says today",
    (_tags, path, page) => {
      expect(readFileSync(join(ROOT, path), "utf8")).toBe(page.write(source()));
    },
  );

  test("[CF-05/diagrams] the data-flow diagram has every function, every model host, and follows the manifest", () => {
    const page = dataFlow.write(source());
    const { facts } = source();
    const shown = picture(facts);
    for (const [name, { path, invoker }] of Object.entries(facts.functions)) {
      expect(shown).toContain(`fn_${name.replaceAll("-", "_")}[`);
      expect(page).toContain(invoker === "public" ? `public, \`${path}\`` : invoker);
    }
    for (const text of [shown, page]) expect(text).toContain("eu.api.openai.com");
    const reaches = (text: string) => /^ {2}(.*) ==>\|.*\| model$/m.exec(text)?.[1]?.split(" & ");
    expect(reaches(shown)).toEqual(["fn_assistant"]);
    const altered = structuredClone(facts);
    altered.functions.openapi?.uses.push("model");
    altered.register.subProcessors.find(({ kind }) => kind === "model")?.hosts.push("eu.example.com");
    expect(reaches(picture(altered))).toEqual(["fn_assistant", "fn_openapi"]);
    expect(picture(altered)).toContain('model ==> host1["eu.example.com"]');
    expect(dataFlow.write({ ...source(), facts: altered })).toMatch(/`openapi`.*Model: .*outgoing/);
  });

  test("[BF-12/in-belgium] the residency page lists every planned resource once: in Belgium, as an exception, or inside something listed", () => {
    const { inRegion, exceptions } = residency(source());
    const { facts } = source();
    const listed = new Set([...inRegion, ...exceptions].map(({ type }) => type));
    for (const { type } of source().plan.resources) {
      expect(listed.has(type) || facts.exceptions.exceptions[type]?.kind === "parent", type).toBe(true);
    }
    for (const { locations } of inRegion) expect(locations).toEqual(["europe-west1"]);
  });

  test("[BF-12/elsewhere] the page says what is not in Belgium: sign-in, monitoring, the model; and every reason it gives is the policy's", () => {
    const page = residencyPage.write(source());
    for (const { reason } of residency(source()).exceptions) expect(page).toContain(reason);
    expect(page).toContain("treat as United States");
    expect(page).toContain("eu.api.openai.com");
    expect(page).toContain("Belgium is not promised");
  });

  test("[BF-12/generated] a resource elsewhere would be shown elsewhere", () => {
    const moved = source().plan.resources.map((resource) =>
      resource.type === "google_firestore_database" ? { ...resource, after: { location_id: "eur3" } } : resource,
    );
    expect(residencyPage.write({ ...source(), plan: { ...source().plan, resources: moved } })).toContain("eur3");
  });
});

test.each(["terraform", "terraform/bootstrap", "terraform/modules/guardrails"])(
  "%s: every variable and output says what it is, every variable has a type",
  (folder) => {
    const found = [...blocks(join(ROOT, folder), "variable"), ...blocks(join(ROOT, folder), "output")];
    expect(found.length).toBeGreaterThan(2);
    for (const block of found) expect(description(block).length, block.name).toBeGreaterThan(10);
    for (const block of blocks(join(ROOT, folder), "variable")) expect(block.body, block.name).toMatch(/^ {2}type +=/m);
  },
);

test("every variable that can be wrong is seen to be refused", () => {
  const refusals = readdirSync(join(ROOT, "terraform/tests"))
    .filter((file) => file.endsWith(".hcl"))
    .map((file) => readFileSync(join(ROOT, "terraform/tests", file), "utf8"))
    .join("\n");
  const validated = blocks(join(ROOT, "terraform"), "variable").filter(({ body }) => body.includes("validation {"));
  for (const { name } of validated) expect(refusals, name).toContain(`expect_failures = [var.${name}]`);
});
