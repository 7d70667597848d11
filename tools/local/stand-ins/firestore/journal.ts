import { writeFileSync } from "node:fs";
import { type FileHandle, mkdir, open, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { syncFolder } from "../replace-file.ts";

const NAME = /^journal-(\d+)$/;
/** Magic, length and checksum before each batch. */
const HEADER_BYTES = 12;
const MAGIC = 0x42_46_4a_31;

interface Waiting {
  readonly entry: Buffer;
  readonly stored: PromiseWithResolvers<void>;
}

/**
 * What was committed since the last export, in files that only grow. A batch is written and synced as a whole before the next one is
 * begun, and an entry counts as stored only then: a crash can tear the last batch alone, and nothing in it was acknowledged.
 */
export class Journal {
  readonly #folder: string;
  #file: { readonly number: number; readonly handle: FileHandle };
  #bytes = 0;
  #waiting: Waiting[] = [];
  #writing: Promise<void> | undefined;
  #failure: Error | undefined;

  private constructor(folder: string, file: { number: number; handle: FileHandle }) {
    this.#folder = folder;
    this.#file = file;
  }

  /** Opens a new file behind those that are there: a torn one is never written to again. */
  static async open(folder: string, atLeast: number): Promise<Journal> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const last = (await numbers(folder)).at(-1) ?? 0;
    return new Journal(folder, await create(folder, Math.max(last + 1, atLeast)));
  }

  /** The number of the file that is written to. */
  get number(): number {
    return this.#file.number;
  }

  /** Why nothing can be stored any more, once that is so. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  /** The size of the file that is written to. */
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * Resolves when the entry is on the disk. Entries are stored in the order of the calls.
   *
   * @throws Error once anything could not be stored: what follows may build on it
   */
  append(entry: Buffer): Promise<void> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    const stored = Promise.withResolvers<void>();
    this.#waiting.push({ entry, stored });
    this.#writing ??= this.#write();
    return stored.promise;
  }

  async #write(): Promise<void> {
    // Whatever comes while one batch is being synced shares the next sync.
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0);
      const bytes = framed(batch.map(({ entry }) => entry));
      try {
        if (this.#failure !== undefined) throw this.#failure;
        // To the operating system's cache at once, which takes no time; only the disk is waited for.
        writeFileSync(this.#file.handle.fd, bytes);
        await this.#file.handle.datasync();
        this.#bytes += bytes.length;
        for (const { stored } of batch) stored.resolve();
      } catch (error) {
        this.#failure = error instanceof Error ? error : new Error("the journal can't be written");
        for (const { stored } of batch) stored.reject(this.#failure);
      }
    }
    this.#writing = undefined;
  }

  /** Goes on in a new file, and answers its number. Nothing may be under way. */
  async rotate(): Promise<number> {
    await this.#writing;
    const next = await create(this.#folder, this.#file.number + 1);
    await this.#file.handle.close();
    this.#file = next;
    this.#bytes = 0;
    return next.number;
  }

  /** What is appended afterwards is not stored, and its caller hears of that. */
  async close(): Promise<void> {
    await this.#writing;
    this.#failure ??= new Error("the journal is closed");
    await this.#file.handle.close();
  }
}

/**
 * The entries of each file from number `from` on, file by file.
 *
 * @throws Error when a file is damaged elsewhere than at its end, where no crash of ours could have left it
 */
export async function readJournals(folder: string, from: number): Promise<Buffer[][]> {
  const found = (await numbers(folder)).filter((number) => number >= from);
  return Promise.all(found.map(async (number) => parsed(await readFile(at(folder, number)), `journal-${number}`)));
}

/** Forgets the files before number `until`: an export has what they have. */
export async function forgetJournals(folder: string, until: number): Promise<void> {
  for (const number of await numbers(folder)) if (number < until) await rm(at(folder, number), { force: true });
}

const at = (folder: string, number: number): string => join(folder, `journal-${number}`);

async function numbers(folder: string): Promise<number[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .map((name) => Number(NAME.exec(name)?.[1]))
    .filter((number) => number > 0)
    .sort((one, other) => one - other);
}

async function create(folder: string, number: number): Promise<{ number: number; handle: FileHandle }> {
  const handle = await open(at(folder, number), "ax", 0o600);
  syncFolder(folder);
  return { number, handle };
}

function framed(entries: readonly Buffer[]): Buffer {
  const payload = Buffer.concat(entries.flatMap((entry) => [uint32(entry.length), entry]));
  return Buffer.concat([uint32(MAGIC), uint32(payload.length), uint32(crc32(payload)), payload]);
}

function parsed(file: Buffer, name: string): Buffer[] {
  const entries: Buffer[] = [];
  for (let start = 0; start < file.length; ) {
    const payload = batchAt(file, start);
    if (payload === undefined) {
      // Torn, unless a whole one follows: that one was not begun before this one was on the disk, and acknowledged.
      if (hasBatchAfter(file, start))
        throw new Error(`${name} is damaged at byte ${start}: what the local stack kept can't be trusted any more`);
      break;
    }
    for (let next = 0; next < payload.length; ) {
      const size = payload.readUInt32BE(next);
      entries.push(payload.subarray(next + 4, next + 4 + size));
      next += 4 + size;
    }
    start += HEADER_BYTES + payload.length;
  }
  return entries;
}

/** The payload of a batch that is whole. */
function batchAt(file: Buffer, start: number): Buffer | undefined {
  if (start + HEADER_BYTES > file.length || file.readUInt32BE(start) !== MAGIC) return undefined;
  const end = start + HEADER_BYTES + file.readUInt32BE(start + 4);
  const payload = file.subarray(start + HEADER_BYTES, end);
  return end <= file.length && crc32(payload) === file.readUInt32BE(start + 8) ? payload : undefined;
}

function hasBatchAfter(file: Buffer, start: number): boolean {
  const magic = uint32(MAGIC);
  for (let at = file.indexOf(magic, start + 1); at !== -1; at = file.indexOf(magic, at + 1))
    if (batchAt(file, at) !== undefined) return true;
  return false;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
