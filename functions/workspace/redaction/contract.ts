import { z } from "zod";
import type { RouteSpec } from "../../platform/http/route.ts";
import { PRIVATE_CHARS_MIN } from "../../redaction/index.ts";

const WORDS_MAX = 500;
const WORD_CHARS_MAX = 120;
const NUMBER_CHARS_MIN = 6;

/** A word or phrase. A short number would hide, or show, quantities everywhere. */
const Word = z
  .string()
  .trim()
  .min(PRIVATE_CHARS_MIN)
  .max(WORD_CHARS_MAX)
  .refine((word) => /\p{L}/u.test(word) || word.length >= NUMBER_CHARS_MIN, "must have a letter or six characters")
  .refine((word) => !/[\p{Cc}\p{Cf}]/u.test(word), "must have no control or invisible characters");
const Words = z
  .array(Word)
  .max(WORDS_MAX)
  .transform((words) => [...new Set(words)].sort());

const ALWAYS = "Words and phrases that are always replaced";
const NEVER = "Words and phrases that are never replaced on their own, such as the names of machines";
const HOW = "500 at most, of 120 characters at most, in any case and with or without accents; sorted, each once";
const allowKeep = z.boolean().describe("Whether a member may keep a false hit in a message of theirs");

/** The organisation's own words: recognised in any case and without their accents, as words of their own. */
export const RulesBody = z
  .strictObject({ always: Words.describe(`${ALWAYS}: ${HOW}`), never: Words.describe(`${NEVER}: ${HOW}`), allowKeep })
  .meta({ id: "RedactionRulesInput", description: "Your organisation's own redaction, whole" });
export type RulesBody = z.infer<typeof RulesBody>;

const RulesView = z
  .strictObject({
    version: z
      .int()
      .min(0)
      .describe("0: nobody has decided anything yet; one more with each change; the `ETag` in quotes"),
    always: z.array(z.string()).describe(ALWAYS),
    never: z.array(z.string()).describe(NEVER),
    allowKeep,
  })
  .meta({ id: "RedactionRules", description: "Your organisation's own redaction" });
const example = { always: ["Project Zephyr"], never: ["Müller Martini"], allowKeep: false };

export const readRules = {
  operation: "workspace.redaction.read",
  method: "get",
  path: "/v1/workspace/redaction",
  summary:
    "Your organisation's own redaction: words always and never replaced, and whether a member may keep a false hit",
  permission: "workspace.redaction.read",
  answer: { status: 200, schema: RulesView, etag: true },
  problems: ["conflict", "vault-unavailable"],
  example: { answer: { version: 1, ...example } },
} as const satisfies RouteSpec;

export const replaceRules = {
  operation: "workspace.redaction.update",
  method: "put",
  path: "/v1/workspace/redaction",
  summary:
    "Replace your organisation's own redaction. What protects less changes the facts: the assistant waits until they are accepted again",
  permission: "workspace.manage",
  body: RulesBody,
  ifMatch: "required",
  answer: { status: 200, schema: RulesView, etag: true },
  problems: ["precondition-failed", "vault-unavailable"],
  example: { body: example, answer: { version: 1, ...example } },
} as const satisfies RouteSpec;
