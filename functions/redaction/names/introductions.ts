import { hashOf } from "../chars.ts";

// The words that end in a name in "my name is", "t.n.v.", "au nom de"; a name in small letters is believed after these.
export const INTRODUCES =
  /(?:my name is|name is|i am called|this is|in the name of|on behalf of|signed by|signed|driven by|mijn naam is|naam is|ik heet|op naam van|t\.?n\.?v\.?|namens|staat op naam van|je m'appelle|m'appelle|au nom de|appartient à|signé par|mein name ist|ich heiße|ich heisse|im namen von|auf den namen|undersigned,?|ondergetekende,?|soussigné(?:\(e\)|e)?,?|bestätige ich,|the tenant,?|holder:?|titulaire:?|inhaber:?|attn\.?:?|t\.?a\.?v\.?|z\. ?hd\.?(?: von)?|à l'attention de|assigned to|reported by|c\/o|de la part de|in opdracht van|im auftrag(?: von)?|in vertretung|i\. ?[aov]\.|p\.? ?[op]\.|p\/o|gez\.|b?cc ?:?|cci ?:|getekend(?: voor ontvangst)? ?:?|(?:signed|approved|checked|ordered|collected|received|written) by:?|(?:getekend|goedgekeurd|nagekeken|besteld|afgehaald|ontvangen|geplaatst|opgenomen) door:?|(?:validé|approuvé|signé|relu|retirée?|passée?|reçue?) par ?:?|(?:freigegeben|geprüft|bestellt|abgeholt|erteilt|unterzeichnet) (?:von|durch):?|ask for|vraag naar|spoke (?:to|with)|spoke w\/|author:|owner:|patient:?|patient,? (?:de heer|mevrouw|m\.|mme|herr|frau)) {0,2}["'“«„]?$/i;

/** Hashes of the last words of INTRODUCES. */
export const INTRODUCERS = new Set(
  "is called of signed by heet van v namens appelle de à par ist heiße heisse von namen undersigned ondergetekende soussigné soussignée e ich tenant holder titulaire inhaber attn hd to o auftrag vertretung a p gez cc bcc cci ontvangst getekend door durch for naar with w author owner patient heer mevrouw m mme herr frau"
    .split(" ")
    .map(hashOf),
);

// After these a listed first name is meant, whatever the tagger thinks of a short sentence.
export const ASKS =
  /(?:^|[\s(])(?:contact|prévenir|avertir|verwittig|contacteer|appeler|appelez|joindre|call|ring|text|thanks to|patch from|patch by|fix by|according to|volgens|laut|selon|merci à|dank aan|dank an|ask|tell|vraag|vraag aan|zeg|zeg aan|mail|bel|fragen sie|frag|frage|sagen sie|demandez à|demande à|dites à|chauffeur|fahrer|driver) $/i;

// Titles of address, which are no offices: a particle after these begins a name.
export const ADDRESSES =
  /^(?:mr|mrs|ms|miss|mx|dr|prof|dhr|mevr|mevrouw|meneer|heer|mw|juffrouw|monsieur|madame|mademoiselle|mme|mlle|hr|m|mm|mmes|messieurs|mesdames|messrs|heren|herren|cllrs?|me|docteur|doctor|herr|frau|herrn|fräulein|doktor|jhr|jonkheer|weduwe|wed|ds)$/i;

// After these stands who says so, or a norm, a plan, a list: only a surname or first name that is nothing else is believed.
export const SAYS = /(?:^|[\s(])(?:according to|volgens|laut|lt\.|selon|d['’]après|per|via|namens|zufolge) $/i;
