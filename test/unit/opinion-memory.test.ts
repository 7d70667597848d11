import { expect, it } from "vitest";
import { OpinionMemory } from "../../functions/platform/opinion/memory.ts";
import type { Finding } from "../../functions/redaction/index.ts";

const FOUND: Finding[] = [{ start: 0, end: 3, type: "PERSON" }];

/** A clock that is moved by hand. */
function memory() {
  let nowMs = 0;
  const clock = { now: () => new Date(nowMs), monotonicMs: () => nowMs };
  const pass = (ms: number): void => {
    nowMs += ms;
  };
  return { memory: new OpinionMemory(clock), pass };
}

it("remembers an answer for ten minutes, for the same client, opinion and text alone", () => {
  const { memory: opinions, pass } = memory();
  opinions.keep("a", "one", "text", FOUND);
  opinions.keep("a", "one", "clean", []);
  expect(opinions.recall("a", "one", "text")).toEqual(FOUND);
  expect(opinions.recall("a", "one", "clean")).toEqual([]);
  expect(opinions.recall("b", "one", "text")).toBeUndefined();
  expect(opinions.recall("a", "two", "text")).toBeUndefined();
  expect(opinions.recall("a", "one", "text ")).toBeUndefined();
  // What stands where is no way to make one key of two.
  expect(opinions.recall('a","one', "", "text")).toBeUndefined();
  pass(10 * 60_000 - 1);
  expect(opinions.recall("a", "one", "text")).toEqual(FOUND);
  pass(1);
  expect(opinions.recall("a", "one", "text")).toBeUndefined();
});

it("holds 500 answers, the newest, and none of more than 200 places", () => {
  const { memory: opinions } = memory();
  for (let at = 0; at < 501; at += 1) opinions.keep("a", "one", `text ${at}`, FOUND);
  expect(opinions.recall("a", "one", "text 0")).toBeUndefined();
  expect(opinions.recall("a", "one", "text 1")).toEqual(FOUND);
  opinions.keep(
    "a",
    "one",
    "many",
    Array.from({ length: 201 }, () => FOUND[0] as Finding),
  );
  expect(opinions.recall("a", "one", "many")).toBeUndefined();
});
