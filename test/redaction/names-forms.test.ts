import { describe, expect, test } from "vitest";
import { createEngine } from "../../functions/redaction/index.ts";
import { packLexicon, unpackLexicon } from "../../functions/redaction/names/lexicon.ts";

const engine = createEngine({ budgetMsPer10KiB: 2000 });
const people = (text: string): string[] =>
  engine
    .detect(text)
    .filter((s) => s.type === "PERSON")
    .map((s) => text.slice(s.start, s.end));

describe("names in every form", () => {
  test.each([
    ["a surname alone", "Vandersmissen wil liever 400 gram.", "Vandersmissen"],
    ["small letters", "heb jij hilde mertens nog gehoord over de stalen?", "hilde mertens"],
    ["a first name that is another language's word", "joke komt morgen langs met de proef", "joke"],
    ["Moroccan", "Volgens Boutaleb is de stans te krap.", "Boutaleb"],
    ["Congolese", "Kasongo vient chercher les cartes demain.", "Kasongo"],
    ["Turkish", "Frag bitte Gülsüm Karataş, ob das passt.", "Gülsüm Karataş"],
    ["Turkish without its letters", "Frag bitte Gulsum Karatas, ob das passt.", "Gulsum Karatas"],
    ["Polish", "Przemysław heeft de palet getekend.", "Przemysław"],
    ["Romanian", "Le devis de Munteanu est prêt.", "Munteanu"],
    ["Cyrillic", "Print exactly: Марія Ткаченко, in gold.", "Марія Ткаченко"],
    ["Greek", "Op het etiket: Κώστας Νικολάου.", "Κώστας Νικολάου"],
    ["Arabic", "Le faire-part dit : خالد المنصوري, en doré.", "خالد المنصوري"],
    ["Chinese", "Put 陈美玲 on the card.", "陈美玲"],
    ["a field of a form", "first=Tamsin&last=Boateng&qty=200", "Boateng"],
    ["a field in small letters", "voornaam: zineb\nachternaam: ouahbi", "ouahbi"],
    ["before a bracket with a number", "Roos Timmerman (0478 12 34 56) komt het halen.", "Roos Timmerman"],
    ["in quotes before an address", '"els van gucht" <els@example.org>', "els van gucht"],
    ["on behalf of", "De la part de Rosalie Nkulu, merci.", "Rosalie Nkulu"],
    ["i. A.", "i. A. Hiltrud Wenzel\nEinkauf", "Hiltrud Wenzel"],
  ])("[KZ-03/contact-data] %s: %j", (_form, text, name) => {
    expect(people(text).join(" ")).toContain(name);
  });

  test.each([
    "We fold on the Müller Martini and print on the Komori Lithrone G40.",
    "Kaft in Wibalin Buckram, papier Fedrigoni Sirio Color, folie Kurz Luxor.",
    "Livraison rue Victor Hugo, chez Boulangerie Lambert, et avenue Louise.",
    "Farben Flieder, Senf und Mokka; Schriften Bembo, Sabon und Frutiger.",
    "Factuur op Drukkerij Claes BV en op Peeters & Zonen.",
    "Sint-Gillis, Saint-Ghislain und Sankt-Wendel",
    "The Mark II and the Roland 700 are both down.",
    "Jaguar Green or Prussian Blue boards, Antique White paper.",
  ])("[KZ-03/contact-data] nobody in %j", (text) => {
    expect(people(text)).toEqual([]);
  });

  test("[KZ-03/contact-data] a table of names keeps its words and their bits when packed", () => {
    const entries = new Map(Array.from({ length: 4000 }, (_, i) => [Math.imul(i + 1, 0x9e3779b1) >>> 0, 1 + (i % 7)]));
    const { bytes, words } = packLexicon(entries);
    const lexicon = unpackLexicon(bytes, words);
    for (const [hash, bits] of entries) expect(lexicon.lookUp(hash) & bits).toBe(bits);
    expect(() => unpackLexicon(bytes.subarray(0, 100), words + 1)).toThrow(/damaged/);
  });
});
