/** French, with "vous". Keys: the English sentences of the sources; `{0}` is what is filled in. */
export const fr: Readonly<Record<string, string>> = {
  // Titles
  "Sign in again": "Reconnectez-vous",
  "Not allowed": "Non autorisé",
  "Not found": "Introuvable",
  "Method not allowed": "Méthode non autorisée",
  "Conflict with the current state": "Conflit avec l'état actuel",
  "The resource has changed": "La ressource a changé entre-temps",
  "Request too large": "Requête trop volumineuse",
  "Unsupported media type": "Type de média non pris en charge",
  "Invalid request": "Requête non valide",
  "Idempotency key used for another request": "Clé d'idempotence déjà utilisée pour une autre requête",
  "Consent is missing": "Le consentement manque",
  "Too many requests": "Trop de requêtes",
  "Internal error": "Erreur interne",
  "Stored data is damaged or was changed": "Des données enregistrées sont endommagées ou ont été modifiées",
  "The model is unavailable": "Le modèle est indisponible",
  "Redaction failed, so nothing was sent": "Le masquage a échoué, donc rien n'a été envoyé",
  "The key service is unavailable": "Le service de clés est indisponible",
  "Sign-in can't be checked now": "Votre connexion ne peut pas être vérifiée pour le moment",
  "Storage is unavailable": "Le stockage est indisponible",
  // The request
  "There is no such route. See GET /v1/openapi.json.": "Cette route n'existe pas. Consultez GET /v1/openapi.json.",
  "Use {0} here.": "Utilisez ici {0}.",
  "Use GET here.": "Utilisez ici GET.",
  "Use POST here.": "Utilisez ici POST.",
  "A request's body may hold at most {0} bytes.": "Le corps d'une requête ne peut pas dépasser {0} octets.",
  "Send the name that you sent the request to.": "Indiquez le nom du serveur auquel vous adressez la requête.",
  "Send the body without a Content-Encoding.": "Envoyez le corps sans Content-Encoding.",
  "Send the body as JSON, with Content-Type: {0}.": "Envoyez le corps en JSON, avec Content-Type: {0}.",
  "The body is not well-formed JSON in UTF-8.": "Le corps n'est pas du JSON bien formé en UTF-8.",
  "The body holds what can't be taken in.": "Le corps contient quelque chose qui ne peut pas être traité.",
  "Correct the fields named in errors and send the request again.":
    "Corrigez les champs cités dans errors et renvoyez la requête.",
  "Read the resource and send its ETag as If-Match.": "Lisez la ressource et envoyez son ETag dans If-Match.",
  "This Idempotency-Key was used for another request. Use a new one.":
    "Cette Idempotency-Key a déjà servi à une autre requête. Utilisez-en une nouvelle.",
  "Use a pageToken as it came from the last answer.": "Utilisez un pageToken tel que la dernière réponse l'a donné.",
  "You work in more than {0} projects: name one.": "Vous travaillez dans plus de {0} projets : indiquez-en un.",
  // Who you are, and what you may
  "Send a valid ID token in the Authorization header.":
    "Envoyez un jeton d'identité valide dans l'en-tête Authorization.",
  "The ID token has expired. Renew it and send the request again.":
    "Le jeton d'identité a expiré. Renouvelez-le et renvoyez la requête.",
  "This session was ended. Sign in again.": "Cette session a pris fin. Reconnectez-vous.",
  "Nothing was done. Try again with the same token.": "Rien n'a été fait. Réessayez avec le même jeton.",
  "This account belongs to no organisation. Ask its administrator to add you.":
    "Ce compte n'appartient à aucune organisation. Demandez à l'administrateur de la vôtre de vous ajouter.",
  "You are not an active member of this organisation. Ask its administrator.":
    "Vous n'êtes pas un membre actif de cette organisation. Adressez-vous à son administrateur.",
  "Your role does not include {0}. Ask an administrator of your organisation.":
    "Votre rôle ne comprend pas {0}. Adressez-vous à un administrateur de votre organisation.",
  "Your role does not include {0}, which this needs.":
    "Votre rôle ne comprend pas {0}, qui est nécessaire pour cette action.",
  "You sent too many requests this minute. Wait as Retry-After says.":
    "Vous avez envoyé trop de requêtes cette minute. Attendez aussi longtemps que l'indique Retry-After.",
  "You reached the limit that your organisation set. Wait as Retry-After says.":
    "Vous avez atteint la limite fixée par votre organisation. Attendez aussi longtemps que l'indique Retry-After.",
  "There is nothing here that you may see.": "Il n'y a rien ici que vous puissiez voir.",
  "Whether you may still do this could not be seen any more, so it was stopped.":
    "Il n'était plus possible de vérifier si vous y avez encore droit. L'opération a donc été arrêtée.",
  // What is stored
  "Something failed on our side. Quote the request id.":
    "Un problème est survenu de notre côté. Mentionnez l'identifiant de la requête.",
  "Some tenants were not swept. The log names them.":
    "Certains locataires n'ont pas été nettoyés. Le journal les cite.",
  "The key service did not answer. Nothing was written; try again.":
    "Le service de clés n'a pas répondu. Rien n'a été enregistré ; réessayez.",
  "The key of this data no longer exists.": "La clé de ces données n'existe plus.",
  "Nothing was acknowledged. Try again with the same Idempotency-Key.":
    "Rien n'a été confirmé. Réessayez avec la même Idempotency-Key.",
  "What is stored here is damaged or was changed past Belfry, and was not opened. Tell your administrator the request id.":
    "Ce qui est enregistré ici est endommagé ou a été modifié sans passer par Belfry, et n'a pas été ouvert. Communiquez l'identifiant de la requête à votre administrateur.",
  "The trail is busy. Try again with the same Idempotency-Key.":
    "Le journal d'audit est occupé. Réessayez avec la même Idempotency-Key.",
  "This project is archived. Choose an active one.": "Ce projet est archivé. Choisissez-en un qui est actif.",
  "Your organisation's redaction has just changed. Try again.":
    "Le masquage de votre organisation vient de changer. Réessayez.",
  "Somebody changed these rules. Read them again.": "Quelqu'un a modifié ces règles. Relisez-les.",
  // Briefs
  "Only a draft can be changed. Withdraw the brief and reopen it, or write a new one.":
    "Seul un brouillon peut être modifié. Retirez le brief et rouvrez-le, ou écrivez-en un nouveau.",
  "Only a draft can be changed. Reopen the brief, or write a new one.":
    "Seul un brouillon peut être modifié. Rouvrez le brief, ou écrivez-en un nouveau.",
  "Somebody changed this brief. Read it again and apply your change to it.":
    "Quelqu'un a modifié ce brief. Relisez-le et appliquez-y votre modification.",
  "Only a draft can be submitted.": "Seul un brouillon peut être soumis.",
  "Only a submitted brief can be withdrawn.": "Seul un brief soumis peut être retiré.",
  "Only a withdrawn brief can be reopened.": "Seul un brief retiré peut être rouvert.",
  "Withdraw the brief before you delete it.": "Retirez le brief avant de le supprimer.",
  // Consent
  "The facts have changed since you read them. Read GET /v1/consent again and accept what it says.":
    "Les faits ont changé depuis que vous les avez lus. Relisez GET /v1/consent et acceptez ce qui y figure.",
  "There is no acceptance to withdraw.": "Il n'y a aucune acceptation à retirer.",
  "The assistant is off here: {0}.": "L'assistant est désactivé ici : {0}.",
  "an administrator must accept the AI terms": "un administrateur doit accepter les conditions de l'IA",
  "the terms or their facts have changed: an administrator must accept them again":
    "les conditions ou les faits qui s'y rapportent ont changé : un administrateur doit les accepter à nouveau",
  "the organisation withdrew its consent": "l'organisation a retiré son consentement",
  "name a project": "indiquez un projet",
  "an administrator must switch the assistant on for this project":
    "un administrateur doit activer l'assistant pour ce projet",
  "switch the assistant on for yourself": "activez l'assistant pour vous-même",
  "the facts have changed since you switched the assistant on: read them and choose again":
    "les faits ont changé depuis que vous avez activé l'assistant : lisez-les et choisissez à nouveau",
  "Consent was withdrawn while the answer was on its way. It was stopped.":
    "Le consentement a été retiré alors que la réponse était en route. Elle a été arrêtée.",
  // The assistant
  "This proposal was approved already.": "Cette proposition a déjà été approuvée.",
  "This proposal was rejected already.": "Cette proposition a déjà été rejetée.",
  "This proposal has expired. Ask the assistant to propose again.":
    "Cette proposition a expiré. Demandez-en une nouvelle à l'assistant.",
  "This is not what you were shown. Read the proposal again and decide on that.":
    "Ce n'est pas ce qui vous a été montré. Relisez la proposition et décidez sur cette base.",
  "The assistant's proposal does not fit a brief. Ask it to propose again.":
    "La proposition de l'assistant ne convient pas à un brief. Demandez-lui-en une nouvelle.",
  "Too many messages at once. Send this one again.": "Trop de messages à la fois. Renvoyez celui-ci.",
  "What would leave differs from what you previewed. Preview again.":
    "Ce qui partirait diffère de l'aperçu que vous avez vu. Demandez un nouvel aperçu.",
  "This conversation is full. Begin a new one.": "Cette conversation est pleine. Commencez-en une nouvelle.",
  "This conversation is being answered. Wait for its answer or begin another.":
    "Une réponse est en cours dans cette conversation. Attendez-la ou commencez une autre conversation.",
  "The conversation was deleted while it was being answered. Nothing of the answer was kept.":
    "La conversation a été supprimée pendant la réponse. Rien de la réponse n'a été conservé.",
  "The answer could not be stored. Ask again.":
    "La réponse n'a pas pu être enregistrée. Posez à nouveau votre question.",
  "The text could not be checked for personal data, so nothing was sent. Try again or shorten it.":
    "La présence de données personnelles dans le texte n'a pas pu être vérifiée, donc rien n'a été envoyé. Réessayez ou raccourcissez-le.",
  "This message was never answered. Send it again with a new key.":
    "Ce message n'a jamais reçu de réponse. Renvoyez-le avec une nouvelle clé.",
  "The model did not answer properly. Your message is stored; send it again.":
    "Le modèle n'a pas répondu correctement. Votre message est enregistré ; renvoyez-le.",
  // Fields
  "is not an action; the actions are the operationIds": "n'est pas une action ; les actions sont les operationId",
  "must hold something that can be seen": "doit contenir quelque chose de visible",
  "must be in the years 2000 to 2100": "doit se situer entre les années 2000 et 2100",
  "must be an ISO 4217 code": "doit être un code ISO 4217",
  "must change something": "doit modifier quelque chose",
  "must be an id": "doit être un identifiant",
  "must not be blank": "ne peut pas être vide",
  "must have no control or invisible characters": "ne peut contenir ni caractères de contrôle ni caractères invisibles",
  "must have a letter or six characters": "doit contenir une lettre ou six caractères",
  "is required for you": "est obligatoire pour vous",
  "has passed already": "est déjà passé",
  "is no currency of ISO 4217, such as EUR": "n'est pas une devise selon ISO 4217, comme EUR",
  "is no country code of ISO 3166-1: two capital letters, such as BE":
    "n'est pas un code de pays selon ISO 3166-1 : deux majuscules, comme BE",
  "add up to more than the quantity": "dépassent ensemble la quantité",
  "is blank: select words": "est vide : sélectionnez des mots",
  "is not a part of the text: 0 ≤ start < end ≤ its length, whole characters":
    "n'est pas une partie du texte : 0 ≤ start < end ≤ sa longueur, caractères entiers",
  "is not allowed in your organisation": "n'est pas autorisé dans votre organisation",
  "is not a part that would be replaced: preview again":
    "n'est pas une partie qui serait remplacée : demandez un nouvel aperçu",
  "is always replaced": "est toujours remplacé",
  "is not a host": "n'est pas un hôte",
  "and {0} more faults": "et {0} autres erreurs",
  "is not a known field": "n'est pas un champ connu",
  "is no parameter of this route": "n'est pas un paramètre de cette route",
  "is given twice": "est indiqué deux fois",
  "is required: a unique value for this request, e.g. a UUID":
    "est obligatoire : une valeur unique pour cette requête, par exemple un UUID",
  "must be 1 to 255 visible ASCII characters": "doit compter de 1 à 255 caractères ASCII visibles",
  "this request takes no body": "cette requête n'accepte pas de corps",
  "is not JSON": "n'est pas du JSON",
  "holds more than {0} values": "contient plus de {0} valeurs",
  "is nested deeper than {0} levels": "est imbriqué sur plus de {0} niveaux",
  "holds NUL or a lone surrogate": "contient NUL ou un demi-codet isolé",
  "has a member whose name holds NUL or a lone surrogate":
    "a un membre dont le nom contient NUL ou un demi-codet isolé",
  "is not a page token": "n'est pas un pageToken",
};
