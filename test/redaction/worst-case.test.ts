import { describe, expect, test } from "vitest";
import { createRandom } from "../../bench/briefs.ts";
import { createEngine } from "../../functions/redaction/index.ts";

const seed = Number(process.env.SEED ?? 20261121);
const engine = createEngine({ budgetMsPer10KiB: 60_000 });

// A catastrophic expression takes minutes on these sizes; a linear one a few milliseconds, on a busy machine some tens.
const CATASTROPHE_MS = 3000;

const UNITS = [
  "a",
  "A",
  "1",
  "0",
  " ",
  "1 ",
  "0 ",
  "+",
  "+3",
  "@",
  "a@",
  "a@a.",
  "(",
  "((",
  "(0",
  "[",
  "[A",
  "-",
  "--",
  "-----BEGIN ",
  ".",
  "a.",
  "1.",
  "1,",
  ":",
  "a:",
  "::",
  "://",
  "http://a:",
  "=",
  "key=",
  "password ",
  "password is ",
  "\n",
  "\t",
  "|",
  ";",
  ",",
  "a,",
  '"',
  "'",
  "`",
  "\\",
  "%",
  "%4",
  "%40",
  "é",
  "\u200b",
  "е",
  "Ａ",
  "\ud835",
  "\ud835\udc00",
  "Jan ",
  "J. ",
  "van ",
  "van de ",
  "de la ",
  "Mr. ",
  "Dear ",
  "Name: ",
  "Name ",
  "eyJ",
  "eyJa.",
  "sk-",
  "ghp_",
  "AKIA",
  "at dot ",
  " at ",
  " dot ",
  "BE68 ",
  "BE",
  "DE1",
  "12 rue ",
  "Main Street ",
  "1 Street, ",
  "12 A ",
  "born ",
  "passport ",
  "plate ",
  "card ",
  "1-",
  "1/",
  "aA1",
  "aA1+",
  "Ab1/",
  "a_",
  "A-1 ",
  "<",
  ">",
  "{",
  "}",
  "_",
  "#",
  "*",
  "/",
  "//",
  "user ",
  "username: ",
  "0x",
  "xox",
  "—",
] as const;

describe("hostile input", () => {
  test.each(UNITS.map((unit) => [unit]))("40 KB of %j is read in linear time", (unit) => {
    const text = unit.repeat(Math.ceil(40_000 / unit.length));
    const began = performance.now();
    engine.detect(text);
    expect(performance.now() - began).toBeLessThan(CATASTROPHE_MS);
  });

  test(`random mixtures of hostile pieces are read in linear time (SEED=${seed})`, () => {
    const random = createRandom(seed);
    for (let round = 0; round < 60; round++) {
      const pieces = Array.from(
        { length: 2 + Math.floor(random() * 4) },
        () => UNITS[Math.floor(random() * UNITS.length)] ?? "a",
      );
      let text = "";
      while (text.length < 10_000)
        text += (pieces[Math.floor(random() * pieces.length)] ?? "a").repeat(1 + Math.floor(random() * 8));
      const began = performance.now();
      engine.detect(text);
      expect(performance.now() - began, JSON.stringify(pieces)).toBeLessThan(CATASTROPHE_MS);
    }
  });
});
