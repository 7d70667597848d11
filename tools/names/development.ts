import { readFileSync } from "node:fs";
import { join } from "node:path";
import { hashOf } from "../../functions/redaction/chars.ts";
import { createRandom, isHidden, type LabelledText } from "./corpora.ts";
import { LANGUAGES } from "./lists.ts";
import { common } from "./sources.ts";
import { readTemplates } from "./templates.ts";

const ROUNDS = 8;
const SEED = 77;

const isLatin = (name: string): boolean => /^\p{Lu}[\p{Ll}'-]+$/u.test(name) && /^[\p{Script=Latin}'-]+$/u.test(name);

/** Development templates filled with the commonest names of a hundred countries; those one in eight of which `--split` hides, apart; and in small letters. */
export function development(names: string, folder: string): { name: string; texts: LabelledText[] }[] {
  const random = createRandom(SEED);
  const templates = readTemplates(folder);
  const { first, last } = common(names);
  const known = { F: first.filter(isLatin), L: last.filter(isLatin) };
  const hidden = {
    F: known.F.filter((name) => isHidden(hashOf(name))),
    L: known.L.filter((name) => isHidden(hashOf(name))),
  };
  const of = (list: typeof known, slot: string): string => {
    const pick = (part: "F" | "L"): string => list[part][Math.floor(random() * list[part].length)] ?? "Peeters";
    if (slot === "F" || slot === "L") return pick(slot);
    return slot === "P" ? `${pick("F")} ${pick("L")}` : slot === "O" ? "Delta NV" : "info@example.org";
  };
  const fill = (list: typeof known, template: string, lang: string): LabelledText => {
    let text = "";
    const spans: { start: number; end: number; type: string }[] = [];
    for (const part of template.split(/(\{[A-Z]\})/)) {
      const slot = /^\{([A-Z])\}$/.exec(part)?.[1];
      const value = slot === undefined ? part : of(list, slot);
      if (slot === "F" || slot === "L" || slot === "P")
        spans.push({ start: text.length, end: text.length + value.length, type: "PERSON" });
      text += value;
    }
    return { text, spans, lang };
  };
  const small = (one: LabelledText): LabelledText => ({ ...one, text: one.text.toLowerCase() });
  const sets = LANGUAGES.flatMap((lang) => {
    const rounds = (list: typeof known): LabelledText[] =>
      Array.from({ length: ROUNDS }, () => templates[lang].map((template) => fill(list, template, lang))).flat();
    return [
      { name: `development-${lang}`, texts: rounds(known) },
      { name: `development-${lang}, unlisted`, texts: rounds(hidden) },
      { name: `development-${lang}, small`, texts: rounds(known).map(small) },
    ];
  });
  const nobody = (name: string): LabelledText[] =>
    readFileSync(join(folder, `${name}.txt`), "utf8")
      .trimEnd()
      .split("\n")
      .map((text) => ({ text, spans: [], lang: "en" }));
  const apart = ["traps", "talk"].map((name) => ({ name: `development-${name}`, texts: nobody(name) }));
  return [...sets, ...apart];
}
