import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { PROBLEMS, Problem, problemDocument } from "../../functions/core/problem.ts";
import { LANGUAGES, languageOf } from "../../functions/platform/http/language.ts";
import { inSchemaWords, problemIn, TABLES, translate } from "../../functions/platform/http/words/index.ts";
import { ROOT } from "../../tools/root.ts";
import { allSentences, sentencesOf, sources } from "../support/sentences.ts";

const OTHERS = ["nl", "fr", "de"] as const;
const holes = (sentence: string) => sentence.match(/\{\d+\}/g) ?? [];

describe("the sentences of the sources", () => {
  const { said, faults } = allSentences();

  it("are all found, however they are written", () => {
    expect(faults).toEqual([]);
    expect(said.size).toBeGreaterThan(100);
    // One of each kind: a literal, a template, a choice, a record, a default, a schema's own check, a refused choice, a title.
    for (const one of [
      "is not JSON",
      "Use {0} here.",
      "The ID token has expired. Renew it and send the request again.",
      "name a project",
      "Only a draft can be submitted.",
      "must not be blank",
      "is always replaced",
      "Consent is missing",
    ])
      expect(said).toContain(one);
  });

  it.each(OTHERS)("each have a translation in %s, with the same holes, and it has no other", (language) => {
    const table = TABLES[language];
    expect([...said].filter((sentence) => !Object.hasOwn(table, sentence))).toEqual([]);
    expect(Object.keys(table).filter((sentence) => !said.has(sentence))).toEqual([]);
    for (const [sentence, translation] of Object.entries(table)) {
      expect(holes(translation), sentence).toEqual(holes(sentence));
      // One hole at most: that is what the templates can do.
      expect(holes(sentence).length, sentence).toBeLessThan(2);
      // A sentence stays one, a clause stays one.
      expect(/[.]$/.test(translation), translation).toBe(/[.]$/.test(sentence));
      expect(translation).not.toBe(sentence);
      expect(translation.trim()).toBe(translation);
    }
  });

  it.each(OTHERS)("keep in %s what a program's author must find: paths, headers and names", (language) => {
    const names = /[A-Z][A-Za-z]*(?:-[A-Z][A-Za-z]*)+|GET|POST|JSON|ETag|ISO|\/v1[\w./]*|pageToken|errors\b|\d{4}/g;
    const missing = Object.entries(TABLES[language]).flatMap(([sentence, translation]) =>
      (sentence.match(names) ?? [])
        .filter((name) => name !== "Sign-In" && !translation.includes(name))
        .map((name) => `${name}: ${translation}`),
    );
    expect(missing).toEqual([]);
  });

  it("are told to clients in one place alone, so that none is forgotten", () => {
    const callers = sources().filter((name) =>
      /\bproblemDocument\(/.test(readFileSync(join(ROOT, "functions", name), "utf8")),
    );
    expect(callers.sort()).toEqual(["core/problem.ts", "platform/http/words/index.ts"]);
    const unread = sources().filter((name) =>
      /superRefine|addIssue|\.check\(z|\berror: "/.test(readFileSync(join(ROOT, "functions", name), "utf8")),
    );
    expect(unread).toEqual([]);
  });
});

describe("reading sentences", () => {
  it("sees each way of saying one", () => {
    expect(
      sentencesOf(`
        const WHY: Record<string, string> = { a: "one", b: \`two \${x} and \${y}\` };
        throw new Problem("conflict", { detail: WHY[block] });
        throw new Problem("conflict", { detail: ok ? "three" : "four", errors: [{ pointer: "/a", message: "five" }] });
        move({ refusal: "six" }, ({ refusal }) => new Problem("conflict", { detail: refusal }));
        z.string().max(3, "seven").refine(isFine, "eight");
      `),
    ).toEqual({
      said: ["one", "two {0} and {1}", "three", "four", "five", "six", "eight", "seven"],
      faults: [],
    });
  });

  it("reports what it can't read, instead of passing it over", () => {
    expect(sentencesOf('new Problem("conflict", { detail: unknown });').faults).toHaveLength(1);
    expect(sentencesOf('new Problem("conflict", { detail: make() });').faults).toHaveLength(1);
    expect(sentencesOf('new Problem("conflict", { detail: "a" + b });').faults).toHaveLength(1);
    expect(sentencesOf('new Problem("conflict", options);').faults).toHaveLength(1);
  });
});

describe("translate", () => {
  it("fills holes with what is a name, and translates what is a sentence of ours", () => {
    expect(translate("Use GET or POST here.", "nl")).toBe("Gebruik hier GET of POST.");
    expect(translate("Your role does not include audit.read. Ask an administrator of your organisation.", "de")).toBe(
      "Ihre Rolle umfasst audit.read nicht. Wenden Sie sich an die Administration Ihrer Organisation.",
    );
    expect(translate("The assistant is off here: name a project; switch the assistant on for yourself.", "fr")).toBe(
      "L'assistant est désactivé ici : indiquez un projet ; activez l'assistant pour vous-même.",
    );
    expect(translate("and 7 more faults", "de")).toBe("und 7 weitere Fehler");
  });

  it("leaves alone what it does not know, names of objects included", () => {
    for (const text of ["", "constructor", "__proto__", "toString", "Use  here.", "Invalid input", "x".repeat(100_000)])
      for (const language of LANGUAGES) expect(translate(text, language)).toBe(text);
  });

  it("gives every template's hole back as it was filled", () => {
    const filling = fc.stringMatching(/^[a-z$&.{}0-9-]{1,20}$/);
    fc.assert(
      fc.property(filling, fc.constantFrom(...OTHERS), (filled, language) => {
        for (const [sentence, translation] of Object.entries(TABLES[language]))
          if (sentence.includes("{0}"))
            expect(translate(sentence.split("{0}").join(filled), language)).toBe(translation.split("{0}").join(filled));
      }),
      { numRuns: 50 },
    );
  });
});

describe("a problem in another language", () => {
  const codes = Object.keys(PROBLEMS) as (keyof typeof PROBLEMS)[];
  it.each(codes)("%s: title, detail and messages change, and nothing else", (code) => {
    const errors = [{ pointer: "/a~1b", message: "is not JSON" }];
    const problem = new Problem(code, { detail: "There is nothing here that you may see.", errors });
    const english = problemDocument(problem, "req_1");
    expect(problemIn("en", problem, "req_1")).toEqual(english);
    for (const language of OTHERS) {
      const told = problemIn(language, problem, "req_1");
      expect({ ...told, title: english.title, detail: english.detail, errors }).toEqual(english);
      expect(Object.keys(told)).toEqual(Object.keys(english));
      for (const part of ["title", "detail"] as const) expect(told[part]).not.toBe(english[part]);
      expect(told.errors?.[0]?.message).not.toBe("is not JSON");
    }
  });

  it("tells a schema's own findings in each language, per parse, and never repeats the input", () => {
    const schema = z.strictObject({
      n: z.int().min(1),
      of: z.enum(["a", "b"]),
      text: z.string().max(3),
      at: z.iso.date(),
    });
    const found = (language: (typeof LANGUAGES)[number]) =>
      schema
        .safeParse({ n: 0, of: "secret-input", text: "secret-input", at: "secret-input" }, inSchemaWords(language))
        .error?.issues.map(({ path, message }) => ({ at: path.join("/"), message }));
    const english = found("en");
    for (const language of OTHERS) {
      const told = found(language);
      expect(told?.map(({ at }) => at)).toEqual(english?.map(({ at }) => at));
      for (const [index, { message }] of (told ?? []).entries()) expect(message).not.toBe(english?.[index]?.message);
      expect(JSON.stringify(told)).not.toContain("secret-input");
    }
    expect(found("en")).toEqual(english);
  });
});

describe("languageOf", () => {
  it.each([
    [null, "en"],
    ["", "en"],
    ["nl", "nl"],
    ["nl-BE", "nl"],
    ["NL-be", "nl"],
    ["fr-BE,fr;q=0.9,nl;q=0.8", "fr"],
    ["de-Latn-DE-1996", "de"],
    ["es, it;q=0.9, de;q=0.1", "de"],
    ["nl;q=0.2, fr;q=0.7, de;q=0.69", "fr"],
    ["nl;q=0.5, fr;q=0.5", "nl"],
    ["nl ; q=0.1\t, fr\t;\tq=1.000", "fr"],
    ["nl;q=0.3, nl-BE;q=0.9, fr;q=0.5", "nl"],
    ["*", "en"],
    ["*, de", "de"],
    ["de;q=0.5, *", "en"],
    ["en;q=0, *", "nl"],
    ["en;q=0, nl;q=0, fr;q=0, *", "de"],
    ["*;q=0", "en"],
    ["nl;q=0", "en"],
    ["nl;q=0, nl;q=1", "en"],
    ["nl-BE;q=0, nl", "nl"],
    ["en;q=0", "en"],
    ["nl;q=2, fr;q=0.1", "fr"],
    ["nl;q=-1, nl;q=.5, nl;q=1.001, nl;q=0.0001, nl;q=, de;q=0.1", "de"],
    ["nl;level=1", "en"],
    ["nlx, x-nl, n, dutch, nl_BE", "en"],
    ["__proto__, constructor, toString", "en"],
    ["es-419", "en"],
    [",,;q=1,;;,nl", "nl"],
  ])("reads %j as %s", (header, language) => {
    expect(languageOf(header)).toBe(language);
  });

  it("takes 200 kB of anything in linear time", () => {
    for (const piece of [
      "a-",
      "nl,",
      "nl;q=0.",
      ";q=",
      " ",
      "\t;",
      "*;q=0,",
      "-",
      "a-a-a-a-a-a-a-a-a-a;",
      "nl;q=0.5 ",
    ]) {
      const header = piece.repeat(200_000 / piece.length);
      const started = performance.now();
      expect(LANGUAGES).toContain(languageOf(header));
      expect(performance.now() - started, piece).toBeLessThan(1000);
    }
  });

  it("is one of the four whatever is sent", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (header) => LANGUAGES.includes(languageOf(header))));
  });
});
