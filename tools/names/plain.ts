const LETTERS: Readonly<Record<string, string>> = {
  ł: "l",
  ø: "o",
  ß: "ss",
  ı: "i",
  đ: "d",
  æ: "ae",
  œ: "oe",
  þ: "th",
};

/** The name as a keyboard without accents writes it: Yilmaz, Mueller, Muller. */
export function plain(word: string): string[] {
  const fold = (text: string): string =>
    text
      .toLowerCase()
      .normalize("NFD")
      .replace(/\p{M}/gu, "")
      .replace(/[łøßıđæœþ]/g, (letter) => LETTERS[letter] ?? letter);
  const spelled = word.toLowerCase().replace(/[äöü]/g, (letter) => `${fold(letter)}e`);
  return [...new Set([word, fold(word), fold(spelled)])];
}
