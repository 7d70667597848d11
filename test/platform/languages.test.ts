import { createHash } from "node:crypto";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  type Answer,
  clearFaults,
  enableAssistant,
  events,
  fault,
  newConversation,
  newTenant,
  request,
  type Tenant,
} from "../support/stack.ts";

const OTHERS = ["nl", "fr", "de"] as const;
type Headers = Record<string, string>;

let off: Tenant;
let tenant: Tenant;
let brief: string;
let conversation: string;
beforeAll(async () => {
  [off, tenant] = await Promise.all([newTenant(), newTenant()]);
  await enableAssistant(tenant);
  brief = (await tenant.users.editor.post("/v1/briefs", { projectId: "prj_a", title: "Labels", category: "labels" }))
    .body.id;
  conversation = await newConversation(tenant.users.editor);
});

const post = (path: string, body: unknown, headers: Headers) => tenant.users.editor.post(path, body, headers);
const wrong = { projectId: "prj_a", title: "", category: "nonsense", quantity: 1.5, deadline: "1999-01-01", colour: 1 };

/** Every way in which a problem is made: at the door, by the router, by each step of the pipeline, by rules, by schemas. */
const PROBLEMS: readonly (readonly [status: number, what: string, ask: (headers: Headers) => Promise<Answer>])[] = [
  [401, "no token", (headers) => request("GET", "/v1/briefs", undefined, headers)],
  [
    401,
    "a token that is none",
    (headers) => request("GET", "/v1/briefs", undefined, { ...headers, authorization: "Bearer x" }),
  ],
  [403, "a role without the permission", (headers) => tenant.users.editor.get("/v1/audit/events", headers)],
  [404, "no such route", (headers) => request("GET", "/v1/briefs/a/b/c", undefined, headers)],
  [404, "no such brief", (headers) => tenant.users.editor.get("/v1/briefs/brf_none", headers)],
  [405, "a wrong method for the contract", (headers) => request("POST", "/v1/openapi.json", undefined, headers)],
  [405, "a wrong method", (headers) => request("PUT", "/v1/briefs", {}, headers)],
  [409, "a status in the way", (headers) => post(`/v1/briefs/${brief}/withdraw`, undefined, headers)],
  [
    412,
    "a version that was not seen",
    (headers) =>
      tenant.users.editor.call("PATCH", `/v1/briefs/${brief}`, { quantity: 2 }, { ...headers, "if-match": '"7"' }),
  ],
  [412, "no version", (headers) => tenant.users.editor.call("PATCH", `/v1/briefs/${brief}`, { quantity: 2 }, headers)],
  [413, "a body that is too large", (headers) => post("/v1/briefs", "x".repeat(300_000), headers)],
  [415, "a media type", (headers) => post("/v1/briefs", {}, { ...headers, "content-type": "text/plain" })],
  [415, "an encoding", (headers) => post("/v1/briefs", {}, { ...headers, "content-encoding": "gzip" })],
  [422, "fields", (headers) => post("/v1/briefs", wrong, headers)],
  [422, "a query", (headers) => tenant.users.editor.get("/v1/briefs?pageSize=0&colour=1&status=x", headers)],
  [422, "no JSON", (headers) => post("/v1/briefs", "{", headers)],
  [
    422,
    "a patch that makes no brief",
    (headers) =>
      tenant.users.editor.call("PATCH", `/v1/briefs/${brief}`, { title: null }, { ...headers, "if-match": '"1"' }),
  ],
  [
    428,
    "consent is missing",
    (headers) => off.users.editor.post("/v1/assistant/conversations", { projectId: "prj_a" }, headers),
  ],
];

/** What programs read of a problem. The instance names the request, which is another each time. */
// biome-ignore lint/suspicious/noExplicitAny: a problem as it came.
const forPrograms = ({ type, status, code, errors = [] }: any) => ({
  type,
  status,
  code,
  pointers: errors.map(({ pointer }: { pointer: string }) => pointer),
});
/** What people read of it. */
// biome-ignore lint/suspicious/noExplicitAny: a problem as it came.
const forPeople = ({ title, detail, errors = [] }: any): string[] => [
  title,
  detail,
  ...errors.map(({ message }: { message: string }) => message),
];

describe("a problem", () => {
  it.each(PROBLEMS)("%i, %s: in the reader's language, the same to programs", async (status, _what, ask) => {
    const english = await ask({});
    expect(english.status).toBe(status);
    expect(english.headers.get("content-language")).toBe("en");
    expect(english.headers.get("vary")).toBe("origin, accept-language");
    const seen = [forPeople(english.body)];
    for (const language of OTHERS) {
      const told = await ask({ "accept-language": `${language}-BE, en;q=0.5` });
      expect(told.headers.get("content-language")).toBe(language);
      expect(told.headers.get("vary")).toBe("origin, accept-language");
      expect(told.status).toBe(status);
      expect(forPrograms(told.body)).toEqual(forPrograms(english.body));
      seen.push(forPeople(told.body));
    }
    // Each text differs from that of each other language.
    for (const index of forPeople(english.body).keys())
      expect(new Set(seen.map((texts) => texts[index])).size, seen.map((texts) => texts[index]).join(" | ")).toBe(4);
    const unknown = await ask({ "accept-language": "es, pt-BR;q=0.9" });
    expect(forPeople(unknown.body)).toEqual(forPeople(english.body));
    expect(unknown.headers.get("content-language")).toBe("en");
  });

  it("names what is missing in a sentence that is whole in each language", async () => {
    const { body } = await off.users.editor.post(
      "/v1/assistant/conversations",
      { projectId: "prj_a" },
      { "accept-language": "nl" },
    );
    expect(body.detail).toBe(
      "De assistent staat hier uit: een beheerder moet de AI-voorwaarden aanvaarden; een beheerder moet de assistent inschakelen voor dit project; schakel de assistent in voor uzelf.",
    );
  });
});

describe("the problem event of a stream", () => {
  afterEach(clearFaults);

  it.each(["en", ...OTHERS])("is told in %s", async (language) => {
    await fault({ kind: "status", status: 500 });
    const headers = { "accept-language": language, "idempotency-key": crypto.randomUUID() };
    const answer = await post(`/v1/assistant/conversations/${conversation}/messages`, { text: "Hello" }, headers);
    expect(answer.headers.get("vary")).toBe("origin, accept-language");
    const problem = events(answer.text).find(({ event }) => event === "problem")?.data;
    expect(problem.code).toBe("model-unavailable");
    expect(problem.type).toBe("urn:belfry:problem:model-unavailable");
    expect(problem.title).toBe(
      {
        en: "The model is unavailable",
        nl: "Het model is niet beschikbaar",
        fr: "Le modèle est indisponible",
        de: "Das Modell ist nicht verfügbar",
      }[language],
    );
    expect(problem.detail.startsWith("The model")).toBe(language === "en");
  });
});

describe("the AI terms", () => {
  const read = (language?: string) =>
    tenant.users.editor.get(
      "/v1/consent/terms/2026-11-01",
      language === undefined ? {} : { "accept-language": language },
    );

  it("are read in each language, and each says that the English text is what is accepted", async () => {
    const english = await read();
    const sha256 = createHash("sha256").update(english.text).digest("hex");
    expect(english.headers.get("content-language")).toBe("en");
    const consent = await tenant.users.editor.get("/v1/consent", { "accept-language": "nl" });
    expect(consent.body.facts.termsSha256).toBe(sha256);
    for (const language of OTHERS) {
      const told = await read(`${language}-BE`);
      expect([told.status, told.headers.get("content-language")]).toEqual([200, language]);
      expect(told.headers.get("content-type")).toBe("text/markdown; charset=utf-8");
      expect(told.headers.get("vary")).toBe("origin, accept-language");
      expect(told.text.split("\n")[0]).toContain(sha256);
      expect(told.text).not.toContain("These terms");
    }
    expect((await read("es")).text).toBe(english.text);
    expect((await read("*")).text).toBe(english.text);
  });
});

describe("a hostile Accept-Language", () => {
  const pieces = [
    "nl-",
    "nl;q=",
    "*;q=0.001,",
    "a-a-a-a-a-a;",
    ",",
    ";",
    "é",
    "$&",
    "<script>",
    "__proto__,",
    "nl\t;\t",
  ];
  it.each(pieces)("of 10 kB of %j is answered at once, in a language of ours, and repeated nowhere", async (piece) => {
    // As its bytes: Node takes 16 kB of headers at most.
    const bytes = Buffer.from(piece).toString("latin1");
    const header = bytes.repeat(10_000 / bytes.length);
    for (const path of ["/v1/briefs", "/v1/briefs/a/b/c", "/v1/consent/terms/2026-11-01"]) {
      const started = performance.now();
      const answer = await tenant.users.editor.get(path, { "accept-language": header });
      expect(performance.now() - started).toBeLessThan(5000);
      expect(answer.status).toBe(path.endsWith("/c") ? 404 : 200);
      if (path !== "/v1/briefs") expect(answer.headers.get("content-language")).toBe("en");
      expect(answer.text + JSON.stringify([...answer.headers])).not.toContain(header.slice(0, 100));
    }
  });
});
