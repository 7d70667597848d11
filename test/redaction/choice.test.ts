import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Choice,
  ChoiceRefused,
  createEngine,
  type Engine,
  emptyPlaceholders,
  keepHits,
  NO_RULES,
  type OwnRules,
  redact,
  restoreText,
} from "../../functions/redaction/index.ts";

const engine = createEngine();
const MAY_KEEP: OwnRules = { always: [], never: [], mayKeep: true };
const part = (text: string, words: string) => ({ start: text.indexOf(words), end: text.indexOf(words) + words.length });
const decided = (
  by: Engine,
  text: string,
  { choice = { redact: [], keep: [] }, rules = NO_RULES }: { choice?: Choice; rules?: OwnRules },
) => keepHits(text, redact(by, text, emptyPlaceholders, { choice, rules }), emptyPlaceholders, choice, rules);
const send = (text: string, options: Parameters<typeof decided>[2]) => decided(engine, text, options);

/** Values that no choice and no list may let through, in words that announce them. */
const FIRM = [
  ["IBAN", "Please pay BE68 5390 0754 7034 today", "BE68 5390 0754 7034"],
  ["CARD", "card 4111 1111 1111 1111 exp 11/28", "4111 1111 1111 1111"],
  ["NATIONAL_ID", "rijksregisternummer 85.07.30-033.28", "85.07.30-033.28"],
  ["VAT", "BTW BE 0403.170.701", "BE 0403.170.701"],
  ["PASSWORD", "Het wachtwoord is Zomer!2026x", "Zomer!2026x"],
  ["SECRET", "key ghp_16C7e42F292c6912E7710c838347Ae178B4a", "ghp_16C7e42F292c6912E7710c838347Ae178B4a"],
] as const;

describe("what the user and the organisation decide", () => {
  test("[BF-04/typed-values] a selection never leaves, wherever its words stand, and comes back", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 }),
        fc.nat(),
        fc.nat(),
        (text, from, length) => {
          const units = [...text];
          const start = units.slice(0, from % units.length).join("").length;
          const end =
            start + units.slice(from % units.length, (from % units.length) + 1 + (length % 9)).join("").length;
          fc.pre(text.slice(start, end).trim() !== "");
          const { outgoing, state, replacements } = send(text, { choice: { redact: [{ start, end }], keep: [] } });
          expect(restoreText(state, outgoing)).toBe(text);
          expect(replacements.some((one) => one.start <= start && end <= one.end)).toBe(true);
          expect(replacements.every((one) => !one.mayKeep)).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  test("[BF-04/typed-values] the same words go wherever they stand in the message, in any case, and in the next messages", () => {
    const text = "Nébula launches in May. The nebula team prints; NEBULA-2 does not wait.";
    const first = send(text, { choice: { redact: [part(text, "Nébula")], keep: [] } });
    expect(first.outgoing).not.toMatch(/n[eé]bula/i);
    const next = redact(engine, "What about nebula?", first.state);
    expect(next.outgoing).not.toMatch(/nebula/i);
  });

  test("a false hit is kept where that is allowed, and exactly where it was named", () => {
    const text = "Ask Emily Whitaker, then Oliver Bennett.";
    const whole = send(text, { rules: MAY_KEEP });
    expect(whole.replacements.map(({ mayKeep }) => mayKeep)).toEqual([true, true]);
    const kept = send(text, { choice: { redact: [], keep: [part(text, "Emily Whitaker")] }, rules: MAY_KEEP });
    expect(kept.outgoing).toBe("Ask Emily Whitaker, then [PERSON_1].");
  });

  test.each(FIRM)("[KB-04/model] a %s is never kept, by a choice or by a list", (_type, text, value) => {
    const rules: OwnRules = { always: [], never: [value, text], mayKeep: true };
    const { replacements, outgoing } = send(text, { rules });
    expect(outgoing).not.toContain(value);
    expect(replacements.every(({ mayKeep }) => !mayKeep)).toBe(true);
    for (const { start, end } of replacements)
      expect(() => send(text, { choice: { redact: [], keep: [{ start, end }] }, rules })).toThrow(ChoiceRefused);
  });

  test("[KB-04/model] nor as part of something that could be kept", () => {
    // A name that covers a number: the longer finding names the whole.
    const engineOf = (type: "PERSON" | "ADDRESS") =>
      createEngine({
        detectors: [
          { name: "wide", find: ({ text }, emit) => emit(0, text.length, type, 0.5) },
          { name: "narrow", find: (_, emit) => emit(4, 8, "IBAN", 1) },
        ],
      });
    for (const type of ["PERSON", "ADDRESS"] as const) {
      const text = "Ann BE68 Example";
      const choice = { redact: [], keep: [{ start: 0, end: text.length }] };
      expect(() => decided(engineOf(type), text, { choice, rules: MAY_KEEP })).toThrow(ChoiceRefused);
      const never = decided(engineOf(type), text, { rules: { ...MAY_KEEP, never: [text] } });
      expect(never.outgoing).not.toContain("BE68");
    }
  });

  test("the organisation's words: always in any case and without accents, never only where nothing else was found", () => {
    const rules: OwnRules = { always: ["Café Zéphyr"], never: ["Emily Whitaker"], mayKeep: true };
    const { outgoing, replacements } = send("CAFE ZEPHYR and Emily Whitaker, not Emily Whitaker-Jones.", { rules });
    expect(outgoing).toMatch(/^\[PRIVATE_1\] and Emily Whitaker, not \[PERSON_1\]\.$/);
    expect(replacements[0]?.mayKeep).toBe(false);
  });

  test.each([
    ["keep", { start: 0, end: 3 }],
    ["keep", { start: 4, end: 10 }],
    ["redact", { start: 5, end: 5 }],
    ["redact", { start: 2, end: 1 }],
    ["redact", { start: 0, end: 900 }],
    ["redact", { start: 3, end: 4 }],
    ["redact", { start: 20, end: 21 }],
    ["redact", { start: 21, end: 22 }],
  ] as const)("refuses %s of %j, which is no such part", (list, range) => {
    const text = "Ask Emily Whitaker. 🎨!";
    const choice = { redact: [], keep: [], [list]: [range] };
    expect(() => send(text, { choice, rules: MAY_KEEP })).toThrow(ChoiceRefused);
  });

  test("refuses to keep anything where the organisation doesn't allow it", () => {
    const text = "Ask Emily Whitaker.";
    const choice = { redact: [], keep: [part(text, "Emily Whitaker")] };
    expect(() => send(text, { choice, rules: NO_RULES })).toThrow("not allowed");
  });
});
