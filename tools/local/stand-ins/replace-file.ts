import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Replaces a file by writing beside it and renaming over it, so that a reader or a crash sees the old content or the
 * new one, whole. Returns when the new one survives a power failure too. Only its owner can read it: everything that is
 * kept this way holds keys.
 */
export function replaceFile(file: string, content: string): void {
  const temporary = temporaryOf(file);
  const handle = openSync(temporary, "w", 0o600);
  try {
    // Not writeSync, which may write a part and leave it at that.
    writeFileSync(handle, content);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(temporary, file);
  syncFolder(dirname(file));
}

/**
 * Reads a file that is kept with `replaceFile`; undefined when there is none. What a killed run had not finished is removed: it may
 * hold a key that has been destroyed since.
 */
export function readReplaced(file: string): string | undefined {
  rmSync(temporaryOf(file), { force: true });
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

/** Returns when the names of a folder's files survive a power failure: syncing a file does not see to its name. */
export function syncFolder(folder: string): void {
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

// The same name each time: one process owns the folder, and nothing is left lying about under another's id.
const temporaryOf = (file: string): string => `${file}.tmp`;
