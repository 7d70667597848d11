import { hashOf } from "../chars.ts";
import { CAPITALISED, UPPER } from "../tokens.ts";
import type { Lexicon } from "./lexicon.ts";
import { BLANK, HYPHEN, NAMED, type Sequence } from "./sequence.ts";

type EmitPart = (start: number, end: number, confidence: number) => void;

/** Greek and Cyrillic, whose letters the tokeniser knows; what lies above is read by expression here. */
const GREEK = 0x370;
const WORDS_MAX = 4;
const BEYOND = /[\u0530-\u1cff\u2d00-\u2d2f\u3040-\ud7ff]/u;

// Scripts without capitals: two to four words in a text of other letters are a name more often than anything else.
const RUN =
  /(?:[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Armenian}\p{Script=Georgian}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Tamil}\p{Script=Thai}\p{Script=Ethiopic}]\p{M}*)+(?:[ \u200c-](?:[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Armenian}\p{Script=Georgian}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Tamil}\p{Script=Thai}\p{Script=Ethiopic}]\p{M}*)+)*/gu;
// The commonest surnames of China, Taiwan, Japan and Korea (public census figures), then one or two more signs.
const EAST =
  /(?<![\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}])(?:[王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何高林罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾蔡潘袁于董余苏蘇叶葉吕呂魏蒋蔣田杜丁沈姜范江傅钟鐘卢盧汪戴崔任陆陸廖姚方金邱夏谭韦贾邹石熊孟秦阎薛侯雷白龙段郝孔邵史毛常万顾赖武康贺严尹钱施牛洪龚]\p{Script=Han}{1,2}|(?:佐藤|鈴木|高橋|田中|伊藤|渡辺|山本|中村|小林|加藤|吉田|山田)\s?[\p{Script=Han}\p{Script=Hiragana}]{1,3}|[김이박최정강조윤장임한오서신권황안송류홍]\s?\p{Script=Hangul}{2})(?![\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}])/gu;

const isForeign = (text: string, at: number): boolean => {
  const c = text.charCodeAt(at);
  return c >= GREEK && c < 0x530;
};

/** Names in other letters inside a text in ours: Юрий Коваленко, Ελένη Παππά, محمد العمراني, 王秀兰. A text in those letters is left alone. */
export function foreignNames(s: Sequence, lexicon: Lexicon, each: EmitPart): void {
  capitalisedRuns(s, each);
  const { text } = s;
  if (!BEYOND.test(text)) return;
  for (const match of text.matchAll(RUN)) {
    const words = match[0].split(/[ \u200c-]/);
    const isListed = words.some((word) => (lexicon.lookUp(hashOf(word)) & NAMED) !== 0);
    if (words.length > WORDS_MAX || (words.length === 1 && !isListed)) continue;
    each(match.index, match.index + match[0].length, isListed ? 0.8 : 0.6);
  }
  for (const match of text.matchAll(EAST)) each(match.index, match.index + match[0].length, 0.65);
}

function capitalisedRuns({ text, tokens, gaps, lex }: Sequence, each: EmitPart): void {
  for (let i = 0; i < tokens.count; i++) {
    if (!isForeign(text, tokens.starts[i] ?? 0)) continue;
    const from = i;
    let isShown = true;
    for (; ; i++) {
      const kind = tokens.kinds[i];
      if (kind !== CAPITALISED && kind !== UPPER) isShown = false;
      const next = i + 1;
      if (next >= tokens.count || (gaps[next] !== BLANK && gaps[next] !== HYPHEN)) break;
      if (!isForeign(text, tokens.starts[next] ?? 0)) break;
    }
    const words = i - from + 1;
    const isListed = ((lex[from] ?? 0) & NAMED) !== 0 || ((lex[i] ?? 0) & NAMED) !== 0;
    if (isShown && words <= WORDS_MAX && (words > 1 || isListed))
      each(tokens.starts[from] ?? 0, tokens.ends[i] ?? 0, isListed ? 0.85 : 0.7);
  }
}
