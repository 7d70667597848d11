import { detailsIn } from "./details.ts";
import { answerTo, type Facts, factsIn, placeholdersIn } from "./facts.ts";
import { conform, type Schema } from "./json-schema.ts";
import { type Language, languageOf, PHRASES, TOPICS, type Topic } from "./language.ts";
import { type Line, linesOf, type ModelRequest, mustCallTool, proposalTool } from "./request.ts";

/** What the assistant answers: text, a call of the tool it was offered, or both. */
export interface Reply {
  text: string;
  /** UTF-16 units of each delta; without it they are cut as a tokeniser would. */
  chunk?: number;
  call?: { name: string; arguments: string };
}

/** "Propose", "create the brief", "maak de brief", "propose le brief", "erstelle das Briefing" … */
const ASKS_FOR_PROPOSAL =
  /\bpropos\w*|\bvoorstel|\bvorschlag|\b(create|make|draft|write|prepare)\b.{0,20}\bbrief|\bmaak\b.{0,20}\bbrief|\bcr[ée]e[rz]?\b.{0,20}\bbrief|\berstelle?n?\b.{0,20}\bbrief/iu;

/**
 * Interviews for a print or packaging brief, from nothing but the conversation in the request. It asks for what is
 * still missing, in a fixed order, and calls `propose_brief` once it has everything or is asked to.
 *
 * @param nowMs the clock, for dates such as "in 3 weeks"
 */
export function answer(request: ModelRequest, nowMs: number): Reply {
  const lines = linesOf(request);
  const said = lines.filter((line) => line.speaker === "user").map((line) => line.text);
  const language = languageOf(said);
  const phrases = PHRASES[language];
  const last = lines.at(-1);
  if (last?.speaker === "outcome") {
    return { text: /reject|declin|refus|denied/iu.test(last.text) ? phrases.rejected : phrases.accepted };
  }

  const facts = factsOf(lines, nowMs);
  const newest = said.at(-1) ?? "";
  const missing = TOPICS.find((topic) => facts[topic] === undefined);
  const tool = proposalTool(request);
  const placeholders = placeholdersIn(newest);
  const asks = ASKS_FOR_PROPOSAL.test(newest);
  const brings = Object.keys(factsIn(newest, nowMs)).length > 0;
  // A word of thanks after a proposal is no reason for another one.
  if (hasProposed(lines) && !asks && !brings && !mustCallTool(request)) return { text: phrases.waiting };
  const noted = placeholders.length > 0 ? [phrases.noted(placeholders.join(", "))] : [];

  if (tool !== undefined && (missing === undefined || mustCallTool(request) || asks)) {
    const proposal = conform(schemaOf(tool.parameters), proposalOf(facts, said, language));
    return {
      text: [...noted, phrases.proposing].join(" "),
      call: { name: "propose_brief", arguments: JSON.stringify(proposal) },
    };
  }
  if (missing === undefined) return { text: [...noted, phrases.summary(summaryOf(facts))].join(" ") };
  const opening = said.length <= 1 ? [phrases.greet] : [];
  return { text: [...opening, ...noted, phrases.ask[missing]].join(" ") };
}

function factsOf(lines: readonly Line[], nowMs: number): Facts {
  let facts: Facts = {};
  let asked: Topic | undefined;
  for (const { speaker, text } of lines) {
    if (speaker === "assistant") asked = topicOf(text);
    if (speaker !== "user") continue;
    const recognised = factsIn(text, nowMs);
    const isAnswered = asked === undefined || recognised[asked] !== undefined || ASKS_FOR_PROPOSAL.test(text);
    // The first word about a product is the product; later mentions ("deliver the boxes") change nothing.
    const { product, category, ...rest } = recognised;
    const first =
      facts.product === undefined && product !== undefined ? { product, category: category ?? "other" } : {};
    facts = { ...facts, ...first, ...rest, ...(isAnswered || asked === undefined ? {} : answerTo(asked, text)) };
  }
  return facts;
}

function topicOf(text: string): Topic | undefined {
  return TOPICS.find((topic) => Object.values(PHRASES).some((phrases) => text.includes(phrases.ask[topic])));
}

function hasProposed(lines: readonly Line[]): boolean {
  const proposing = Object.values(PHRASES).map((phrases) => phrases.proposing);
  return lines.some(({ speaker, text }) => speaker === "assistant" && proposing.some((one) => text.includes(one)));
}

function proposalOf(facts: Facts, said: readonly string[], language: Language) {
  const { product = "", category = "other", quantity, format, deadline, delivery, name, email, phone } = facts;
  const hasContact = name !== undefined || email !== undefined || phone !== undefined;
  const title = [quantity, product].filter((part) => part !== undefined && part !== "").join(" ");
  return {
    title: (title || (said[0] ?? "")).slice(0, 120),
    category,
    description: descriptionOf(said) || product || undefined,
    ...detailsIn(said),
    quantity,
    format,
    deadline,
    deliveries:
      delivery === undefined
        ? undefined
        : [{ country: countryOf(delivery), city: delivery.split(",", 1)[0], quantity }],
    contact: hasContact ? { name: name ?? PHRASES[language].unnamed, email, phone } : undefined,
  };
}

/** What the user said, without sentences that hold a placeholder: a secret or an account number has no place in a brief. */
function descriptionOf(said: readonly string[]): string {
  return said
    .flatMap((text) => text.split(/(?<=[.!?])\s+|\n+/u))
    .filter((sentence) => !ASKS_FOR_PROPOSAL.test(sentence) && placeholdersIn(sentence).length === 0)
    .join("\n")
    .trim();
}

function summaryOf({ product, quantity, format, deadline, delivery }: Facts): string {
  return [quantity, product, format && `${format.widthMm} × ${format.heightMm} mm`, deadline, delivery].join(", ");
}

/** ISO 3166 code when the place names its country; this is a Belgian product, so Belgium otherwise. */
function countryOf(place: string): string {
  const known: readonly [string, RegExp][] = [
    ["NL", /nether|nederland|pays-bas|niederl|amsterdam|rotterdam/iu],
    ["FR", /fran[ck]|paris|lille|lyon/iu],
    ["DE", /german|duits|allemagne|deutsch|berlin|köln/iu],
    ["LU", /luxem/iu],
  ];
  return known.find(([, names]) => names.test(place))?.[0] ?? "BE";
}

function schemaOf(parameters: Schema | null | undefined): Schema {
  return parameters ?? {};
}
