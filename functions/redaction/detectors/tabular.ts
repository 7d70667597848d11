import { eachTable } from "../tables.ts";
import type { Detector, EntityType } from "../types.ts";

// What a column's name promises of its cells, in four languages. A cell still has to look the part.
const COLUMNS: readonly (readonly [RegExp, EntityType, RegExp])[] = [
  [
    /^(?:dob|birth ?-?_?date|date ?_?of ?_?birth|geboortedatum|geb(?:urts)?\.?datum|geboren|date ?de ?naissance|naissance|née? le|birthday)$/i,
    "DATE_OF_BIRTH",
    /\d/,
  ],
  [
    /^(?:(?:full|first|last|sur|given|family|contact|customer|client|employee)?[ _]?name|naam|voornaam|achternaam|familienaam|nom|prénom|prenom|nom complet|vorname|nachname|familienname|contact(?:persoon)?|kontakt|ansprechpartner|klant|kunde|collega|medewerker|employee|mitarbeiter(?:in)?)$/i,
    "PERSON",
    /^[\p{L}][\p{L}.'’ ,-]{1,60}$/u,
  ],
  [/^(?:phone|tel(?:ephone|efoon|efon|éphone)?\.?|gsm|mobile?|mobiel|handy|portable|fax)$/i, "PHONE", /\d{2}/],
  [/^(?:address|adres|adresse|anschrift|street|straat|rue|straße|strasse)$/i, "ADDRESS", /\p{L}/u],
  [
    /^(?:user ?_?name|login|gebruikersnaam|gebruiker|identifiant|utilisateur|benutzername|benutzer)$/i,
    "USERNAME",
    /^\S{3,}$/,
  ],
  [/^(?:password|pass|pwd|wachtwoord|mot de passe|passwort|kennwort)$/i, "PASSWORD", /^\S{4,}$/],
  [
    /^(?:ssn|bsn|rijksregister(?:nummer)?|niss|insz|national ?_?(?:id|number)|numéro national|steuer-?id|nir)$/i,
    "NATIONAL_ID",
    /\d{4}/,
  ],
  [/^(?:passport(?: ?_?(?:no|number))?|paspoort(?:nummer)?|passeport|reisepass)$/i, "PASSPORT", /\d{2}/],
  [/^(?:plate|licen[cs]e ?_?plate|nummerplaat|kenteken|plaque|immatriculation|kennzeichen)$/i, "LICENSE_PLATE", /\d/],
];

/** Cells of pasted tables whose column says what they hold, where the cell alone would not give itself away. */
export const tabular: Detector = {
  name: "tabular",
  find({ text, budget }, emit) {
    eachTable(text, (columns, rows) => {
      budget.spend(64);
      const kinds = columns.map((name) => COLUMNS.find(([label]) => label.test(name)));
      if (kinds.every((kind) => kind === undefined)) return;
      for (const row of rows)
        for (const [i, cell] of row.entries()) {
          budget.spend(8);
          const kind = kinds[i];
          if (kind?.[2].test(cell.value) === true) emit(cell.start, cell.start + cell.value.length, kind[1], 0.8);
        }
    });
  },
};
