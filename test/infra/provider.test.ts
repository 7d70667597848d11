import { describe, expect, test } from "vitest";
import type { Json, Resource } from "../../tools/ops/policy/plan.ts";
import type { Facts } from "../../tools/ops/policy/policy.ts";
import { providerPolicies } from "../../tools/ops/policy/provider.ts";
import { EXACTLY_ONE, IDENTITY, PATTERNS, RANGES } from "../../tools/ops/policy/provider-tables.ts";

/* What the real provider refuses and a plan made offline lets pass: each rule is seen to refuse, beside a value that it takes. */

/** `{ a: [{ b: value }] }` for `a.0.b`: what a plan's JSON looks like at a path. */
function nest(path: string, value: Json): Json {
  const [head, ...rest] = path.split(".");
  if (head === undefined || head === "") return value;
  const inner = rest.length === 0 ? value : nest(rest.join("."), value);
  return /^\d+$/.test(head) ? [inner] : { [head]: inner };
}

const resource = (type: string, after: Json, key = ""): Resource => ({
  address: `${type}.x`,
  type: type.replace("*", "network"),
  name: "x",
  key,
  after,
  afterUnknown: {},
  expressions: {},
});

function says(...resources: readonly Resource[]): string {
  const found = providerPolicies.flatMap((policy) => [...policy.check({ resources, variables: {} }, {} as Facts)]);
  return found.map((violation) => violation.says).join("\n");
}

describe("exactly one of", () => {
  test.each(EXACTLY_ONE)("%s %s: %j", (type, block, attributes) => {
    const [first = "", second = ""] = attributes;
    const wanted = `of ${attributes.join(", ")}: exactly one is wanted`;
    const made = (set: readonly string[]) => {
      const body = Object.fromEntries(set.map((attribute) => [attribute, "set"]));
      return resource(type, block === "" ? body : nest(block, [body]));
    };
    expect(says(made([first]))).not.toContain(wanted);
    expect(says(made([first, second]))).toContain(wanted);
    expect(says(made([]))).toContain(wanted);
  });
});

describe("patterns", () => {
  test.each(PATTERNS.map(([type, path, pattern]) => [type, path, pattern] as const))("%s %s", (type, path, pattern) => {
    expect(says(resource(type, nest(path, "Ü ?!/ nothing takes this")))).toContain(pattern.source);
  });
});

describe("ranges", () => {
  test.each(RANGES)("%s %s is from %d to %d", (type, path, least, most) => {
    const wanted = `is not from ${least} to ${most}`;
    expect(says(resource(type, nest(path, least)))).not.toContain(wanted);
    expect(says(resource(type, nest(path, least - 1)))).toContain(wanted);
    if (Number.isFinite(most)) expect(says(resource(type, nest(path, most + 1)))).toContain(wanted);
  });
});

describe("two of a kind", () => {
  test.each(Object.entries(IDENTITY))("%s with the same %j", (type, attributes) => {
    const twin = (suffix: string) =>
      resource(type, Object.fromEntries(attributes.map((attribute) => [attribute, `same${suffix}`])));
    expect(says(twin(""), twin("-not"))).not.toContain("has the same");
    expect(says(twin(""), twin(""))).toContain("has the same");
  });
});

test.each<[string, string, Json, Json]>([
  [
    "a rule by host name is for what goes out",
    "google_compute_region_network_firewall_policy_rule",
    { direction: "EGRESS", match: [{ dest_fqdns: ["a.example"] }] },
    { direction: "INGRESS", match: [{ dest_fqdns: ["a.example"] }] },
  ],
  [
    "a composite index has two fields",
    "google_firestore_index",
    { fields: [{ order: "ASCENDING" }, { order: "ASCENDING" }] },
    { fields: [{ order: "ASCENDING" }] },
  ],
  [
    "soft delete keeps a week or nothing",
    "google_storage_bucket",
    { soft_delete_policy: [{ retention_duration_seconds: 604_800 }] },
    { soft_delete_policy: [{ retention_duration_seconds: 3600 }] },
  ],
  [
    "a proxy-only subnet has no flow log",
    "google_compute_subnetwork",
    { purpose: "REGIONAL_MANAGED_PROXY" },
    { purpose: "REGIONAL_MANAGED_PROXY", log_config: [{}] },
  ],
  [
    "a distribution extracts a value",
    "google_logging_metric",
    { metric_descriptor: [{ value_type: "INT64" }] },
    { metric_descriptor: [{ value_type: "DISTRIBUTION" }] },
  ],
  [
    "a metric's labels are those it extracts",
    "google_logging_metric",
    { metric_descriptor: [{ value_type: "INT64", labels: [{ key: "code" }] }], label_extractors: { code: "x" } },
    { metric_descriptor: [{ value_type: "INT64", labels: [{ key: "code" }] }], label_extractors: {} },
  ],
])("%s", (_what, type, good, bad) => {
  const shape = (after: Json) =>
    says(resource(type, after))
      .split("\n")
      .filter((line) => line !== "" && !line.includes("exactly one is wanted"));
  expect(shape(good)).toEqual([]);
  expect(shape(bad)).toHaveLength(1);
});
