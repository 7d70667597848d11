import { closeSync, fsyncSync, openSync, renameSync, writeSync } from "node:fs";

/**
 * Replaces a file by writing beside it and renaming over it, so that a reader or a crash sees the old content or the
 * new one, whole. Only its owner can read it: everything that is kept this way holds keys.
 */
export function replaceFile(file: string, content: string): void {
  const temporary = `${file}.${process.pid}.tmp`;
  const handle = openSync(temporary, "w", 0o600);
  try {
    writeSync(handle, content);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(temporary, file);
}
