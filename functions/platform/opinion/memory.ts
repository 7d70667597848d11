import { createHmac, randomBytes } from "node:crypto";
import type { Finding } from "../../redaction/index.ts";
import type { Clock } from "../clock.ts";

const ENTRIES_MAX = 500;
const FINDINGS_MAX = 200;
const KEPT_MS = 10 * 60_000;

interface Entry {
  readonly findings: readonly Finding[];
  readonly untilMs: number;
}

/**
 * Answers of this instance's last minutes, so that a text is asked about once for its preview, its sending and a lost race: one price, one
 * wait, and one answer, without which what was previewed could differ from what leaves. Refusals are not kept. It holds places and types
 * under a keyed hash, no text; a client never meets another's entry, whose presence would tell what that one wrote.
 */
export class OpinionMemory {
  readonly #clock: Clock;
  readonly #key = randomBytes(32);
  readonly #entries = new Map<string, Entry>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  recall(tenantId: string, name: string, text: string): readonly Finding[] | undefined {
    const id = this.#id(tenantId, name, text);
    const entry = this.#entries.get(id);
    if (entry === undefined || entry.untilMs > this.#clock.monotonicMs()) return entry?.findings;
    this.#entries.delete(id);
    return undefined;
  }

  keep(tenantId: string, name: string, text: string, findings: readonly Finding[]): void {
    if (findings.length > FINDINGS_MAX) return;
    this.#entries.set(this.#id(tenantId, name, text), { findings, untilMs: this.#clock.monotonicMs() + KEPT_MS });
    const oldest = this.#entries.keys().next().value;
    if (this.#entries.size > ENTRIES_MAX && oldest !== undefined) this.#entries.delete(oldest);
  }

  #id(tenantId: string, name: string, text: string): string {
    return createHmac("sha256", this.#key)
      .update(JSON.stringify([tenantId, name, text]))
      .digest("base64");
  }
}
