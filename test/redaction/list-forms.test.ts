import { describe, expect, test } from "vitest";
import { createEngine, emptyPlaceholders, redact } from "../../functions/redaction/index.ts";
import { createDraw } from "./random.ts";

const engine = createEngine({ budgetMsPer10KiB: 2000 });
const { pick, digits } = createDraw("list forms");
const leaves = (text: string): string => redact(engine, text, emptyPlaceholders).outgoing;

const FIRST = ["Jolien", "Marc", "Sabine", "Karim", "Ingeborg", "Thierry", "Fiona", "Bram"] as const;
const LAST = ["Wauters", "Lefranc", "Oberhuber", "Haverkamp", "Szymanski", "Delcourt", "Ashworth"] as const;
/** Ordinary words in one language or another, and surnames all the same. */
const WORD_LAST = ["Hill", "Bacon", "Storch", "Prior", "Vogel", "Marchand", "Bakker"] as const;

/** Different people, as many as asked. */
function people(count: number): readonly string[] {
  const out = new Set<string>();
  while (out.size < count) out.add(`${pick(FIRST)} ${pick(LAST)}`);
  return [...out];
}

describe("names as minutes, banks and tables write them", () => {
  test.each([
    ["commas", (all: readonly string[]) => `Present: ${all.join(", ")}.`],
    [
      "parties behind them",
      (all: readonly string[]) => `Aanwezig: ${all.map((one) => `${one} (CDA)`).join(", ")}, leden`,
    ],
    ["a line each", (all: readonly string[]) => `Etaient présents :\n- ${all.join("\n- ")}`],
    [
      "the last behind a word",
      (all: readonly string[]) => `Es fehlen ${all.slice(0, -1).join(", ")} und ${all.at(-1)}.`,
    ],
  ])("[KZ-03/contact-data] everybody of a list with %s", (_form, write) => {
    for (let n = 0; n < 20; n++) {
      // One of them bears a name nobody has: most of the others are found, so it is a name too.
      const all = [...people(4), "Zwirbelhuth Pfnüri"];
      const out = leaves(write(all));
      for (const one of all) for (const word of one.split(" ")) expect(out, write(all)).not.toContain(word);
    }
  });

  test("[KZ-03/contact-data] a surname in capitals before a first name", () => {
    for (let n = 0; n < 30; n++) {
      const last = pick(["LEFRANC", "DE BACKERE", "HAVERKAMP", "VAN DEN EEDE", "O'DOWD"]);
      const out = leaves(`Virement de ${last} ${pick(FIRST)}, merci`);
      for (const word of last.split(/[ ']/).filter((part) => part.length > 2)) expect(out).not.toContain(word);
    }
  });

  test.each(["Mr", "Mrs", "Herr", "Frau", "Mme", "Monsieur", "mevrouw", "Dr"])(
    "[KZ-03/contact-data] a word behind %s is a name",
    (title) => {
      for (const last of WORD_LAST) expect(leaves(`I spoke to ${title} ${last} yesterday.`)).not.toContain(last);
    },
  );

  test.each([
    ["Monsieur le Maire ouvre la séance.", ""],
    ["Frau Stadträtin Oberhuber fragt nach.", "Oberhuber"],
    ["Madame la Présidente remercie les membres.", ""],
    ["De voorzitter opent de zitting.", ""],
  ])("[KZ-03/contact-data] an office is nobody: %j", (text, name) => {
    const found = engine.detect(text).map(({ start, end }) => text.slice(start, end));
    expect(found.join(" ")).toBe(name);
  });

  test("[KZ-03/contact-data] letters set apart make no name unreadable", () => {
    for (const name of ["B r e n d l", "H a v e r k a m p", "L e f r a n c – M a y e r"])
      expect(leaves(`Stadtrat   ${name}   kam später.`)).not.toContain(name);
    expect(leaves("Das ist   W i c h t i g   für alle.")).toContain("W i c h t i g");
  });

  test("[KZ-03/contact-data] two capitals right before a telephone number", () => {
    for (let n = 0; n < 30; n++) {
      const [name = ""] = people(1);
      const between = pick([" ", ": ", ", ", " - "]);
      const out = leaves(`Kaarten bij ${name}${between}0478 ${digits(2)} ${digits(2)} ${digits(2)} of aan de kassa`);
      for (const word of name.split(" ")) expect(out).not.toContain(word);
    }
  });

  test("[KZ-03/contact-data] a name behind entities, percent codes and escapes", () => {
    expect(leaves("an Dr. Anneke v&#97;n der Poel gestuurd")).not.toContain("Poel");
    expect(leaves("?contact=Pieter%20Haverkamp&qty=2")).not.toContain("Haverkamp");
    expect(leaves('{"name":"No\\u00e9mie Carr\\u00e8re"}')).not.toContain("Carr");
  });

  test.each([
    "Versand KW 51, Zahlungsziel 30 Tage, Rampe 2.",
    "Livraison franco, façonnage compris, délai 5 jours.",
    "Incoterms DAP Antwerp, overs max 5 %.",
    "Afwerking softtouch, rugdikte 12 mm, levertijd 8 dagen.",
  ])("[KZ-03/contact-data] a word of the trade is nobody: %j", (text) => {
    expect(engine.detect(text)).toEqual([]);
  });
});
