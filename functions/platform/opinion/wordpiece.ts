/** A piece of a word: its number in the vocabulary, and the word's place in the text, in UTF-16 units. */
export interface Piece {
  readonly id: number;
  readonly start: number;
  readonly end: number;
}

export interface Vocabulary {
  readonly ids: ReadonlyMap<string, number>;
  readonly unknown: number;
  /** What a window begins and ends with. */
  readonly begin: number;
  readonly end: number;
}

/** Longer words than this are one unknown piece: the search below is quadratic in a word. */
const WORD_MAX = 100;
/** An ideograph, a word, or any other sign by itself: as the models were trained. */
const WORD =
  /[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|(?:(?![\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])[\p{L}\p{M}\p{N}])+|[^\s\p{L}\p{M}\p{N}]/gu;

/** @throws Error when the list lacks what every such vocabulary has */
export function vocabularyOf(pieces: readonly string[]): Vocabulary {
  const ids = new Map(pieces.map((piece, id) => [piece, id]));
  const [unknown, begin, end] = ["[UNK]", "[CLS]", "[SEP]"].map((name) => ids.get(name));
  if (unknown === undefined || begin === undefined || end === undefined)
    throw new Error("the vocabulary lacks [UNK], [CLS] or [SEP]");
  return { ids, unknown, begin, end };
}

/** WordPiece, cased: each word by its longest known beginnings. Every piece carries its whole word's place. */
export function pieces(text: string, vocabulary: Vocabulary): Piece[] {
  const all: Piece[] = [];
  for (const { 0: word, index: start } of text.matchAll(WORD))
    for (const id of split(word.normalize("NFC"), vocabulary)) all.push({ id, start, end: start + word.length });
  return all;
}

function split(word: string, { ids, unknown }: Vocabulary): number[] {
  if (word.length > WORD_MAX) return [unknown];
  const found: number[] = [];
  for (let from = 0; from < word.length; ) {
    let to = word.length;
    const piece = () => `${from === 0 ? "" : "##"}${word.slice(from, to)}`;
    while (to > from && !ids.has(piece())) to -= 1;
    if (to === from) return [unknown];
    found.push(ids.get(piece()) ?? unknown);
    from = to;
  }
  return found;
}
