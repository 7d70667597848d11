import { rmSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { posix } from "node:path";
// The reader that npm itself unpacks packages with: no `tar` of the system is needed, and it keeps to its folder.
import { extract, type ReadEntry } from "tar";

/** Three times what the largest pinned archive holds, so that a bomb does not fill the disk. */
const UNPACKED_MAX = 600_000_000;

/**
 * Unpacks an archive into a new folder. Its checksum was right, so this only has to hold if the pin itself was wrong: one entry that
 * would land, or point, outside of the folder and nothing is kept.
 *
 * @throws Error that names the entry
 */
export async function unpack(archive: string, folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  await mkdir(folder, { mode: 0o700 });
  let bytes = 0;
  let refused: string | undefined;
  try {
    await extract({
      file: archive,
      cwd: folder,
      strict: true,
      filter: (_, entry) => {
        const one = entry as ReadEntry;
        bytes += one.size;
        if (!isInside(one)) refused ??= `"${one.path}" would leave the folder`;
        if (bytes > UNPACKED_MAX) refused ??= "it is too large";
        // Nothing more is written once anything was wrong.
        return refused === undefined;
      },
    });
    if (refused !== undefined) throw new Error(refused);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`The archive was not unpacked: ${error instanceof Error ? error.message : error}.`, {
      cause: error,
    });
  }
}

/** Temurin's legal notices are links to each other, so links there may be: relative ones, to files of the same archive. */
function isInside({ path, type, linkpath }: ReadEntry): boolean {
  if (!isRelative(path)) return false;
  if (type === "File" || type === "Directory" || type === "OldFile") return true;
  if (type !== "SymbolicLink" || linkpath === undefined || posix.isAbsolute(linkpath)) return false;
  // `link/..` is not what it looks like: it leads to the parent of what the link leads to.
  if (posix.normalize(linkpath) !== linkpath) return false;
  return isRelative(posix.join(posix.dirname(path), linkpath));
}

function isRelative(path: string): boolean {
  const clean = posix.normalize(path);
  return !posix.isAbsolute(clean) && clean !== ".." && !clean.startsWith("../") && !/[\\\0]/.test(path);
}
