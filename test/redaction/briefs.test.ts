import { describe, expect, test } from "vitest";
import { briefs } from "../../bench/briefs.ts";
import { createEngine, emptyPlaceholders, redact, redactForLog, restoreText } from "../../functions/redaction/index.ts";

const seed = Number(process.env.SEED ?? 20261121);
console.log(`briefs: SEED=${seed}`);
const engine = createEngine({ budgetMsPer10KiB: 2000 });
const made = briefs(seed, 120);

// One in twenty-five values may slip through here (names in running text do); these types must not, ever.
const CHECKED = new Set(["EMAIL", "IBAN", "CREDIT_CARD", "NATIONAL_ID", "VAT", "IP", "SECRET", "BIC"]);

describe("print and packaging briefs", () => {
  test("[BF-04/typed-values] no value with a check digit or a form of its own leaves in any brief", () => {
    for (const { text, spans } of made) {
      const { outgoing } = redact(engine, text, emptyPlaceholders);
      for (const { type, value } of spans) if (CHECKED.has(type)) expect(outgoing).not.toContain(value);
    }
  });

  // The product logs no text at all (test/assistant/canaries.test.ts); this is what the second line holds if something did.
  test("redacting a whole brief for a log, at most one labelled value in twenty-five survives, and none with a form of its own", () => {
    let survived = 0;
    let labelled = 0;
    for (const { text, spans } of made) {
      const logged = redactForLog(engine, text);
      for (const { type, value } of spans) {
        if (CHECKED.has(type)) expect(logged).not.toContain(value);
        labelled++;
        if (logged.includes(value)) survived++;
      }
    }
    expect(survived / labelled).toBeLessThan(0.04);
  });

  test("formats, colours, quantities, prices, dates and references stay readable", () => {
    let taken = 0;
    let all = 0;
    for (const { text, kept } of made) {
      const spans = engine.detect(text);
      for (const { start, end } of kept)
        for (let i = start; i < end; i++) {
          all++;
          if (spans.some((span) => i >= span.start && i < span.end)) taken++;
        }
    }
    expect(taken / all).toBeLessThan(0.008);
  });

  test("[BF-04/reversible] every brief is restored to the letter", () => {
    for (const { text } of made) {
      const { outgoing, state } = redact(engine, text, emptyPlaceholders);
      expect(restoreText(state, outgoing)).toBe(text);
    }
  });

  test("[KB-04/model] [KB-04/logs] passwords and keys reach neither model nor log", () => {
    for (const { text, spans } of made)
      for (const { type, value } of spans)
        if (type === "PASSWORD" || type === "SECRET") {
          expect(redact(engine, text, emptyPlaceholders).outgoing).not.toContain(value);
          expect(redactForLog(engine, text)).not.toContain(value);
        }
  });
});
