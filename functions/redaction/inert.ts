import { listedHost } from "./link-hosts.ts";

/** What comes out for the next units of a text; `undefined` means that the next units decide. */
export type Step = { readonly take: number; readonly text: string; readonly isListed?: true } | undefined;

/** Where in a text we are: what is there, what came before, and whether more may come. */
export interface Place {
  readonly text: string;
  readonly at: number;
  readonly atEnd: boolean;
  /** The last units that went by, folded to ASCII where they are drawn or read like it. */
  readonly before: string;
  /** The last unit that came out. */
  readonly lastOut: string;
  /** Inside the path of an address on the list, which stays as it is. */
  readonly inListed: boolean;
  readonly linkHosts: readonly string[];
}

/** How many units back a rule looks. */
export const BEFORE_MAX = 24;

/** Schemes that programs act on without slashes. With slashes, every scheme counts. */
const SCHEMES = new Set(
  (
    "http https ftp ftps sftp file mailto tel sms smsto mms fax callto javascript vbscript livescript data blob about cid mid urn " +
    "xmpp sip sips irc ircs news nntp magnet geo maps skype slack msteams whatsapp viber tg signal facetime zoommtg ws wss " +
    "intent market itms steam obsidian vscode ssh git svn ldap ldaps gopher telnet jar view bitcoin ethereum"
  ).split(" "),
);

/** Ends of file names (and one abbreviation) that are no top-level domain; `.ai`, `.zip`, `.ps` and `.mov` are. */
const NO_DOMAIN = new Set(
  (
    "pdf doc docx xls xlsx ppt pptx odt ods odp jpg jpeg png gif svg tif tiff eps psd psb indd idml cdr bmp webp heic csv tsv txt rtf " +
    "xml json yaml yml html htm css js ts tsx jsx mjs sql log ini cfg toml exe otf ttf woff wav mp3 mp4 avi ex"
  ).split(" "),
);
const LABEL_LOOK = 8;
const ENTITY_CHARS_MAX = 32;

const SAME: ReadonlyMap<string, string> = new Map(
  Object.entries({ ":": "∶꞉ː︰﹕", "/": "⁄∕⧸", ".": "。｡․﹒", "@": "﹫", "\\": "﹨∖⧵" }).flatMap(([plain, others]) =>
    [...others].map((other) => [other, plain] as const),
  ),
);

/** A letter or digit of ASCII: most of any text, and never the beginning of anything. */
export function isPlain(unit: string): boolean {
  return (unit >= "a" && unit <= "z") || (unit >= "A" && unit <= "Z") || (unit >= "0" && unit <= "9");
}

/** What a text is drawn or read as by some program, in ASCII where it differs; unit by unit. */
export function folded(text: string): string {
  return (text.length === 1 && isPlain(text)) || /^\p{ASCII}*$/u.test(text)
    ? text
    : text.replace(/\P{ASCII}/gu, foldedUnit);
}

function foldedUnit(unit: string): string {
  const c = unit.charCodeAt(0);
  return c >= 0xff01 && c <= 0xff5e ? String.fromCharCode(c - 0xfee0) : (SAME.get(unit) ?? unit);
}

const isSpace = (unit: string): boolean => unit === "" || /\s/.test(unit);
const isSlash = (unit: string): boolean => unit === "/" || unit === "\\";
const as = (text: string, take = 1): Step => ({ take, text });

/**
 * The next step of a text whose addresses, images, definitions, tags and entities no program takes for such, but for `https` addresses of
 * hosts on the list. It adds brackets and blanks and removes nothing: `https[://]evil[.]example/x`, `[text] (…)`, `< img …>`, `& #58;`.
 * Context is not asked: what is inert in every context needs no understanding of any.
 */
export function inertStep(place: Place): Step {
  const unit = place.text.charAt(place.at);
  switch (folded(unit)) {
    case ":":
      return colon(place, unit);
    case "/":
    case "\\":
      return slashes(place, unit);
    case ".":
      return dot(place, unit);
    case "@":
      return as(/[^\s("'«“„]$/.test(place.before) ? `[${unit}]` : unit);
    case "<":
      return lacks(place, 1) ? undefined : as(/[A-Za-z/!?@#%$\\]/.test(place.text.charAt(place.at + 1)) ? "< " : "<");
    case "&":
      return ampersand(place);
    case "(":
      return place.lastOut === "]" ? afterBracket(place, unit) : as(unit);
    default:
      return as(unit);
  }
}

/** Whether the unit `ahead` of here decides and is not there yet. */
const lacks = ({ text, at, atEnd }: Place, ahead: number): boolean => !atEnd && at + ahead >= text.length;

const next = ({ text, at }: Place, ahead: number): string => folded(text.charAt(at + ahead));

function colon(place: Place, unit: string): Step {
  if (lacks(place, 1)) return undefined;
  const scheme = /(?:^|[^a-z0-9])([a-z0-9]+)\\*$/i.exec(place.before)?.[1]?.toLowerCase() ?? "";
  if (isSlash(next(place, 1))) return beforeSlash(place);
  if (SCHEMES.has(scheme) && !isSpace(place.text.charAt(place.at + 1))) return as(`[${unit}]`);
  // `]:` would be a definition that other text refers to.
  return as(place.lastOut === "]" ? ` ${unit}` : unit);
}

function beforeSlash(place: Place): Step {
  const { text, at, atEnd, linkHosts } = place;
  // Where every linkifier sees it begin, so that none finds another address further in.
  if (/(?:^|[\s(])https$/i.test(place.before)) {
    const listed = listedHost(linkHosts, text, at, atEnd);
    if (listed === undefined) return undefined;
    if (listed !== false) {
      // A slash ends the host for every program, whatever the model wrote next.
      const after = text.charAt(listed.end);
      const take = listed.end - at + (after === "/" ? 1 : 0);
      const slash = after === "/" || /[^?#\s]/.test(after) ? "/" : "";
      return { take, text: text.slice(at, listed.end) + slash, isListed: true };
    }
  }
  if (lacks(place, 2)) return undefined;
  const take = isSlash(next(place, 2)) ? 3 : 2;
  return as(`[${text.slice(at, at + take)}]`, take);
}

/** `//host` and `\\host` are addresses without a scheme. */
function slashes(place: Place, unit: string): Step {
  if (lacks(place, 1)) return undefined;
  if (!isSlash(next(place, 1))) return as(unit);
  if (lacks(place, 2)) return undefined;
  if (isSpace(place.text.charAt(place.at + 2))) return as(unit);
  return as(`[${place.text.slice(place.at, place.at + 2)}]`, 2);
}

/** A dot inside what may be a domain, or the last of a numeric address. */
function dot(place: Place, unit: string): Step {
  const { text, at, atEnd, before } = place;
  if (place.inListed || !/(?:[_\\-]|[^\p{P}\p{Z}\p{Cc}])$/u.test(before)) return as(unit);
  const ahead = text.slice(at + 1, at + 1 + LABEL_LOOK);
  const label = /^[\p{L}\p{N}\p{M}-]*/u.exec(ahead)?.[0] ?? "";
  // The label may go on, or half of a character is there.
  const isOpen = /^[\ud800-\udbff]?$/.test(ahead.slice(label.length));
  if (isOpen && ahead.length < LABEL_LOOK && !atEnd) return undefined;
  return as(isDomainDot(before, label, ahead.charAt(0)) ? `[${unit}]` : unit);
}

function isDomainDot(before: string, label: string, first: string): boolean {
  if (/(?:^|[^a-z0-9])www\\*$/i.test(before)) return !isSpace(first);
  if (/^\d/.test(label)) return /(?:^|\D)\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(before);
  return /^\p{L}[\p{L}\p{N}\p{M}-]/u.test(label) && !NO_DOMAIN.has(label.toLowerCase());
}

/** Entities, which stand for a unit that the rules would then not see. */
function ampersand(place: Place): Step {
  const { text, at, atEnd } = place;
  const ahead = text.slice(at + 1, at + 2 + ENTITY_CHARS_MAX);
  if (ahead.startsWith("#")) return as("& ");
  const name = /^[A-Za-z0-9]*/.exec(ahead)?.[0] ?? "";
  if (name.length === ahead.length && name.length <= ENTITY_CHARS_MAX && !atEnd) return undefined;
  return as(name.length > 1 && ahead.charAt(name.length) === ";" ? "& " : "&");
}

/** `](` would be a link or an image, unless its address is on the list. */
function afterBracket(place: Place, unit: string): Step {
  const start = "https";
  const { text, at, atEnd, linkHosts } = place;
  const there = text.slice(at + 1, at + 1 + start.length).toLowerCase();
  if (linkHosts.length === 0 || !start.startsWith(there)) return as(` ${unit}`);
  const isShort = there.length < start.length;
  const listed = isShort ? (atEnd ? false : undefined) : listedHost(linkHosts, text, at + 1 + start.length, atEnd);
  if (listed === undefined) return undefined;
  return as(listed === false ? ` ${unit}` : unit);
}
