import { matchAt } from "../near.ts";

/** A stretch that stands for something plainer: how long it is, and what it stands for. */
export interface Plain {
  readonly length: number;
  readonly text: string;
}

const NAMED: Readonly<Record<string, string>> = {
  amp: "&",
  commat: "@",
  period: ".",
  nbsp: " ",
  shy: "",
  zwnj: "",
  zwj: "",
  lowbar: "_",
  hyphen: "-",
  dash: "-",
  ndash: "-",
  plus: "+",
  num: "#",
  sol: "/",
  lpar: "(",
  rpar: ")",
  colon: ":",
  comma: ",",
  ensp: " ",
  emsp: " ",
  thinsp: " ",
  equals: "=",
  apos: "'",
  quot: '"',
  eacute: "é",
  egrave: "è",
  agrave: "à",
  ccedil: "ç",
  auml: "ä",
  ouml: "ö",
  uuml: "ü",
  szlig: "ß",
};
const ENTITY = /&(?:#(\d{2,6})|#[xX]([0-9A-Fa-f]{2,5})|([a-z]{2,6}));?/y;
const ESCAPE = /\\(?:u(?:([0-9A-Fa-f]{4})|\{([0-9A-Fa-f]{1,6})\})|x([0-9A-Fa-f]{2})|([nrt])|([.@_*+-]))/y;
const PERCENT = /%([2-7][0-9A-Fa-f])/y;
// Quoted-printable (RFC 2045 §6.7): two capitals of hexadecimal, or a line broken softly.
const QUOTED_PRINTABLE = /=(?:([2-7][0-9A-F])|\r?\n)/y;

const character = (code: number): string | undefined =>
  code >= 32 && code < 0x30000 ? String.fromCodePoint(code) : undefined;
const plain = (length: number, text: string | undefined): Plain | undefined =>
  text === undefined ? undefined : { length, text };

/** What an entity, a backslash escape, a percent code or a quoted-printable code at `at` stands for. */
export function escapeAt(text: string, at: number): Plain | undefined {
  switch (text.charCodeAt(at)) {
    case 38: // &
      return entity(text, at);
    case 92: // backslash
      return backslash(text, at);
    case 37: // %
      return hexadecimal(PERCENT, text, at);
    case 61: // =
      return hexadecimal(QUOTED_PRINTABLE, text, at);
    default:
      return undefined;
  }
}

function entity(text: string, at: number): Plain | undefined {
  ENTITY.lastIndex = at;
  const m = ENTITY.exec(text);
  if (m === null) return undefined;
  if (m[3] !== undefined)
    return m[0].endsWith(";") && Object.hasOwn(NAMED, m[3]) ? plain(m[0].length, NAMED[m[3]]) : undefined;
  return plain(m[0].length, character(m[1] === undefined ? Number.parseInt(m[2] ?? "0", 16) : Number(m[1])));
}

function backslash(text: string, at: number): Plain | undefined {
  ESCAPE.lastIndex = at;
  const m = ESCAPE.exec(text);
  if (m === null) return undefined;
  const [shape, unit, point, byte, blank, sign] = m;
  if (blank !== undefined) return plain(2, " ");
  return plain(shape.length, sign ?? character(Number.parseInt(unit ?? point ?? byte ?? "0", 16)));
}

function hexadecimal(form: RegExp, text: string, at: number): Plain | undefined {
  form.lastIndex = at;
  const m = form.exec(text);
  if (m === null) return undefined;
  return plain(m[0].length, m[1] === undefined ? "" : character(Number.parseInt(m[1], 16)));
}

const INLINE =
  /<\/?(?:wbr|b|i|em|strong|span|u|s|font|a|code|mark|sup|sub|small|tt|kbd|nobr|bdi|bdo)\b[^<>\n]{0,120}>|<!--[^<>\n]{0,80}-->/iy;
const EMPHASIS = /(?:\*{1,3}|~~|_{1,2}|`{1,2})/y;

/** Length of a tag or an emphasis mark at `at` that shows nothing by itself; 0 when there is none. */
export function markupAt(text: string, at: number): number {
  return (matchAt(text.charCodeAt(at) === 60 ? INLINE : EMPHASIS, text, at) ?? "").length;
}
