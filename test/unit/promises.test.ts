import { describe, expect, it } from "vitest";
import { CHECKS } from "../../cli/doctor.ts";
import { PROMISES } from "../../tools/docs/promise-list.ts";
import { promisesPage, summary } from "../../tools/docs/promises-page.ts";
import { faultOf, faults, judge, leftOut, type Test, tagsOf, testsOf, untagged } from "../../tools/docs/proofs.ts";

const LIST = {
  "KZ-02": { says: "Nothing without consent.", parts: { "no-terms": "without terms", withdrawn: "after withdrawal" } },
  "KZ-09": { says: "One part.", parts: { choice: "a choice" } },
};
/** Titles with brackets of their own are built, so that a search for tags finds none in this file. */
const tag = (name: string) => `[${name}]`;
const test = (title: string, status = "passed", more: Partial<Test> = {}): Test => ({
  file: "test/a.test.ts",
  group: "a group",
  title,
  status,
  ...more,
});
const verdict = (...tests: readonly Test[]) => judge(tests, LIST)[0]?.verdict;
const [terms, withdrawn] = [tag("KZ-02/no-terms"), tag("KZ-02/withdrawn")];

describe("a tag", () => {
  it("is found wherever it is in a title, several of them, and taken out of what is shown", () => {
    const title = `${terms} ${withdrawn} sends [EMAIL_1] nowhere`;
    expect(tagsOf(title)).toEqual(["KZ-02/no-terms", "KZ-02/withdrawn"]);
    expect(untagged(title)).toBe("sends [EMAIL_1] nowhere");
  });

  it("may name a part that there is", () => {
    expect(faults([test(`${terms} ${withdrawn} sends nothing`), test("has no promise")], LIST)).toEqual([]);
  });

  it.each([
    ["a bare id", "KZ-02", "names no part"],
    ["an unknown part", "KZ-02/no-term", "KZ-02 has no part no-term: one of no-terms, withdrawn"],
    ["an empty part", "KZ-02/", "has no part"],
    ["a part of another promise", "KZ-09/withdrawn", "KZ-09 has no part withdrawn"],
    ["what every object has", "KZ-02/constructor", "has no part constructor"],
    ["an unknown promise", "KZ-77/no-terms", "there is no promise KZ-77"],
    ["an unknown promise, bare", "BF-99", "there is no promise BF-99"],
    ["small letters", "kz-02/no-terms", "there is no promise kz-02"],
    ["one digit", "KZ-2/no-terms", "there is no promise KZ-2"],
    ["two parts in one", "KZ-02/no-terms,withdrawn", "has no part"],
  ])("is a fault as %s", (_what, name, says) => {
    const [fault, ...others] = faults([test(`${tag(name)} sends nothing`)], LIST);
    expect(others).toEqual([]);
    expect(fault).toContain(says);
    expect(fault).toContain("test/a.test.ts");
    expect(fault).toContain("sends nothing");
  });

  it("is a fault on a group, and on a test that was skipped", () => {
    expect(faults([test("sends nothing", "passed", { group: `${terms} consent` })], LIST)).toHaveLength(1);
    expect(faults([test(`${tag("KZ-02")} sends nothing`, "skipped")], LIST)).toHaveLength(1);
  });
});

describe("a promise", () => {
  it("is kept when every part has a test that passed", () => {
    expect(verdict(test(`${terms} a`), test(`${withdrawn} b`))).toBe("kept");
    expect(verdict(test(`${terms} ${withdrawn} both`))).toBe("kept");
  });

  it("is partly kept when some parts have", () => {
    const [promise, other] = judge([test(`${terms} a`), test(`${terms} b`)], LIST);
    expect(promise?.verdict).toBe("partly");
    expect(promise?.parts.map(({ name, isProven }) => [name, isProven])).toEqual([
      ["no-terms", true],
      ["withdrawn", false],
    ]);
    expect(other?.verdict).toBe("not yet");
  });

  it("is not kept by tests that were not run", () => {
    for (const status of ["skipped", "pending", "todo", "disabled"])
      expect(verdict(test(`${terms} a`, status)), status).toBe("not yet");
    expect(verdict(test(`${terms} a`), test(`${withdrawn} b`, "skipped"))).toBe("partly");
  });

  it("is not kept by a part of whose tests one failed, whatever else passed", () => {
    const passed = [test(`${terms} a`), test(`${withdrawn} b`)];
    expect(verdict(...passed, test(`${withdrawn} c`, "failed"))).toBe("partly");
    expect(verdict(...passed, test(`${terms} ${withdrawn} c`, "failed"))).toBe("not yet");
  });

  it("is not kept by a tag that is wrong or on a group", () => {
    expect(verdict(test(`${tag("KZ-02")} a`), test("b", "passed", { group: terms }))).toBe("not yet");
  });
});

describe("the page", () => {
  const tests = [
    test(`${terms} is\n refused`, "passed", { file: "test/b.test.ts" }),
    test(`${terms} is refused too`, "passed", { file: "test/b.test.ts", group: "another" }),
    test(`${terms} is refused here`, "passed", { group: "" }),
  ];

  it("counts promises and parts, and shows each part with its proofs or that it has none", () => {
    const page = promisesPage(judge(tests, LIST));
    expect(page).toContain("1 of 3 parts are proven, which keeps 0 of 2 promises");
    expect(page).toContain("| kept | 0 |  |\n| partly | 1 | KZ-02 |\n| not yet | 1 | KZ-09 |");
    expect(page).toContain(`### KZ-02: partly, 1 of 2 parts

Nothing without consent.

- \`no-terms\` without terms
  - \`test/a.test.ts\`: is refused here
  - \`test/b.test.ts\` › a group: is refused (and 1 more)
- \`withdrawn\` after withdrawal: **no proof yet**

### KZ-09: not yet`);
    expect(summary(judge(tests, LIST))).toBe("0 kept, 1 partly, 1 not yet");
  });

  it("shows what failed before what passed", () => {
    const page = promisesPage(judge([...tests, test(`${terms} is let through`, "failed", { group: "" })], LIST));
    expect(page).toContain(
      "- `no-terms` without terms: **1 of 4 failed**\n  - `test/a.test.ts`: FAILED is let through",
    );
  });
});

describe("the list of promises", () => {
  it("splits each into parts with a short name and a sentence of their own", () => {
    expect(Object.keys(PROMISES).length).toBe(57);
    for (const [id, { says, parts }] of Object.entries(PROMISES)) {
      expect(says.length, id).toBeGreaterThan(10);
      expect(Object.keys(parts).length, id).toBeGreaterThan(0);
      for (const name of Object.keys(parts)) expect(name, id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(new Set(Object.values(parts)).size, id).toBe(Object.keys(parts).length);
    }
  });

  it("has the parts that the doctor names", () => {
    const named = CHECKS.map(({ promise }) => promise).filter((promise) => promise.includes("/"));
    expect(named.length).toBeGreaterThan(10);
    expect(named.flatMap((promise) => faultOf(promise, PROMISES) ?? [])).toEqual([]);
  });
});

describe("a report", () => {
  it("of some tests only is noticed", () => {
    const ran = [test("a"), test("b", "skipped", { file: "test/b.test.ts" })];
    expect(leftOut(ran, ["test/a.test.ts", "test/b.test.ts"])).toEqual([]);
    expect(leftOut(ran, ["test/a.test.ts", "test/c.test.ts"])).toEqual(["test/c.test.ts: is not in the last run"]);
    expect(leftOut([], ["test/a.test.ts"])).toHaveLength(1);
  });

  it("names files from the checkout's folder, with their groups", () => {
    const assertionResults = [{ title: "t", ancestorTitles: ["outer", "inner"], status: "passed" }];
    for (const [folder, name] of [
      ["/some/where", "/some/where/test/a.test.ts"],
      ["C:\\some", "C:\\some\\test\\a.test.ts"],
    ] as const)
      expect(testsOf({ testResults: [{ name, assertionResults }] }, folder)).toEqual([
        { file: "test/a.test.ts", group: "outer › inner", title: "t", status: "passed" },
      ]);
  });
});
