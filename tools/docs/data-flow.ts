import { environment } from "../ops/policy/egress.ts";
import { text } from "../ops/policy/plan.ts";
import { ofType } from "../ops/policy/policy.ts";
import { DESTINATIONS } from "./destinations.ts";
import { markdown, type Page, type Source, table } from "./page.ts";
import { DATA_CLASSES } from "./register.ts";

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
      "Who talks to whom, with which class of data, and where; the picture is in the [README](../README.md#how-data-flows). The deployed firewall and each function's own account allow what is said here and nothing else (`npm run test:terraform`). In a browser's network tab, filter by `assistant` to see everything that can reach a model.",
      "## Functions",
      table(["Function", "For", "Called by", "Talks to", "Classes of data"], rows),
      "Clients reach functions through the load balancer alone (TLS 1.2 or newer, Cloud Armor). A model is reached through the firewall and NAT, at registered hosts only. Every function writes `technical` data to the log buckets.",
      "## Classes of data",
      table(
        ["Class", "What it is"],
        Object.entries(DATA_CLASSES).map(([name, says]) => [name, says]),
      ),
      "`brief`, `conversation` and `receipt` are encrypted in the function with a key of the client before they are stored. `outgoing` passed the egress gate; it is the only class that leaves Belfry's own region, and only where the client, the project and the user have chosen the assistant. `inspected` is the same message one step before, shown to Google's Sensitive Data Protection in Belgium where the deployment allows it (`second_opinions`) and the client has chosen it: off by default.",
    );
  },
};
