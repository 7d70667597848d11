import { type Judged, type Part, type Test, untagged, type Verdict } from "./proofs.ts";

export const COMMAND = "npm test && npm run test:terraform && npm run promises";

const VERDICTS: readonly Verdict[] = ["kept", "partly", "not yet"];

/** docs/promises.md: how many are kept, then each promise with its parts and their proofs. */
export function promisesPage(promises: readonly Judged[]): string {
  const parts = promises.flatMap((promise) => promise.parts);
  const rows = VERDICTS.map((verdict) => {
    const ids = promises.filter((promise) => promise.verdict === verdict).map(({ id }) => id);
    return `| ${verdict} | ${ids.length} | ${ids.join(", ")} |`;
  });
  return `# Promises and their proofs

Generated from the test run by \`${COMMAND}\`; do not edit.

Each promise is split into parts, and a test names the part that it attacks. **Kept**: every part has a test that ran and passed, and
none that failed. **Partly**: some parts have. **Not yet**: none has. ${parts.filter(({ isProven }) => isProven).length} of ${parts.length} parts are proven, which keeps ${count(promises, "kept")} of ${promises.length} promises.

A part may be smaller than the promise, and the list of parts is ours: read what a part says, not only that it is proven. A test that
passes shows that its attack failed on a machine of ours, with stand-ins for the cloud's services and the model, and over a plan for
what Terraform makes; it does not show what a deployed project does (\`npm run doctor\` asks that one).

| | promises | |
| --- | --- | --- |
${rows.join("\n")}

${promises.map(section).join("\n\n")}
`;
}

/** One line for the terminal. */
export function summary(promises: readonly Judged[]): string {
  return VERDICTS.map((verdict) => `${count(promises, verdict)} ${verdict}`).join(", ");
}

const count = (promises: readonly Judged[], verdict: Verdict): number =>
  promises.filter((promise) => promise.verdict === verdict).length;

function section({ id, says, parts, verdict }: Judged): string {
  const proven = parts.filter(({ isProven }) => isProven).length;
  const head = verdict === "partly" ? `partly, ${proven} of ${parts.length} parts` : verdict;
  return `### ${id}: ${head}\n\n${says}\n\n${parts.map(partLines).join("\n")}`;
}

function partLines({ name, says, proofs, failed, isProven }: Part): string {
  if (proofs.length === 0) return `- \`${name}\` ${says}: **no proof yet**`;
  const mark = isProven ? "" : `: **${failed} of ${proofs.length} failed**`;
  const byFile = [...Map.groupBy(proofs, ({ file }) => file)].sort(([a], [b]) => (a < b ? -1 : 1));
  return [`- \`${name}\` ${says}${mark}`, ...byFile.map(([file, tests]) => `  - ${proofLine(file, tests)}`)].join("\n");
}

/** The file, the group and title of its first test (the first that failed, if one did), and how many more there are. */
function proofLine(file: string, tests: readonly Test[]): string {
  const shown = tests.find(({ status }) => status === "failed") ?? tests[0];
  if (shown === undefined) return `\`${file}\``;
  const group = shown.group === "" ? "" : ` › ${shown.group}`;
  const more = tests.length > 1 ? ` (and ${tests.length - 1} more)` : "";
  return `\`${file}\`${group}: ${shown.status === "failed" ? "FAILED " : ""}${untagged(shown.title)}${more}`;
}
