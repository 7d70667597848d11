/** The languages that the offline assistant speaks. */
export type Language = "en" | "nl" | "fr" | "de";

/** What the assistant asks about, in this order. */
export const TOPICS = ["product", "quantity", "format", "deadline", "delivery"] as const;
export type Topic = (typeof TOPICS)[number];

/** The assistant's lines. A question is also how it later recognises what an answer was an answer to. */
export interface Phrases {
  ask: Record<Topic, string>;
  greet: string;
  noted: (what: string) => string;
  proposing: string;
  summary: (what: string) => string;
  waiting: string;
  accepted: string;
  rejected: string;
  unnamed: string;
}

export const PHRASES: Record<Language, Phrases> = {
  en: {
    greet: "Happy to help with your brief.",
    ask: {
      product: "What would you like to have made?",
      quantity: "How many pieces do you need?",
      format: "Which format should it have, in millimetres or as a standard size such as A4?",
      deadline: "By which date do you need it?",
      delivery: "Where should it be delivered?",
    },
    noted: (what) => `Noted: ${what}.`,
    proposing: "I have what I need. Here is a brief for you to review; nothing is created until you approve it.",
    summary: (what) => `This is what I have: ${what}.`,
    waiting: "The proposal is waiting for your decision. Tell me what should change, or ask me to propose again.",
    accepted: "The brief has been created. Is there anything else?",
    rejected: "All right, nothing was created. What should be different?",
    unnamed: "Contact person",
  },
  nl: {
    greet: "Ik help u graag met uw briefing.",
    ask: {
      product: "Wat wilt u laten maken?",
      quantity: "Hoeveel stuks hebt u nodig?",
      format: "Welk formaat moet het hebben, in millimeter of als standaardformaat zoals A4?",
      deadline: "Tegen welke datum hebt u het nodig?",
      delivery: "Waar moet het geleverd worden?",
    },
    noted: (what) => `Genoteerd: ${what}.`,
    proposing: "Ik heb wat ik nodig heb. Hier is een voorstel; er wordt niets aangemaakt voor u het goedkeurt.",
    summary: (what) => `Dit heb ik genoteerd: ${what}.`,
    waiting: "Het voorstel wacht op uw beslissing. Zeg wat er anders moet, of vraag om een nieuw voorstel.",
    accepted: "De briefing is aangemaakt. Kan ik nog iets doen?",
    rejected: "Goed, er is niets aangemaakt. Wat moet er anders?",
    unnamed: "Contactpersoon",
  },
  fr: {
    greet: "Je vous aide volontiers avec votre brief.",
    ask: {
      product: "Que souhaitez-vous faire réaliser ?",
      quantity: "Combien d'exemplaires vous faut-il ?",
      format: "Quel format, en millimètres ou en format standard comme A4 ?",
      deadline: "Pour quelle date en avez-vous besoin ?",
      delivery: "Où faut-il livrer ?",
    },
    noted: (what) => `C'est noté : ${what}.`,
    proposing: "J'ai ce qu'il me faut. Voici une proposition ; rien n'est créé avant votre accord.",
    summary: (what) => `Voici ce que j'ai noté : ${what}.`,
    waiting: "La proposition attend votre décision. Dites-moi ce qui doit changer, ou demandez une autre proposition.",
    accepted: "Le brief est créé. Puis-je faire autre chose ?",
    rejected: "Très bien, rien n'a été créé. Que faut-il changer ?",
    unnamed: "Personne de contact",
  },
  de: {
    greet: "Ich helfe Ihnen gerne mit Ihrem Briefing.",
    ask: {
      product: "Was möchten Sie herstellen lassen?",
      quantity: "Wie viele Stück brauchen Sie?",
      format: "Welches Format soll es haben, in Millimetern oder als Standardformat wie A4?",
      deadline: "Bis zu welchem Datum brauchen Sie es?",
      delivery: "Wohin soll geliefert werden?",
    },
    noted: (what) => `Notiert: ${what}.`,
    proposing: "Ich habe alles Nötige. Hier ist ein Vorschlag; ohne Ihre Zustimmung wird nichts angelegt.",
    summary: (what) => `Das habe ich notiert: ${what}.`,
    waiting:
      "Der Vorschlag wartet auf Ihre Entscheidung. Sagen Sie, was anders sein soll, oder bitten Sie um einen neuen Vorschlag.",
    accepted: "Das Briefing ist angelegt. Kann ich noch etwas tun?",
    rejected: "Gut, es wurde nichts angelegt. Was soll anders sein?",
    unnamed: "Kontaktperson",
  },
};

/** Words that are common in one of the languages and rare in the others. */
const CUES: Record<Language, RegExp> = {
  en: /\b(the|we|need|want|would|like|please|with|and|our|for|boxes|create|deliver(y|ed)?|hello|hi)\b/giu,
  nl: /\b(de|het|een|wij|ik|wil|willen|graag|nodig|met|voor|stuks|onze|maak|dozen|leveren|levering|hallo|dag)\b/giu,
  fr: /(?<!\p{L})(le|la|les|des|une|nous|je|vous|voudrais|besoin|avec|pour|bonjour|livrer|livraison|crée[rz]?|à)(?!\p{L})/giu,
  de: /(?<!\p{L})(der|die|das|eine?|wir|ich|möchten?|brauchen?|mit|für|bitte|stück|liefern|lieferung|erstelle|und)(?!\p{L})/giu,
};

/** The language of the newest text that gives itself away; English when none does. `texts` run from old to new. */
export function languageOf(texts: readonly string[]): Language {
  for (const text of texts.toReversed()) {
    const scored = Object.entries(CUES).map(([language, cue]) => ({ language, score: text.match(cue)?.length ?? 0 }));
    const [best] = scored.toSorted((a, b) => b.score - a.score);
    if (best !== undefined && best.score > 0 && isLanguage(best.language)) return best.language;
  }
  return "en";
}

function isLanguage(name: string): name is Language {
  return name in PHRASES;
}
