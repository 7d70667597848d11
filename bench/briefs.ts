/** Print and packaging briefs in four languages, generated from templates with every personal value labelled. */
import { BRIEFS, FIRST_NAMES, LAST_NAMES, STREETS, TOWNS } from "./brief-templates.ts";
import { bank, bic, bsn, card, insz, nir, steuerId, vatBe, vatFr, vatNl } from "./check-digits.ts";

export type BriefLanguage = "en" | "nl" | "fr" | "de";

export interface Brief {
  readonly text: string;
  readonly spans: readonly { start: number; end: number; type: string; value: string }[];
  /** What must stay readable: formats, colours, quantities, prices, dates, references, fonts, towns. */
  readonly kept: readonly { start: number; end: number; value: string }[];
  readonly lang: BriefLanguage;
}

/** Mulberry32, so that a printed seed gives the same briefs again. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

type Make = (random: () => number, lang: BriefLanguage) => string;

const pick = <T>(random: () => number, list: readonly T[]): T => {
  const item = list[Math.floor(random() * list.length)];
  if (item === undefined) throw new RangeError("empty list");
  return item;
};
const digits = (random: () => number, n: number): string =>
  Array.from({ length: n }, () => Math.floor(random() * 10)).join("");
const between = (random: () => number, low: number, high: number): number =>
  low + Math.floor(random() * (high - low + 1));
const two = (n: number): string => String(n).padStart(2, "0");
const letters = (random: () => number, n: number): string =>
  Array.from({ length: n }, () => pick(random, [..."ABCDEFGHJKLMNPRSTVWXZ"])).join("");
const plain = (name: string): string =>
  name
    .normalize("NFD")
    .replace(/[^A-Za-z]/g, "")
    .toLowerCase();

const first: Make = (random, lang) => pick(random, FIRST_NAMES[lang]);
const last: Make = (random, lang) => pick(random, LAST_NAMES[lang]);

const date: Make = (random, lang) => {
  const [d, m, y] = [between(random, 1, 28), between(random, 1, 12), between(random, 2026, 2028)];
  if (random() < 0.3) return `${y}-${two(m)}-${two(d)}`;
  return lang === "de" ? `${two(d)}.${two(m)}.${y}` : `${two(d)}/${two(m)}/${y}`;
};
const birth: Make = (random, lang) => {
  const [d, m, y] = [between(random, 1, 28), between(random, 1, 12), between(random, 1945, 2004)];
  return lang === "de"
    ? `${two(d)}.${two(m)}.${y}`
    : pick(random, [`${two(d)}/${two(m)}/${y}`, `${two(d)}-${two(m)}-${y}`]);
};

const phone: Make = (random, lang) => {
  const n = (k: number): string => digits(random, k);
  const be = [
    `+32 4${between(random, 70, 99)} ${n(2)} ${n(2)} ${n(2)}`,
    `04${between(random, 70, 99)}/${n(2)}.${n(2)}.${n(2)}`,
  ];
  const own = {
    en: [`+44 7${between(random, 400, 899)} ${n(6)}`],
    nl: [`06-${between(random, 10000000, 58999999)}`, ...be],
    fr: [`06 ${n(2)} ${n(2)} ${n(2)} ${n(2)}`, ...be],
    de: [`+49 17${between(random, 0, 9)} ${n(7)}`, `030 ${between(random, 2000000, 8999999)}`],
  };
  return pick(random, own[lang]);
};

const address: Make = (random, lang) => {
  const street = pick(random, STREETS[lang]);
  const house = between(random, 1, 240);
  const [code, town] = pick(random, TOWNS[lang]);
  if (lang === "en") return `${house} ${street}, ${town} ${code}`;
  return lang === "fr" && random() < 0.5
    ? `${house} ${street}, ${code} ${town}`
    : `${street} ${house}, ${code} ${town}`;
};

const SECRETS: readonly Make[] = [
  (r) =>
    `ghp_${Array.from({ length: 36 }, () => pick(r, [..."abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"])).join("")}`,
  (r) => `AKIA${letters(r, 12)}${pick(r, ["2345", "5432", "7654"])}`,
  (r) =>
    `xoxb-${digits(r, 11)}-${digits(r, 11)}-${Array.from({ length: 24 }, () => pick(r, [..."abcdefghijkmnpqrstuvwxyzABCDEFGHJKLM23456789"])).join("")}`,
];
const PASSWORDS = [
  "Drukwerk!2027",
  "karton-87-zee",
  "Offset#44x",
  "Vernis2026?",
  "p4pierSnijder",
  "Blauw_Lint_9",
  "S0mmer-Regen",
  "tr0mbone$Kiwi",
];

/** Labelled slots: what a brief must not let out. */
const PERSONAL: Readonly<Record<string, readonly [type: string, make: Make]>> = {
  NAME: ["PERSON", (r, l) => `${first(r, l)} ${last(r, l)}`],
  FIRST: ["PERSON", first],
  LAST: ["PERSON", last],
  MAIL: [
    "EMAIL",
    (r, l) =>
      `${plain(first(r, l))}.${plain(last(r, l))}@${pick(r, ["example.com", "drukkerij.example", "atelier.example.org"])}`,
  ],
  PHONE: ["PHONE", phone],
  ADDRESS: ["ADDRESS", address],
  BIRTH: ["DATE_OF_BIRTH", birth],
  IBAN: ["IBAN", bank],
  CARD: ["CREDIT_CARD", card],
  ID: [
    "NATIONAL_ID",
    (r, l) => ({ en: insz, nl: r() < 0.5 ? insz : bsn, fr: r() < 0.5 ? insz : nir, de: steuerId })[l](r),
  ],
  VAT: [
    "VAT",
    (r, l) => ({ en: vatBe, nl: r() < 0.5 ? vatBe : vatNl, fr: r() < 0.5 ? vatBe : vatFr, de: vatBe })[l](r),
  ],
  PASSPORT: ["PASSPORT", (r) => `E${letters(r, 1)}${digits(r, 6)}`],
  PLATE: [
    "LICENSE_PLATE",
    (r, l) =>
      l === "de"
        ? `HH-${letters(r, 2)} ${between(r, 100, 9999)}`
        : l === "fr"
          ? `${letters(r, 2)}-${digits(r, 3)}-${letters(r, 2)}`
          : `${between(r, 1, 2)}-${letters(r, 3)}-${digits(r, 3)}`,
  ],
  IP: ["IP", (r) => `${between(r, 11, 210)}.${between(r, 0, 255)}.${between(r, 0, 255)}.${between(r, 1, 254)}`],
  USER: ["USERNAME", (r, l) => `${plain(first(r, l))}${pick(r, [".", "_"])}${plain(last(r, l))}`],
  PASSWORD: ["PASSWORD", (r) => pick(r, PASSWORDS)],
  SECRET: ["SECRET", (r, l) => pick(r, SECRETS)(r, l)],
  BIC: ["BIC", bic],
};

/** Unlabelled slots: what a brief is unreadable without. */
const READABLE: Readonly<Record<string, Make>> = {
  size: (r) =>
    pick(r, [
      "210x297 mm",
      "85 × 55 mm",
      "148 x 210",
      "A5",
      "DIN lang 99x210",
      "1200 × 800 mm",
      "52x74",
      "330 x 488 mm",
      "Ø 60 mm",
    ]),
  colour: (r) =>
    pick(r, [
      "Pantone 485 C",
      "PANTONE 2935 U",
      "RAL 9010",
      "C0 M100 Y100 K0",
      "CMYK 0/35/85/0",
      "4/4",
      "4/0 + Pantone Warm Red",
      "RAL 5002",
      "#E30613",
      "HKS 13",
    ]),
  paper: (r) =>
    pick(r, ["350 g/m²", "135 gsm", "300 g", "90 g/m2 offset", "GC1 280 g", "170 gr mat", "FSC Mix 115 g/m²"]),
  quantity: (r) => pick(r, ["10.000 ex.", "2 500", "500", "12,000 copies", "1.250 stuks", "750", "25000", "3 x 400"]),
  price: (r) => pick(r, ["€ 1.234,56", "1 480,00 EUR", "EUR 96,50", "€12,800", "0,085 €/st", "£2,450.00"]),
  order: (r) =>
    pick(r, [
      `2026-0${digits(r, 4)}`,
      `PO${digits(r, 8)}`,
      `JOB-${digits(r, 5)}`,
      `#${digits(r, 7)}`,
      `ART-${digits(r, 3)}-${letters(r, 2)}`,
      `F2026/${digits(r, 4)}`,
    ]),
  date,
  font: (r) =>
    pick(r, ["Helvetica Neue", "Garamond", "Gill Sans", "Georgia Bold", "Futura", "Franklin Gothic", "Baskerville"]),
  product: (r) =>
    pick(r, [
      "Rose Gold",
      "Mark II",
      "Blanc Mat",
      "Grace",
      "Victoria",
      "Olive Grove",
      "Silk Touch",
      "Invercote",
      "Munken Pure",
      "Amber",
    ]),
  town: (r, l) => pick(r, TOWNS[l])[1],
  country: (r, l) =>
    pick(
      r,
      {
        en: ["Belgium", "France", "Germany", "Poland"],
        nl: ["België", "Nederland", "Frankrijk", "Duitsland"],
        fr: ["Belgique", "France", "Allemagne", "Suisse"],
        de: ["Belgien", "Deutschland", "Österreich", "Schweiz"],
      }[l],
    ),
};

/** One brief: a template's slots filled, capitals labelled as personal, small letters kept as readable. */
export function brief(random: () => number, lang: BriefLanguage): Brief {
  let text = "";
  const spans: { start: number; end: number; type: string; value: string }[] = [];
  const kept: { start: number; end: number; value: string }[] = [];
  for (const part of pick(random, BRIEFS[lang]).split(/(\{\w+\})/)) {
    const slot = /^\{(\w+)\}$/.exec(part)?.[1];
    const personal = slot === undefined ? undefined : PERSONAL[slot];
    const readable = slot === undefined ? undefined : READABLE[slot];
    const value = personal?.[1](random, lang) ?? readable?.(random, lang) ?? part;
    const place = { start: text.length, end: text.length + value.length, value };
    if (personal !== undefined) spans.push({ ...place, type: personal[0] });
    else if (readable !== undefined) kept.push(place);
    text += value;
  }
  return { text, spans, kept, lang };
}

/** @param count briefs for each of the four languages */
export function briefs(seed: number, count: number): Brief[] {
  const random = createRandom(seed);
  return (["en", "nl", "fr", "de"] as const).flatMap((lang) =>
    Array.from({ length: count }, () => brief(random, lang)),
  );
}
