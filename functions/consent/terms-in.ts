/**
 * The AI terms in other languages, by version: for reading. What is accepted is the English text, which each of them says first
 * (`terms.ts`); a translation may be improved without another version, since no acceptance is pinned to it.
 */
const NL = `# AI-voorwaarden van Belfry, versie 2026-11-01

Deze voorwaarden gaan over de optionele assistent. Alles in Belfry werkt ook zonder.

1. **Wat er wordt verstuurd.** Alleen wat een gebruiker in de chat van de assistent typt, en de eerdere antwoorden van de assistent in dat
   gesprek. Persoonsgegevens en geheimen die worden herkend, worden door plaatshouders vervangen voor er iets vertrekt. Briefings,
   contacten, bestanden, prijzen en andere gegevens worden nooit op initiatief van Belfry verstuurd.
2. **Naar wie.** Naar de modelaanbieder, de host en de regio die in de door u aanvaarde feiten staan. Een wijziging daarvan, van deze
   voorwaarden of van de lijst van subverwerkers schorst de assistent tot uw organisatie opnieuw aanvaardt.
3. **Wat de aanbieder ermee doet.** Hij antwoordt. Opslag bij de aanbieder is bij elke oproep uitgeschakeld en niets wordt voor training
   gebruikt. De aanbieder mag logboeken voor de opsporing van misbruik hoogstens 30 dagen bewaren, tenzij uw organisatie "zero data
   retention" heeft, en langer waar de wet hem daartoe verplicht.
4. **Waar.** Belfry zelf draait in België (europe-west1). Het model draait in de regio die in de feiten staat: "eu" betekent de Europese Unie,
   niet België.
5. **Bewijs.** De exacte bytes van elk verzoek worden gehasht, verzegeld en opgeslagen voor ze vertrekken, en elke gebruiker kan de zijne
   lezen. Elke stap staat in het auditspoor van uw organisatie, zonder enige tekst.
6. **Wie beslist.** Een beheerder aanvaardt voor de organisatie en schakelt de assistent per project in; daarna kiest elke gebruiker voor
   zichzelf. Elk van hen kan dat op elk moment intrekken. Een intrekking beëindigt antwoorden die onderweg zijn.
7. **Grenzen.** De herkenning van persoonsgegevens is heel goed, maar niet perfect: typ niet wat niet mag vertrekken. De assistent kan zich
   vergissen; niets van wat hij voorstelt, gebeurt zonder uw goedkeuring.
`;

const FR = `# Conditions de l'IA de Belfry, version 2026-11-01

Ces conditions concernent l'assistant, qui est facultatif. Tout dans Belfry fonctionne sans lui.

1. **Ce qui est envoyé.** Uniquement ce qu'un utilisateur tape dans le chat de l'assistant, et les réponses précédentes de l'assistant dans
   cette conversation. Les données personnelles et les secrets reconnus sont remplacés par des substituts avant que quoi que ce soit ne
   parte. Les briefs, contacts, fichiers, prix et autres données ne sont jamais envoyés à l'initiative de Belfry.
2. **À qui.** Au fournisseur du modèle, à l'hôte et à la région indiqués dans les faits que vous acceptez. Toute modification de l'un d'eux, de
   ces conditions ou de la liste des sous-traitants ultérieurs suspend l'assistant jusqu'à ce que votre organisation accepte à nouveau.
3. **Ce que le fournisseur en fait.** Il répond. La conservation chez le fournisseur est désactivée à chaque appel et rien ne sert à
   l'entraînement. Le fournisseur peut garder des journaux de détection des abus pendant 30 jours au plus, sauf si votre organisation
   bénéficie de la « zero data retention », et plus longtemps là où la loi l'y oblige.
4. **Où.** Belfry lui-même fonctionne en Belgique (europe-west1). Le modèle fonctionne dans la région indiquée dans les faits : « eu » désigne
   l'Union européenne, et non la Belgique.
5. **Preuve.** Les octets exacts de chaque requête sont hachés, scellés et enregistrés avant leur départ, et chaque utilisateur peut lire les
   siens. Chaque étape figure dans le journal d'audit de votre organisation, sans aucun texte.
6. **Qui décide.** Un administrateur accepte pour l'organisation et active l'assistant projet par projet ; chaque utilisateur choisit ensuite
   pour lui-même. Chacun d'eux peut se rétracter à tout moment. Le retrait met fin aux réponses en cours.
7. **Limites.** La reconnaissance des données personnelles est très bonne, mais pas parfaite : ne tapez pas ce qui ne doit pas partir.
   L'assistant peut se tromper ; rien de ce qu'il propose ne se fait sans votre approbation.
`;

const DE = `# KI-Bedingungen von Belfry, Version 2026-11-01

Diese Bedingungen betreffen den optionalen Assistenten. Alles in Belfry funktioniert auch ohne ihn.

1. **Was gesendet wird.** Nur was ein Nutzer im Chat des Assistenten eingibt, und die früheren Antworten des Assistenten in diesem Gespräch.
   Erkannte personenbezogene Daten und Geheimnisse werden durch Platzhalter ersetzt, bevor etwas hinausgeht. Briefings, Kontakte, Dateien,
   Preise und andere Daten werden nie auf Initiative von Belfry gesendet.
2. **An wen.** An den Modellanbieter, den Host und die Region, die in den von Ihnen akzeptierten Fakten genannt sind. Eine Änderung daran, an
   diesen Bedingungen oder an der Liste der Unterauftragsverarbeiter setzt den Assistenten aus, bis Ihre Organisation erneut zustimmt.
3. **Was der Anbieter damit macht.** Er antwortet. Die Speicherung beim Anbieter ist bei jedem Aufruf ausgeschaltet, und nichts wird zum
   Training verwendet. Der Anbieter darf Protokolle zur Missbrauchserkennung höchstens 30 Tage aufbewahren, sofern Ihre Organisation nicht
   über „Zero Data Retention“ verfügt, und länger, wo das Gesetz ihn dazu verpflichtet.
4. **Wo.** Belfry selbst läuft in Belgien (europe-west1). Das Modell läuft in der in den Fakten genannten Region: „eu“ bedeutet die
   Europäische Union, nicht Belgien.
5. **Nachweis.** Die genauen Bytes jeder Anfrage werden gehasht, versiegelt und gespeichert, bevor sie hinausgehen, und jeder Nutzer kann
   seine eigenen lesen. Jeder Schritt steht im Prüfprotokoll Ihrer Organisation, ohne jeglichen Text.
6. **Wer entscheidet.** Die Administration akzeptiert für die Organisation und schaltet den Assistenten je Projekt ein; danach entscheidet
   jeder Nutzer für sich selbst. Alle können jederzeit widerrufen. Der Widerruf beendet Antworten, die unterwegs sind.
7. **Grenzen.** Die Erkennung personenbezogener Daten ist sehr gut, aber nicht perfekt: Geben Sie nicht ein, was nicht hinausgehen darf. Der
   Assistent kann sich irren; nichts, was er vorschlägt, geschieht ohne Ihre Zustimmung.
`;

export const TRANSLATED_TERMS = { "2026-11-01": { nl: NL, fr: FR, de: DE } } as const;

/** The first line of a translation: which text counts, and how it is recognised. */
export const PREVAILS = {
  nl: (sha256: string) =>
    `> Dit is een vertaling. U aanvaardt de Engelse tekst (SHA-256 ${sha256}); bij verschillen heeft die voorrang. U leest hem met \`Accept-Language: en\`.`,
  fr: (sha256: string) =>
    `> Ceci est une traduction. Vous acceptez le texte anglais (SHA-256 ${sha256}) ; en cas de divergence, c'est lui qui prévaut. Lisez-le avec \`Accept-Language: en\`.`,
  de: (sha256: string) =>
    `> Dies ist eine Übersetzung. Sie akzeptieren den englischen Text (SHA-256 ${sha256}); bei Abweichungen hat er Vorrang. Sie lesen ihn mit \`Accept-Language: en\`.`,
} as const;
