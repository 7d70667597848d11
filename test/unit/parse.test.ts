import { describe, expect, it } from "vitest";
import { z } from "zod";
import { openContent } from "../../functions/briefs/brief.ts";
import { createBrief, updateBrief } from "../../functions/briefs/briefs.ts";
import { BriefContent, BriefPatch, mergePatch } from "../../functions/briefs/content.ts";
import { Problem } from "../../functions/core/problem.ts";
import { acceptsGzip, parseRequest } from "../../functions/platform/http/parse.ts";
import type { RouteSpec } from "../../functions/platform/http/route.ts";

const parse = (spec: RouteSpec, body: string, headers: Record<string, string> = {}) =>
  parseRequest(spec, {
    headers: new Headers({ "content-type": "application/json", "idempotency-key": "k", ...headers }),
    params: spec === updateBrief ? { briefId: "brf_a" } : {},
    query: new URLSearchParams(),
    body: Buffer.from(body),
  });
const refusal = (work: () => unknown): Problem => {
  try {
    work();
  } catch (error) {
    if (error instanceof Problem) return error;
  }
  throw new Error("it was not refused");
};

describe("Accept-Encoding", () => {
  it.each([
    ["gzip", true],
    ["x-gzip", true],
    ["GZIP;Q=0.5", true],
    ["br, gzip ; q=0.001", true],
    ["*", true],
    ["identity;q=0, *", true],
    ["gzip;q=1.000", true],
    [null, false],
    ["", false],
    ["identity", false],
    ["gzip;q=0, identity", false],
    ["gzip;q=0.000", false],
    ["*, gzip;q=0", false],
    ["gzip;q=high", false],
    ["gzip;q=2", false],
    ["notgzip, gzip-not", false],
    ["br, *;q=0", false],
  ])("%j takes gzip: %j", (header, expected) => {
    expect(acceptsGzip(header)).toBe(expected);
  });
});

describe("a request", () => {
  it("with a thousand faults is told a hundred, and that there are more", () => {
    const body = JSON.stringify(Object.fromEntries(Array.from({ length: 1_000 }, (_, n) => [`unknown${n}`, n])));
    const errors = refusal(() => parse(createBrief, body)).options.errors ?? [];
    expect(errors.length).toBe(101);
    expect(errors.at(-1)).toEqual({ pointer: "", message: expect.stringMatching(/^and \d+ more faults$/) });
  });

  it("with more values than anybody means is refused before a schema looks at them", () => {
    let looked = 0;
    const counting = { ...createBrief, body: z.any().refine(() => (looked += 1)) } as RouteSpec;
    for (const body of [
      `{"finishing":[${Array(100_000).fill("0").join()}]}`,
      `{"a":[${Array(300)
        .fill(`[${Array(100).fill("0").join()}]`)
        .join()}]}`,
      `{${Array.from({ length: 20_001 }, (_, n) => `"${n}":0`).join()}}`,
    ]) {
      const refused = refusal(() => parse(counting, body));
      expect([refused.status, refused.options.errors?.[0]?.message]).toEqual([422, "holds more than 20000 values"]);
    }
    expect(looked).toBe(0);
    expect(() => parse(counting, `{"a":[${Array(19_000).fill("0").join()}]}`)).not.toThrow();
  });

  it("with If-Match: * is about whichever version there is", () => {
    const ifMatch = (header: string) => parse(updateBrief, '{"quantity":1}', { "if-match": header }).ifMatch;
    expect([ifMatch("*"), ifMatch('"3"')]).toEqual(["*", 3]);
    for (const header of ['W/"3"', '"*"', "3", ""])
      expect(refusal(() => ifMatch(header)).code).toBe("precondition-failed");
  });

  it("may declare a change as a merge patch, and nothing else as one", () => {
    const type = { "content-type": "application/merge-patch+json", "if-match": '"1"' };
    expect(parse(updateBrief, '{"quantity":1}', type).body).toEqual({ quantity: 1 });
    expect(refusal(() => parse(createBrief, "{}", type)).code).toBe("unsupported-media-type");
  });
});

describe("a brief's text and dates", () => {
  const brief = { title: "Folding cartons", category: "packaging" };
  it.each(["\u200b", " \u2060\ufeff ", "\u00ad", "\u3164", "\u2800", "\u202e\u202c", "\ufe0f", "\u{e0041}"])(
    "is not %j, which nobody can see",
    (title) => {
      expect(BriefContent.safeParse({ ...brief, title }).success).toBe(false);
      expect(BriefContent.safeParse({ ...brief, finishing: ["matt", title] }).success).toBe(false);
    },
  );
  it.each(["é", "✓", "👩‍👧", "نص", "7", "–", "\u200fשלום"])("may be %j", (title) => {
    expect(BriefContent.parse({ ...brief, title }).title).toBe(title);
  });
  it.each([
    ["1999-12-31", false],
    ["2000-01-01", true],
    ["2100-12-31", true],
    ["2101-01-01", false],
    ["0001-01-01T00:00:00Z", false],
    ["9999-12-31T23:59:59+02:00", false],
    ["2027-03-01T12:00:00+01:00", true],
  ])("a deadline of %s is taken: %j", (deadline, expected) => {
    expect(BriefContent.safeParse({ ...brief, deadline }).success).toBe(expected);
  });
  it("stay readable when they were written before a rule", () => {
    const old = { ...brief, title: "\u200b", deadline: "1999-12-31" };
    const keys = { open: () => JSON.stringify(old) };
    expect(openContent(keys as never, "brf_a", {} as never)).toEqual(old);
  });
});

describe("a change of a brief", () => {
  // RFC 7396, appendix A, as far as a target is an object.
  it.each([
    [{ a: "b" }, { a: "c" }, { a: "c" }],
    [{ a: "b" }, { b: "c" }, { a: "b", b: "c" }],
    [{ a: "b" }, { a: null }, {}],
    [{ a: "b", b: "c" }, { a: null }, { b: "c" }],
    [{ a: ["b"] }, { a: "c" }, { a: "c" }],
    [{ a: "c" }, { a: ["b"] }, { a: ["b"] }],
    [{ a: { b: "c" } }, { a: { b: "d", c: null } }, { a: { b: "d" } }],
    [{ a: [{ b: "c" }] }, { a: [1] }, { a: [1] }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])("%j with %j is %j", (target, patch, expected) => {
    expect(mergePatch(target, patch)).toEqual(expected);
  });
  it("may name any member of an object, known ones only", () => {
    const good = { format: { depthMm: null, widthMm: 3 }, contact: { phone: "1" }, budget: null, deliveries: [] };
    expect(BriefPatch.parse(good)).toEqual(good);
    for (const bad of [
      {},
      { title: null },
      { format: { unit: "mm" } },
      { format: { widthMm: -1 } },
      { deliveries: [{ city: "Gent" }] },
    ])
      expect(BriefPatch.safeParse(bad).success, JSON.stringify(bad)).toBe(false);
  });
});
