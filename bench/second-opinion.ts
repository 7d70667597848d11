import { DEFAULT_SETTINGS } from "../functions/platform/tenant/settings.ts";
import { adminFirestore, kmsClient, seedTenant } from "../tools/local/seed.ts";
import type { DlpFault } from "../tools/local/stand-ins/dlp/faults.ts";
import type { DlpStandIn } from "../tools/local/stand-ins/dlp.ts";
import { Api, Refused } from "./client.ts";
import { print, quantile, round, save } from "./report.ts";
import { type BenchStack, CONSENT_SETTLED_MS, PROJECT_ID, startBench } from "./stack.ts";

const [PREVIEWS, MESSAGES, REFUSALS] = [200, 120, 20];
const OWN_MS = [0, 30];
/** Never the same text twice: an answer from memory is not what is measured. */
let number = 0;
function text(): string {
  number += 1;
  return `Folding cartons, order ${number}: who is zorblat? Mail an.peeters@example.com or +32 470 12 34 56, please.`;
}

/** What a second opinion adds to a preview and to the first token, and what its failures do, beside the same without it in the same run. */
export async function run(): Promise<void> {
  const bench = await startBench({ chatters: 1, only: ["assistant", "consent"], secondOpinion: true });
  const { dlp, model } = bench.stack;
  if (dlp === undefined) throw new Error("the stand-in did not start");
  try {
    dlp.know("zorblat", "PERSON_NAME");
    const [without, asked] = [
      await tenant(bench, "without", "none"),
      await tenant(bench, "asked", "sensitive-data-protection"),
    ];
    // While consent is younger each turn reads once more.
    await new Promise((wait) => setTimeout(wait, CONSENT_SETTLED_MS));
    const added = await latencies({ without, asked }, dlp);
    const failures = await failing(asked, dlp, model);
    print("Latency (ms)", added);
    print("Failures", failures);
    save("second-opinion", { latencyMs: added, failures });
  } finally {
    await bench.close();
  }
}

async function tenant(
  { stack, functions }: BenchStack,
  id: string,
  secondOpinion: "none" | "sensitive-data-protection",
): Promise<{ api: Api; conversation: () => Promise<string> }> {
  const [db, kms] = [adminFirestore(stack.firestore.host), kmsClient(stack.kms)];
  const member = { uid: `usr_${id}`, role: "admin" as const, projects: [PROJECT_ID] };
  const limits = { requestsPerMinute: 1_000_000, messagesPerMinute: 1_000_000, messagesPerDay: 1_000_000 };
  await seedTenant(db, kms, {
    id,
    projects: [PROJECT_ID],
    members: [member],
    settings: { ...DEFAULT_SETTINGS, limits, secondOpinion },
  });
  await Promise.all([db.terminate(), kms.close()]);
  const token = stack.identity.mint({ sub: member.uid, user_id: member.uid, tenant: id });
  const consent = new Api(functions.consent?.url ?? "", token);
  const { body } = await consent.call("GET", "/v1/consent");
  await consent.call("POST", "/v1/consent/acceptances", { factsHash: body.factsHash });
  await consent.call("PUT", `/v1/consent/projects/${PROJECT_ID}`, { assistantEnabled: true });
  await consent.call("PUT", "/v1/consent/me", { assistantEnabled: true });
  const api = new Api(functions.assistant?.url ?? "", token);
  return { api, conversation: () => api.openConversation(PROJECT_ID) };
}

type Side = Awaited<ReturnType<typeof tenant>>;

const preview = async ({ api }: Side, conversation: string): Promise<number> => {
  const startMs = performance.now();
  await api.call("POST", `/v1/assistant/conversations/${conversation}/preview`, { text: text() });
  return performance.now() - startMs;
};
const message = async (side: Side): Promise<number> =>
  (await side.api.turn(await side.conversation(), text())).firstTokenMs;

/** One after the other, the ways in turn, so that a busy moment of the machine meets all of them. */
async function latencies({ without, asked }: Record<"without" | "asked", Side>, dlp: DlpStandIn) {
  const ways = [
    { way: "without", side: without, ms: 0 },
    ...OWN_MS.map((ms) => ({ way: `asked, ${ms} ms of its own`, side: asked, ms })),
  ];
  const rows = [];
  for (const [what, times, measure] of [
    ["preview", PREVIEWS, preview],
    ["first token", MESSAGES, message],
  ] as const) {
    const samples = ways.map(() => [] as number[]);
    const conversations = await Promise.all(ways.map(({ side }) => side.conversation()));
    for (let at = -10; at < times; at += 1)
      for (const [way, { side, ms }] of ways.entries()) {
        dlp.takes(ms);
        const took = await measure(side, conversations[way] ?? "");
        if (at >= 0) samples[way]?.push(took);
      }
    const base = samples[0] ?? [];
    for (const [way, { way: name }] of ways.entries()) {
      const list = samples[way] ?? [];
      const at = (share: number) => round(quantile(list, share));
      const added = (share: number) => round(quantile(list, share) - quantile(base, share));
      rows.push({
        what,
        way: name,
        times,
        p50: at(0.5),
        p99: at(0.99),
        "added p50": added(0.5),
        "added p99": added(0.99),
      });
    }
  }
  dlp.takes(0);
  return rows;
}

const FAULTS: readonly DlpFault[] = [
  { kind: "hang" },
  { kind: "status", status: "RESOURCE_EXHAUSTED" },
  { kind: "status", status: "INTERNAL" },
  { kind: "status", status: "UNAVAILABLE" },
  { kind: "truncated" },
  { kind: "disagreeing" },
];

/** Requests that the model has got. */
async function seen({ url }: BenchStack["stack"]["model"]): Promise<number> {
  const { requests } = (await (await fetch(`${url}/__recorded`)).json()) as { requests: readonly object[] };
  return requests.length;
}

/** Every message must be refused, and nothing of it may reach the model. */
async function failing(side: Side, dlp: DlpStandIn, model: BenchStack["stack"]["model"]) {
  const rows = [];
  for (const fault of FAULTS) {
    dlp.fault(fault);
    const before = await seen(model);
    const took: number[] = [];
    let refused = 0;
    const conversation = await side.conversation();
    for (let at = 0; at < REFUSALS; at += 1) {
      const startMs = performance.now();
      await side.api.turn(conversation, text()).catch((error: unknown) => {
        if (!(error instanceof Refused) || error.code !== "redaction-failed") throw error;
        refused += 1;
      });
      took.push(performance.now() - startMs);
    }
    dlp.recover();
    rows.push({
      fault: fault.kind === "status" ? fault.status : fault.kind,
      sent: REFUSALS,
      refused,
      "requests at the model": (await seen(model)) - before,
      "p50 ms": round(quantile(took, 0.5)),
      "max ms": round(Math.max(...took)),
    });
  }
  return rows;
}
