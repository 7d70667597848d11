import { hashOf } from "../chars.ts";
import { CUE } from "../cues.ts";
import { CAMEL, CAPITALISED, LOWER, UPPER } from "../tokens.ts";
import { LEX } from "./lexicon.ts";
import { BLANK, CASELESS, LINE, type Sequence, STOP, UNKNOWN_LANGUAGE } from "./sequence.ts";

/** What the lists say of a token, from surest to least: index of the rows below. */
const [MANY, LISTED, LONG, UNLISTED, WORD_MANY, WORD_LISTED, WORD] = [0, 1, 2, 3, 4, 5, 6] as const;

// How far the person label must lead (or may trail, below zero) by how the word is written and what lists say of it; set on
// development messages, traps and the held-out part of the corpora (docs/redaction.md).
const CAPITAL_LEADS = [-240, -190, -130, -40, -100, -10, 50];
const CAMEL_LEADS = [-100, -60, 40, 140, 60, 100, 250];
const UPPER_LEADS = [150, 120, 150, 120, 200, 200, 250];
const CASELESS_LEADS = [-150, -110, -20, 20, -40, 80, 200];
const SMALL_LEADS = [60, 150, 260, 400, 300, 400, 500];
/** A make's word that is a name too needs that much more. */
const MAKE_LEAD = 90;
/** A place's name needs that much more, the second word of a name that much less. */
const PLACE_LEAD = 90;
const FURTHER_LEAD = -40;
const FURTHER_CAPITAL_LEAD = -150;
const FURTHER_UNKNOWN_LEAD = -70;
const GERMAN = 3;
/** `von Delta`, `de la compta`: particles are prepositions first. */
const PARTICLE_LEAD = 60;

const ARTICLES = new Set(
  "der die das den dem des ein eine einen einem einer eines im am zum zur beim vom kein keine keinen jeder jede jedes unser unsere unseren mein meine dein sein ihr euer dieser diese dieses welcher de het een le la les un une des du the a an"
    .split(" ")
    .map(hashOf),
);
const ARTICLE_LEAD = 260;
const ARTICLE_FIRST_LEAD = 80;
/** A few small words that tell no language are talk ("petit format"), and hold a name less often than a sentence does. */
const TALK_LEAD = 120;

/** What makes a word less likely a name than its own looks: an article before it, or no sentence around it. */
function doubt({ tokens, gaps, language }: Sequence, i: number, what: number, kind: number): number {
  let lead = kind === LOWER && language === UNKNOWN_LANGUAGE ? TALK_LEAD : 0;
  const isArticled = i > 0 && gaps[i] === BLANK && ARTICLES.has((tokens.hashes[i - 1] ?? 0) >>> 0);
  // Der Stapler, de molenaar; but German says "der Thorben" of a person too.
  if (isArticled && (language === GERMAN || kind === LOWER)) lead += what === MANY ? ARTICLE_FIRST_LEAD : ARTICLE_LEAD;
  return lead;
}

function kindOf(entry: number): number {
  const isListed = (entry & (LEX.FIRST | LEX.LAST)) !== 0;
  if ((entry & LEX.COMMON) !== 0) return (entry & LEX.MANY_FIRST) !== 0 ? WORD_MANY : isListed ? WORD_LISTED : WORD;
  if ((entry & LEX.MANY_FIRST) !== 0) return MANY;
  if (isListed) return LISTED;
  return (entry & LEX.NAME) !== 0 ? LONG : UNLISTED;
}

/** The lead over the best other label from which token `i` counts as a person's. */
export function leadNeeded(s: Sequence, i: number, isFurther: boolean): number {
  const { tokens, lex, styles, language } = s;
  const kind = tokens.kinds[i] ?? CAPITALISED;
  if (kind === LOWER && ((tokens.cues[i] ?? 0) & CUE.PARTICLE) !== 0) return PARTICLE_LEAD;
  const entry = lex[i] ?? 0;
  const leads =
    kind === LOWER
      ? styles[i] === CASELESS
        ? CASELESS_LEADS
        : SMALL_LEADS
      : kind === UPPER
        ? UPPER_LEADS
        : kind === CAMEL
          ? CAMEL_LEADS
          : CAPITAL_LEADS;
  const what = kindOf(entry);
  const lead =
    (leads[what] ?? 0) + ((entry & LEX.PLACE) !== 0 ? PLACE_LEAD : 0) + ((entry & LEX.MAKE) !== 0 ? MAKE_LEAD : 0);
  if (!isFurther) return lead + doubt(s, i, what, kind);
  if (kind === LOWER) return Math.min(lead + FURTHER_LEAD, 60);
  // Only German writes nouns large: elsewhere a capital after a first name is its surname's.
  const isWord = (entry & LEX.COMMON) !== 0 && (language === GERMAN || (entry & LEX.FREQUENT) !== 0);
  const most = language === GERMAN && what === UNLISTED ? FURTHER_UNKNOWN_LEAD : FURTHER_CAPITAL_LEAD;
  return Math.min(lead + FURTHER_LEAD, isWord ? 0 : most);
}

// What ends like these is a thing of the trade, though no list has the whole word.
const NOUN_END =
  /(?:ungen?|heit|keit|schaft|tion|tät|code|ziel|zeit|form|falz|druck|satz|bogen|karton|papier|farbe|blatt|lack|leim|preise?|menge|termine?|nummer|liste|werkzeug|kosten|rabatt|zuschlag|schachteln?|etikett|etiketten|heid|schap|teit|drukken|papieren|dozen|prijs|prijzen|lijst|blokken|lijm|étui|age|ages|ement|tion|tions|ité)$/;

const LEAD_OF_NOUN = 250;
const LEAD_AT_START = 110;

/**
 * One word that no list knows, at a sentence's start or ending like a thing of the trade, is a rare word more often than somebody;
 * German hides both among its nouns.
 */
export function isRareWord(
  { tokens, lex, gaps, text, language }: Pick<Sequence, "tokens" | "lex" | "gaps" | "text" | "language">,
  i: number,
  margin: number,
): boolean {
  if (((lex[i] ?? 0) & (LEX.FIRST | LEX.LAST | LEX.NAME | LEX.COMMON)) !== 0) return false;
  const startsSentence = gaps[i] === LINE || gaps[i] === STOP;
  if (startsSentence && language !== GERMAN && margin < LEAD_AT_START) return true;
  return margin < LEAD_OF_NOUN && NOUN_END.test(text.slice(tokens.starts[i], tokens.ends[i]));
}
