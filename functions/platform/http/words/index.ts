import type { z } from "zod";
import zodDe from "zod/v4/locales/de.js";
import zodFr from "zod/v4/locales/fr.js";
import zodNl from "zod/v4/locales/nl.js";
import { type Problem, type ProblemDocument, problemDocument } from "../../../core/problem.ts";
import type { Language } from "../language.ts";
import { de } from "./de.ts";
import { fr } from "./fr.ts";
import { nl } from "./nl.ts";

export const TABLES = { nl, fr, de } as const satisfies Record<Exclude<Language, "en">, object>;

/** What a schema itself finds wrong, in the schema library's own words. Told per request: the process has no language. */
const SCHEMA_WORDS = { nl: zodNl().localeError, fr: zodFr().localeError, de: zodDe().localeError } as const;

/** For `safeParse`. A check's own sentence stays English until {@link translate}. */
export const inSchemaWords = (language: Language): z.core.ParseContext<z.core.$ZodIssue> =>
  language === "en" ? { reportInput: false } : { reportInput: false, error: SCHEMA_WORDS[language] };

/** Between alternatives of a sentence (`GET or POST`), and between its clauses. */
const OR = { nl: " of ", fr: " ou ", de: " oder " } as const;
const AND_THEN = { nl: "; ", fr: " ; ", de: "; " } as const;

/** A sentence with a hole, as the text before it and after it. */
interface Template {
  readonly before: string;
  readonly after: string;
  readonly translation: string;
}

const HOLE = "{0}";
const templatesOf = (table: Readonly<Record<string, string>>): readonly Template[] =>
  Object.entries(table)
    .filter(([sentence]) => sentence.includes(HOLE))
    .map(([sentence, translation]) => {
      const [before = "", after = ""] = sentence.split(HOLE);
      return { before, after, translation };
    });
const TEMPLATES = { nl: templatesOf(nl), fr: templatesOf(fr), de: templatesOf(de) } as const;

/** One of our own sentences in a reader's language; as it is, if it is none of ours. */
export function translate(text: string, language: Language): string {
  if (language === "en") return text;
  const exact = exactly(text, language);
  if (exact !== undefined) return exact;
  const template = TEMPLATES[language].find(
    ({ before, after }) =>
      text.length > before.length + after.length && text.startsWith(before) && text.endsWith(after),
  );
  if (template === undefined) return text;
  const filled = text.slice(template.before.length, text.length - template.after.length);
  // Not as a pattern's replacement, in which "$" would mean something.
  return template.translation.split(HOLE).join(fillingIn(filled, language));
}

const exactly = (text: string, language: Exclude<Language, "en">): string | undefined =>
  Object.hasOwn(TABLES[language], text) ? TABLES[language][text] : undefined;

/** What fills a hole is a name, a number, names with "or" between them, or clauses of ours with ";" between them. */
const fillingIn = (filled: string, language: Exclude<Language, "en">): string =>
  filled
    .split("; ")
    .map((part) => exactly(part, language) ?? part.replaceAll(" or ", OR[language]))
    .join(AND_THEN[language]);

/** The wire form in the reader's language: what people read changes with it, what programs read never does. */
export function problemIn(language: Language, problem: Problem, requestId: string): ProblemDocument {
  const document = problemDocument(problem, requestId);
  return {
    ...document,
    title: translate(document.title, language),
    detail: translate(document.detail, language),
    ...(document.errors === undefined
      ? {}
      : {
          errors: document.errors.map(({ pointer, message }) => ({ pointer, message: translate(message, language) })),
        }),
  };
}
