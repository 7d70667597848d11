import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { syncFolder } from "../stand-ins/replace-file.ts";

/** The disk's part of what can go wrong. */
export class DiskError extends Error {
  readonly code: unknown;
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : "the disk failed", { cause });
    this.code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  }
}

const onDisk = (error: unknown): never => {
  throw new DiskError(error);
};

/** A file that is not whole yet, under a name that nobody runs, with the hash of what it holds. */
export class Part {
  bytes = 0;
  readonly path: string;
  readonly #handle: FileHandle;
  #hash = createHash("sha256");

  private constructor(path: string, handle: FileHandle) {
    this.path = path;
    this.#handle = handle;
  }

  /** Goes on with what an earlier run had received. */
  static async open(path: string, sizeMax: number): Promise<Part> {
    const part = new Part(path, await open(path, "a+", 0o600));
    const { size } = await part.#handle.stat();
    if (size >= sizeMax) await part.reset();
    else if (size > 0) {
      for await (const chunk of createReadStream(path)) part.#hash.update(chunk);
      part.bytes = size;
    }
    return part;
  }

  async append(chunk: Uint8Array): Promise<void> {
    await this.#handle.appendFile(chunk).catch(onDisk);
    this.#hash.update(chunk);
    this.bytes += chunk.length;
  }

  /** Starts over. */
  async reset(): Promise<void> {
    await this.#handle.truncate(0).catch(onDisk);
    this.#hash = createHash("sha256");
    this.bytes = 0;
  }

  sha256(): string {
    return this.#hash.copy().digest("hex");
  }

  /** Gives it its name, once it is on the disk: no power failure leaves a name without its bytes. */
  async keep(as: string): Promise<void> {
    await this.#handle.sync().catch(onDisk);
    await this.#handle.close();
    await rename(this.path, as);
    syncFolder(dirname(as));
  }

  /** Leaves what has come for a later run. */
  async leave(): Promise<void> {
    if (this.bytes === 0) await this.discard();
    else await this.#handle.close();
  }

  async discard(): Promise<void> {
    await this.#handle.close();
    await rm(this.path, { force: true });
  }
}
