import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import type { DocumentData, Firestore } from "@google-cloud/firestore";
import { expect } from "vitest";
import { type Op, randomOf, type Setup } from "./firestore-writers.ts";

const WRITERS = 6;
const SCRIPT = new URL("./firestore-writers.ts", import.meta.url).pathname;

type Collections = Readonly<Record<string, ReadonlyMap<string, DocumentData>>>;

/** What was begun and what was acknowledged of many kinds of writes, and what must be there of it. */
export class Ledger {
  readonly #begun: Op[] = [];
  readonly #acknowledged = new Set<number>();
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = randomOf(seed);
  }

  get acknowledged(): number {
    return this.#acknowledged.size;
  }

  /** Has writers write until some moment, and kills then. */
  async write(database: { host: string; projectId: string }, kill: () => void): Promise<void> {
    const made = this.#tried("create").filter(({ id }) => this.#acknowledged.has(id));
    const setup: Setup = {
      ...database,
      writers: WRITERS,
      seed: Math.floor(this.#random() * 2 ** 31),
      firstId: this.#begun.length,
      made: made.map(({ id }) => id).filter((id) => !this.#tried("delete").some(({ target }) => target === id)),
    };
    const writers = spawn(process.execPath, [SCRIPT, JSON.stringify(setup)], { stdio: ["ignore", "pipe", "inherit"] });
    const until = this.acknowledged + 20 + Math.floor(this.#random() * 60);
    const [isReached, ended] = [Promise.withResolvers<void>(), once(writers, "exit")];
    const lines = createInterface({ input: writers.stdout }).on("line", (line) => {
      const { begun, acknowledged }: { begun?: Op; acknowledged?: number } = JSON.parse(line);
      if (begun !== undefined) this.#begun.push(begun);
      if (acknowledged !== undefined) this.#acknowledged.add(acknowledged);
      if (this.acknowledged >= until) isReached.resolve();
    });
    const read = once(lines, "close");
    await Promise.race([isReached.promise, ended]);
    // Not at an acknowledgement, but wherever the writers happen to be.
    await sleep(this.#random() * 10);
    kill();
    writers.kill("SIGKILL");
    await Promise.all([ended, read]);
    expect(this.acknowledged).toBeGreaterThanOrEqual(until);
  }

  #tried(kind: Op["kind"]): Op[] {
    return this.#begun.filter((op) => op.kind === kind);
  }

  #acked(kind: Op["kind"]): Op[] {
    return this.#tried(kind).filter(({ id }) => this.#acknowledged.has(id));
  }

  /** Everything acknowledged is there once; what was under way is there whole or not at all. */
  async check(db: Firestore): Promise<void> {
    const names = ["made", "own", "sums", "lists", "left", "right", "placed", "places"];
    const read = async (name: string) =>
      [name, new Map((await db.collection(name).get()).docs.map((one) => [one.id, one.data()]))] as const;
    const found: Collections = Object.fromEntries(await Promise.all(names.map(read)));
    this.#checkDocuments(found);
    this.#checkWriters(found);
    const n = Number(found.sums?.get("all")?.n ?? 0);
    expect(n, "the sum").toBeGreaterThanOrEqual(this.#acked("increment").length);
    expect(n, "the sum").toBeLessThanOrEqual(this.#tried("increment").length);
  }

  #checkDocuments({ made, left, right, placed, places }: Collections): void {
    const deleted = new Set(this.#tried("delete").map(({ target }) => target));
    for (const { id } of this.#acked("create"))
      if (!deleted.has(id)) expect(made?.get(`${id}`), `made ${id}`).toEqual({ id });
    for (const { target } of this.#acked("delete")) expect(made?.has(`${target}`), `deleted ${target}`).toBe(false);
    expect([...(left?.keys() ?? [])].sort(), "both or neither").toEqual([...(right?.keys() ?? [])].sort());
    for (const { id } of this.#acked("batch")) expect(left?.has(`${id}`), `batch ${id}`).toBe(true);
    for (const { id } of this.#acked("transaction")) expect(placed?.has(`${id}`), `transaction ${id}`).toBe(true);
    const taken = [...(placed?.values() ?? [])].map(({ place }) => Number(place)).sort((one, other) => one - other);
    expect(taken, "each place once").toEqual(taken.map((_, index) => index + 1));
    expect(Number(places?.get("last")?.n ?? 0), "the last place").toBe(taken.length);
  }

  #checkWriters({ own, lists }: Collections): void {
    for (let writer = 0; writer < WRITERS; writer += 1) {
      const mine = (op: Op) => op.writer === writer;
      const last = this.#acked("overwrite").findLast(mine)?.id ?? -1;
      const possible = this.#tried("overwrite").filter((op) => mine(op) && op.id >= last);
      if (last >= 0)
        expect(
          possible.map(({ id }) => id),
          `own ${writer}`,
        ).toContain(own?.get(`${writer}`)?.id);
      const ids: number[] = lists?.get(`${writer}`)?.ids ?? [];
      const appended = this.#acked("append").filter(mine);
      expect(ids, `list ${writer}`).toEqual(expect.arrayContaining(appended.map(({ id }) => id)));
      expect(ids, `list ${writer} in order`).toEqual([...ids].sort((one, other) => one - other));
    }
  }
}
