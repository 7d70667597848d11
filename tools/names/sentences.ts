import type { LabelledText } from "./corpora.ts";
import type { Language, Lists } from "./lists.ts";

// Written for training only: the tests and the bench have templates of their own. {P} a person's full name, {F} a first name,
// {L} a surname, {C} a town, {O} an organisation; everything else is an ordinary word, many of them also names.
const TEMPLATES: Readonly<Record<Language, readonly string[]>> = {
  en: [
    "Can you ask {P} whether the proof is ready?",
    "{F}, could you check the colours before Friday?",
    "I spoke with {F} from {O} about the mailing.",
    "{P} and {P} approved the layout in {C}.",
    "Please send two samples to {P} at {O}.",
    "The contact at {O} is {P}.",
    "Best,\n{F}",
    "Kind regards,\n{P}\n{O}",
    "Thanks {F}, that works for {F} too.",
    "Mrs {L} called twice about the boxes for {C}.",
    "According to Mr {L} the Rose Gold foil is fine.",
    "{L} told {L} to wait.",
    "Name: {P}\nCity: {C}",
    "Printed in Georgia Bold on Silk paper, delivered to {C}.",
    "The Mark series in Rose, Olive and Grant Blue.",
    "Use Victoria White, not Amber.",
    "Will the May delivery reach {C}? Mark the pallets clearly.",
    "Our client {O} wants a hard cover.",
    "{P} lives in {C} and works for {O}.",
    "Did {F} sign it?",
    "I am {P}.",
    "My name is {P} and I need 500 flyers.",
    "have you heard of {P} before?",
    "{P}'s order was late.",
    "Sales rep: {P}",
    "Chancery Script and Garamond Italic were the fonts.",
    "Happy birthday {F}!",
    "{F} {L} is our designer; {L} joined in May.",
    "@all: {F} is on leave, ask {F}.",
    '"Nobody told me," said {F}, and {L} nodded.',
    "{P} said on Monday that the talks had failed.",
    '"It was never about money," {L} told reporters in {C}.',
    "Attendees: {P}, {P}, {P}",
    "{P} - Analyst, {P} - Associate",
    "I have not heard from {F} since Tuesday, so maybe {F} can call him.",
    "ask {F} or {F} for the files",
    "{F} and I were looking at the numbers.",
    "thanks {F}",
    "{F},\n\nPlease see the attached file.\n\n{F}",
    "Hi {F},\nI will be out of the office until Thursday.\nThanks,\n{P}",
    "When {L} lost the election, {L} retired to {C}.",
    "We met {F} at the station and went to see {F}'s parents.",
    "Please contact {P} or {P} with questions.",
    '"{L}, {F}" was on the list.',
    "To: {P}\nCc: {P}\nSubject: Budget",
    "From: {P}\nSent: Friday",
    "The staff is friendly and {F} is the best!",
    "{F} did a great job on our kitchen.",
    "President {L} met Prime Minister {L} in {C}.",
    "Judge {L} ruled that {O} must pay.",
    "Written by {P} and directed by {P}.",
    "the {L} novel is far better than the film",
    "a tribute to {P}",
    "RT {F}: happy birthday to {P} !!",
    "just met {P} at the gym lol",
    "cant wait to see {F} tonight",
    "{P} lives at the corner and knows {F}.",
    "She named him {F}.",
    "{F} had given {F} his address.",
    "As promised, here's {F}'s number.",
    "{P}, {P} and others, {O}",
    "says {L}, who joined {O} last year",
    "Great food, great price, and {F} at the bar is lovely.",
    "Is there a better example than early {L}?",
    "{F} is from {C}.",
    "{F} is very reliable.",
    "they had six: {F}, {F}, {F}, {F} and {F}.",
    "My take on {L} has changed.",
    "Coach: {P}",
    "[SMS] {P}: {F}, are you coming?",
    "Returns a list of the open orders. Throws an Error when the Service is down.",
    "Hello, I just finished the Calendar. Lovely, Amazing, Great Job!",
    "Best Pizza in Town. Good Morning. Luckily we had Time.",
    "Hurricane Season, Islamic State, North Sea and Cloud Services were in the News.",
    "User: Hello\nAssistant: Both, I suppose. Set a Reminder for the Meeting.",
  ],
  nl: [
    "Kan je aan {P} vragen of de proef klaar is?",
    "{F}, wil jij de kleuren nakijken voor vrijdag?",
    "Ik sprak met {F} van {O} over de mailing.",
    "{P} en {P} keurden de opmaak goed in {C}.",
    "Stuur twee stalen naar {P} van {O}.",
    "De contactpersoon bij {O} is {P}.",
    "Groetjes,\n{F}",
    "Met vriendelijke groeten,\n{P}\n{O}",
    "Dank je {F}, ook {F} is akkoord.",
    "Mevrouw {L} belde over de dozen voor {C}.",
    "Volgens de heer {L} mag de folie in Roze.",
    "{L} zei dat {L} moest wachten.",
    "Naam: {P}\nStad: {C}",
    "Gedrukt in Georgia op Zijdemat, levering in {C}.",
    "Gebruik Pantone Warm Grijs, niet Beige.",
    "De Brief voor Mei gaat naar {C}.",
    "Onze klant {O} wil een harde kaft.",
    "{P} woont in {C} en werkt voor {O}.",
    "Heeft {F} getekend?",
    "Ik ben {P}.",
    "Mijn naam is {P} en ik zoek 500 flyers.",
    "Aanwezig: {P}, {P}, {F} en de voorzitter.",
    "Vraag het aan {F} {L} of aan {L}.",
    "Collega {F} neemt over van {F}.",
    "T.a.v. {P}",
    "Gisteren heeft {P} het bestand gestuurd.",
    "De Witte Doos en De Groene Map zijn van {O}.",
    "dr. {L} en prof. {L} schreven het boek.",
    "De dochter van {P} trouwde met {P} te {C}.",
    "Minister {L} sprak in {C}.",
    '"Dat wist ik niet," zei {F}, en {L} knikte.',
    "{P} zei maandag dat het overleg mislukt is.",
    "{L} won de koers voor {L} en {P}.",
    "Trainer {L} stelde {P} op in de ploeg van {O}.",
    "Burgemeester {L} opende de zaal in {C}.",
    "Geschreven door {P}, met foto's van {P}.",
    "Toen {L} verloor, keerde hij terug naar {C}.",
    "heb je {F} nog gehoord?",
    "dank je {F}",
    "Volgens {P} van {O} is dat niet zo.",
    "{P} ({C}) en {P} ({C}) wonnen goud.",
    "De Belg {P} werd derde, voor de Nederlander {L}.",
    "In het boek van {P} gaat {F} op reis.",
    "Hallo, ik heb de Offerte en de Bijlage bekeken. Mooi, Prima Werk!",
    "De Kamer, de Minister en het Parlement vergaderden.",
    "Premier {L} en Kamerlid {P} debatteerden.",
    "{L} heeft gebeld, graag {L} terugbellen.",
    "ondergetekende {P} verklaart",
  ],
  fr: [
    "Peux-tu demander à {P} si l'épreuve est prête ?",
    "{F}, peux-tu vérifier les couleurs avant vendredi ?",
    "J'ai parlé avec {F} de {O} du mailing.",
    "{P} et {P} ont validé la maquette à {C}.",
    "Envoyez deux échantillons à {P} chez {O}.",
    "Le contact chez {O} est {P}.",
    "Bien à toi,\n{F}",
    "Cordialement,\n{P}\n{O}",
    "Merci {F}, {F} est d'accord aussi.",
    "Madame {L} a appelé pour les boîtes de {C}.",
    "Selon M. {L}, le papier Blanc convient.",
    "{L} a dit à {L} d'attendre.",
    "Nom : {P}\nVille : {C}",
    "Imprimé en Garamond sur Couché Mat, livré à {C}.",
    "Utilisez le Rose pâle, pas l'Olive.",
    "La Brochure de Mai part pour {C}.",
    "Notre client {O} veut une couverture rigide.",
    "{P} habite à {C} et travaille pour {O}.",
    "Est-ce que {F} a signé ?",
    "Je suis {P}.",
    "Je m'appelle {P} et je cherche 500 flyers.",
    "Étaient présents : {P}, {P}, {F} et le président.",
    "Demandez à {F} {L} ou à {L}.",
    "Ma collègue {F} remplace {F}.",
    "À l'attention de {P}",
    "Hier {P} a envoyé le fichier.",
    "La Boîte Blanche et le Carnet Rouge sont de {O}.",
    "le Dr {L} et le professeur {L} l'ont écrit.",
    "La fille de {P} épousa {P} à {C}.",
    "Le ministre {L} parla à {C}.",
    "« Je ne savais pas », dit {F}, et {L} acquiesça.",
    "{P} a déclaré lundi que la réunion avait échoué.",
    "{L} a gagné devant {L} et {P}.",
    "Le maire {L} a ouvert la salle à {C}.",
    "Écrit par {P}, avec des photos de {P}.",
    "Quand {L} perdit, il rentra à {C}.",
    "as-tu vu {F} ?",
    "merci {F}",
    "Selon {P}, de {O}, c'est faux.",
    "Le Belge {P} finit troisième.",
    "Dans le livre de {P}, {F} part en voyage.",
    "L'Église, la Cour de Justice et le Conseil siégeaient.",
    "Bonjour, voici le Devis et la Facture. Très Beau, Merci !",
    "La Chambre et le Ministre ont voté.",
    "Le président {L} et la députée {P} débattent.",
  ],
  de: [
    "Kannst du {P} fragen, ob der Andruck fertig ist?",
    "{F}, prüfst du die Farben bis Freitag?",
    "Ich habe mit {F} von {O} über das Mailing gesprochen.",
    "{P} und {P} haben das Layout in {C} freigegeben.",
    "Bitte zwei Muster an {P} bei {O} schicken.",
    "Der Ansprechpartner bei {O} ist {P}.",
    "Viele Grüße\n{F}",
    "Mit freundlichen Grüßen\n{P}\n{O}",
    "Danke {F}, {F} ist auch einverstanden.",
    "Frau {L} rief wegen der Schachteln für {C} an.",
    "Laut Herrn {L} passt die Folie in Rosé.",
    "{L} sagte, dass {L} warten soll.",
    "Name: {P}\nOrt: {C}",
    "Gedruckt in Garamond auf Bilderdruck Matt, Lieferung nach {C}.",
    "Bitte Reinweiß statt Elfenbein, Lack Glänzend.",
    "Der Karton und die Mappe gehen nach {C}.",
    "Unser Kunde {O} möchte einen festen Einband.",
    "{P} wohnt in {C} und arbeitet für {O}.",
    "Hat {F} unterschrieben?",
    "Ich bin {P}.",
    "Mein Name ist {P} und ich brauche 500 Flyer.",
    "Anwesend: {P}, {P}, {F} und der Vorsitzende.",
    "Frag {F} {L} oder {L}.",
    "Kollegin {F} vertritt {F}.",
    "z. Hd. {P}",
    "Gestern hat {P} die Datei geschickt.",
    "Die Weiße Schachtel und der Rote Ordner sind von {O}.",
    "Dr. {L} und Professor {L} schrieben das Buch.",
    "Die Tochter von {P} heiratete {P} in {C}.",
    "Minister {L} sprach in {C}.",
    "„Das wusste ich nicht“, sagte {F}, und {L} nickte.",
    "{P} sagte am Montag, das Treffen sei gescheitert.",
    "{L} gewann vor {L} und {P}.",
    "Bürgermeister {L} eröffnete den Saal in {C}.",
    "Geschrieben von {P}, mit Fotos von {P}.",
    "Als {L} verlor, kehrte er nach {C} zurück.",
    "hast du {F} gesehen?",
    "danke {F}",
    "Laut {P} von {O} stimmt das nicht.",
    "Der Belgier {P} wurde Dritter.",
    "Im Buch von {P} reist {F} nach {C}.",
    "Der Graf, die Technik und die Mechanik waren Thema der Sitzung.",
    "Hallo, hier sind Angebot und Rechnung. Schöne Arbeit!",
    "Das Gericht und der Minister tagten.",
    "Bundeskanzler {L} und die Abgeordnete {P} stritten.",
  ],
};

const PARTICLES: Readonly<Record<Language, readonly string[]>> = {
  en: ["Mc", "O'", "de "],
  nl: ["van ", "de ", "van de ", "van den ", "van der ", "Van ", "De ", "Van den ", "ter ", "ten ", "van 't "],
  fr: ["de ", "de la ", "du ", "d'", "Le ", "De "],
  de: ["von ", "von der ", "zu ", "vom "],
};

const FORMS = [
  "NV",
  "BV",
  "GmbH",
  "SA",
  "SRL",
  "Ltd",
  "AG",
  "Group",
  "Media",
  "Print",
  "& Zonen",
  "et Fils",
  "& Co",
  "Studio",
  "Bakery",
  "Verlag",
];
const WORDS = [
  "Delta",
  "Nova",
  "Linde",
  "Atlas",
  "Meridian",
  "Oak",
  "Stone",
  "Aurora",
  "Kaas",
  "Brood",
  "Wein",
  "Fleur",
  "Papier",
  "Rhein",
  "Schelde",
  "Alpen",
  "Bright",
  "North",
];

export interface Sampler {
  person(language: Language): string;
  last(language: Language): string;
  first(): string;
  sentence(language: Language): LabelledText;
}

export function createSampler(lists: Lists, random: () => number): Sampler {
  const pick = <T>(list: readonly T[], fallback: T): T => list[Math.floor(random() * list.length)] ?? fallback;
  const first = (): string => {
    const one = pick(lists.first, "Jan");
    if (random() < 0.06) return `${one}-${pick(lists.first, "Marie")}`;
    return one;
  };
  const surname = (language: Language): string => {
    const home = random() < 0.7 ? language : pick<Language>(["en", "nl", "fr", "de"], "en");
    const base = pick(lists.last[home], "Peeters");
    const particle = random() < (home === "nl" ? 0.35 : 0.08) ? pick(PARTICLES[home], "") : "";
    const second = random() < 0.07 ? `-${pick(lists.last[home], "Jansen")}` : "";
    return particle + base + second;
  };
  const last = (language: Language): string => {
    const name = surname(language);
    return /^\p{Ll}/u.test(name) && random() < 0.5 ? name.charAt(0).toUpperCase() + name.slice(1) : name;
  };
  const person = (language: Language): string => {
    const shape = random();
    const family = surname(language);
    if (shape < 0.72) return `${first()} ${family}`;
    if (shape < 0.78) return `${first()} ${String.fromCharCode(65 + Math.floor(random() * 26))}. ${family}`;
    if (shape < 0.84) return `${first().charAt(0)}. ${family}`;
    if (shape < 0.89) return `${first()} ${first()} ${family}`;
    if (shape < 0.93) return `${first()} ${family.toUpperCase()}`;
    if (shape < 0.96) return `${first()} ${family}`.toLowerCase();
    return family.includes(" ") ? `${first()} ${family}` : `${family}, ${first()}`;
  };
  const fill = (slot: string, language: Language): readonly [string, string | undefined] => {
    if (slot === "P") return [person(language), "PERSON"];
    if (slot === "F") return [first(), "PERSON"];
    if (slot === "L") return [last(language), "PERSON"];
    if (slot === "C") return [pick(lists.cities, "Gent"), "LOCATION"];
    const name = random() < 0.35 ? pick(lists.last[language], "Linde") : pick(WORDS, "Delta");
    return [`${name} ${pick(FORMS, "NV")}`, "ORGANIZATION"];
  };
  return {
    person,
    last,
    first,
    sentence(language) {
      const template = pick(TEMPLATES[language], "{P}");
      let text = "";
      const spans: { start: number; end: number; type: string }[] = [];
      for (const part of template.split(/(\{[A-Z]\})/)) {
        const slot = /^\{([A-Z])\}$/.exec(part)?.[1];
        if (slot === undefined) {
          text += part;
          continue;
        }
        const [value, type] = fill(slot, language);
        if (type !== undefined) spans.push({ start: text.length, end: text.length + value.length, type });
        text += value;
      }
      return { text, spans, lang: language };
    },
  };
}
