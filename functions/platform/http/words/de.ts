/** German, with "Sie". Keys: the English sentences of the sources; `{0}` is what is filled in. */
export const de: Readonly<Record<string, string>> = {
  // Titles
  "Sign in again": "Melden Sie sich erneut an",
  "Not allowed": "Nicht erlaubt",
  "Not found": "Nicht gefunden",
  "Method not allowed": "Methode nicht erlaubt",
  "Conflict with the current state": "Konflikt mit dem aktuellen Zustand",
  "The resource has changed": "Die Ressource wurde inzwischen geändert",
  "Request too large": "Anfrage zu groß",
  "Unsupported media type": "Medientyp nicht unterstützt",
  "Invalid request": "Ungültige Anfrage",
  "Idempotency key used for another request": "Idempotency-Key bereits für eine andere Anfrage verwendet",
  "Consent is missing": "Die Einwilligung fehlt",
  "Too many requests": "Zu viele Anfragen",
  "Internal error": "Interner Fehler",
  "Stored data is damaged or was changed": "Gespeicherte Daten sind beschädigt oder wurden verändert",
  "The model is unavailable": "Das Modell ist nicht verfügbar",
  "Redaction failed, so nothing was sent": "Die Schwärzung ist fehlgeschlagen, daher wurde nichts gesendet",
  "The key service is unavailable": "Der Schlüsseldienst ist nicht verfügbar",
  "Sign-in can't be checked now": "Ihre Anmeldung kann derzeit nicht geprüft werden",
  "Storage is unavailable": "Der Speicher ist nicht verfügbar",
  // The request
  "There is no such route. See GET /v1/openapi.json.": "Diese Route gibt es nicht. Siehe GET /v1/openapi.json.",
  "Use {0} here.": "Verwenden Sie hier {0}.",
  "Use GET here.": "Verwenden Sie hier GET.",
  "Use POST here.": "Verwenden Sie hier POST.",
  "A request's body may hold at most {0} bytes.": "Der Body einer Anfrage darf höchstens {0} Bytes groß sein.",
  "Send the name that you sent the request to.": "Geben Sie den Namen des Servers an, an den Sie die Anfrage richten.",
  "Send the body without a Content-Encoding.": "Senden Sie den Body ohne Content-Encoding.",
  "Send the body as JSON, with Content-Type: {0}.": "Senden Sie den Body als JSON, mit Content-Type: {0}.",
  "The body is not well-formed JSON in UTF-8.": "Der Body ist kein wohlgeformtes JSON in UTF-8.",
  "The body holds what can't be taken in.": "Der Body enthält etwas, das nicht verarbeitet werden kann.",
  "Correct the fields named in errors and send the request again.":
    "Korrigieren Sie die in errors genannten Felder und senden Sie die Anfrage erneut.",
  "Read the resource and send its ETag as If-Match.":
    "Rufen Sie die Ressource ab und senden Sie ihr ETag als If-Match.",
  "This Idempotency-Key was used for another request. Use a new one.":
    "Dieser Idempotency-Key wurde bereits für eine andere Anfrage verwendet. Verwenden Sie einen neuen.",
  "Use a pageToken as it came from the last answer.":
    "Verwenden Sie ein pageToken so, wie es in der letzten Antwort stand.",
  "You work in more than {0} projects: name one.": "Sie arbeiten in mehr als {0} Projekten: Geben Sie eines an.",
  // Who you are, and what you may
  "Send a valid ID token in the Authorization header.": "Senden Sie ein gültiges ID-Token im Authorization-Header.",
  "The ID token has expired. Renew it and send the request again.":
    "Das ID-Token ist abgelaufen. Erneuern Sie es und senden Sie die Anfrage erneut.",
  "This session was ended. Sign in again.": "Diese Sitzung wurde beendet. Melden Sie sich erneut an.",
  "Nothing was done. Try again with the same token.":
    "Es wurde nichts ausgeführt. Versuchen Sie es mit demselben Token erneut.",
  "This account belongs to no organisation. Ask its administrator to add you.":
    "Dieses Konto gehört zu keiner Organisation. Bitten Sie die Administration Ihrer Organisation, Sie hinzuzufügen.",
  "You are not an active member of this organisation. Ask its administrator.":
    "Sie sind kein aktives Mitglied dieser Organisation. Wenden Sie sich an deren Administration.",
  "Your role does not include {0}. Ask an administrator of your organisation.":
    "Ihre Rolle umfasst {0} nicht. Wenden Sie sich an die Administration Ihrer Organisation.",
  "Your role does not include {0}, which this needs.": "Ihre Rolle umfasst {0} nicht, was hierfür nötig ist.",
  "You sent too many requests this minute. Wait as Retry-After says.":
    "Sie haben in dieser Minute zu viele Anfragen gesendet. Warten Sie so lange, wie Retry-After angibt.",
  "You reached the limit that your organisation set. Wait as Retry-After says.":
    "Sie haben das Limit erreicht, das Ihre Organisation festgelegt hat. Warten Sie so lange, wie Retry-After angibt.",
  "There is nothing here that you may see.": "Hier gibt es nichts, das Sie sehen dürfen.",
  "Whether you may still do this could not be seen any more, so it was stopped.":
    "Ob Sie dies noch dürfen, ließ sich nicht mehr feststellen. Daher wurde es abgebrochen.",
  // What is stored
  "Something failed on our side. Quote the request id.":
    "Auf unserer Seite ist ein Fehler aufgetreten. Geben Sie die Nummer der Anfrage an.",
  "Some tenants were not swept. The log names them.":
    "Einige Mandanten wurden nicht bereinigt. Das Protokoll nennt sie.",
  "The key service did not answer. Nothing was written; try again.":
    "Der Schlüsseldienst hat nicht geantwortet. Es wurde nichts gespeichert; versuchen Sie es erneut.",
  "The key of this data no longer exists.": "Der Schlüssel dieser Daten existiert nicht mehr.",
  "Nothing was acknowledged. Try again with the same Idempotency-Key.":
    "Es wurde nichts bestätigt. Versuchen Sie es mit demselben Idempotency-Key erneut.",
  "What is stored here is damaged or was changed past Belfry, and was not opened. Tell your administrator the request id.":
    "Was hier gespeichert ist, ist beschädigt oder wurde an Belfry vorbei verändert und wurde nicht geöffnet. Nennen Sie Ihrer Administration die Nummer der Anfrage.",
  "The trail is busy. Try again with the same Idempotency-Key.":
    "Das Prüfprotokoll ist ausgelastet. Versuchen Sie es mit demselben Idempotency-Key erneut.",
  "This project is archived. Choose an active one.": "Dieses Projekt ist archiviert. Wählen Sie ein aktives.",
  "Your organisation's redaction has just changed. Try again.":
    "Die Schwärzung Ihrer Organisation wurde soeben geändert. Versuchen Sie es erneut.",
  "Somebody changed these rules. Read them again.": "Jemand hat diese Regeln geändert. Rufen Sie sie erneut ab.",
  // Briefs
  "Only a draft can be changed. Withdraw the brief and reopen it, or write a new one.":
    "Nur ein Entwurf kann geändert werden. Ziehen Sie das Briefing zurück und öffnen Sie es wieder, oder schreiben Sie ein neues.",
  "Only a draft can be changed. Reopen the brief, or write a new one.":
    "Nur ein Entwurf kann geändert werden. Öffnen Sie das Briefing wieder, oder schreiben Sie ein neues.",
  "Somebody changed this brief. Read it again and apply your change to it.":
    "Jemand hat dieses Briefing geändert. Rufen Sie es erneut ab und nehmen Sie Ihre Änderung daran vor.",
  "Only a draft can be submitted.": "Nur ein Entwurf kann eingereicht werden.",
  "Only a submitted brief can be withdrawn.": "Nur ein eingereichtes Briefing kann zurückgezogen werden.",
  "Only a withdrawn brief can be reopened.": "Nur ein zurückgezogenes Briefing kann wieder geöffnet werden.",
  "Withdraw the brief before you delete it.": "Ziehen Sie das Briefing zurück, bevor Sie es löschen.",
  // Consent
  "The facts have changed since you read them. Read GET /v1/consent again and accept what it says.":
    "Die Fakten haben sich geändert, seit Sie sie gelesen haben. Rufen Sie GET /v1/consent erneut ab und akzeptieren Sie, was dort steht.",
  "There is no acceptance to withdraw.": "Es gibt keine Zustimmung, die widerrufen werden könnte.",
  "The assistant is off here: {0}.": "Der Assistent ist hier ausgeschaltet: {0}.",
  "an administrator must accept the AI terms": "die Administration muss die KI-Bedingungen akzeptieren",
  "the terms or their facts have changed: an administrator must accept them again":
    "die Bedingungen oder die Fakten dazu haben sich geändert: die Administration muss sie erneut akzeptieren",
  "the organisation withdrew its consent": "die Organisation hat ihre Einwilligung widerrufen",
  "name a project": "geben Sie ein Projekt an",
  "an administrator must switch the assistant on for this project":
    "die Administration muss den Assistenten für dieses Projekt einschalten",
  "switch the assistant on for yourself": "schalten Sie den Assistenten für sich selbst ein",
  "the facts have changed since you switched the assistant on: read them and choose again":
    "die Fakten haben sich geändert, seit Sie den Assistenten eingeschaltet haben: lesen Sie sie und entscheiden Sie erneut",
  "Consent was withdrawn while the answer was on its way. It was stopped.":
    "Die Einwilligung wurde widerrufen, während die Antwort unterwegs war. Sie wurde abgebrochen.",
  // The assistant
  "This proposal was approved already.": "Dieser Vorschlag wurde bereits genehmigt.",
  "This proposal was rejected already.": "Dieser Vorschlag wurde bereits abgelehnt.",
  "This proposal has expired. Ask the assistant to propose again.":
    "Dieser Vorschlag ist abgelaufen. Bitten Sie den Assistenten um einen neuen.",
  "This is not what you were shown. Read the proposal again and decide on that.":
    "Das ist nicht, was Ihnen gezeigt wurde. Rufen Sie den Vorschlag erneut ab und entscheiden Sie darüber.",
  "The assistant's proposal does not fit a brief. Ask it to propose again.":
    "Der Vorschlag des Assistenten passt nicht zu einem Briefing. Bitten Sie ihn um einen neuen.",
  "Too many messages at once. Send this one again.": "Zu viele Nachrichten auf einmal. Senden Sie diese erneut.",
  "What would leave differs from what you previewed. Preview again.":
    "Was gesendet würde, weicht von Ihrer Vorschau ab. Rufen Sie die Vorschau erneut ab.",
  "This conversation is full. Begin a new one.": "Dieses Gespräch ist voll. Beginnen Sie ein neues.",
  "This conversation is being answered. Wait for its answer or begin another.":
    "Dieses Gespräch wird gerade beantwortet. Warten Sie auf die Antwort oder beginnen Sie ein anderes.",
  "The conversation was deleted while it was being answered. Nothing of the answer was kept.":
    "Das Gespräch wurde gelöscht, während es beantwortet wurde. Von der Antwort wurde nichts aufbewahrt.",
  "The answer could not be stored. Ask again.":
    "Die Antwort konnte nicht gespeichert werden. Stellen Sie Ihre Frage erneut.",
  "The text could not be checked for personal data, so nothing was sent. Try again or shorten it.":
    "Der Text konnte nicht auf personenbezogene Daten geprüft werden, daher wurde nichts gesendet. Versuchen Sie es erneut oder kürzen Sie ihn.",
  "This message was never answered. Send it again with a new key.":
    "Diese Nachricht wurde nie beantwortet. Senden Sie sie mit einem neuen Schlüssel erneut.",
  "The model did not answer properly. Your message is stored; send it again.":
    "Das Modell hat nicht ordnungsgemäß geantwortet. Ihre Nachricht ist gespeichert; senden Sie sie erneut.",
  // Fields
  "is not an action; the actions are the operationIds": "ist keine Aktion; die Aktionen sind die operationIds",
  "must hold something that can be seen": "muss etwas Sichtbares enthalten",
  "must be in the years 2000 to 2100": "muss in den Jahren 2000 bis 2100 liegen",
  "must be an ISO 4217 code": "muss ein ISO-4217-Code sein",
  "must change something": "muss etwas ändern",
  "must be an id": "muss eine ID sein",
  "must not be blank": "darf nicht leer sein",
  "must have no control or invisible characters": "darf keine Steuerzeichen oder unsichtbaren Zeichen enthalten",
  "must have a letter or six characters": "muss einen Buchstaben oder sechs Zeichen enthalten",
  "is required for you": "ist für Sie erforderlich",
  "has passed already": "ist bereits vorbei",
  "is no currency of ISO 4217, such as EUR": "ist keine Währung nach ISO 4217, wie etwa EUR",
  "is no country code of ISO 3166-1: two capital letters, such as BE":
    "ist kein Ländercode nach ISO 3166-1: zwei Großbuchstaben, wie etwa BE",
  "add up to more than the quantity": "ergeben zusammen mehr als die Menge",
  "is blank: select words": "ist leer: wählen Sie Wörter aus",
  "is not a part of the text: 0 ≤ start < end ≤ its length, whole characters":
    "ist kein Teil des Textes: 0 ≤ start < end ≤ seine Länge, ganze Zeichen",
  "is not allowed in your organisation": "ist in Ihrer Organisation nicht erlaubt",
  "is not a part that would be replaced: preview again":
    "ist kein Teil, der ersetzt würde: rufen Sie die Vorschau erneut ab",
  "is always replaced": "wird immer ersetzt",
  "is not a host": "ist kein Host",
  "and {0} more faults": "und {0} weitere Fehler",
  "is not a known field": "ist kein bekanntes Feld",
  "is no parameter of this route": "ist kein Parameter dieser Route",
  "is given twice": "ist doppelt angegeben",
  "is required: a unique value for this request, e.g. a UUID":
    "ist erforderlich: ein eindeutiger Wert für diese Anfrage, z. B. eine UUID",
  "must be 1 to 255 visible ASCII characters": "muss aus 1 bis 255 sichtbaren ASCII-Zeichen bestehen",
  "this request takes no body": "diese Anfrage hat keinen Body",
  "is not JSON": "ist kein JSON",
  "holds more than {0} values": "enthält mehr als {0} Werte",
  "is nested deeper than {0} levels": "ist tiefer als {0} Ebenen verschachtelt",
  "holds NUL or a lone surrogate": "enthält NUL oder ein einzelnes Surrogat",
  "has a member whose name holds NUL or a lone surrogate":
    "hat ein Feld, dessen Name NUL oder ein einzelnes Surrogat enthält",
  "is not a page token": "ist kein pageToken",
};
