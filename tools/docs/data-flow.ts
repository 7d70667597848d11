import { environment } from "../ops/policy/egress.ts";
import { at, text, texts } from "../ops/policy/plan.ts";
import { ofType } from "../ops/policy/policy.ts";
import { markdown, type Page, type Source, table } from "./page.ts";
import { DATA_CLASSES, type DataClass } from "./register.ts";

/** Where a use leads, and which classes of data go there. */
const DESTINATIONS: Readonly<
  Record<string, { readonly node: string; readonly label: string; readonly classes: readonly DataClass[] }>
> = {
  firestore: { node: "firestore", label: "Firestore", classes: ["brief", "conversation", "receipt", "audit"] },
  identity: { node: "identity", label: "Identity Platform", classes: ["account"] },
  vault: { node: "kms", label: "KMS, key ring tenants", classes: [] },
  model: { node: "model", label: "Model", classes: ["outgoing"] },
  seal: { node: "signing", label: "KMS, key ring audit", classes: ["audit"] },
  insight: { node: "firestore", label: "Firestore", classes: ["audit"] },
  exports: { node: "exports", label: "Bucket exports", classes: ["audit"] },
  attachments: { node: "attachments", label: "Bucket attachments", classes: ["brief"] },
};

function diagram({ plan, facts }: Source): string {
  const functions = Object.entries(facts.functions);
  const database = ofType(plan, "google_firestore_database")[0];
  const used = new Set(functions.flatMap(([, { uses }]) => uses));
  const has = (use: string) => used.has(use);
  const node = (name: string) => `fn_${name.replaceAll("-", "_")}`;
  const hosts = texts(
    at(
      ofType(plan, "google_compute_region_network_firewall_policy_rule").find((rule) => rule.key === "model-hosts")
        ?.after,
      "match.0.dest_fqdns",
    ),
  );
  const lines = [
    "flowchart LR",
    '  browser["Browser of a client"]',
    `  subgraph belgium["Belgium: ${database === undefined ? "?" : text(database, "location_id")}"]`,
    '    door["Load balancer: TLS, Cloud Armor"]',
    ...functions.map(
      ([name, { invoker }]) => `    ${node(name)}${invoker === "public" ? `["${name}"]` : `(["${name}"])`}`,
    ),
    ...(functions.some(([, { invoker }]) => invoker === "scheduler") ? ['    clock["Cloud Scheduler"]'] : []),
    ...(functions.some(([, { invoker }]) => invoker === "tasks") ? ['    queue["Cloud Tasks"]'] : []),
    ...(has("firestore") || has("insight") ? ['    firestore[("Firestore: sealed fields")]'] : []),
    ...(has("vault") ? ['    kms["KMS (HSM): a key per client"]'] : []),
    ...(has("seal") ? ['    signing["KMS: signing key"]'] : []),
    ...(has("exports") ? ['    exports[("Bucket exports")]'] : []),
    ...(has("attachments") ? ['    attachments[("Bucket attachments")]'] : []),
    '    logs[("Log buckets")]',
    ...(has("model") ? ['    firewall{{"Firewall and NAT: registered hosts only"}}'] : []),
    "  end",
    ...(has("identity") ? ['  identity["Identity Platform: no region"]'] : []),
    ...hosts.map((host, index) => `  model${index}["${host}"]`),
    '  browser -->|"TLS 1.2+"| door',
    ...functions.map(([name, { invoker, path }]) =>
      invoker === "public"
        ? `  door -->|"${path}"| ${node(name)}`
        : `  ${invoker === "tasks" ? "queue" : "clock"} -->|"OIDC"| ${node(name)}`,
    ),
    ...functions.flatMap(([name, { uses }]) =>
      // Facts are configuration: nothing flows.
      uses
        .filter((use) => use !== "facts")
        .map((use) => {
          const to = DESTINATIONS[use];
          if (to === undefined) return `  ${node(name)} --> unknown`;
          const label = to.classes.length === 0 ? "keys" : to.classes.join(", ");
          return `  ${node(name)} -->|"${label}"| ${use === "model" ? "firewall" : to.node}`;
        }),
    ),
    ...hosts.map((_host, index) => `  firewall -->|"HTTPS: outgoing"| model${index}`),
    ...functions.map(([name]) => `  ${node(name)} -.->|"technical"| logs`),
  ];
  return ["```mermaid", ...lines, "```"].join("\n");
}

function modelOf(source: Source, name: string): string {
  const run = ofType(source.plan, "google_cloud_run_v2_service").find((candidate) => text(candidate, "name") === name);
  const variables = run === undefined ? undefined : environment(run);
  return `${variables?.get("MODEL_HOST") ?? "?"} (${variables?.get("MODEL_REGION") ?? "?"})`;
}

export const dataFlow: Page = {
  path: "docs/data-flow.md",
  write: (source) => {
    const rows = Object.entries(source.facts.functions).map(([name, { path, purpose, uses, invoker, schedule }]) => [
      `\`${name}\``,
      purpose,
      invoker === "public" ? `public, \`${path}\`` : `${invoker}${schedule === undefined ? "" : `, \`${schedule}\``}`,
      uses
        .map((use) => (use === "model" ? `Model: ${modelOf(source, name)}` : (DESTINATIONS[use]?.label ?? use)))
        .join("; ") || "nothing",
      [...new Set(uses.flatMap((use) => DESTINATIONS[use]?.classes ?? []))].join(", ") || "none",
    ]);
    return markdown(
      "Data flow",
      "Who talks to whom, with which class of data, and where. The deployed firewall and each function's own account allow what is drawn here and nothing else (`npm run test:terraform`). In a browser's network tab, filter by `assistant` to see everything that can reach a model.",
      diagram(source),
      "## Functions",
      table(["Function", "For", "Called by", "Talks to", "Classes of data"], rows),
      "## Classes of data",
      table(
        ["Class", "What it is"],
        Object.entries(DATA_CLASSES).map(([name, says]) => [name, says]),
      ),
      "`brief`, `conversation` and `receipt` are encrypted in the function with a key of the client before they are stored. `outgoing` passed the egress gate; it is the only class that leaves, and only where the client, the project and the user have chosen the assistant.",
    );
  },
};
