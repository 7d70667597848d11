import { type Plan, text } from "../ops/policy/plan.ts";
import { ofType } from "../ops/policy/policy.ts";
import { markdown, type Page, table } from "./page.ts";
import { PRICES, type PriceName } from "./prices.ts";

/** What is assumed of a turn, a tenant and a month. Change a number here and run `npm run docs`. */
export const ASSUMPTIONS = {
  turnSeconds: { value: 12, says: "A turn streams for 12 s" },
  turnsSharingAnInstance: {
    value: 5,
    says: "5 turns share an instance of 1 vCPU and 1 GiB on average (its limit is the manifest's concurrency)",
  },
  inputTokens: { value: 3000, says: "3,000 input tokens a turn, history included" },
  outputTokens: { value: 600, says: "600 output tokens a turn" },
  readsPerTurn: { value: 12, says: "12 document reads a turn (membership, consent, limits, history)" },
  writesPerTurn: { value: 12, says: "12 document writes a turn (two transactions, audit event, its bundle)" },
  kmsPerTurn: { value: 0.2, says: "1 KMS operation in 5 turns: data keys are cached for 5 minutes" },
  logKiBPerTurn: { value: 40, says: "40 KiB of logs a turn, most of it data-access audit logs" },
  trafficMiBPerTurn: { value: 0.1, says: "0.1 MiB through the load balancer a turn" },
  turnsPerTenantMonth: { value: 2000, says: "A tenant chats 2,000 turns a month" },
  requestsPerTenantMonth: { value: 60_000, says: "and makes 60,000 other requests of 100 ms" },
  readsPerRequest: { value: 6, says: "of 6 reads and 3 writes each" },
  writesPerRequest: { value: 3, says: "(a read leaves an audit event too)" },
  tenantGiB: {
    value: 2,
    says: "A tenant stores 2 GiB, kept once for recovery and 14 times as daily backup deltas of a twentieth",
  },
  keyVersionsPerTenant: {
    value: 5,
    says: "A tenant's key has 5 versions in its second year (a rotation every 90 days)",
  },
  inspectionsPerTurn: {
    value: 1.5,
    says: "A second opinion is asked 1.5 times a turn: every other message is previewed in another wording first",
  },
  inspectedKiB: { value: 1, says: "and shown about 1 KiB each time" },
  hoursPerMonth: { value: 730, says: "A month has 730 hours" },
} as const;

interface Line {
  readonly what: string;
  readonly amount: number;
  readonly price: PriceName;
}

const A = (name: keyof typeof ASSUMPTIONS): number => ASSUMPTIONS[name].value;
const usd = (value: number): string => value.toFixed(value < 1 ? 3 : 2);
const cost = ({ amount, price }: Line): number => amount * PRICES[price].usd;
const total = (lines: readonly Line[]): number => lines.reduce((sum, line) => sum + cost(line), 0);

/** What `turns` chat turns cost. */
export function turnLines(turns: number): readonly Line[] {
  const seconds = (turns * A("turnSeconds")) / A("turnsSharingAnInstance");
  return [
    { what: "Model, input", amount: (turns * A("inputTokens")) / 1e6, price: "modelInput" },
    { what: "Model, output", amount: (turns * A("outputTokens")) / 1e6, price: "modelOutput" },
    { what: "Functions, processor", amount: seconds, price: "runCpu" },
    { what: "Functions, memory", amount: seconds, price: "runMemory" },
    { what: "Functions, requests", amount: turns / 1e6, price: "runRequest" },
    { what: "Firestore, reads", amount: (turns * A("readsPerTurn")) / 1e5, price: "firestoreRead" },
    { what: "Firestore, writes", amount: (turns * A("writesPerTurn")) / 1e5, price: "firestoreWrite" },
    { what: "KMS", amount: (turns * A("kmsPerTurn")) / 1e4, price: "kmsOperation" },
    { what: "Logs", amount: (turns * A("logKiBPerTurn")) / 1024 ** 2, price: "logs" },
    { what: "Load balancer", amount: (turns * A("trafficMiBPerTurn")) / 1024, price: "balancerTraffic" },
    { what: "Cloud Armor", amount: turns / 1e6, price: "armorRequest" },
    { what: "Firewall", amount: (turns * A("trafficMiBPerTurn")) / 1024, price: "firewall" },
  ];
}

/** What one tenant costs a month, its chat included. */
export function tenantLines(): readonly Line[] {
  const requests = A("requestsPerTenantMonth");
  return [
    ...turnLines(A("turnsPerTenantMonth")).map((line) => ({ ...line, what: `Chat: ${line.what}` })),
    { what: "Other requests, processor", amount: requests * 0.1, price: "runCpu" },
    { what: "Other requests, reads", amount: (requests * A("readsPerRequest")) / 1e5, price: "firestoreRead" },
    { what: "Other requests, writes", amount: (requests * A("writesPerRequest")) / 1e5, price: "firestoreWrite" },
    { what: "Key", amount: A("keyVersionsPerTenant"), price: "kmsKey" },
    { what: "Storage", amount: A("tenantGiB"), price: "firestoreStorage" },
    { what: "Recovery data", amount: A("tenantGiB"), price: "firestorePitr" },
    { what: "Backups", amount: A("tenantGiB") * (1 + 13 / 20), price: "firestoreBackup" },
  ];
}

/** What a second opinion adds, where a client chose Sensitive Data Protection. */
export function opinionLines(turns: number): readonly Line[] {
  const questions = turns * A("inspectionsPerTurn");
  return [
    { what: "Inspection", amount: (questions * A("inspectedKiB")) / 1024 ** 2, price: "inspection" },
    { what: "Its count, writes", amount: questions / 1e5, price: "firestoreWrite" },
  ];
}

/** What stands there without a tenant, counted from the plan. */
export function fixedLines(plan: Plan): readonly Line[] {
  const count = (type: string) => ofType(plan, type).length;
  const keys = ofType(plan, "google_kms_crypto_key").filter(
    (key) => !text(key, "key_ring")?.endsWith("/tenants"),
  ).length;
  return [
    { what: "Load balancer", amount: count("google_compute_forwarding_rule") * A("hoursPerMonth"), price: "balancer" },
    { what: "Cloud Armor, policy", amount: count("google_compute_region_security_policy"), price: "armorPolicy" },
    { what: "Cloud Armor, rules", amount: count("google_compute_region_security_policy_rule"), price: "armorRule" },
    { what: "NAT", amount: count("google_compute_router_nat") * A("hoursPerMonth"), price: "nat" },
    { what: "Platform keys", amount: keys * A("keyVersionsPerTenant"), price: "kmsKey" },
    { what: "Secrets", amount: count("google_secret_manager_secret"), price: "secret" },
  ];
}

function bill(lines: readonly Line[]): string {
  const rows = lines.map((line) => [
    line.what,
    line.amount.toLocaleString("en", { maximumFractionDigits: 4 }),
    PRICES[line.price].unit,
    usd(cost(line)),
  ]);
  return table(["What", "Amount", "Unit", "US$"], [...rows, ["**Together**", "", "", `**${usd(total(lines))}**`]]);
}

export const costs: Page = {
  path: "docs/costs.md",
  write: ({ plan }) =>
    markdown(
      "Costs",
      "An estimate from stated assumptions and list prices that no machine has verified. Read the differences between lines, not the cents: what is dear is the model's output, then keys per tenant, then audit logs.",
      "## Per 1,000 chat turns",
      bill(turnLines(1000)),
      "### With a second opinion",
      `${bill(opinionLines(1000))}\n\nOnly for clients that chose it; \`usage\` counts their questions and bytes by user and day. Its private endpoint is ${usd(A("hoursPerMonth") * PRICES.inspectionEndpoint.usd)} a month, for the deployment.`,
      "## Per tenant and month",
      bill(tenantLines()),
      "## Per month, without any tenant",
      `${bill(fixedLines(plan))}\n\nBuilds (Cloud Build by the minute), Certificate Manager, DNS, monitoring and idle functions add little; a warm instance (\`function_instances_min\`) costs what its seconds cost.`,
      "## Assumptions",
      Object.values(ASSUMPTIONS)
        .map(({ says }) => `- ${says}`)
        .join("\n"),
      "## Prices",
      table(
        ["Per", "US$", "Source", "Read"],
        Object.values(PRICES).map(({ unit, usd: price, source, readAt }) => [unit, String(price), source, readAt]),
      ),
    ),
};
