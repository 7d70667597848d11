import type { Draw } from "../random.ts";
import { TYPES } from "./values.ts";

/** What a line's content stands behind: quotes, items, columns of blanks and tabs. The empty one is as likely as all others of its row. */
const CONTAINERS = [
  ["", "", "", "> ", ">", "- ", "* ", "1. ", "10) ", "+\t"],
  ["", "  ", "   ", "    ", "     ", "      ", "\t", " \t", "  \t", ">\t", "> > ", ">>", "- - ", "> - ", "- > "],
  [
    "-   ",
    "-    ",
    "-     ",
    "1.     ",
    "-\n",
    "1.\n",
    ">     ",
    ">      ",
    "- \t",
    "0. ",
    "123456789. ",
    "1234567890. ",
  ],
];
const ENDS = [
  "\n",
  "\n",
  "\n",
  "\n\n",
  "\n\n",
  "\r\n",
  "\r",
  "\n \n",
  "\n\t\n",
  "\n>\n",
  "\n\n\n",
  "\u0085",
  "\u2028",
  "\v",
];
/** Whole lines that begin, end or are a block. */
const LINES = [
  ..."``` ~~~ ```` ~~~~ ```js ~~~js `` ```` --- === - * _ *** # ## ####### #".split(" "),
  "```js title",
  "~~~ a ` b",
  "``` a ` b",
  " ```",
  "   ```",
  "    ```",
  "\t```",
  "```\t",
  "```   ",
  "- - -",
  "| a | b |",
  "|---|---|",
  "--|--",
  "a | b",
  "[a]:",
  "[a]: /x",
  "[a]: <x> 'y",
  "[^1]: x",
  "[a",
  "]: /x",
  "<script>",
  "</script>",
  "<pre>",
  "</pre>",
  "<!--",
  "-->",
  "<?",
  "?>",
  "<!X",
  "<![CDATA[",
  "]]>",
  "<div>",
  "</div>",
  "<x-y z='",
  "<table><tr><td>",
  "$$",
  "\\[",
  ":::",
  "x",
];
const PARTS = [
  ..."word é。 * ** _ __ ~~ ` ` `` ``` \\ \\\\ \\` \\[ \\] \\< [ ] ( ) ![ ]( ][ [] [x] ]: < > <a </a> <b <!-- --> <? ?> <![CDATA[ ]]> <pre> </pre> <code> </code> { } \\a{ $ | ' \" & &#96; &grave; &lt; # = - . , : ; ! ? //".split(
    " ",
  ),
  "<script>",
  "</script>",
  "<a b='",
  '<a b="`',
  "<a `>",
  "<!-- ` -->",
  "<pre>`</pre>",
  "<? [ ?>",
  "https://evil.com/",
  "www.evil.com",
  "a@evil.com",
  "https://ok.example/",
  "](https://ok.example/a)",
  "](https://ok.example/ 't",
  "[x](https://ok.example/)",
  "![x](https://ok.example/i)",
  "\u200b",
  "\u00a0",
  "—",
];
const GLUE = [" ", " ", " ", "", "", "  ", "\t", "    "];

/** A text by the grammar of Markdown's blocks and inlines, well-formed or not, with placeholders mostly where words would be. */
export function markdown({ pick, between }: Draw): string {
  const placeholder = (): string => `[${pick(TYPES)}_1]`;
  const inline = (): string => {
    let out = "";
    for (let n = between(0, 6); n >= 0; n--)
      out += (between(0, 2) === 0 ? pick([" ", ""]) + placeholder() : pick(PARTS)) + pick(GLUE);
    return out;
  };
  const container = (): string => {
    let out = "";
    for (let n = pick([0, 0, 1, 1, 1, 2, 3]); n > 0; n--) out += pick(pick(CONTAINERS));
    return out;
  };
  let text = "";
  // A container that comes back makes texts whose lines belong together.
  let kept = container();
  for (let n = between(1, 8); n > 0; n--) {
    if (between(0, 3) === 0) kept = container();
    const before = pick([kept, kept, container(), ""]);
    const content = pick([0, 1, 1, 2]);
    text += before + (content === 0 ? pick(LINES) : content === 1 ? inline() : `${pick(["", "x "])}${placeholder()}`);
    text += pick(ENDS);
  }
  return text;
}

/** Few lines, so that each order of them turns up: what one opens, another may close, or leave open for lazy text. */
const FEW = [
  ..."-|- x|1. x|2. x|x||```|  ```|   ```|    ```|> x|> ```|  > ```|>|- - -|  x|   - x|- ```|1. ```|`|` x|# x|    x|- a\n    - b|\t- x|~~~|  ~~~".split(
    "|",
  ),
  "\t",
];
const BEFORE_VALUE = ["", "", "  ", "   ", "    ", "      ", "> ", "- ", "  - ", "  > ", "\t", "    - "];

/** A text of these few lines, and values behind one mark or another. */
export function fewLines({ pick, between }: Draw): string {
  const value = (): string => `${pick(BEFORE_VALUE)}${pick(["", "", "x "])}[${pick(TYPES)}_1]${pick(["", "", " `"])}`;
  return Array.from({ length: between(2, 8) }, () => (between(0, 3) === 0 ? value() : pick(FEW)))
    .concat(value())
    .join("\n");
}
