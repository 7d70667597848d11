/** `npm run tour`: the main job on the running stack, through the HTTP API alone. Each line is checked; the first surprise ends it. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { Client, events, readStack, recorded } from "../client/client.ts";

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
    Client.signIn(stack, email),
  ),
);
assert(editor && admin && auditor && stranger);

const step = (title: string) => console.log(`\n${title}`);
const show = (what: string, value: unknown) =>
  console.log(`   ${what}: ${typeof value === "string" ? value : JSON.stringify(value)}`);
const before = await recorded(stack);
const offline = (await admin.call("GET", "/v1/consent")).body.facts.provider === "offline-stand-in";
/** The tour can be taken again: it begins without consent. */
await admin.call("POST", "/v1/consent/withdrawals", { reason: "The tour begins anew" });
await editor.call("PUT", "/v1/consent/me", { assistantEnabled: false });

step("1. An editor writes, edits and submits a brief by hand");
const brief = await editor.call("POST", "/v1/briefs", {
  projectId,
  title: "Folding cartons for the spring tea range",
  category: "packaging",
  quantity: 12_000,
  format: { widthMm: 85, heightMm: 120, depthMm: 40 },
  colours: "CMYK + Pantone 186 C",
  contact: { name: "An Peeters", email: SECRET.email, phone: SECRET.phone },
});
assert.equal(brief.status, 201);
show("POST /v1/briefs", `201 ${brief.body.id}, ${brief.body.status}, ETag ${brief.headers.get("etag")}`);
const edited = await editor.call(
  "PATCH",
  `/v1/briefs/${brief.body.id}`,
  { quantity: 15_000 },
  { "if-match": brief.headers.get("etag") ?? "" },
);
assert.equal(edited.status, 200);
const stale = await editor.call(
  "PATCH",
  `/v1/briefs/${brief.body.id}`,
  { quantity: 9 },
  { "if-match": brief.headers.get("etag") ?? "" },
);
assert.equal(stale.status, 412);
show(
  "PATCH, then PATCH with the old ETag",
  `${edited.status} quantity ${edited.body.quantity}, then ${stale.status} ${stale.body.code}`,
);
const submitted = await editor.call("POST", `/v1/briefs/${brief.body.id}/submit`);
assert.equal(submitted.body.status, "submitted");
show("POST …/submit", `${submitted.status} ${submitted.body.status}`);
assert.equal((await recorded(stack)).connections, before.connections);
show("connections to the model", offline ? "none" : "none to the stand-in");

step("2. The editor tries the assistant; the admin accepts the terms; project and user opt in");
const refused = await editor.call("POST", "/v1/assistant/conversations", { projectId });
assert.equal(refused.status, 428);
show("POST /v1/assistant/conversations", `428 ${refused.body.code}: ${refused.body.detail}`);
const consent = await admin.call("GET", `/v1/consent?projectId=${projectId}`);
const terms = await admin.call("GET", `/v1/consent/terms/${consent.body.facts.termsVersion}`);
assert.equal(createHash("sha256").update(terms.text).digest("hex"), consent.body.facts.termsSha256);
show("GET /v1/consent/terms/…", `${terms.text.split("\n")[0]} (its SHA-256 is the one in the facts)`);
show("the facts", consent.body.facts);
assert.equal((await admin.call("POST", "/v1/consent/acceptances", { factsHash: "0".repeat(64) })).status, 409);
const accepted = await admin.call("POST", "/v1/consent/acceptances", { factsHash: consent.body.factsHash });
assert.equal(accepted.status, 201);
await admin.call("PUT", `/v1/consent/projects/${projectId}`, { assistantEnabled: true });
await editor.call("PUT", "/v1/consent/me", { assistantEnabled: true });
const now = await editor.call("GET", `/v1/consent?projectId=${projectId}`);
assert.equal(now.body.usable, true);
show("usable now", now.body.usable);
assert.equal((await recorded(stack)).connections, before.connections);

step("3. The editor previews a message, sends exactly that, reads the answer and opens the receipt");
const conversation = await editor.call("POST", "/v1/assistant/conversations", { projectId });
const chat = `/v1/assistant/conversations/${conversation.body.id}`;
const typed = `We need 5000 folding cartons, 85 x 120 mm, CMYK, in Gent by 2027-03-01. Proofs to ${SECRET.email} or ${SECRET.phone}. Invoice account ${SECRET.iban}. My key is ${SECRET.key}`;
const preview = await editor.call("POST", `${chat}/preview`, { text: typed });
assert.equal(preview.status, 200);
show("you typed", typed);
show("would leave", preview.body.outgoing);
assert.equal(
  (await editor.call("POST", `${chat}/messages`, { text: `${typed}!`, previewHash: preview.body.previewHash })).status,
  409,
);
show("sending something else with this preview", "409 conflict");
const first = events(
  (await editor.call("POST", `${chat}/messages`, { text: typed, previewHash: preview.body.previewHash })).text,
);
const receiptEvent = first.find(({ event }) => event === "receipt")?.data;
show(
  "answer, values restored",
  first
    .filter(({ event }) => event === "delta")
    .map(({ data }) => data.text)
    .join(""),
);
show("done", first.at(-1)?.data);
assert.equal(first.at(-1)?.data.status, "completed");
const receipt = await editor.call("GET", `/v1/assistant/receipts/${receiptEvent.receiptId}`);
assert.equal(createHash("sha256").update(receipt.body.body).digest("hex"), preview.body.previewHash);
for (const secret of Object.values(SECRET)) assert(!receipt.body.body.includes(secret));
show("receipt", `${receipt.body.id}, ${receipt.body.bytes} bytes, SHA-256 ${receipt.body.sha256} = the preview's hash`);
show("what left, to the byte", receipt.body.body);
if (offline) {
  const seen = (await recorded(stack)).requests.slice(before.requests.length);
  assert.equal(seen.length, 1);
  assert.equal(seen[0]?.body, receipt.body.body);
  show("what the recording stand-in received", "one request, the same bytes");
}

step("4. The assistant proposes a brief; the editor approves it");
let proposal = first.find(({ event }) => event === "proposal")?.data;
for (let ask = 0; proposal === undefined && ask < 4; ask += 1) {
  const more = events(
    (await editor.call("POST", `${chat}/messages`, { text: "That is all. Please propose the brief." })).text,
  );
  proposal = more.find(({ event }) => event === "proposal")?.data;
}
assert(proposal, "the assistant proposed nothing");
show("proposal", proposal.arguments);
const altered = await editor.call("POST", `/v1/assistant/proposals/${proposal.proposalId}/decision`, {
  decision: "approve",
  argumentsHash: "0".repeat(64),
});
assert.equal(altered.status, 409);
const decision = { decision: "approve", argumentsHash: proposal.argumentsHash };
const approved = await editor.call("POST", `/v1/assistant/proposals/${proposal.proposalId}/decision`, decision);
assert.equal(approved.body.status, "approved");
const again = await editor.call("POST", `/v1/assistant/proposals/${proposal.proposalId}/decision`, decision);
assert.equal(again.status, 409);
const made = await editor.call("GET", `/v1/briefs/${approved.body.result.id}`);
assert.equal(made.body.origin, "assistant");
show("altered, approved, approved again", `${altered.status}, ${approved.status}, ${again.status}`);
show("the brief", `${made.body.id}, origin ${made.body.origin}, "${made.body.title}"`);

step("5. Somebody from the second organisation gets 404 on all of it");
for (const path of [
  `/v1/briefs/${brief.body.id}`,
  `/v1/briefs/${made.body.id}`,
  chat,
  `/v1/assistant/receipts/${receiptEvent.receiptId}`,
  `/v1/assistant/proposals/${proposal.proposalId}`,
]) {
  const foreign = await stranger.call("GET", path);
  assert.equal(foreign.status, 404);
  show(`GET ${path.replace(/_[a-z0-9]{20,}/, "_…")}`, `${foreign.status} ${foreign.body.code}`);
}

step("6. The auditor exports the trail: every step is in it, and no text of any brief or message");
const exported = await auditor.call("POST", "/v1/audit/exports", { format: "ndjson" });
const content = await auditor.call("GET", `/v1/audit/exports/${exported.body.id}/content`);
const lines = content.text
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
  assert(!content.text.toLowerCase().includes(text.toLowerCase()));
show(
  "export",
  `${exported.body.id}: ${lines.length} events, sequence ${lines[0].metadata.sequence} to ${lines.at(-1).metadata.sequence}`,
);
show("by operation", Object.fromEntries([...counts].sort()));
show("refusals among them", lines.filter((line) => line.status_id === 2).length);
show("the export's own text of briefs and messages", "none");
console.log("\nThat is the main job. All of it was checked.");
