/**
 * Words of offers, proofs and deliveries that begin a sentence or a line of notes large and are nobody: written for this project.
 * Words that are surnames or first names of many people stay out.
 */
export const TRADE_WORDS: readonly string[] = [
  // English
  "approved chased priced quoted reprint reprints requote makeready overs unders incoterms dap exw fca cip cpt ddp fob cif asn moq eta etd proofs proofed bleed trim artwork dieline dielines cutter creasing gluing laminate laminated lamination perfecting saddle-stitched endpapers headband headbands prepress pallets palletised deliveries shipment shipments consignment remittance backorder fogra gracol swop delta invoiced",
  // Dutch
  "verontschuldigd uitgangspunt oplage oplages levertijd levertermijn leverdatum levering leveringen bestelbon bestelbonnen stansvorm stansvormen stansmes drukproef drukproeven proefdruk rugdikte bijsluiter binnenwerk afwerking stockage palletten pallet vouwdoos vouwdozen etiket etiketten omdoos omdozen rillijn plooilijn snijlijn inkt inkten drukgang drukgangen prijsaanvraag vervoerder laadkade transporteur opmaak voorraad stockbeheer aandachtspunt aandachtspunten goedkeuring afroep",
  // French
  "cheffe façonnage façonnages pelliculage rainage maquette maquettes tirage tirages gardes tranchefile dorure dorures gaufrage gaufrages vernissage livraison livraisons expédition palette palettes calage gâche gâches encartage massicotage reliure brochage imposition teinte teintes bromure fourreau fourreaux étuis coffrets pochette pochettes délai délais tarif tarifs devis règlement enlèvement transporteur",
  // German
  "versand zahlungsziel zahlungsziele lieferzeit lieferzeiten liefertermin liefertermine rampe rampen avis auflage auflagen nutzen zweitnutzen greiferrand farbkontrollstreifen rillung rillungen fälzel falzung stanzung stanzform stanzformen beschnitt anschnitt druckbogen andruck freigabe reinzeichnung umschlag innenteil veredelung kaschierung prägung prägungen lackierung konfektionierung gitterbox gitterboxen spedition speditionen wareneingang warenausgang weiterverarbeitung blindmuster farbmuster klischee klischees makulatur druckvorstufe vorstufe datencheck teilabriss bauvoranfrage ersatztermin spätschicht frühschicht nachtschicht hausschrift kapitälchen innendruck außendruck faltschachtel faltschachteln wellpappe vollpappe graupappe skonto stapler hurenkind schusterjunge strichcode barcode mindermengenzuschlag banderole banderolen einbrennfarbe siebdruck kapitalband vorsatz kaschur werkzeug trennung korrektur korrekturen kuvert kuverts spectrodens triman mindestmenge wickelfalz zickzackfalz kreuzbruch parallelfalz fensterfalz falzart passer geradstand messewand normlicht kuvertierung einlieferung auslieferung mengenstaffel staffelpreise staffelpreis nachdruck nachdrucke auftragsbestätigung lieferschein lieferscheine rückenstärke leimung heftung fadenheftung klebebindung disposition",
  // Carriers and bodies
  "dachser schenker dhl dpd ups tnt gls geodis chronopost colissimo bpost postnl fedex hermes eurotunnel",
];
