import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  createEngine,
  createOutputGate,
  emptyPlaceholders,
  gateJson,
  redact,
  restoreText,
} from "../../functions/redaction/index.ts";

const engine = createEngine();
const MESSAGE = "Mail jan.peeters@example.com or an@example.org, then jan.peeters@example.com again.";

function streamed(state: typeof emptyPlaceholders, chunks: readonly string[]): string {
  const gate = createOutputGate(state);
  return chunks.map((chunk) => gate.push(chunk)).join("") + gate.flush();
}

describe("placeholders", () => {
  test("[BF-04/reversible] the same value gets the same placeholder, also in a later turn", () => {
    const first = redact(engine, MESSAGE, emptyPlaceholders);
    expect(first.outgoing).toBe("Mail [EMAIL_1] or [EMAIL_2], then [EMAIL_1] again.");
    const second = redact(engine, "Write to an@example.org and x@example.net", first.state);
    expect(second.outgoing).toBe("Write to [EMAIL_2] and [EMAIL_3]");
    expect(restoreText(second.state, second.outgoing)).toBe("Write to an@example.org and x@example.net");
  });

  test("replacements carry the input's offsets", () => {
    for (const { placeholder, start, end } of redact(engine, MESSAGE, emptyPlaceholders).replacements)
      expect(MESSAGE.slice(start, end)).toBe(
        placeholder === "[EMAIL_1]" ? "jan.peeters@example.com" : "an@example.org",
      );
  });

  test.each(["[EMAIL_1]", "[email_1]", "[**EMAIL_1**]", "[EMAIL\\_1]", "[EMAIL_\u200b1]", "[ Email 1 ]"])(
    "[BF-04/reversible] a typed %s is escaped and never resolves to a person",
    (typed) => {
      const { state } = redact(engine, MESSAGE, emptyPlaceholders);
      const turn = redact(engine, `What is ${typed}?`, state);
      expect(turn.outgoing).toBe("What is [LITERAL_1]?");
      expect(restoreText(turn.state, turn.outgoing)).toBe(`What is ${typed}?`);
    },
  );

  test("[BF-04/foreign-placeholder] a placeholder of another conversation stays as it is", () => {
    const { outgoing } = redact(engine, MESSAGE, emptyPlaceholders);
    expect(restoreText(emptyPlaceholders, outgoing)).toBe(outgoing);
  });

  test("[BF-04/any-chunk] a stream is restored wherever it is cut in two", () => {
    const { state, outgoing } = redact(engine, MESSAGE, emptyPlaceholders);
    for (let cut = 0; cut <= outgoing.length; cut++)
      expect(streamed(state, [outgoing.slice(0, cut), outgoing.slice(cut)])).toBe(MESSAGE);
    expect(streamed(state, [...outgoing])).toBe(MESSAGE);
  });

  test.each(["[email_1]", "[Email_1]", "[**EMAIL_1**]", "[_EMAIL_1_]", "[EMAIL\\_1]", "[`EMAIL_1`]"])(
    "[BF-04/any-chunk] the model's spelling %s is restored, cut at every character",
    (spelling) => {
      const { state } = redact(engine, MESSAGE, emptyPlaceholders);
      expect(streamed(state, [..."See ", ...spelling, "."])).toBe("See jan.peeters@example.com.");
    },
  );

  test("[BF-04/reversible] values inside parsed tool arguments are restored, at any depth; keys never", () => {
    const { state } = redact(engine, MESSAGE, emptyPlaceholders);
    const args = { to: ["[EMAIL_1]", { cc: "x [EMAIL_2]" }], n: 1, ok: true, none: null, "[EMAIL_1]": "" };
    expect(gateJson(state, args)).toEqual({
      to: ["jan.peeters@example.com", { cc: "x an@example.org" }],
      n: 1,
      ok: true,
      none: null,
      "[EMAIL_1]": "",
    });
  });

  test("[BF-04/reversible] restoreText(redact(x)) is x for any text", () => {
    const piece = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom("[EMAIL_1]", "[LITERAL_1]", "[", "]", "_1]", "[EMAIL", "\u200b", "Ａ", "а", "[Email\\_2]"),
      fc.emailAddress(),
      fc.constantFrom("+32 475 12 34 56", "BE68 5390 0754 7034", "4111 1111 1111 1111", "[PHONE_1", "SECRET_1]"),
    );
    fc.assert(
      fc.property(fc.array(piece), fc.array(piece), (before, pieces) => {
        const { state: earlier } = redact(engine, before.join(" "), emptyPlaceholders);
        const text = pieces.join("");
        const { outgoing, state } = redact(engine, text, earlier);
        expect(restoreText(state, outgoing)).toBe(text);
      }),
      { numRuns: 300 },
    );
  });
});
