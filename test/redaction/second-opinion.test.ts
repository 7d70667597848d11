import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addFindings,
  createEngine,
  emptyPlaceholders,
  type Finding,
  offsetsOf,
  type Redaction,
  RedactionFailed,
  redact,
  restoreText,
  saysMore,
} from "../../functions/redaction/index.ts";

const engine = createEngine({ budgetMsPer10KiB: 2000 });
const redacted = (typed: string): Redaction => redact(engine, typed, emptyPlaceholders);
/** A finding wherever a word stands in what our own detectors left. */
const finds = (first: Redaction, word: string, type: Finding["type"] = "PERSON"): Finding[] =>
  [...first.outgoing.matchAll(new RegExp(word, "gu"))].map(({ index }) => ({
    start: index,
    end: index + word.length,
    type,
  }));
const added = (typed: string, word: string): Redaction => {
  const first = redacted(typed);
  return addFindings(typed, first, finds(first, word), "other");
};

describe("what a second opinion found", () => {
  test("[BF-04/second-opinion] is replaced beside what was found here, restored with it, and each keeps its place", () => {
    const typed = "Ask zorblat about it, mail an.peeters@example.com and zorblat again.";
    const both = added(typed, "zorblat");
    expect(both.outgoing).toBe("Ask [PERSON_1] about it, mail [EMAIL_1] and [PERSON_1] again.");
    expect(restoreText(both.state, both.outgoing)).toBe(typed);
    expect(both.replacements.map(({ start, end }) => typed.slice(start, end))).toEqual([
      "zorblat",
      "an.peeters@example.com",
      "zorblat",
    ]);
  });

  test("stays replaced in the next message, whoever found it, in another case too", () => {
    const typed = "Deliver at zorblat quindle today";
    const first = redacted(typed);
    expect(first.outgoing).toBe(typed);
    const both = addFindings(typed, first, finds(first, "zorblat quindle", "ADDRESS"), "other");
    const next = redact(engine, "Is zorblat quindle open? ZORBLAT QUINDLE?", both.state);
    expect(next.outgoing).toBe("Is [ADDRESS_1] open? [ADDRESS_2]?");
  });

  test("is replaced elsewhere in the text too, where only one place was named", () => {
    const typed = "Deliver at zorblat quindle. Again: zorblat quindle.";
    const first = redacted(typed);
    const both = addFindings(typed, first, finds(first, "zorblat quindle", "ADDRESS").slice(0, 1), "other");
    expect(both.outgoing).toBe("Deliver at [ADDRESS_1]. Again: [ADDRESS_1].");
    expect(restoreText(both.state, both.outgoing)).toBe(typed);
  });

  test("never splits or swallows a placeholder: what reaches into one counts for what lies outside", () => {
    const typed = "the zorblat an.peeters@example.com glue please";
    const first = redacted(typed);
    const start = first.outgoing.indexOf("zorblat");
    const open = first.outgoing.indexOf("[");
    const end = first.outgoing.indexOf(" please");
    const over = addFindings(typed, first, [{ start, end, type: "PERSON" }], "other");
    expect(over.outgoing).toBe("the [PERSON_1] [EMAIL_1] [PERSON_2] please");
    const into = addFindings(typed, first, [{ start, end: open + 4, type: "PERSON" }], "other");
    expect(into.outgoing).toBe("the [PERSON_1] [EMAIL_1] glue please");
    const within = addFindings(typed, first, [{ start: open + 1, end: open + 4, type: "PERSON" }], "other");
    expect(within.outgoing).toBe(first.outgoing);
  });

  test.each([
    ["before the text", -1, 3],
    ["beyond it", 3, 99],
    ["empty", 3, 3],
    ["back to front", 4, 2],
    ["no number", Number.NaN, 3],
    ["between units", 0.5, 3],
    ["from inside a character", 1, 3],
    ["to inside a character", 0, 1],
  ])("[BF-04/second-opinion-fails-closed] is refused with the whole text when it is %s", (_, start, end) => {
    const typed = "😀 zorblat";
    expect(() => addFindings(typed, redacted(typed), [{ start, end, type: "PERSON" }], "other")).toThrow(
      RedactionFailed,
    );
  });

  test("[BF-04/second-opinion-fails-closed] is refused when it is of no type of ours", () => {
    const typed = "hello zorblat";
    for (const type of ["SHOE_SIZE", "LITERAL"])
      expect(() =>
        addFindings(typed, redacted(typed), [{ start: 0, end: 3, type: type as Finding["type"] }], "other"),
      ).toThrow(RedactionFailed);
  });

  test("is not asked for when nothing is left to say", () => {
    expect(saysMore(redacted("an.peeters@example.com"))).toBe(false);
    expect(saysMore(redacted(" an.peeters@example.com, bo@example.com! "))).toBe(false);
    expect(saysMore(redacted("an.peeters@example.com 7"))).toBe(true);
    expect(saysMore(redacted("ok"))).toBe(true);
  });
});

const PIECES = [
  "zorblat",
  "😀",
  "e\u0301",
  "👩‍👩‍👧",
  "an@example.com",
  "+32 475 12 34 56",
  " ",
  "\n",
  "[EMAIL_1]",
  "ﬁn",
  "日本",
  "a,b",
  "Jan",
];
const texts = fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((parts) => parts.join(" "));

describe("for any text and any findings", () => {
  const cases = texts.chain((typed) =>
    fc.record({
      typed: fc.constant(typed),
      findings: fc.array(
        fc.record({
          start: fc.nat({ max: typed.length + 40 }),
          length: fc.integer({ min: 1, max: 20 }),
          type: fc.constantFrom("PERSON" as const, "ADDRESS" as const, "SECRET" as const),
        }),
        { maxLength: 5 },
      ),
    }),
  );

  test("[BF-04/second-opinion] all of it is gone, ours stays as it was, and the text comes back to the letter", () => {
    fc.assert(
      fc.property(cases, ({ typed, findings }) => {
        const first = redacted(typed);
        const whole = snapped(first.outgoing, findings);
        const both = addFindings(typed, first, whole, "other");
        expect(restoreText(both.state, both.outgoing)).toBe(typed);
        const covered = new Set(both.replacements.flatMap(({ start, end }) => range(start, end)));
        // Ours, each with its own placeholder.
        for (const own of first.replacements) expect(both.replacements).toContainEqual(own);
        // Theirs: every sign that a finding covers is inside of a replacement.
        for (const at of signsOf(typed, first, whole)) expect(covered.has(at), `${at} of ${typed}`).toBe(true);
        // In order and apart.
        both.replacements.reduce((end, next) => {
          expect(next.start).toBeGreaterThanOrEqual(end);
          return next.end;
        }, 0);
      }),
      { numRuns: 500, seed: 20261125 },
    );
  });

  test("offsets in bytes and code points are those of the text's own encodings", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 40 }), (raw) => {
        const text = raw.toWellFormed();
        const offsets = offsetsOf(text);
        const points = [...text];
        for (let n = 0; n <= points.length; n += 1) {
          const before = points.slice(0, n).join("");
          expect(offsets.ofCodePoint(n)).toBe(before.length);
          expect(offsets.ofByte(Buffer.byteLength(before))).toBe(before.length);
        }
        expect(offsets.ofCodePoint(points.length + 1)).toBeUndefined();
        expect(offsets.ofByte(Buffer.byteLength(text) + 1)).toBeUndefined();
      }),
      { numRuns: 300, seed: 20261125 },
    );
    expect(offsetsOf("é").ofByte(1)).toBeUndefined();
    expect([1, 2, 3, 4].map((at) => offsetsOf("😀").ofByte(at))).toEqual([undefined, undefined, undefined, 2]);
  });
});

const range = (start: number, end: number): number[] => Array.from({ length: end - start }, (_, i) => start + i);

/** Findings that lie in the text and on whole characters. */
function snapped(text: string, raw: readonly { start: number; length: number; type: Finding["type"] }[]): Finding[] {
  const { ofCodePoint } = offsetsOf(text);
  const count = [...text].length;
  return raw.flatMap(({ start, length, type }) => {
    const from = ofCodePoint(Math.min(start, count)) ?? 0;
    const to = ofCodePoint(Math.min(start + length, count)) ?? 0;
    return from < to ? [{ start: from, end: to, type }] : [];
  });
}

/** The typed text's letters and digits that findings cover, by walking both texts side by side: another way than the code's. */
function signsOf(typed: string, first: Redaction, findings: readonly Finding[]): number[] {
  const all: number[] = [];
  let [at, typedAt] = [0, 0];
  for (const { placeholder, start, end } of [...first.replacements, { placeholder: "", start: typed.length, end: 0 }]) {
    for (; typedAt < start; at += 1, typedAt += 1)
      if (/[\p{L}\p{N}]/u.test(typed.charAt(typedAt)) && findings.some((one) => one.start <= at && at < one.end))
        all.push(typedAt);
    at += placeholder.length;
    typedAt = end;
  }
  return all;
}
