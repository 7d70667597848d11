import markdownIt from "markdown-it";
import { Marked } from "marked";
import { VALUES } from "./values.ts";

/**
 * Judges what the gate lets out by what programs that know nothing of it make of it: two Markdown renderers with HTML and GFM's automatic
 * links, a linkifier over the plain text as a chat client has, and an HTML parser's idea of where a tag begins.
 */
const commonMark = markdownIt({ html: true, linkify: true });
commonMark.validateLink = () => true;
commonMark.linkify.set({ fuzzyLink: true, fuzzyEmail: true, fuzzyIP: true });
const gfm = new Marked({ gfm: true });

/** What a user typed is the user's own, by itself; the emphasis and punctuation around it that some linkifiers take along say nothing. */
const OWN = [`mailto:${VALUES.EMAIL}`, VALUES.URL];
const isOwn = (address: string): boolean => {
  const plain = address.replace(/^mailto:[*']+/, "mailto:");
  return OWN.some((own) => plain.startsWith(own) && /^[.,;:!?)"'”’»›«‹“‘*_…]*$/.test(plain.slice(own.length)));
};
/** Some nested quotes throw inside marked 18, which then shows nothing at all. */
function byMarked(text: string): string {
  try {
    return gfm.parse(text, { async: false });
  } catch (error) {
    if (error instanceof TypeError && error.message.includes("markedjs")) return "";
    throw error;
  }
}

const ATTRIBUTE =
  /\s(?:href|src|srcset|action|formaction|poster|data|background|cite|ping|xlink:href)\s*=\s*"([^"]*)"/gi;

function decoded(html: string): string {
  return html
    .replace(/&amp;/g, "&")
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">");
}

function isAllowed(address: string, hosts: readonly string[]): boolean {
  if (isOwn(address)) return true;
  const parsed = URL.parse(address);
  return parsed?.protocol === "https:" && hosts.includes(parsed.host) && parsed.username === "";
}

/** What a reader sees of a rendered text, and what address books of links and code would take along. */
const visible = (html: string): string => decoded(html.replace(/<[^>]*>/g, ""));
const percentDecoded = (text: string): string =>
  text.replace(/(?:%[0-9a-f]{2})+/gi, (bytes) => Buffer.from(bytes.replaceAll("%", ""), "hex").toString());
const count = (text: string, value: string): number => text.split(value).length - 1;

/** Values where no running text is: in code, in a link's text, or nowhere, since a definition or a fence's first line swallowed them. */
function misplaced(output: string, html: string): string[] {
  const found: string[] = [];
  const seen = visible(html);
  for (const value of Object.values(VALUES)) {
    // A row of a table loses its cells beyond the heading.
    if (html !== "" && count(seen, value) < count(output, value) && !html.includes("<table>"))
      found.push(`${value} is swallowed`);
    for (const [code] of html.matchAll(/<code[^>]*>[\s\S]*?<\/code>/g))
      if (code.includes(value)) found.push(`a value in ${code}`);
    for (const [link, address = ""] of html.matchAll(/<a href="([^"]*)"[^>]*>[\s\S]*?<\/a>/g))
      if (!isOwn(decoded(address)) && link.includes(value)) found.push(`a value in ${link}`);
  }
  return found;
}

/** Every complaint about a text that came out of the gate; none is the pass. */
export function complaints(output: string, hosts: readonly string[] = []): string[] {
  const found: string[] = [];
  if (/<[A-Za-z/!?]/.test(output)) found.push("a tag of its own");
  const rendered = [commonMark.render(output), byMarked(output)];
  for (const html of rendered) {
    for (const [tag] of html.matchAll(/<[^>]*>/g)) {
      for (const [, address = ""] of tag.matchAll(ATTRIBUTE)) {
        if (!isAllowed(decoded(address), hosts)) found.push(`active: ${tag}`);
      }
      const bare = percentDecoded(
        decoded(tag.replace(ATTRIBUTE, (all, address) => (isOwn(decoded(address)) ? "" : all))),
      );
      for (const value of Object.values(VALUES)) if (bare.includes(value)) found.push(`a value in ${tag}`);
    }
    found.push(...misplaced(output, html));
  }
  for (const text of [output, decoded(output)])
    for (const { url } of commonMark.linkify.match(text) ?? [])
      if (!isAllowed(url, hosts)) found.push(`linkified: ${url}`);
  return found;
}
