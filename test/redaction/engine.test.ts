import { describe, expect, test } from "vitest";
import {
  createEngine,
  type Detector,
  emptyPlaceholders,
  RedactionFailed,
  redact,
  redactForLog,
} from "../../functions/redaction/index.ts";

const CANARY = "canary.person@example.com";

function failure(run: () => unknown): RedactionFailed {
  try {
    run();
  } catch (error) {
    if (error instanceof RedactionFailed) return error;
    throw error;
  }
  throw new Error("expected a RedactionFailed");
}

const throwing: Detector = {
  name: "throwing",
  find({ text }) {
    throw new TypeError(`cannot read ${text}`);
  },
};
const endless: Detector = {
  name: "endless",
  find({ budget }) {
    for (;;) budget.spend(64);
  },
};
const stalling: Detector = { name: "stalling", find: () => undefined };

describe("fails closed", () => {
  test("[BF-04/detector-throws] a detector that throws stops the text, and the error holds none of it", () => {
    const error = failure(() => redact(createEngine({ detectors: [throwing] }), CANARY, emptyPlaceholders));
    expect(error.reason).toBe("detector-threw");
    expect(error.cause).toBe("TypeError");
    expect(`${error.stack} ${JSON.stringify(error)}`).not.toContain("canary");
  });

  test("[BF-04/detector-slow] a detector that never ends is stopped inside its loop", () => {
    let ms = 0;
    const engine = createEngine({ detectors: [endless], now: () => (ms += 1) });
    expect(failure(() => engine.detect(CANARY)).reason).toBe("over-budget");
  });

  test("[BF-04/detector-slow] a detector that overruns without counting is noticed when it returns", () => {
    let ms = 0;
    const engine = createEngine({ detectors: [stalling], now: () => (ms += 51) });
    expect(failure(() => engine.detect(CANARY)).reason).toBe("over-budget");
  });

  test("[BF-04/detector-slow] a detector that works on and on is stopped by the machine's own clock too", () => {
    expect(failure(() => createEngine({ detectors: [endless], budgetMsPer10KiB: 5 }).detect(CANARY)).reason).toBe(
      "over-budget",
    );
  });

  test.each([{ detectors: [] }, { detectors: JSON.parse('[{"name":"gone"}]') }, { detectors: JSON.parse("[null]") }])(
    "[BF-04/detector-missing] a missing detector stops the text: %j",
    ({ detectors }) => {
      expect(failure(() => createEngine({ detectors }).detect("")).reason).toBe("detector-missing");
    },
  );

  test("[KB-03/fails-closed] a log field is replaced whole when the engine can't vouch for it", () => {
    expect(redactForLog(createEngine({ detectors: [throwing] }), `from ${CANARY}`)).toBe("[REDACTED]");
    expect(redactForLog(createEngine(), `from ${CANARY}`)).toBe("from [EMAIL]");
  });
});

describe("tables", () => {
  test.each([
    ["CSV", "name,mail,city\nAn,an@example.org,Gent\nBo,bo@example.org,Luik"],
    ["TSV", "name\tmail\tcity\nAn\tan@example.org\tGent\nBo\tbo@example.org\tLuik"],
    ["semicolons", 'name;mail;city\n"An; jr";an@example.org;Gent\nBo;bo@example.org;Luik'],
    [
      "Markdown",
      "| name | mail | city |\n|---|:--|--|\n| An | an@example.org | Gent |\n| Bo | bo@example.org | Luik |",
    ],
  ])("[KB-05/column-names] of a pasted table (%s) only the column names and the row count are logged", (_, table) => {
    expect(redactForLog(createEngine(), `Look:\n${table}\nthanks`)).toBe(
      "Look:\n[TABLE columns: name, mail, city; rows: 2]\nthanks",
    );
  });
});
