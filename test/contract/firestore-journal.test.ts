import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Commits } from "../../tools/local/stand-ins/firestore/commits.ts";
import { forgetJournals, Journal, readJournals } from "../../tools/local/stand-ins/firestore/journal.ts";
import { commitRequest, commitResponse } from "../../tools/local/stand-ins/firestore/messages.ts";
import { entryOf, inOrder, segments, settled } from "../../tools/local/stand-ins/firestore/replay.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "belfry-journal-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const entries = (...texts: string[]): Buffer[] => texts.map((text) => Buffer.from(text));
const texts = async (from = 0): Promise<string[][]> =>
  (await readJournals(folder, from)).map((file) => file.map((entry) => entry.toString()));

describe("the journal", () => {
  test("keeps entries in order, file by file, and forgets what an export has", async () => {
    const journal = await Journal.open(folder, 0);
    await Promise.all(entries("a", "b", "c").map((entry) => journal.append(entry)));
    expect(await journal.rotate()).toBe(2);
    await journal.append(Buffer.from("d"));
    await journal.close();
    await expect(journal.append(Buffer.from("e"))).rejects.toThrow("closed");
    expect(await texts()).toEqual([["a", "b", "c"], ["d"]]);
    expect((await Journal.open(folder, 0)).number).toBe(3);
    expect(await texts(2)).toEqual([["d"], []]);
    await forgetJournals(folder, 3);
    expect(await texts()).toEqual([[]]);
  });

  test("a last batch that was torn anywhere is as if it had never been; what came before is whole", async () => {
    const journal = await Journal.open(folder, 0);
    await journal.append(Buffer.from("first"));
    const whole = journal.bytes;
    await journal.append(Buffer.from("torn"));
    await journal.close();
    const file = join(folder, "journal-1");
    const bytes = await readFile(file);
    for (let end = whole; end < bytes.length; end += 1) {
      await writeFile(file, bytes.subarray(0, end));
      expect(await texts(), `${end} bytes`).toEqual([["first"]]);
      // After a power failure a file may have its length without its bytes.
      await writeFile(file, Buffer.concat([bytes.subarray(0, end), Buffer.alloc(bytes.length - end)]));
      expect(await texts(), `${end} bytes and zeros`).toEqual([["first"]]);
    }
    await writeFile(file, bytes);
    expect(await texts()).toEqual([["first", "torn"]]);
  });

  test("says so when it was damaged before its end: then acknowledged writes are missing", async () => {
    const journal = await Journal.open(folder, 0);
    for (const entry of entries("first", "second")) await journal.append(entry);
    await journal.close();
    const file = join(folder, "journal-1");
    const bytes = await readFile(file);
    for (const at of [0, 9, 20]) {
      const damaged = Buffer.from(bytes);
      damaged.writeUInt8(damaged.readUInt8(at) ^ 1, at);
      await writeFile(file, damaged);
      await expect(texts(), `byte ${at}`).rejects.toThrow("journal-1 is damaged at byte 0");
    }
  });
});

describe("commits", () => {
  test("a consequence is not stored before its cause, and a refused commit holds nobody up", async () => {
    const stored: string[] = [];
    const commits = new Commits({ append: async (entry) => void stored.push(entry.toString()) });
    const cause = Promise.withResolvers<string>();
    const first = commits.run(() => cause.promise, Buffer.from);
    const second = commits.run(async () => "consequence", Buffer.from);
    expect(
      await commits.run(
        async () => "refused",
        () => undefined,
      ),
    ).toBe("refused");
    await sleep(20);
    expect(stored).toEqual([]);
    cause.resolve("cause");
    await Promise.all([first, second]);
    expect(stored).toEqual(["cause", "consequence"]);
  });

  test("work alone has no commit beside it, and gives way to one that does not end", async () => {
    const commits = new Commits({ append: async () => {} });
    const slow = Promise.withResolvers<string>();
    const running = commits.run(
      () => slow.promise,
      () => undefined,
    );
    expect(await commits.alone(async () => {})).toBe(false);
    slow.resolve("done");
    await running;

    const seen: string[] = [];
    const alone = commits.alone(async () => {
      await sleep(20);
      seen.push("alone");
    });
    const after = commits.run(
      async () => seen.push("commit"),
      () => undefined,
    );
    expect(await alone).toBe(true);
    await after;
    expect(seen).toEqual(["alone", "commit"]);
  });

  test("what could not be stored is not acknowledged", async () => {
    const commits = new Commits({ append: () => Promise.reject(new Error("disk full")) });
    await expect(commits.run(async () => "an answer", Buffer.from)).rejects.toThrow("disk full");
  });
});

describe("a commit done again", () => {
  const name = "projects/p/databases/(default)/documents/a/b";

  test("has no precondition, and constants where the server had computed", () => {
    const write = {
      update: { name, fields: { plain: { integerValue: 1 } } },
      currentDocument: { exists: false },
      updateTransforms: [
        { fieldPath: "deep.`a.b`", increment: { integerValue: 2 } },
        { fieldPath: "list", appendMissingElements: { values: [{ integerValue: 3 }] } },
      ],
    };
    expect(settled(write, [{ integerValue: 9 }, { nullValue: "NULL_VALUE" }])).toEqual([
      { update: write.update },
      {
        update: { name, fields: { deep: { mapValue: { fields: { "a.b": { integerValue: 9 } } } } } },
        updateMask: { fieldPaths: ["deep.`a.b`"] },
      },
      { update: { name }, updateMask: { fieldPaths: [] }, updateTransforms: [write.updateTransforms[1]] },
    ]);
    expect(settled({ delete: name, currentDocument: { exists: true } }, null)).toEqual([{ delete: name }]);
    expect(settled({ currentDocument: { exists: true } }, null)).toEqual([]);
    expect(() => settled(write, [])).toThrow("no result");
  });

  test("comes in the order of effect within a run of the emulator, and run by run", () => {
    const at = (n: number, seconds: number, nanos: number) =>
      entryOf(
        commitRequest.encode({ database: "d", writes: [{ delete: `${n}` }] }).finish(),
        commitResponse.encode({ writeResults: [{}], commitTime: { seconds, nanos } }).finish(),
      );
    const runs = [[at(2, 10, 2_000), at(1, 10, 1_000), at(3, 11, 0)], [at(4, 9, 0)]];
    expect(inOrder(runs).flatMap(({ writes }) => writes.map((write) => write.delete))).toEqual(["1", "2", "3", "4"]);
  });

  test.each([
    ["a", ["a"]],
    ["a.b_1", ["a", "b_1"]],
    ["`a.b`.c", ["a.b", "c"]],
    ["`a\\`b\\\\`.`ç d`", ["a`b\\", "ç d"]],
  ])("reads the path %s", (path, expected) => {
    expect(segments(path)).toEqual(expected);
  });
});
