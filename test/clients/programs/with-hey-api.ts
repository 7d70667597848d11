/** `node with-hey-api.ts URL TOKEN`: a brief and a message with hey-api's client. Prints what came back. */
import { client } from "../generated/hey-api/client.gen.ts";
import {
  type AssistantMessagesSendResponse,
  assistantConversationsCreate,
  assistantMessagesSend,
  type Brief,
  briefsCreate,
} from "../generated/hey-api/index.ts";

const [, , baseUrl = "", token = ""] = process.argv;
client.setConfig({ baseUrl, auth: () => token });
const headers = () => ({ "Idempotency-Key": crypto.randomUUID() });

const made = await briefsCreate({
  headers: headers(),
  body: { projectId: "prj_a", title: "Folding cartons", category: "packaging" },
});
if (made.error !== undefined) throw new Error(made.error.detail);
const brief: Brief = made.data;

const held = await assistantConversationsCreate({ headers: headers(), body: { projectId: brief.projectId } });
if (held.error !== undefined) throw new Error(held.error.code);

let answer = "";
let status = "";
const { stream } = await assistantMessagesSend({
  headers: headers(),
  path: { conversationId: held.data.id },
  body: { text: "Hello, I am Jan Janssens" },
  sseMaxRetryAttempts: 1,
  onSseError: (error) => {
    throw error;
  },
  onSseEvent: ({ event, data }) => {
    // Its types hold a whole event, as the document has it; what it hands over is an event's data, with the name beside it.
    const one = { event, data } as unknown as AssistantMessagesSendResponse;
    if (one.event === "delta") answer += one.data.text;
    else if (one.event === "done") status = one.data.status;
  },
});
for await (const _ of stream);
console.log(JSON.stringify({ version: brief.version, answer, status }));
