import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ask } from "../../functions/platform/opinion/ask.ts";
import { INFO_TYPES } from "../../functions/platform/opinion/info-types.ts";
import { sensitiveDataProtection } from "../../functions/platform/opinion/sensitive-data-protection.ts";
import { RedactionFailed, type SecondOpinion } from "../../functions/redaction/index.ts";
import { type DlpStandIn, startDlp } from "../../tools/local/stand-ins/dlp.ts";

process.env.METADATA_SERVER_DETECTION ??= "none";

const DEADLINE_MS = 600;

describe("Google's client against the stand-in", () => {
  let dlp: DlpStandIn;
  let opinion: SecondOpinion;
  beforeAll(async () => {
    dlp = await startDlp();
    dlp.know("zorblat", "PERSON_NAME");
    dlp.know("qu\u0301ind", "STREET_ADDRESS");
    dlp.know("👩‍👩‍👧", "PASSWORD");
    const config = { projectId: "p", host: dlp.host, region: "europe-west1" };
    opinion = sensitiveDataProtection({ ...config, localEndpoint: `${dlp.host}:${dlp.port}` }, DEADLINE_MS);
    // The first call opens the connection.
    await ask(opinion, "warm", 10_000);
  });
  beforeEach(() => dlp.forget());
  afterEach(() => {
    dlp.recover();
    dlp.takes(0);
  });
  afterAll(() => dlp.close());

  const found = async (text: string) =>
    (await ask(opinion, text, DEADLINE_MS)).map(({ start, end, type }) => [text.slice(start, end), type]);

  it("asks in Belgium for a closed list, from likely enough on, and wants no text back", async () => {
    await found("hello");
    expect(dlp.seen).toEqual([
      {
        parent: "projects/p/locations/europe-west1",
        text: "hello",
        infoTypes: Object.keys(INFO_TYPES),
        minLikelihood: 3,
        includeQuote: false,
      },
    ]);
  });

  it.each([
    ["zorblat", [["zorblat", "PERSON"]]],
    ["é😀 zorblat 😀", [["zorblat", "PERSON"]]],
    ["e\u0301 qu\u0301ind e\u0301", [["qu\u0301ind", "ADDRESS"]]],
    ["日本 👩‍👩‍👧!", [["👩‍👩‍👧", "PASSWORD"]]],
    ["\ud800 zorblat \udc00", [["zorblat", "PERSON"]]],
    ["\u0000\u2028 zorblat", [["zorblat", "PERSON"]]],
    ["nothing at all", []],
  ])("finds in UTF-16 units what is counted in bytes and code points: %j", async (text, expected) => {
    expect(await found(text)).toEqual(expected);
  });

  it.each([
    { kind: "truncated" },
    { kind: "empty" },
    { kind: "garbage" },
    { kind: "placeless" },
    { kind: "unknown-type" },
    { kind: "beyond" },
    { kind: "inside-character" },
    { kind: "reversed" },
    { kind: "disagreeing" },
    { kind: "status", status: "RESOURCE_EXHAUSTED" },
    { kind: "status", status: "INTERNAL" },
    { kind: "status", status: "PERMISSION_DENIED" },
    { kind: "status", status: "INVALID_ARGUMENT" },
    { kind: "hang" },
  ] as const)("[BF-04/second-opinion-fails-closed] gives nothing for %j, and asked once", async (fault) => {
    dlp.fault(fault);
    const startMs = performance.now();
    await expect(ask(opinion, "😀 hello zorblat", DEADLINE_MS)).rejects.toBeInstanceOf(RedactionFailed);
    expect(performance.now() - startMs).toBeLessThan(DEADLINE_MS + 400);
    expect(dlp.seen.length).toBe(1);
  });

  it("tries again what never arrived, inside of the same time", async () => {
    dlp.fault({ kind: "status", status: "UNAVAILABLE" });
    const answer = ask(opinion, "zorblat", DEADLINE_MS);
    await expect.poll(() => dlp.seen.length).toBeGreaterThan(1);
    dlp.recover();
    expect(await answer).toHaveLength(1);
    dlp.fault({ kind: "status", status: "UNAVAILABLE" });
    const startMs = performance.now();
    await expect(ask(opinion, "zorblat", DEADLINE_MS)).rejects.toBeInstanceOf(RedactionFailed);
    expect(performance.now() - startMs).toBeLessThan(DEADLINE_MS + 400);
  });

  it("says why by a number, and nothing of what the other side said", async () => {
    dlp.fault({ kind: "status", status: "RESOURCE_EXHAUSTED", says: "quota for zorblat@example.com" });
    const error = await ask(opinion, "zorblat@example.com", DEADLINE_MS).catch((cause: unknown) => cause);
    expect(error).toMatchObject({ reason: "detector-threw", detector: "sensitive-data-protection", code: 8 });
    const { message, stack, cause } = error as Error;
    expect(`${message} ${stack} ${String(cause)}`).not.toContain("zorblat");
  });

  it("does not send what the service would refuse for its size", async () => {
    await expect(ask(opinion, "é".repeat(300_000), DEADLINE_MS)).rejects.toMatchObject({ reason: "over-budget" });
    expect(dlp.seen.length).toBe(0);
  });
});
