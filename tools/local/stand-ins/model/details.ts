/** What a user may say beyond what the assistant asks for. Each is quoted from the text as it stands. */
export interface Details {
  materials?: string;
  colours?: string;
  finishing?: string;
}

const PATTERNS: Record<keyof Details, RegExp> = {
  materials:
    /\b(\d{2,4}\s?(?:g\/m²|gsm|gram\w*|gr?)(?:\s+\p{L}+){0,2}|kraft\w*|corrugated|golfkarton|carton ondulé|wellpappe|recycled \p{L}+|gerecycleerd \p{L}+)/giu,
  colours:
    /\b(CMYK|\d\/\d(?![/\d])|pantone\s?\d{2,4}\s?[CUM]?\b|full[- ]colou?r|quadri\p{L}*|vierkleur\w*|vierfarb\w*)/giu,
  finishing:
    /\b((?:soft[- ]touch|matt?|gloss\w*|glans\w*|brillante?|glänzend\w*)?\s?(?:laminat\p{L}+|laminaat|varnish|vernis\w*|lack)|(?:hot )?foil\w*|foliedruk|dorure|emboss\w*|reliëf\w*|gaufrage|prägung)/giu,
};

/** Reads materials, colours and finishing from everything that was said. */
export function detailsIn(texts: readonly string[]): Details {
  const all = texts.join("\n");
  const found = Object.entries(PATTERNS).flatMap(([name, pattern]): [string, string][] => {
    const quotes = [...new Set(Array.from(all.matchAll(pattern), ([quote]) => quote.trim()))];
    return quotes.length === 0 ? [] : [[name, quotes.join(", ")]];
  });
  return Object.fromEntries(found);
}
