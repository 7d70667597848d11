import { type Clock, createBudget, machineClock } from "./budget.ts";
import { isFirm } from "./choice.ts";
import { acrossMessages } from "./conversation.ts";
import { defaultDetectors, patternDetectors } from "./detectors/index.ts";
import { type Normalised, normalise } from "./normalise.ts";
import { tokenise } from "./tokens.ts";
import { type Detector, type Engine, RedactionFailed, type Span } from "./types.ts";

/** Issue figure: 50 ms for each 10 KiB. A text that takes longer is refused, not sent half-read. */
export const BUDGET_MS_PER_10_KIB = 50;

/**
 * Builds an engine. Loading of lists and weights happens here, outside any text's budget.
 * @param options.detectors default: every detector; an empty or broken list makes each `detect` fail with `detector-missing`
 * @param options.budgetMsPer10KiB milliseconds for each started 10,240 characters
 * @param options.now the only clock then, in milliseconds; default: monotonic time and this thread's processor time
 */
export function createEngine(
  options: { detectors?: readonly Detector[]; budgetMsPer10KiB?: number; now?: () => number } = {},
): Engine {
  const { budgetMsPer10KiB = BUDGET_MS_PER_10_KIB } = options;
  const clock: Clock = options.now === undefined ? machineClock : { wall: options.now };
  const detectors = options.detectors ?? defaultDetectors();
  const sequential = options.detectors ?? patternDetectors;
  let isWarm = options.detectors !== undefined;
  return {
    detect(text, before = "") {
      if (!isWarm) {
        isWarm = true;
        detect(WARM_UP, detectors, Number.POSITIVE_INFINITY, clock);
      }
      const found = detect(text, detectors, budgetMsPer10KiB, clock);
      if (before === "") return found;
      // Names need no second look: they don't go on from one message to the next, and a greeting's line would reach too far.
      const across = acrossMessages(text, before, (joined) => detect(joined, sequential, budgetMsPer10KiB, clock));
      return across.length === 0 ? found : resolve([...found, ...across]);
    },
  };
}

/**
 * Read once before the first text, outside its budget: compiling a hundred expressions takes longer than most messages, and a
 * busy machine would have the first of them refused for it.
 */
const WARM_UP = [
  "Dear Emily Whitaker, call +32 475 12 34 56, 06 12 34 56 78 or (020) 7946 0018 x12; mail an@example.org, jan at example dot com.",
  "IBAN BE68 5390 0754 7034, card 4111 1111 1111 1111, VAT BE 0403.170.701, rijksregisternummer 85.07.30-033.61, passport EB123456.",
  "Born 12 March 1980 at 12 Station Road, Leeds LS1 4DY; Nieuwstraat 12 bus 3, 9000 Gent; plate 1-ABC-123; host 10.1.2.3, fe80::1:2.",
  'password: "hunter2x", user: jan_peeters, api_key=8f3kq9zTn2mVx7Lp4Rw1, https://a:b1c2d3e4@example.org/?x=%40 ghp_0123456789abcdefghijklmnopqrstuvwxyz',
  "Login: meier / Kx7!pw2m, Benutzer jan_p, Passwort lautet Zomer9!x; the code is four eight one five, PIN 4 8 1 5; Cookie: sid=8f3kq9zTn2mVx7Lp; lat 51.05, lon 3.71",
  "mysql://app:Kx7pw2m@db.example.org:3306/x connect('db', 'app', 'Kx7pw2m') jan (at) example (dot) org jan&#64;example.org jan\\u0040example.org an=40example.org",
  'null vier sieben fünf, zéro quatre sept cinq; J A N  P E E T E R S; **Jan** _Peeters_; ["04", "75", "12"]; amFuQGV4YW1wbGUub3Jn 6a616e406578616d706c652e6f7267',
  "> 4111 1111\n> 1111 1111\n- first=Jan\n- last=Peeters\nuid=1001(jan) Present: Peeters, Claes and De Smet; Met vriendelijke groet,\nwim",
  'name,dob\nAn Peeters,1980-03-12\nBo Claes,1981-04-13\n{ "name": "An" }; // code(x) => y',
].join("\n");

function detect(text: string, detectors: readonly Detector[], msPer10KiB: number, clock: Clock): readonly Span[] {
  if (detectors.length === 0) throw new RedactionFailed("detector-missing", "all");
  let current = "normalise";
  const budget = createBudget(text.length, msPer10KiB, clock, () => current);
  const normalised = normalise(text);
  budget.check();
  const source = { text: normalised.text, tokens: tokenise(normalised.text, budget), budget };
  const found: Span[] = [];
  for (const detector of detectors) {
    // A hole in the list can only come from outside TypeScript, which is when it matters most.
    if (typeof detector?.find !== "function")
      throw new RedactionFailed("detector-missing", detector?.name ?? "unknown");
    current = detector.name;
    try {
      detector.find(source, (start, end, type, confidence) => {
        if (end > start) found.push(placed(normalised, { start, end, type, detector: detector.name, confidence }));
      });
    } catch (error) {
      if (error instanceof RedactionFailed) throw error;
      throw new RedactionFailed("detector-threw", detector.name, error instanceof Error ? error.name : typeof error);
    }
    budget.check();
  }
  return resolve(found);
}

function placed(normalised: Normalised, span: Span): Span {
  return { ...span, start: normalised.start(span.start), end: normalised.end(span.end) };
}

/**
 * Turns overlapping findings into one covering all of them: dropping the part that sticks out would leak it.
 * The longest finding names the union, the surer one where two are equally long.
 */
function resolve(found: Span[]): readonly Span[] {
  found.sort((a, b) => a.start - b.start || b.end - a.end || b.confidence - a.confidence);
  const spans: Span[] = [];
  let lead = 0;
  for (const span of found) {
    const last = spans.at(-1);
    if (last === undefined || span.start >= last.end) {
      spans.push(span);
      lead = span.end - span.start;
      continue;
    }
    const length = span.end - span.start;
    const names = length > lead || (length === lead && span.confidence > last.confidence) ? span : last;
    lead = Math.max(lead, length);
    const firm = isFirm(last) || isFirm(span) ? { isFirm: true } : {};
    spans[spans.length - 1] = { ...names, ...firm, start: last.start, end: Math.max(last.end, span.end) };
  }
  return spans;
}
