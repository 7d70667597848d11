import { CAPITALISED } from "../tokens.ts";
import { LEX } from "./lexicon.ts";
import { BLANK, type Sequence } from "./sequence.ts";

// The hundred commonest Chinese surnames, as pinyin writes them (public census figures); given names are one or two syllables.
const CHINESE_SURNAME =
  /^(?:wang|li|zhang|liu|chen|yang|huang|zhao|wu|zhou|xu|sun|ma|zhu|hu|guo|he|lin|gao|luo|zheng|liang|xie|song|tang|han|feng|deng|cao|peng|zeng|xiao|tian|dong|pan|yuan|cai|jiang|yu|du|ye|cheng|wei|su|lu|ding|ren|yao|shen|zhong|jin|cui|tan|fan|shi|liao|jia|xia|fu|fang|bai|zou|meng|xiong|qin|qiu|hou|yan|xue|lei|long|tao|hao|gu|mao|shao|wan|qian|dai|kong|xiang|ouyang|sima)$/i;
const PINYIN =
  /^(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|ei|ao|ou|an|en|in|un|ia|ie|iu|ua|ue|ui|uo|er|a|o|e|i|u)){1,2}$/i;

/** Surname first, as in `Wang Xiulan`, when nothing speaks for ordinary words. */
export function isChinese({ text, tokens, lex, gaps }: Sequence, i: number): boolean {
  const next = i + 1;
  if (
    gaps[next] !== BLANK ||
    next >= tokens.count ||
    tokens.kinds[i] !== CAPITALISED ||
    tokens.kinds[next] !== CAPITALISED
  )
    return false;
  const given = text.slice(tokens.starts[next], tokens.ends[next]);
  const isOrdinary =
    ((lex[next] ?? 0) & (LEX.COMMON | LEX.FIRST)) === LEX.COMMON || ((lex[next] ?? 0) & LEX.PLACE) !== 0;
  return (
    !isOrdinary &&
    given.length >= 2 &&
    PINYIN.test(given) &&
    CHINESE_SURNAME.test(text.slice(tokens.starts[i], tokens.ends[i]))
  );
}

/** End of a surname whose particle is written large: Van Aert, Van der Poel, Vanden Borre; "Van Gent" at a sentence's start is no name. */
export function flemishSurname(s: Sequence, i: number): number | undefined {
  const { text, tokens, lex, gaps } = s;
  if (tokens.kinds[i] !== CAPITALISED || !/^(?:Van|Vanden|Vander)$/.test(text.slice(tokens.starts[i], tokens.ends[i])))
    return undefined;
  let to = i + 1;
  while (to - i <= 2 && gaps[to] === BLANK && /^(?:den|der|de)$/i.test(text.slice(tokens.starts[to], tokens.ends[to])))
    to++;
  if (gaps[to] !== BLANK || tokens.kinds[to] !== CAPITALISED || to >= tokens.count) return undefined;
  const isStart = gaps[i] !== BLANK;
  const entry = lex[to] ?? 0;
  const isWord = (entry & LEX.PLACE) !== 0 || ((entry & LEX.COMMON) !== 0 && (entry & LEX.LAST) === 0);
  if (to > i + 1) return (entry & LEX.FREQUENT) === 0 || !isStart ? to : undefined;
  return isStart || isWord ? undefined : to;
}
