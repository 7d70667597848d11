import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { Header } from "tar";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { unpack } from "../../../tools/local/fetch/unpack.ts";

interface Entry {
  readonly path: string;
  readonly type?: "File" | "Directory" | "SymbolicLink" | "Link" | "CharacterDevice" | "FIFO";
  readonly linkpath?: string;
  readonly content?: string;
  readonly mode?: number;
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "belfry-unpack-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** An archive with these entries to the letter: an honest tar would not write most of them. */
function archiveOf(entries: readonly Entry[]): string {
  const blocks = entries.flatMap(({ path, type = "File", linkpath = "", content = "", mode = 0o644 }) => {
    const block = Buffer.alloc(512);
    new Header({ path, type, linkpath, mode, size: content.length, mtime: new Date(0) }).encode(block);
    return [block, Buffer.from(content.padEnd(Math.ceil(content.length / 512) * 512, "\0"))];
  });
  const file = join(folder, "one.tar.gz");
  writeFileSync(file, gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)])));
  return file;
}

describe("unpack", () => {
  it("unpacks files, folders and links within, and what may be run may be run", async () => {
    const archive = archiveOf([
      { path: "jre/", type: "Directory", mode: 0o755 },
      { path: "jre/bin/java", content: "#!/bin/sh\n", mode: 0o755 },
      { path: "jre/legal/a/LICENSE", content: "free" },
      { path: "jre/legal/b/LICENSE", type: "SymbolicLink", linkpath: "../a/LICENSE" },
    ]);
    const into = join(folder, "into");
    await unpack(archive, into);
    expect(statSync(join(into, "jre/bin/java")).mode & 0o111).not.toBe(0);
    expect(readlinkSync(join(into, "jre/legal/b/LICENSE"))).toBe("../a/LICENSE");
    expect(readFileSync(join(into, "jre/legal/b/LICENSE"), "utf8")).toBe("free");
    expect(statSync(into).mode & 0o777).toBe(0o700);
  });

  it("replaces what an interrupted run left", async () => {
    const into = join(folder, "into");
    mkdirSync(into);
    writeFileSync(join(into, "half"), "");
    await unpack(archiveOf([{ path: "whole", content: "one" }]), into);
    expect(readdirSync(into)).toEqual(["whole"]);
  });

  it.each<{ what: string; entries: Entry[] }>([
    { what: "a path that climbs", entries: [{ path: "../escaped", content: "x" }] },
    { what: "a path that climbs later", entries: [{ path: "a/../../escaped", content: "x" }] },
    { what: "an absolute path", entries: [{ path: "/tmp/belfry-escaped", content: "x" }] },
    { what: "a path of Windows", entries: [{ path: "..\\escaped", content: "x" }] },
    { what: "a link out", entries: [{ path: "out", type: "SymbolicLink", linkpath: "../" }] },
    { what: "an absolute link", entries: [{ path: "out", type: "SymbolicLink", linkpath: "/etc/passwd" }] },
    { what: "a link to the folder above", entries: [{ path: "a/out", type: "SymbolicLink", linkpath: "../.." }] },
    {
      what: "a link through a link",
      entries: [
        { path: "a/b/", type: "Directory" },
        { path: "in", type: "SymbolicLink", linkpath: "a/b" },
        { path: "out", type: "SymbolicLink", linkpath: "in/../../.." },
      ],
    },
    {
      what: "a link that looks as if it stayed",
      entries: [
        { path: "root", type: "SymbolicLink", linkpath: "." },
        { path: "out", type: "SymbolicLink", linkpath: "root/.." },
      ],
    },
    {
      what: "a file through a link",
      entries: [
        { path: "a/", type: "Directory" },
        { path: "in", type: "SymbolicLink", linkpath: "a" },
        { path: "in/file", content: "x" },
      ],
    },
    {
      what: "a hard link",
      entries: [
        { path: "one", content: "x" },
        { path: "two", type: "Link", linkpath: "one" },
      ],
    },
    { what: "a hard link out", entries: [{ path: "two", type: "Link", linkpath: "/etc/passwd" }] },
    { what: "a device", entries: [{ path: "device", type: "CharacterDevice" }] },
    { what: "a pipe", entries: [{ path: "pipe", type: "FIFO" }] },
  ])("keeps nothing of an archive with $what", async ({ entries }) => {
    const archive = archiveOf([{ path: "harmless", content: "x" }, ...entries]);
    mkdirSync(join(folder, "deep"));
    const into = join(folder, "deep", "into");
    await expect(unpack(archive, into)).rejects.toThrow(/^The archive was not unpacked: /);
    expect(readdirSync(folder)).toEqual(["deep", "one.tar.gz"]);
    expect(readdirSync(join(folder, "deep"))).toEqual([]);
    expect(existsSync("/tmp/belfry-escaped")).toBe(false);
  });

  it.each([
    { what: "is cut", damage: (bytes: Buffer) => bytes.subarray(0, bytes.length / 2) },
    { what: "is none", damage: () => Buffer.from("<html>") },
  ])("keeps nothing of an archive that $what", async ({ damage }) => {
    const archive = archiveOf([{ path: "one", content: "x".repeat(100_000) }]);
    writeFileSync(archive, damage(readFileSync(archive)));
    const into = join(folder, "into");
    await expect(unpack(archive, into)).rejects.toThrow(/^The archive was not unpacked: /);
    expect(existsSync(into)).toBe(false);
  });
});
