/** `node with-openapi-typescript.ts URL TOKEN`: a brief and a message, typed by openapi-typescript alone. Prints what came back. */
import createClient from "openapi-fetch";
import type { components, paths } from "../generated/openapi-typescript.ts";

const [, , baseUrl = "", token = ""] = process.argv;
const belfry = createClient<paths>({ baseUrl, headers: { authorization: `Bearer ${token}` } });
const header = () => ({ "Idempotency-Key": crypto.randomUUID() });

const made = await belfry.POST("/v1/briefs", {
  params: { header: header() },
  body: {
    projectId: "prj_a",
    title: "Folding cartons",
    category: "packaging",
    budget: { amountMinor: 1, currency: "EUR" },
  },
});
if (made.error !== undefined) throw new Error(made.error.detail);
const brief: components["schemas"]["Brief"] = made.data;

const held = await belfry.POST("/v1/assistant/conversations", {
  params: { header: header() },
  body: { projectId: brief.projectId },
});
if (held.error !== undefined) throw new Error(held.error.code);

const sent = await belfry.POST("/v1/assistant/conversations/{conversationId}/messages", {
  params: { header: header(), path: { conversationId: held.data.id } },
  body: { text: "Hello, I am Jan Janssens" },
  parseAs: "text",
});
if (sent.error !== undefined) throw new Error(sent.error.code);

type Event =
  paths["/v1/assistant/conversations/{conversationId}/messages"]["post"]["responses"][200]["content"]["text/event-stream"];
const field = (block: string, name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(block)?.[1] ?? "";
const events = String(sent.data)
  .split("\n\n")
  .filter((block) => block.includes("data: "))
  .map((block) => ({ event: field(block, "event"), data: JSON.parse(field(block, "data")) }) as Event);

let answer = "";
let status = "";
for (const one of events) {
  // The name of an event decides what its data is: no cast is needed here.
  if (one.event === "delta") answer += one.data.text;
  else if (one.event === "done") status = one.data.status;
}
console.log(JSON.stringify({ version: brief.version, answer, status }));
