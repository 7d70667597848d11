import { hashOf } from "./chars.ts";

/** What a word announces about the words and numbers near it. One bit each, so that a token's cues are one lookup. */
export const CUE = {
  PASSPORT: 1 << 0,
  PLATE: 1 << 1,
  BIRTH: 1 << 2,
  NATIONAL_ID: 1 << 3,
  VAT: 1 << 4,
  COMPANY: 1 << 5,
  PHONE: 1 << 6,
  PASSWORD: 1 << 7,
  USERNAME: 1 << 8,
  CREDENTIAL: 1 << 9,
  CARD: 1 << 10,
  DRIVER: 1 << 11,
  IMEI: 1 << 12,
  GEO: 1 << 13,
  BIC: 1 << 14,
  REFERENCE: 1 << 15,
  ADDRESS: 1 << 16,
  STREET: 1 << 17,
  STREET_FIRST: 1 << 18,
  MONTH: 1 << 19,
  TITLE: 1 << 20,
  GREETING: 1 << 21,
  SIGN_OFF: 1 << 22,
  ROLE: 1 << 23,
  PARTICLE: 1 << 24,
  IS: 1 << 25,
  UNIT: 1 << 26,
  COMPANY_FORM: 1 << 27,
  NOT_NAME: 1 << 28,
  BRANDED: 1 << 29,
  FIELD: 1 << 30,
} as const;

// Written for this project: en, nl, fr, de side by side, in that order where a language has its own word.
const WORDS: readonly (readonly [number, string])[] = [
  [
    CUE.PASSPORT,
    "passport passports paspoort paspoortnummer reispas reispasnummer passeport passeports reisepass reisepassnummer passnummer pasnummer identiteitskaart identiteitskaartnummer personalausweis personalausweisnummer ausweis ausweisnummer ausweisnr legitimatie identiteitsbewijs",
  ],
  [
    CUE.PLATE,
    "plate plates licence license numberplate registration nummerplaat nummerplaten kenteken kentekenplaat kentekens plaat immatriculé immatriculée immatriculation plaque plaques minéralogique kennzeichen autokennzeichen nummernschild vrm reg wagen voiture auto car vehicle véhicule voertuig fahrzeug bestelwagen camionnette truck lkw pkw parking parkeren parkeerplaats stationnement parkplatz geparkeerd garée geparkt",
  ],
  [
    CUE.BIRTH,
    "born birth dob birthdate birthday geboren geboortedatum geb geboorte verjaardag né née nés naissance anniversaire geburtsdatum geburtstag gebdatum geboorted jarig bday",
  ],
  [
    CUE.NATIONAL_ID,
    "ssn bsn burgerservicenummer sofi sofinummer rijksregisternummer rijksregister rijksregisternr rrn insz niss national nationaal identiteitsnummer persoonsnummer nationalnummer registre nir insee sécu sécurité steueridentifikationsnummer steuerid steuer idnr sozialversicherungsnummer svnr rentenversicherungsnummer ahv ahvnr avs matricule dni nie nif codice fiscale nino insurance pps ppsn pesel personnummer cpr hetu aadhaar aadhar pan social sv steuernummer tin taxpayer patient patiënt patientid verzekeringsnummer versichertennummer krankenversicherung identity",
  ],
  [CUE.VAT, "vat btw tva ust ustid ustidnr uid umsatzsteuer mwst iva btwnummer btwnr mwstnr partita"],
  [
    CUE.COMPANY,
    "kbo bce kvk siren siret ondernemingsnummer ondernemingsnr entreprise handelsregister rcs rpr rpm handelsregisternummer kvknummer che",
  ],
  [
    CUE.PHONE,
    "phone phones telephone tel tél telefoon telefoonnummer telefon telefonnummer téléphone téléphoner gsm mobile mobiel mobil mob cell cellphone fax call calls called sms whatsapp bel bellen belt terugbellen bereikbaar bereiken bereik appelez appeler rappeler joindre portable anrufen rufen ruf erreichen erreichbar handy handynummer rückruf signal telegram answering gsmnummer mobielnummer gsmnr telnr telefoonnr dial reach bereikt hotline durchwahl festnetz rückfragen zentrale secretariaat telefonisch standard receptie onthaal",
  ],
  [
    CUE.PASSWORD,
    "password passwords passwd passphrase pwd pass pw pasword passcode wachtwoord wachtwoorden paswoord wachtwoordzin passe mdp motdepasse passwort passwörter kennwort passwd1 pincode pin ww paswd passkey toegangscode zugangscode inlogcode netwerksleutel netzwerkschlüssel wlanschlüssel geheimcode codewoord losungswort",
  ],
  [
    CUE.USERNAME,
    "username usernames userid login logins loginname gebruikersnaam gebruiker utilisateur identifiant benutzername benutzer benutzers benutzerkennung anmeldename nickname handle account inlognaam pseudo pseudonyme nutzername user accountnaam kennung loginnaam anmeldung aanmeldnaam identifiants creds inloggegevens toegangsgegevens zugangsdaten anmeldedaten logindaten insta instagram twitter tiktok",
  ],
  [
    CUE.CREDENTIAL,
    "secret secrets token tokens apikey key keys credential credentials bearer access auth api private authkey accesskey secretkey privatekey sleutel geheim schlüssel jeton clé sas signature psk presharedkey licensekey",
  ],
  [
    CUE.CARD,
    "card cards kaart kaartnummer carte karte kreditkarte creditcard kredietkaart visa mastercard amex maestro",
  ],
  [CUE.DRIVER, "driver drivers driving rijbewijs rijbewijsnummer permis conduire führerschein führerscheinnummer"],
  [CUE.IMEI, "imei imeisv serial iccid"],
  [
    CUE.GEO,
    "position gps lat latitude lon lng longitude coordinates coördinaten coordonnées koordinaten geo location positie standort localisation plaats locatie ligging lieu tracker tracking waypoint dropped breedtegraad lengtegraad breitengrad längengrad emplacement",
  ],
  [CUE.BIC, "bic swift"],
  [
    CUE.REFERENCE,
    "order orders orderno ordernummer bestelling bestelnummer bestelnr commande commandes bestellung bestellnummer auftrag auftragsnummer invoice factuur factuurnummer facture rechnung rechnungsnummer ref reference referentie référence réf referenz article artikel artikelnummer artikelnr sku ean gtin isbn job jobnummer ticket dossier dossiernummer case klantnummer kundennummer lot batch charge tracking version versie release offer offerte offertenummer devis angebot angebotsnummer po quote purchase verwendungszweck mededeling communication barcode pantone ral cmyk request build commit revision model modèle modell project projectnummer projekt item product produit produkt catalogue tiff customer client clientnummer",
  ],
  [
    CUE.ADDRESS,
    "address addresses adres adressen adresse adresses anschrift lieferadresse rechnungsadresse leveradres afleveradres factuuradres residing resides lives lived live living wonende woont woon woonachtig demeurant domicilié domiciliée habite habitant wohnhaft wohnt wohne wohnen delivered domicile return meet arrived located shipped offices moved",
  ],
  [
    CUE.STREET,
    "street st road rd avenue ave lane ln drive dr boulevard blvd court ct place pl square sq terrace way close crescent gardens grove hill parkway highway hwy mews row walk wharf quay circle loop trail coves cove view heights rise",
  ],
  [
    CUE.STREET_FIRST,
    "rue avenue av bd boulevard place chemin allée allee allées quai impasse cours square route drève clos chaussée passage sentier ruelle faubourg esplanade résidence promenade venelle rond via calle rua piazza viale corso avenida plaza paseo carrer ulica ul largo travessa vicolo piazzale strada praça rúa",
  ],
  [
    CUE.MONTH,
    "january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec januari februari maart mei juni juli augustus oktober mrt okt januar februar märz mai dezember dez jänner janvier février mars avril juin juillet août septembre octobre novembre décembre",
  ],
  [
    CUE.TITLE,
    "mr mrs ms miss mx hr sir madam dr prof professor dhr mevr mevrouw meneer heer mw juffrouw monsieur madame mademoiselle mme mlle mm maître me docteur herr frau herrn fräulein doktor ing drs ir mgr sister brother aunt uncle lady lord pastor rev judge captain keizer koning koningin graaf prins prinses baron generaal minister président president kardinaal weduwe wed ds jhr notaris burgemeester bürgermeister könig kaiser graf prinz prinzessin freiherr général general cardinal abbé pastoor pfarrer comte duc prince maire colonel capitaine kapitein hauptmann luitenant professeur député senator sénateur senateur premier bischof bisschop évêque pape paus papst minister ministre kanzler bundeskanzler governor mayor coach trainer messieurs mesdames mmes messrs heren herren cllr cllrs councillor voorzitter wethouder schepen raadslid secretaris penningmeester stadtrat stadträtin gemeinderat gemeinderätin kämmerer kämmerin bürgermeisterin oberbürgermeister oberbürgermeisterin vorsitzender",
  ],
  [
    CUE.GREETING,
    "dear hi hello hey beste geachte dag hallo hoi bonjour salut cher chère chers bonsoir liebe lieber geehrte geehrter geehrten moin servus goedemorgen goedemiddag goeiedag",
  ],
  [
    CUE.SIGN_OFF,
    "regards sincerely cheers thanks thx groeten groet groetjes mvg hoogachtend cordialement bàv salutations amicalement bisous bien grüßen gruß grüße mfg lg vg bedankt dank merci danke vriendelijke kgds",
  ],
  [
    CUE.ROLE,
    "name names naam namen nom noms prénom prenom prénoms contact contactpersoon contactez kontakt ansprechpartner ansprechpartnerin klant client cliente kunde kundin patient patiënt patiënte attn tav author assigned assignee owner customer cc signed undersigned ondergetekende soussigné soussignée collega collègue kollege kollegin colleague employee werknemer medewerker salarié employé mitarbeiter mitarbeiterin tenant huurder locataire mieter accountmanager designer voornaam achternaam familienaam vorname nachname familienname surname firstname lastname fullname heet heißt heiße heisse appelle called aanvrager demandeur antragsteller bestuurder conducteur fahrer titulaire houder inhaber holder beneficiary begunstigde bénéficiaire empfänger recipient von",
  ],
  [
    CUE.PARTICLE,
    "van de der den het ter ten te von zu zum zur vom du des la le les di da del della dos das do al el bin ibn ben abu mac mc san vander vanden vande op in t d l o y e dal lo af av",
  ],
  [
    CUE.IS,
    "is was are be est était ist lautet war luidt sind als as nummer number no nr numéro num n id num of the het de le la der die das du voor van for pour für with met avec mit my mijn mon mein our your and has op au unter my",
  ],
  [
    CUE.UNIT,
    "mm cm m km kg g gr gsm ml l dpi lpi px pt pk pkt ex exemplaren exemplaires copies stuks stk pcs pieces pièces stück eur euro euros usd gbp chf pantone cmyk ral hks pms procent percent prozent",
  ],
  // Programs, formats, typefaces and days: capitalised, and nobody.
  [
    CUE.NOT_NAME,
    "iban vat pdf csv json xml html css api url http https sql hmac sha aes rsa jose jwt utf ascii usb gps dtp cmyk rgb pms hks pefc fsc iso din tiff jpeg jpg png eps ai indesign illustrator photoshop acrobat word excel powerpoint outlook google microsoft adobe apple amazon openai github gitlab linux windows perl python java javascript typescript ruby react node helvetica garamond arial times roman verdana georgia calibri futura univers frutiger bodoni caslon baskerville didot rockwell optima gill sans serif bold italic light regular medium black condensed script gothic antiqua grotesk today tomorrow yesterday vandaag morgen demain heute monday tuesday wednesday thursday friday saturday sunday maandag dinsdag woensdag donderdag vrijdag zaterdag zondag lundi mardi mercredi jeudi vendredi samedi dimanche montag dienstag mittwoch donnerstag freitag samstag sonntag christmas easter kerst pasen noël pâques weihnachten ostern",
  ],
  // What is named after these is a typeface, a paper, a colour or a storm.
  [
    CUE.BRANDED,
    "font fonts typeface lettertype lettertypes police polices schrift schriftart schriften foil foils folie foliedruk foliedrucks dorure dorures heißfolie prägefolie range series collection reeks serie lijn gamme ligne collection sortiment papier paper karton carton board colour color kleur couleur farbe finish afwerking finition lak vernis lack varnish pantone matt mat matte gloss glossy glanzend glänzend brillant hurricane tropical orkaan ouragan cyclone",
  ],
  [
    CUE.COMPANY_FORM,
    "bv nv bvba sprl srl sa sas sarl gmbh ag kg ohg ug ltd limited llc inc corp corporation plc vzw asbl cv cvba ev group groep groupe gruppe holding company stiftung verlag bank vastgoed installaties transport logistics logistiek immo immobilier conseil partners consulting solutions technologies services systems stadtwerke club drukkerij imprimerie druckerei boulangerie bakkerij bäckerei restaurant hotel café brasserie brouwerij brewery bouw bouwwerken media agency bureau studio studios advocaten notariaat apotheek garage university universiteit université universität hospital ziekenhuis school",
  ],
];

// Words that name a field, an act of signing in or a code; the detectors that read these look closer.
const FIELD_WORDS =
  "full forename givenname familyname user usr uid login logname acct account owner operator principal sub gebruiker utilisateur benutzer nutzer accepted failed session valid invalid logon auth authentication aanmelding anmeldung connexion inlogpoging logged signed ingelogd aangemeld angemeldet eingeloggt connecté connectée password running sudo x home users documents username userid first firstname f fname given voornaam prénom prenom vorname last lastname l lname sur surname family achternaam familienaam nom nachname familienname zuname pin pincode pins cvc cvv cvv2 cvc2 csc prüfziffer cryptogramme code codes alarmcode deurcode toegangscode türcode zugangscode geheimcode poortcode kluiscode digicode sleutelkluiscode combination combinatie combinaison kombination zahlencode tan otp slagboom schranke tresor safe kluis coffre alarm alarme padlock cadenas keysafe schloss slot hangslot poort log sign logging signing inloggen aanmelden anmelden einloggen connecter";

const CUES = new Map<number, number>();
// A small open-addressed table in front of the map: most words announce nothing, and this says so in one read.
const FILTER = new Uint8Array(1 << 14);
for (const [bit, words] of [...WORDS, [CUE.FIELD, FIELD_WORDS] as const])
  for (const word of words.split(" ")) {
    const hash = hashOf(word);
    CUES.set(hash, (CUES.get(hash) ?? 0) | bit);
    FILTER[hash & 0x3fff] = 1;
  }

/** The cue bits of a token's hash; 0 for almost every word. */
export function cueOf(hash: number): number {
  return FILTER[hash & 0x3fff] === 1 ? (CUES.get(hash) ?? 0) : 0;
}
