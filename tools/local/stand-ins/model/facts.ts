import type { Topic } from "./language.ts";

/** What a user has said about the thing to be made. Placeholders such as `[EMAIL_1]` stay as they are. */
export interface Facts {
  product?: string;
  category?: string;
  quantity?: number;
  format?: { widthMm: number; heightMm: number; depthMm?: number };
  /** YYYY-MM-DD. */
  deadline?: string;
  delivery?: string;
  name?: string;
  email?: string;
  phone?: string;
}

const PRODUCTS: readonly [category: string, words: RegExp][] = [
  [
    "packaging",
    /\b(folding )?(box(es)?|packag\w+|carton\w*|do(os|zen)|verpakking\w*|bo[iî]tes?|emballages?|schachteln?|verpackung\w*)\b/iu,
  ],
  ["labels", /\b(labels?|stickers?|etiket(ten)?|[ée]tiquettes?|etiketten?|aufkleber)\b/iu],
  [
    "brochures",
    /\b(brochures?|leaflets?|flyers?|folders?|d[ée]pliants?|prospekte?|brosch[üu]ren?|catalog(ue|us|i)\w*|katalog\w*)\b/iu,
  ],
  ["posters", /\b(posters?|affiches?|plaka(te?)?|banners?|spandoek\w*)\b/iu],
  ["stationery", /\b(business cards?|visitekaartjes?|cartes? de visite|visitenkarten?|envelop\w*|letterheads?)\b/iu],
  ["bags", /\b(bags?|tass?en|draagtass?en|sacs?|t[üu]ten?)\b/iu],
];

const SIZES: Record<string, readonly [number, number]> = {
  A3: [297, 420],
  A4: [210, 297],
  A5: [148, 210],
  A6: [105, 148],
  DL: [99, 210],
};

const MONTHS = [
  /^jan/u,
  /^f[eé][bv]/u,
  /^(mar|mrt|maa|mär)/u,
  /^a[pv]r/u,
  /^(may|mei|mai)/u,
  /^(jun|juin)/u,
  /^(jul|juil)/u,
  /^(aug|ao[uû])/u,
  /^sep/u,
  /^o[ck]t/u,
  /^nov/u,
  /^d[eé][cz]/u,
];

const MEASURE = String.raw`(\d+(?:[.,]\d+)?)\s*(?:mm|cm)?\s*[x×*]\s*(\d+(?:[.,]\d+)?)(?:\s*(?:mm|cm)?\s*[x×*]\s*(\d+(?:[.,]\d+)?))?\s*(mm|cm)?`;
const DURATION = String.raw`\b(?:in|within|binnen|over|dans|innerhalb von)\s+(\d{1,3})\s+(day|week|dag|jour|semaine|tag|woche)`;
const DAY_MS = 86_400_000;

/** Reads what a message says, whatever was asked. `todayMs` decides what "in 3 weeks" means. */
export function factsIn(text: string, todayMs: number): Facts {
  const product = PRODUCTS.find(([, words]) => words.test(text));
  const facts: { [K in keyof Facts]: Facts[K] | undefined } = {
    product: product?.[1].exec(text)?.[0],
    category: product?.[0],
    quantity: quantityIn(text),
    format: formatIn(text),
    deadline: deadlineIn(text, todayMs),
    delivery:
      /(?:deliver\w*|lever\w*|livr\w*|liefer\w*)\s+(?:them\s+|it\s+)?(?:to|in|at|naar|te|à|en|nach)\s+((?:\p{Lu}[\p{L}'-]*|\[[A-Z_]+_\d+\])(?:,?\s+\p{Lu}[\p{L}'-]*)*)/u.exec(
        text,
      )?.[1],
    name: placeholder(text, "(?:PERSON|NAME)"),
    email: placeholder(text, "EMAIL(?:_ADDRESS)?"),
    phone: placeholder(text, "PHONE(?:_NUMBER)?"),
  };
  return withoutUndefined(facts);
}

/** Takes a message as the answer to a question, when nothing in it could be recognised without it. */
export function answerTo(topic: Topic, text: string): Facts {
  const answer = text
    .trim()
    .replace(/[.!]+$/u, "")
    .slice(0, 120);
  if (answer === "") return {};
  if (topic === "product") return { product: answer, category: "other" };
  if (topic === "delivery") return { delivery: answer };
  const digits = topic === "quantity" ? /\d[\d.,\s]*/u.exec(answer)?.[0] : undefined;
  return digits === undefined ? {} : { quantity: Number(digits.replace(/\D/gu, "")) };
}

/** Every placeholder in a text, once, in order. */
export function placeholdersIn(text: string): string[] {
  return [...new Set(text.match(/\[[A-Z][A-Z_]*_\d+\]/gu))];
}

const NUMBER = String.raw`(\d{1,3}(?:[.,\s]\d{3})+|\d+)\s*(k\b)?`;
const PIECES = String.raw`pieces|pcs|copies|units|stuks|ex\b|exemplaires|exemplaren|pi[èe]ces|stück`;
const THINGS = String.raw`\p{L}*(?:box|bag|label|sticker|poster|flyer|brochure|leaflet|card|kaart|do(?:os|z)|etiket|[ée]tiquette|affiche|bo[iî]te|schachtel|carton|envelop|catalog)\p{L}*`;
/** "5,000 pieces", "2 500 blue folding boxes", "10k labels". */
const COUNTED = new RegExp(String.raw`${NUMBER}\s*(?:${PIECES}|(?:\p{L}+\s+){0,2}${THINGS})`, "iu");
/** "Quantity: 5000", "oplage van 5.000". */
const STATED = new RegExp(String.raw`(?:quantity|aantal|oplage|quantité|tirage|auflage|menge)\D{0,12}${NUMBER}`, "iu");
/** Numbers that are no quantity: measures, standard sizes, dates, durations, placeholders. */
const OTHER_NUMBERS = new RegExp(
  [
    MEASURE,
    String.raw`\b(?:A[3-6]|DL)\b`,
    String.raw`\b\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}\b`,
    DURATION,
    String.raw`\[[A-Z_]+_\d+\]`,
  ].join("|"),
  "giu",
);

function quantityIn(text: string): number | undefined {
  const bare = text.replace(OTHER_NUMBERS, " ");
  const [, digits, thousand] = COUNTED.exec(bare) ?? STATED.exec(bare) ?? [];
  if (digits === undefined) return undefined;
  return Number(digits.replace(/\D/gu, "")) * (thousand === undefined ? 1 : 1000);
}

function formatIn(text: string): Facts["format"] {
  const measured = new RegExp(MEASURE, "iu").exec(text);
  if (measured !== null) {
    const unit = /cm/iu.test(measured[0]) ? 10 : 1;
    const millimetres = (digits = "0") => Math.round(Number(digits.replace(",", ".")) * unit);
    const [, width, height, depth] = measured;
    const size = { widthMm: millimetres(width), heightMm: millimetres(height) };
    return depth === undefined ? size : { ...size, depthMm: millimetres(depth) };
  }
  const size = SIZES[/\b(A[3-6]|DL)\b/u.exec(text)?.[1] ?? ""];
  return size && { widthMm: size[0], heightMm: size[1] };
}

function deadlineIn(text: string, todayMs: number): string | undefined {
  const iso = /\b(20\d\d)-(\d\d)-(\d\d)\b/u.exec(text);
  if (iso !== null) return iso[0];
  const numeric = /\b(\d{1,2})[/.-](\d{1,2})[/.-](20\d\d)\b/u.exec(text);
  if (numeric !== null) return dateOf(Number(numeric[3]), Number(numeric[2]), Number(numeric[1]));
  const named = /\b(\d{1,2})(?:er|\.|st|nd|rd|th)?\s+(?:of\s+)?(\p{L}{3,})\.?(?:\s+(20\d\d))?/iu.exec(text);
  const month = MONTHS.findIndex((name) => name.test((named?.[2] ?? "").toLowerCase())) + 1;
  if (named !== null && month > 0) {
    const thisYear = new Date(todayMs).getUTCFullYear();
    const date = dateOf(Number(named[3] ?? thisYear), month, Number(named[1]));
    const isPast = named[3] === undefined && date !== undefined && Date.parse(date) < todayMs;
    return isPast ? dateOf(thisYear + 1, month, Number(named[1])) : date;
  }
  const relative = new RegExp(DURATION, "iu").exec(text);
  if (relative === null) return undefined;
  const days = Number(relative[1]) * (/week|semaine|woche/iu.test(relative[2] ?? "") ? 7 : 1);
  return new Date(todayMs + days * DAY_MS).toISOString().slice(0, 10);
}

function dateOf(year: number, month: number, day: number): string | undefined {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.toISOString().slice(0, 10) : undefined;
}

function placeholder(text: string, kind: string): string | undefined {
  return new RegExp(String.raw`\[${kind}_\d+\]`, "u").exec(text)?.[0];
}

function withoutUndefined(facts: { [K in keyof Facts]: Facts[K] | undefined }): Facts {
  const { product, category, quantity, format, deadline, delivery, name, email, phone } = facts;
  return {
    ...(product === undefined ? {} : { product }),
    ...(category === undefined ? {} : { category }),
    ...(quantity === undefined ? {} : { quantity }),
    ...(format === undefined ? {} : { format }),
    ...(deadline === undefined ? {} : { deadline }),
    ...(delivery === undefined ? {} : { delivery }),
    ...(name === undefined ? {} : { name }),
    ...(email === undefined ? {} : { email }),
    ...(phone === undefined ? {} : { phone }),
  };
}
