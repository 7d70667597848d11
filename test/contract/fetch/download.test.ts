import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { fetching } from "./fetching.ts";
import { cutAfter, FALSE_BYTES, slowly, TRUE_BYTES, whole, withoutRange } from "./release-server.ts";

const { target, fetchFrom, ranges, names } = fetching();

describe("what comes", () => {
  it("is there under its name, whole and for its owner alone, and nothing else is", async () => {
    const seen: number[] = [];
    await fetchFrom(whole(), { onBytes: (bytes) => seen.push(bytes) });
    expect(readFileSync(target()).equals(TRUE_BYTES)).toBe(true);
    expect(names()).toEqual(["release.jar"]);
    expect(statSync(target()).mode & 0o777).toBe(0o600);
    expect(seen.at(-1)).toBe(TRUE_BYTES.length);
  });

  it("has no name that anybody runs before all of it was checked", async () => {
    const seen: boolean[] = [];
    await fetchFrom(slowly(5), { onBytes: () => seen.push(existsSync(target())) });
    expect(new Set(seen)).toEqual(new Set([false]));
    expect(existsSync(target())).toBe(true);
  });

  it("is gone on with where it was cut", async () => {
    await fetchFrom((request, response, asked) =>
      (asked === 1 ? cutAfter(200_000) : whole())(request, response, asked),
    );
    expect(readFileSync(target()).equals(TRUE_BYTES)).toBe(true);
    expect(ranges()).toEqual([undefined, "bytes=200000-"]);
  });

  it("starts over where the server knows no ranges", async () => {
    await fetchFrom((request, response, asked) =>
      (asked === 1 ? cutAfter(200_000) : withoutRange())(request, response, asked),
    );
    expect(readFileSync(target()).equals(TRUE_BYTES)).toBe(true);
    expect(ranges()).toEqual([undefined, "bytes=200000-"]);
  });

  it("starts over where the server goes on elsewhere than asked", async () => {
    await fetchFrom((request, response, asked) => {
      if (asked === 1) return cutAfter(200_000)(request, response, asked);
      if (asked === 3) return whole()(request, response, asked);
      return response
        .writeHead(206, { "content-range": `bytes 0-${TRUE_BYTES.length - 1}/${TRUE_BYTES.length}` })
        .end(TRUE_BYTES);
    });
    expect(readFileSync(target()).equals(TRUE_BYTES)).toBe(true);
    expect(ranges()).toEqual([undefined, "bytes=200000-", undefined]);
  });

  it("is gone on with after an earlier run", async () => {
    writeFileSync(`${target()}.part`, TRUE_BYTES.subarray(0, 300_000));
    await fetchFrom(whole());
    expect(readFileSync(target()).equals(TRUE_BYTES)).toBe(true);
    expect(ranges()).toEqual(["bytes=300000-"]);
  });

  it.each([
    { what: "damaged", left: FALSE_BYTES.subarray(0, 300_000), expected: ["bytes=300000-", undefined] },
    { what: "too long", left: Buffer.concat([TRUE_BYTES, TRUE_BYTES]), expected: [undefined] },
  ])("starts over when what an earlier run left is $what", async ({ left, expected }) => {
    writeFileSync(`${target()}.part`, left);
    await fetchFrom(whole());
    expect(readFileSync(target()).equals(TRUE_BYTES)).toBe(true);
    expect(ranges()).toEqual(expected);
  });

  it("may be slow, as long as it comes", async () => {
    await fetchFrom(slowly(40), { stallMs: 300 });
    expect(readFileSync(target()).equals(TRUE_BYTES)).toBe(true);
  });

  it("is asked for again when the server is overloaded", async () => {
    await fetchFrom((request, response, asked) =>
      asked < 3 ? response.writeHead(503).end() : whole()(request, response, asked),
    );
    expect(readFileSync(target()).equals(TRUE_BYTES)).toBe(true);
  });
});
