import { BEFORE_MAX, folded, inertStep, isPlain, type Step } from "./inert.ts";
import type { PlaceholderState } from "./placeholders.ts";
import { type Known, known, placeholderAt } from "./restore.ts";
import { RunningText } from "./running-text.ts";
import { createVisible } from "./visible.ts";

/** What a tenant lets the assistant link to. */
export interface OutputRules {
  /** Hosts of `https` addresses that stay active, each exactly as written: no subdomains. None by default. */
  readonly linkHosts?: readonly string[];
}

/** A gate for one streamed text. */
export interface OutputGate {
  /** @returns what can be shown now; at most 64 UTF-16 units are held back, only while they may be part of something */
  push(chunk: string): string;
  /** Ends the stream. @returns whatever was still held back */
  flush(): string;
}

/** Units of a path at which every program goes on, unless two of them that are no letters follow each other (`??`, `--`). */
const IN_PATH = /[A-Za-z0-9/._~%?=&#+-]/;

/**
 * The gate that a model's words pass before anybody sees or stores them. Values come back in running text only; in an address, in markup, in
 * code, and beside anything that would make an address of them, a placeholder stays one. No address, image or tag in what comes out is
 * active, save addresses of the listed hosts. What comes out does not depend on where the text is cut.
 */
export function createOutputGate(state: PlaceholderState, { linkHosts = [] }: OutputRules = {}): OutputGate {
  const gate = new Gate(known(state), linkHosts);
  const visible = createVisible();
  return {
    push: (chunk) => gate.pass(visible(chunk), false),
    flush: () => gate.pass("", true),
  };
}

/** {@link createOutputGate} for a text that is already whole. */
export function gateText(state: PlaceholderState, text: string, rules: OutputRules = {}): string {
  const gate = createOutputGate(state, rules);
  return gate.push(text) + gate.flush();
}

/** Every string of a parsed JSON value through a gate of its own. Keys and other values pass unchanged. For tool arguments. */
export function gateJson(state: PlaceholderState, value: unknown, rules: OutputRules = {}): unknown {
  if (typeof value === "string") return gateText(state, value, rules);
  if (Array.isArray(value)) return value.map((item) => gateJson(state, item, rules));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, gateJson(state, item, rules)]));
}

class Gate {
  readonly #known: Known;
  readonly #linkHosts: readonly string[];
  #running = new RunningText();
  #held = "";
  #before = "";
  #lastOut = "";
  #inListed = false;

  constructor(values: Known, linkHosts: readonly string[]) {
    this.#known = values;
    this.#linkHosts = linkHosts;
  }

  pass(text: string, atEnd: boolean): string {
    this.#held += text;
    let out = "";
    let at = 0;
    while (at < this.#held.length) {
      const step = this.#value(at, atEnd) ?? this.#unit(at, atEnd);
      if (step === "wait" || step === undefined) break;
      out += step.text;
      at += step.take;
      this.#lastOut = step.text.slice(-1);
    }
    this.#held = this.#held.slice(at);
    return out;
  }

  /** A value, if a placeholder stands here and may be restored. */
  #value(at: number, atEnd: boolean): Step | "wait" {
    if (this.#held.charAt(at) !== "[" || !this.#running.mayBegin) return undefined;
    const found = placeholderAt(this.#held, at, atEnd);
    if (found === "wait") return "wait";
    const entry = found === undefined ? undefined : this.#known.get(found.key);
    if (found === undefined || entry === undefined) return undefined;
    const may = this.#running.mayEnd(entry.type, this.#held, at, found.end, atEnd);
    if (may === undefined) return "wait";
    if (!may) return undefined;
    this.#running.restored(entry.type, entry.value);
    this.#before = "x";
    this.#inListed = false;
    return { take: found.end - at, text: entry.value };
  }

  /** The next unit, or the few that go together, made inert. */
  #unit(at: number, atEnd: boolean): Step {
    const unit = this.#held.charAt(at);
    // Half a character waits for the other: by itself it would be shown as a mark of what is broken.
    if (/[\ud800-\udbff]/.test(unit) && at + 1 === this.#held.length && !atEnd) return undefined;
    const step = isPlain(unit) ? { take: 1, text: unit } : this.#inert(at, atEnd);
    if (step === undefined) return undefined;
    const taken = this.#held.slice(at, at + step.take);
    for (const unit of taken) this.#running.see(unit);
    if (step.text.length > step.take && step.text.endsWith("]")) this.#running.seeAddition();
    const goesOn = IN_PATH.test(taken) && (isPlain(taken) || /[A-Za-z0-9/=]$/.test(this.#before));
    this.#inListed = step.isListed === true || (this.#inListed && goesOn);
    this.#before = (this.#before + folded(taken)).slice(-BEFORE_MAX);
    return step;
  }

  #inert(at: number, atEnd: boolean): Step {
    return inertStep({
      text: this.#held,
      at,
      atEnd,
      before: this.#before,
      lastOut: this.#lastOut,
      inListed: this.#inListed,
      linkHosts: this.#linkHosts,
    });
  }
}
