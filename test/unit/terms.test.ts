import { describe, expect, it } from "vitest";
import { CURRENT_TERMS, TERMS, termsIn, termsSha256 } from "../../functions/consent/terms.ts";
import { sha256Hex } from "../../functions/core/canonical.ts";

/** Its blocks: level and place of headings, numbers of a list, and of each the facts that no translation may change. */
const structure = (text: string) =>
  text
    .trim()
    .split(/\n(?=\d+\. )|\n\n/)
    .map((block) => ({
      kind: /^(#+|\d+\.|>)?/.exec(block)?.[0],
      bold: block.match(/\*\*/g)?.length ?? 0,
      sentences: block.replace(/^\d+\./, "").match(/[.:;](?=\s|\*|$)/g)?.length ?? 0,
      facts: block.match(/europe-west1|2026-11-01|\b30\b|\beu\b/g) ?? [],
    }));

describe("the AI terms", () => {
  const english = TERMS[CURRENT_TERMS] ?? "";

  it("stay what was accepted: this very text", () => {
    expect(termsSha256(CURRENT_TERMS)).toBe("d31c9b8f469639739e6e5f1373c0bfaccd58545d0639547c760f43a0d53059be");
    expect(termsIn("en", CURRENT_TERMS)).toEqual({ text: english, language: "en" });
  });

  it.each(["nl", "fr", "de"] as const)(
    "have the same heading, paragraphs and points in %s, below what prevails",
    (language) => {
      const { text = "", language: told } = termsIn(language, CURRENT_TERMS) ?? {};
      expect(told).toBe(language);
      const [first = "", empty, ...rest] = text.split("\n");
      expect(first).toMatch(/^> /);
      expect(first).toContain(sha256Hex(english));
      expect(first).toContain("Accept-Language: en");
      expect(empty).toBe("");
      expect(structure(rest.join("\n"))).toEqual(structure(english));
      expect(structure(english)).toHaveLength(9);
      expect(
        Math.max(
          ...text
            .split("\n")
            .slice(2)
            .map((line) => line.length),
        ),
      ).toBeLessThan(145);
    },
  );

  it("are in every version in every language, and no other version is there", () => {
    for (const version of Object.keys(TERMS))
      for (const language of ["nl", "fr", "de"] as const) expect(termsIn(language, version)?.language).toBe(language);
    for (const version of ["", "2026-11-02", "constructor", "__proto__"])
      for (const language of ["en", "nl"] as const) expect(termsIn(language, version)).toBeUndefined();
  });
});
