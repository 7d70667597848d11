import type { PromiseList } from "./promise-list.ts";

/** What is read of vitest's JSON report. */
export interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly {
      readonly title: string;
      readonly ancestorTitles: readonly string[];
      readonly status: string;
    }[];
  }[];
}

export interface Test {
  /** From the checkout's folder. */
  readonly file: string;
  /** Titles of the groups around it, outermost first. */
  readonly group: string;
  readonly title: string;
  /** "passed" and "failed" count; whatever else vitest says (skipped, pending, todo) is no proof. */
  readonly status: string;
}

export interface Part {
  readonly name: string;
  readonly says: string;
  /** Tests that name it and ran, passed and failed. */
  readonly proofs: readonly Test[];
  readonly failed: number;
  /** At least one passed and none failed. */
  readonly isProven: boolean;
}

export type Verdict = "kept" | "partly" | "not yet";

export interface Judged {
  readonly id: string;
  readonly says: string;
  readonly parts: readonly Part[];
  /** kept: every part is proven; partly: some are; not yet: none is. */
  readonly verdict: Verdict;
}

/** Whatever looks as if it meant a promise, so that a mistyped tag is a fault and never silently no tag. */
const TAG = /\[((?:KZ|KB|CF|BF)-\d[^\]\s]*)\] ?/gi;

export function tagsOf(title: string): readonly string[] {
  return [...title.matchAll(TAG)].map(([, tag]) => tag ?? "");
}

/** The title without its tags. */
export function untagged(title: string): string {
  return title.replaceAll(TAG, "").replaceAll(/\s+/g, " ").trim();
}

/** @param folder the checkout's, absolute: a report names files absolutely. */
export function testsOf(report: Report, folder: string): readonly Test[] {
  return report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ title, ancestorTitles, status }) => ({
      file: name.replaceAll("\\", "/").replace(`${folder.replaceAll("\\", "/")}/`, ""),
      group: ancestorTitles.join(" › "),
      title,
      status,
    })),
  );
}

/** What is wrong with a tag, or nothing. */
export function faultOf(tag: string, promises: PromiseList): string | undefined {
  const [id = "", part] = tag.split(/\/(.*)/s);
  const promise = Object.hasOwn(promises, id) ? promises[id] : undefined;
  if (promise === undefined) return `[${tag}]: there is no promise ${id}`;
  const parts = Object.keys(promise.parts).join(", ");
  if (part === undefined) return `[${tag}] names no part: one of ${parts}`;
  return Object.hasOwn(promise.parts, part) ? undefined : `[${tag}]: ${id} has no part ${part}: one of ${parts}`;
}

/** Each wrong tag with a test that carries it, skipped ones too. A tag on a group is wrong: it would count for tests that attack something else. */
export function faults(tests: readonly Test[], promises: PromiseList): readonly string[] {
  const found = tests.flatMap(({ file, group, title }) => [
    ...tagsOf(title).flatMap((tag) => {
      const fault = faultOf(tag, promises);
      return fault === undefined ? [] : [`${file}: ${fault} (${untagged(title)})`];
    }),
    ...tagsOf(group).map(
      (tag) => `${file}: [${tag}] is on a group: only a test's own title counts (${untagged(group)})`,
    ),
  ]);
  return [...new Set(found)];
}

/** Files with tests that are not in a run: of a part of the tests no page can be made, it would show the rest as unproven. */
export function leftOut(tests: readonly Test[], files: readonly string[]): readonly string[] {
  const ran = new Set(tests.map(({ file }) => file));
  return files.filter((file) => !ran.has(file)).map((file) => `${file}: is not in the last run`);
}

/** Every promise with the tests that name its parts, and what follows from them. */
export function judge(tests: readonly Test[], promises: PromiseList): readonly Judged[] {
  const ran = tests.filter(({ status }) => status === "passed" || status === "failed");
  const byTag = new Map<string, Test[]>();
  for (const test of ran)
    for (const tag of new Set(tagsOf(test.title))) byTag.set(tag, [...(byTag.get(tag) ?? []), test]);
  return Object.entries(promises).map(([id, { says, parts }]) => {
    const judged = Object.entries(parts).map(([name, text]) => {
      const proofs = byTag.get(`${id}/${name}`) ?? [];
      const failed = proofs.filter(({ status }) => status === "failed").length;
      return { name, says: text, proofs, failed, isProven: proofs.length > 0 && failed === 0 };
    });
    const proven = judged.filter(({ isProven }) => isProven).length;
    return { id, says, parts: judged, verdict: verdictOf(proven, judged.length) };
  });
}

function verdictOf(proven: number, parts: number): Verdict {
  if (proven === 0) return "not yet";
  return proven === parts ? "kept" : "partly";
}
