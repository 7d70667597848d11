/** `npm run tour`: the main job on the running stack, through the HTTP API alone. Each line is checked; the first surprise ends it. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import type { Message } from "../client/messages.ts";
import { readStack, recorded, signIn } from "./local.ts";
import { done, refused } from "./tour/expect.ts";

const stack = readStack();
const projectId = "prj_spring";
const SECRET = {
  email: "an.peeters@example.com",
  phone: "+32 470 12 34 56",
  iban: "BE68 5390 0754 7034",
  key: `sk-${"proj"}-${"Zq8".repeat(14)}`,
};
const [editor, admin, auditor, stranger] = await Promise.all(
  ["editor@north.example", "admin@north.example", "auditor@north.example", "editor@south.example"].map((email) =>
    signIn(stack, email),
  ),
);
assert(editor && admin && auditor && stranger);

const step = (title: string) => console.log(`\n${title}`);
const show = (what: string, value: unknown) =>
  console.log(`   ${what}: ${typeof value === "string" ? value : JSON.stringify(value)}`);
const before = await recorded(stack);
const offline = (await done(admin.do("consent.read"))).body.facts.provider === "offline-stand-in";
/** The tour can be taken again: it begins without consent. */
await admin.do("consent.withdraw", { body: { reason: "The tour begins anew" } });
await editor.do("consent.me.update", { body: { assistantEnabled: false } });

step("1. An editor writes, edits and submits a brief by hand");
const brief = await done(
  editor.do("briefs.create", {
    body: {
      projectId,
      title: "Folding cartons for the spring tea range",
      category: "packaging",
      quantity: 12_000,
      format: { widthMm: 85, heightMm: 120, depthMm: 40 },
      colours: "CMYK + Pantone 186 C",
      contact: { name: "An Peeters", email: SECRET.email, phone: SECRET.phone },
    },
  }),
);
assert.equal(brief.status, 201);
show("POST /v1/briefs", `201 ${brief.body.id}, ${brief.body.status}, ETag ${brief.headers.get("etag")}`);
const version = { params: { briefId: brief.body.id }, ifMatch: brief.headers.get("etag") ?? "" };
const edited = await done(editor.do("briefs.update", { ...version, body: { quantity: 15_000 } }));
const stale = await refused(editor.do("briefs.update", { ...version, body: { quantity: 9 } }), 412);
show(
  "PATCH, then PATCH with the old ETag",
  `${edited.status} quantity ${edited.body.quantity}, then ${stale.status} ${stale.body.code}`,
);
const submitted = await done(editor.do("briefs.submit", { params: { briefId: brief.body.id } }));
assert.equal(submitted.body.status, "submitted");
show("POST …/submit", `${submitted.status} ${submitted.body.status}`);
assert.equal((await recorded(stack)).connections, before.connections);
show("connections to the model", offline ? "none" : "none to the stand-in");

step("2. The editor tries the assistant; the admin accepts the terms; project and user opt in");
const off = await refused(editor.do("assistant.conversations.create", { body: { projectId } }), 428);
show("POST /v1/assistant/conversations", `428 ${off.body.code}: ${off.body.detail}`);
const consent = await done(admin.do("consent.read", { query: { projectId } }));
const terms = await done(admin.do("consent.terms.read", { params: { version: consent.body.facts.termsVersion } }));
assert.equal(createHash("sha256").update(terms.body).digest("hex"), consent.body.facts.termsSha256);
show("GET /v1/consent/terms/…", `${terms.body.split("\n")[0]} (its SHA-256 is the one in the facts)`);
show("the facts", consent.body.facts);
await refused(admin.do("consent.accept", { body: { factsHash: "0".repeat(64) } }), 409);
const accepted = await done(admin.do("consent.accept", { body: { factsHash: consent.body.factsHash } }));
assert.equal(accepted.status, 201);
await admin.do("consent.project.update", { params: { projectId }, body: { assistantEnabled: true } });
await editor.do("consent.me.update", { body: { assistantEnabled: true } });
const now = await done(editor.do("consent.read", { query: { projectId } }));
assert.equal(now.body.usable, true);
show("usable now", now.body.usable);
assert.equal((await recorded(stack)).connections, before.connections);

step("3. The editor previews a message, sends exactly that, reads the answer and opens the receipt");
const conversation = await done(editor.do("assistant.conversations.create", { body: { projectId } }));
const params = { conversationId: conversation.body.id };
const say = async (text: string, previewHash?: string): Promise<Message[]> => {
  const answer = await editor.messages({
    params,
    body: { text, ...(previewHash === undefined ? {} : { previewHash }) },
  });
  assert(answer.ok, JSON.stringify(answer));
  const events: Message[] = [];
  for await (const event of answer.events) events.push(event);
  return events;
};
const typed = `We need 5000 folding cartons, 85 x 120 mm, CMYK, in Gent by 2027-03-01. Proofs to ${SECRET.email} or ${SECRET.phone}. Invoice account ${SECRET.iban}. My key is ${SECRET.key}`;
const preview = await done(editor.do("assistant.preview", { params, body: { text: typed } }));
show("you typed", typed);
show("would leave", preview.body.outgoing);
const { previewHash } = preview.body;
assert.equal((await editor.messages({ params, body: { text: `${typed}!`, previewHash } })).status, 409);
show("sending something else with this preview", "409 conflict");
const first = await say(typed, previewHash);
const [given] = first;
assert(given?.event === "receipt");
show("answer, values restored", first.map((one) => (one.event === "delta" ? one.data.text : "")).join(""));
const last = first.at(-1);
assert(last?.event === "done");
show("done", last.data);
assert.equal(last.data.status, "completed");
const receipt = await done(editor.do("assistant.receipts.read", { params: { receiptId: given.data.receiptId } }));
const left = receipt.body.body ?? "";
assert.equal(createHash("sha256").update(left).digest("hex"), previewHash);
for (const secret of Object.values(SECRET)) assert(!left.includes(secret));
show("receipt", `${receipt.body.id}, ${receipt.body.bytes} bytes, SHA-256 ${receipt.body.sha256} = the preview's hash`);
show("what left, to the byte", left);
if (offline) {
  const seen = (await recorded(stack)).requests.slice(before.requests.length);
  assert.equal(seen.length, 1);
  assert.equal(seen[0]?.body, left);
  show("what the recording stand-in received", "one request, the same bytes");
}

step("4. The assistant proposes a brief; the editor approves it");
const proposed = (events: readonly Message[]) => events.find((one) => one.event === "proposal")?.data;
let proposal = proposed(first);
for (let ask = 0; proposal === undefined && ask < 4; ask += 1)
  proposal = proposed(await say("That is all. Please propose the brief."));
assert(proposal, "the assistant proposed nothing");
show("proposal", proposal.arguments);
const { proposalId, argumentsHash } = proposal;
const decide = (hash: string) =>
  editor.do("assistant.proposals.decide", {
    params: { proposalId },
    body: { decision: "approve", argumentsHash: hash },
  });
const altered = await refused(decide("0".repeat(64)), 409);
const approved = await done(decide(argumentsHash));
assert.equal(approved.body.status, "approved");
const again = await refused(decide(argumentsHash), 409);
const made = await done(editor.do("briefs.read", { params: { briefId: String(approved.body.result?.id) } }));
assert.equal(made.body.origin, "assistant");
show("altered, approved, approved again", `${altered.status}, ${approved.status}, ${again.status}`);
show("the brief", `${made.body.id}, origin ${made.body.origin}, "${made.body.title}"`);

step("5. Somebody from the second organisation gets 404 on all of it");
for (const path of [
  `/v1/briefs/${brief.body.id}`,
  `/v1/briefs/${made.body.id}`,
  `/v1/assistant/conversations/${params.conversationId}`,
  `/v1/assistant/receipts/${given.data.receiptId}`,
  `/v1/assistant/proposals/${proposalId}`,
]) {
  const foreign = await stranger.call("GET", path);
  assert.equal(foreign.status, 404);
  show(`GET ${path.replace(/_[a-z0-9]{20,}/, "_…")}`, `${foreign.status} ${JSON.parse(foreign.text).code}`);
}

step("6. The auditor exports the trail: every step is in it, and no text of any brief or message");
const exported = await done(auditor.do("audit.exports.create", { body: { format: "ndjson" } }));
const content = await done(auditor.do("audit.exports.content", { params: { exportId: exported.body.id } }));
const lines = content.body
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line));
assert.equal(lines.length, exported.body.eventCount);
const counts = new Map<string, number>();
for (const line of lines) counts.set(line.api.operation, (counts.get(line.api.operation) ?? 0) + 1);
for (const operation of [
  "briefs.create",
  "briefs.update",
  "briefs.submit",
  "consent.accept",
  "consent.project.update",
  "consent.me.update",
  "assistant.preview",
  "assistant.messages.send",
  "assistant.messages.finish",
  "assistant.receipts.read",
  "assistant.proposals.create",
  "assistant.proposals.decide",
]) {
  assert(counts.has(operation), `${operation} is missing in the trail`);
}
for (const text of ["tea range", "folding cartons", "Peeters", ...Object.values(SECRET)])
  assert(!content.body.toLowerCase().includes(text.toLowerCase()));
show(
  "export",
  `${exported.body.id}: ${lines.length} events, sequence ${lines[0].metadata.sequence} to ${lines.at(-1).metadata.sequence}`,
);
show("by operation", Object.fromEntries([...counts].sort()));
show("refusals among them", lines.filter((line) => line.status_id === 2).length);
show("the export's own text of briefs and messages", "none");
console.log("\nThat is the main job. All of it was checked.");
