/** Dutch as in Belgium, with "u". Keys: the English sentences of the sources; `{0}` is what is filled in. */
export const nl: Readonly<Record<string, string>> = {
  // Titles
  "Sign in again": "Meld u opnieuw aan",
  "Not allowed": "Niet toegestaan",
  "Not found": "Niet gevonden",
  "Method not allowed": "Methode niet toegestaan",
  "Conflict with the current state": "In strijd met de huidige toestand",
  "The resource has changed": "De gegevens zijn intussen gewijzigd",
  "Request too large": "Verzoek te groot",
  "Unsupported media type": "Mediatype niet ondersteund",
  "Invalid request": "Ongeldig verzoek",
  "Idempotency key used for another request": "Idempotency-Key al gebruikt voor een ander verzoek",
  "Consent is missing": "Toestemming ontbreekt",
  "Too many requests": "Te veel verzoeken",
  "Internal error": "Interne fout",
  "Stored data is damaged or was changed": "Opgeslagen gegevens zijn beschadigd of veranderd",
  "The model is unavailable": "Het model is niet beschikbaar",
  "Redaction failed, so nothing was sent": "Het maskeren is mislukt, dus is er niets verstuurd",
  "The key service is unavailable": "De sleuteldienst is niet beschikbaar",
  "Sign-in can't be checked now": "Uw aanmelding kan nu niet worden gecontroleerd",
  "Storage is unavailable": "De opslag is niet beschikbaar",
  // The request
  "There is no such route. See GET /v1/openapi.json.": "Deze route bestaat niet. Zie GET /v1/openapi.json.",
  "Use {0} here.": "Gebruik hier {0}.",
  "Use GET here.": "Gebruik hier GET.",
  "Use POST here.": "Gebruik hier POST.",
  "A request's body may hold at most {0} bytes.": "De body van een verzoek mag hoogstens {0} bytes groot zijn.",
  "Send the name that you sent the request to.": "Stuur de naam mee van de server waaraan u het verzoek richt.",
  "Send the body without a Content-Encoding.": "Stuur de body zonder Content-Encoding.",
  "Send the body as JSON, with Content-Type: {0}.": "Stuur de body als JSON, met Content-Type: {0}.",
  "The body is not well-formed JSON in UTF-8.": "De body is geen welgevormde JSON in UTF-8.",
  "The body holds what can't be taken in.": "De body bevat iets wat niet kan worden verwerkt.",
  "Correct the fields named in errors and send the request again.":
    "Verbeter de velden die in errors staan en stuur het verzoek opnieuw.",
  "Read the resource and send its ETag as If-Match.": "Vraag de gegevens op en stuur hun ETag mee als If-Match.",
  "This Idempotency-Key was used for another request. Use a new one.":
    "Deze Idempotency-Key is al gebruikt voor een ander verzoek. Gebruik een nieuwe.",
  "Use a pageToken as it came from the last answer.":
    "Gebruik een pageToken zoals u die in het laatste antwoord kreeg.",
  "You work in more than {0} projects: name one.": "U werkt in meer dan {0} projecten: noem er één.",
  // Who you are, and what you may
  "Send a valid ID token in the Authorization header.": "Stuur een geldig ID-token in de Authorization-header.",
  "The ID token has expired. Renew it and send the request again.":
    "Het ID-token is verlopen. Vernieuw het en stuur het verzoek opnieuw.",
  "This session was ended. Sign in again.": "Deze sessie is beëindigd. Meld u opnieuw aan.",
  "Nothing was done. Try again with the same token.": "Er is niets gedaan. Probeer het opnieuw met hetzelfde token.",
  "This account belongs to no organisation. Ask its administrator to add you.":
    "Deze account hoort bij geen enkele organisatie. Vraag de beheerder van uw organisatie om u toe te voegen.",
  "You are not an active member of this organisation. Ask its administrator.":
    "U bent geen actief lid van deze organisatie. Neem contact op met de beheerder.",
  "Your role does not include {0}. Ask an administrator of your organisation.":
    "Uw rol omvat {0} niet. Vraag het aan een beheerder van uw organisatie.",
  "Your role does not include {0}, which this needs.": "Uw rol omvat {0} niet, en dat is hiervoor nodig.",
  "You sent too many requests this minute. Wait as Retry-After says.":
    "U hebt deze minuut te veel verzoeken gestuurd. Wacht zo lang als Retry-After aangeeft.",
  "You reached the limit that your organisation set. Wait as Retry-After says.":
    "U hebt de limiet bereikt die uw organisatie heeft ingesteld. Wacht zo lang als Retry-After aangeeft.",
  "There is nothing here that you may see.": "Hier is niets dat u mag zien.",
  "Whether you may still do this could not be seen any more, so it was stopped.":
    "Of u dit nog mag, kon niet meer worden nagegaan. Daarom is het gestopt.",
  // What is stored
  "Something failed on our side. Quote the request id.":
    "Er ging bij ons iets mis. Vermeld het nummer van het verzoek.",
  "Some tenants were not swept. The log names them.": "Sommige tenants zijn niet opgeruimd. Ze staan in het logboek.",
  "The key service did not answer. Nothing was written; try again.":
    "De sleuteldienst heeft niet geantwoord. Er is niets opgeslagen; probeer het opnieuw.",
  "The key of this data no longer exists.": "De sleutel van deze gegevens bestaat niet meer.",
  "Nothing was acknowledged. Try again with the same Idempotency-Key.":
    "Er is niets bevestigd. Probeer het opnieuw met dezelfde Idempotency-Key.",
  "What is stored here is damaged or was changed past Belfry, and was not opened. Tell your administrator the request id.":
    "Wat hier is opgeslagen, is beschadigd of buiten Belfry om veranderd, en is niet geopend. Geef het nummer van het verzoek door aan uw beheerder.",
  "The trail is busy. Try again with the same Idempotency-Key.":
    "Het auditspoor is bezet. Probeer het opnieuw met dezelfde Idempotency-Key.",
  "This project is archived. Choose an active one.": "Dit project is gearchiveerd. Kies een actief project.",
  "Your organisation's redaction has just changed. Try again.":
    "De maskering van uw organisatie is net gewijzigd. Probeer het opnieuw.",
  "Somebody changed these rules. Read them again.": "Iemand heeft deze regels gewijzigd. Vraag ze opnieuw op.",
  // Briefs
  "Only a draft can be changed. Withdraw the brief and reopen it, or write a new one.":
    "Alleen een ontwerp kan worden gewijzigd. Trek de briefing in en heropen ze, of schrijf een nieuwe.",
  "Only a draft can be changed. Reopen the brief, or write a new one.":
    "Alleen een ontwerp kan worden gewijzigd. Heropen de briefing, of schrijf een nieuwe.",
  "Somebody changed this brief. Read it again and apply your change to it.":
    "Iemand heeft deze briefing gewijzigd. Vraag ze opnieuw op en breng uw wijziging daarin aan.",
  "Only a draft can be submitted.": "Alleen een ontwerp kan worden ingediend.",
  "Only a submitted brief can be withdrawn.": "Alleen een ingediende briefing kan worden ingetrokken.",
  "Only a withdrawn brief can be reopened.": "Alleen een ingetrokken briefing kan worden heropend.",
  "Withdraw the brief before you delete it.": "Trek de briefing in voor u ze verwijdert.",
  // Consent
  "The facts have changed since you read them. Read GET /v1/consent again and accept what it says.":
    "De feiten zijn gewijzigd sinds u ze las. Vraag GET /v1/consent opnieuw op en aanvaard wat daar staat.",
  "There is no acceptance to withdraw.": "Er is geen aanvaarding om in te trekken.",
  "The assistant is off here: {0}.": "De assistent staat hier uit: {0}.",
  "an administrator must accept the AI terms": "een beheerder moet de AI-voorwaarden aanvaarden",
  "the terms or their facts have changed: an administrator must accept them again":
    "de voorwaarden of de feiten erbij zijn gewijzigd: een beheerder moet ze opnieuw aanvaarden",
  "the organisation withdrew its consent": "de organisatie heeft haar toestemming ingetrokken",
  "name a project": "noem een project",
  "an administrator must switch the assistant on for this project":
    "een beheerder moet de assistent inschakelen voor dit project",
  "switch the assistant on for yourself": "schakel de assistent in voor uzelf",
  "the facts have changed since you switched the assistant on: read them and choose again":
    "de feiten zijn gewijzigd sinds u de assistent inschakelde: lees ze en kies opnieuw",
  "Consent was withdrawn while the answer was on its way. It was stopped.":
    "De toestemming is ingetrokken terwijl het antwoord onderweg was. Het is gestopt.",
  // The assistant
  "This proposal was approved already.": "Dit voorstel is al goedgekeurd.",
  "This proposal was rejected already.": "Dit voorstel is al afgewezen.",
  "This proposal has expired. Ask the assistant to propose again.":
    "Dit voorstel is verlopen. Vraag de assistent om een nieuw voorstel.",
  "This is not what you were shown. Read the proposal again and decide on that.":
    "Dit is niet wat u te zien kreeg. Vraag het voorstel opnieuw op en beslis daarover.",
  "The assistant's proposal does not fit a brief. Ask it to propose again.":
    "Het voorstel van de assistent past niet in een briefing. Vraag om een nieuw voorstel.",
  "Too many messages at once. Send this one again.": "Te veel berichten tegelijk. Stuur dit bericht opnieuw.",
  "What would leave differs from what you previewed. Preview again.":
    "Wat zou vertrekken, verschilt van het voorbeeld dat u zag. Vraag opnieuw een voorbeeld.",
  "This conversation is full. Begin a new one.": "Dit gesprek is vol. Begin een nieuw gesprek.",
  "This conversation is being answered. Wait for its answer or begin another.":
    "Dit gesprek wordt net beantwoord. Wacht op het antwoord of begin een ander gesprek.",
  "The conversation was deleted while it was being answered. Nothing of the answer was kept.":
    "Het gesprek is verwijderd terwijl het werd beantwoord. Van het antwoord is niets bewaard.",
  "The answer could not be stored. Ask again.": "Het antwoord kon niet worden opgeslagen. Stel uw vraag opnieuw.",
  "The text could not be checked for personal data, so nothing was sent. Try again or shorten it.":
    "De tekst kon niet op persoonsgegevens worden gecontroleerd, dus is er niets verstuurd. Probeer het opnieuw of maak de tekst korter.",
  "This message was never answered. Send it again with a new key.":
    "Dit bericht is nooit beantwoord. Stuur het opnieuw met een nieuwe sleutel.",
  "The model did not answer properly. Your message is stored; send it again.":
    "Het model heeft niet naar behoren geantwoord. Uw bericht is opgeslagen; stuur het opnieuw.",
  // Fields
  "is not an action; the actions are the operationIds": "is geen actie; de acties zijn de operationId's",
  "must hold something that can be seen": "moet iets zichtbaars bevatten",
  "must be in the years 2000 to 2100": "moet in de jaren 2000 tot 2100 liggen",
  "must be an ISO 4217 code": "moet een ISO 4217-code zijn",
  "must change something": "moet iets wijzigen",
  "must be an id": "moet een id zijn",
  "must not be blank": "mag niet leeg zijn",
  "must have no control or invisible characters": "mag geen stuurtekens of onzichtbare tekens bevatten",
  "must have a letter or six characters": "moet een letter of zes tekens bevatten",
  "is required for you": "is voor u verplicht",
  "has passed already": "is al voorbij",
  "is no currency of ISO 4217, such as EUR": "is geen munt volgens ISO 4217, zoals EUR",
  "is no country code of ISO 3166-1: two capital letters, such as BE":
    "is geen landcode volgens ISO 3166-1: twee hoofdletters, zoals BE",
  "add up to more than the quantity": "zijn samen meer dan de hoeveelheid",
  "is blank: select words": "is leeg: selecteer woorden",
  "is not a part of the text: 0 ≤ start < end ≤ its length, whole characters":
    "is geen deel van de tekst: 0 ≤ start < end ≤ de lengte, hele tekens",
  "is not allowed in your organisation": "is in uw organisatie niet toegestaan",
  "is not a part that would be replaced: preview again":
    "is geen deel dat zou worden vervangen: vraag opnieuw een voorbeeld",
  "is always replaced": "wordt altijd vervangen",
  "is not a host": "is geen host",
  "and {0} more faults": "en nog {0} andere fouten",
  "is not a known field": "is geen bekend veld",
  "is no parameter of this route": "is geen parameter van deze route",
  "is given twice": "is twee keer opgegeven",
  "is required: a unique value for this request, e.g. a UUID":
    "is verplicht: een unieke waarde voor dit verzoek, bv. een UUID",
  "must be 1 to 255 visible ASCII characters": "moet uit 1 tot 255 zichtbare ASCII-tekens bestaan",
  "this request takes no body": "dit verzoek mag geen body hebben",
  "is not JSON": "is geen JSON",
  "holds more than {0} values": "bevat meer dan {0} waarden",
  "is nested deeper than {0} levels": "is dieper genest dan {0} niveaus",
  "holds NUL or a lone surrogate": "bevat NUL of een losse surrogaat",
  "has a member whose name holds NUL or a lone surrogate":
    "heeft een veld waarvan de naam NUL of een losse surrogaat bevat",
  "is not a page token": "is geen pageToken",
};
