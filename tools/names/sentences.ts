import { LEANING, SOLID } from "../../functions/redaction/names/makers.data.ts";
import type { LabelledText } from "./corpora.ts";
import { LANGUAGES, type Language, type Lists } from "./lists.ts";
import type { Phrases } from "./templates.ts";

const PARTICLES: Readonly<Record<Language, readonly string[]>> = {
  en: ["Mc", "O'", "de ", "Mac", "El ", "Al-"],
  nl: [
    "van ",
    "de ",
    "van de ",
    "van den ",
    "van der ",
    "Van ",
    "De ",
    "Van den ",
    "ter ",
    "ten ",
    "van 't ",
    "Van de ",
    "El ",
  ],
  fr: ["de ", "de la ", "du ", "d'", "Le ", "De ", "Ben ", "El ", "Van ", "Vander", "N'"],
  de: ["von ", "von der ", "zu ", "vom ", "El-", "Al-", "di ", "van "],
};
const FORMS =
  "NV;BV;GmbH;SA;SRL;Ltd;AG;Group;Media;Print;& Zonen;et Fils;& Co;Studio;Bakery;Verlag;& Söhne;Packaging;Cartons;Drukkerij;Labels".split(
    ";",
  );
const WORDS =
  "Delta Nova Linde Atlas Meridian Oak Stone Aurora Kaas Brood Wein Fleur Papier Rhein Schelde Alpen Bright North".split(
    " ",
  );
const MODELS = ["", "", "", " 75", " XL 106", " Pro", " 700", " GX40", " Color", " 52", " Plus", " Evo"];
const ENDINGS =
  "  ;;;;a;ex;is;color;board;press;jet;mat;pack;cut;line;flex;tex; Print; Color; White; Board; Satin; Silk"
    .split(";")
    .map((one) => one.trimEnd());
const MAKES = SOLID.slice(0, 4).flatMap((line) => line.split(";"));
const NAMELY_MAKES = LEANING.flatMap((line) => line.split(";")).filter((word) => word !== "");
const CONSONANTS = "b d f g k l m n p r s t v z ch sh kw nd mb tr".split(" ");
const VOWELS = "a e i o u a o ou ie aa".split(" ");

/** Share of surnames and first names by where they come from; the rest is of the language itself. */
const COMPOSED_SLOTS = [
  "{L}",
  "{L}",
  "{L}",
  "{F}",
  "{F}",
  "{F}",
  "{P}",
  "{P}",
  "{L} & {L}",
  "{F}, {F}",
  "{M}",
  "{W}",
  "{W}",
  "{C}",
];
const [WORLD, RARE, INVENTED, FOREIGN] = [0.25, 0.14, 0.06, 0.02] as const;

export interface Sampler {
  person(language: Language): string;
  last(language: Language): string;
  first(language: Language): string;
  sentence(language: Language): LabelledText;
  fill(template: string, language: Language): LabelledText;
}

type Pick = <T>(list: readonly T[], fallback: T) => T;

function namesOf(lists: Lists, pick: Pick, random: () => number): Pick2 {
  const invented = (): string => {
    let name = "";
    for (let n = 2 + Math.floor(random() * 2); n > 0; n--) name += pick(CONSONANTS, "k") + pick(VOWELS, "a");
    name += random() < 0.5 ? pick(["n", "r", "s", "t", "ski", "idis", "ez", "man"], "n") : "";
    return name.charAt(0).toUpperCase() + name.slice(1);
  };
  const draw = (part: "first" | "last", language: Language): string => {
    const origin = random();
    if (origin < WORLD) return pick(lists[part].world, "Nowak");
    if (origin < WORLD + RARE) return pick(lists.rare, "Quist");
    if (origin < WORLD + RARE + INVENTED) return invented();
    if (origin < WORLD + RARE + INVENTED + FOREIGN) return pick(lists.foreign, "Иван");
    const home = random() < 0.7 ? language : pick(LANGUAGES, "en");
    return pick(lists[part][home], "Peeters");
  };
  return { draw, invented };
}
interface Pick2 {
  draw(part: "first" | "last", language: Language): string;
  invented(): string;
}

const digits = (random: () => number, shape: string): string =>
  shape.replace(/9/g, () => String(Math.floor(random() * 10)));
const NUMBERS = ["0499 99 99 99", "+32 9 999 99 99", "07999 999999", "0199/9999999", "+49 30 99999", "06 99 99 99 99"];

/** @param composedShare share of sentences composed of phrases instead of taken from a template */
export function createSampler(
  lists: Lists,
  templates: Readonly<Record<Language, readonly string[]>>,
  phrases: Phrases,
  random: () => number,
  composedShare: number,
): Sampler {
  const pick: Pick = (list, fallback) => list[Math.floor(random() * list.length)] ?? fallback;
  const names = namesOf(lists, pick, random);
  const first = (language: Language): string => {
    const one = names.draw("first", language);
    return random() < 0.05 ? `${one}-${names.draw("first", language)}` : one;
  };
  const surname = (language: Language): string => {
    const base = names.draw("last", language);
    const particle = random() < (language === "nl" ? 0.25 : 0.08) ? pick(PARTICLES[language], "") : "";
    return particle + base + (random() < 0.06 ? `-${names.draw("last", language)}` : "");
  };
  const last = (language: Language): string => {
    const name = surname(language);
    return /^\p{Ll}/u.test(name) && random() < 0.5 ? name.charAt(0).toUpperCase() + name.slice(1) : name;
  };
  const person = (language: Language): string => {
    const shape = random();
    const family = surname(language);
    if (shape < 0.74) return `${first(language)} ${family}`;
    if (shape < 0.79) return `${first(language)} ${String.fromCharCode(65 + Math.floor(random() * 26))}. ${family}`;
    if (shape < 0.85) return `${first(language).charAt(0)}. ${family}`;
    if (shape < 0.89) return `${first(language)} ${first(language)} ${family}`;
    if (shape < 0.93) return `${first(language)} ${family.toUpperCase()}`;
    if (shape < 0.95) return `${family.toUpperCase()} ${first(language)}`;
    return family.includes(" ") ? `${first(language)} ${family}` : `${family}, ${first(language)}`;
  };
  // Makes the gazetteer knows never reach the tagger: what it must learn is how the unknown ones are spoken of.
  const make = (): string => {
    const origin = random();
    if (origin < 0.2) return pick(MAKES, "KBA") + pick(MODELS, "");
    if (origin < 0.45) return pick(NAMELY_MAKES, "Roland") + (random() < 0.6 ? pick(MODELS.slice(3), " 700") : "");
    if (origin < 0.6) return pick(lists.last[random() < 0.5 ? "de" : "en"], "Kurz") + pick(MODELS.slice(3), " 700");
    return names.invented() + pick(ENDINGS, "") + pick(MODELS, "");
  };
  const slot = (name: string, language: Language): readonly [string, string | undefined] => {
    if (name === "P") return [person(language), "PERSON"];
    if (name === "F") return [first(language), "PERSON"];
    if (name === "L") return [last(language), "PERSON"];
    if (name === "C") return [pick(lists.cities, "Gent"), "LOCATION"];
    if (name === "M") return [make(), "ORGANIZATION"];
    if (name === "W") return [pick(lists.trade[language], "Karton"), undefined];
    if (name === "N") return [digits(random, pick(NUMBERS, "")), undefined];
    if (name === "E") return [`${names.invented().toLowerCase()}@example.org`, undefined];
    const maker = random() < 0.35 ? pick(lists.last[language], "Linde") : pick(WORDS, "Delta");
    return [`${maker} ${pick(FORMS, "NV")}`, "ORGANIZATION"];
  };
  const fill = (template: string, language: Language): LabelledText => {
    let text = "";
    const spans: { start: number; end: number; type: string }[] = [];
    for (const part of template.split(/(\{[A-Z]\})/)) {
      const name = /^\{([A-Z])\}$/.exec(part)?.[1];
      const [value, type] = name === undefined ? [part, undefined] : slot(name, language);
      if (type !== undefined) spans.push({ start: text.length, end: text.length + value.length, type });
      text += value;
    }
    return { text, spans, lang: language };
  };
  const composed = (language: Language): string => {
    const before = random() < 0.6 ? `${pick(phrases[language].before, "")} ` : "";
    const after = random() < 0.75 ? pick(phrases[language].after, "") : "";
    const name = pick(COMPOSED_SLOTS, "{P}");
    const glue = /^(?:[?!,:.]|'s)/.test(after) || after === "" ? "" : " ";
    const text = before + name + glue + after;
    return random() < 0.6 ? text.charAt(0).toUpperCase() + text.slice(1) : text;
  };
  return {
    person,
    last,
    first,
    fill,
    sentence: (language) =>
      fill(random() < composedShare ? composed(language) : pick(templates[language], "{P}"), language),
  };
}
