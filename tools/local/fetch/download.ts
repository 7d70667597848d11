import { setTimeout as sleep } from "node:timers/promises";
import { DiskError, Part } from "./part.ts";
import type { Pin } from "./releases.ts";
import { broken, FetchError, request } from "./request.ts";

export interface DownloadOptions {
  /** Told of each chunk, with how many bytes are there. */
  readonly onBytes?: (bytes: number) => void;
  /** A connection that brings nothing for so long is given up. Default 30 s. */
  readonly stallMs?: number;
  /** Waited before asking again, longer each time. Default 1 s. */
  readonly againMs?: number;
}

const TRIES_MAX = 5;

/**
 * Brings exactly the pinned bytes to `target`, or nothing: they have another name until their SHA-256 is the pinned one. What was cut off
 * is gone on with, also what an earlier run had received; what is wrong is removed.
 *
 * @throws Error that says what went wrong and what helps
 */
export async function download(pin: Pin, target: string, options: DownloadOptions = {}): Promise<void> {
  const part = await Part.open(`${target}.part`, pin.size);
  let isInherited = part.bytes > 0;
  try {
    for (;;) {
      await receiveAll(pin, part, options);
      if (part.sha256() === pin.sha256) return await part.keep(target);
      const { host } = new URL(pin.url);
      if (!isInherited)
        throw new FetchError(
          `${host} sent other bytes than the pinned ones. They were removed and nothing of them was run.`,
          { spoils: true },
        );
      // It may have been the earlier run's bytes that were damaged.
      isInherited = false;
      await part.reset();
    }
  } catch (error) {
    const told = readable(error, pin, target);
    if (told instanceof FetchError && told.spoils) await part.discard();
    else await part.leave();
    throw told;
  }
}

async function receiveAll(pin: Pin, part: Part, options: DownloadOptions): Promise<void> {
  for (let tries = 1; part.bytes < pin.size; tries += 1) {
    try {
      await receive(pin, part, options);
    } catch (error) {
      const told = error instanceof DiskError ? error : broken(error, new URL(pin.url).host);
      if (!(told instanceof FetchError) || !told.again || tries === TRIES_MAX) throw told;
      if (told.spoils) await part.reset();
      await sleep((options.againMs ?? 1_000) * tries);
    }
  }
}

async function receive(pin: Pin, part: Part, { stallMs = 30_000, onBytes }: DownloadOptions): Promise<void> {
  const { host } = new URL(pin.url);
  const given = new AbortController();
  const stalled = new FetchError(`${host} sends nothing any more.`, { again: true });
  const timer = setTimeout(() => given.abort(stalled), stallMs);
  try {
    const response = await request(pin.url, part.bytes, given.signal);
    if (response.status === 200) {
      if (part.bytes > 0) await part.reset();
    } else if (!response.headers.get("content-range")?.startsWith(`bytes ${part.bytes}-`))
      throw new FetchError(`${host} goes on elsewhere than asked.`, { again: true, spoils: true });
    const offered = response.headers.get("content-length");
    if (offered !== null && part.bytes + Number(offered) !== pin.size)
      throw new FetchError(`${host} offers another size than the pinned ${pin.size} bytes. Nothing of it was kept.`, {
        spoils: true,
      });
    for await (const chunk of response.body ?? []) {
      timer.refresh();
      if (part.bytes + chunk.length > pin.size)
        throw new FetchError(`${host} sends more than the pinned ${pin.size} bytes. They were removed.`, {
          spoils: true,
        });
      await part.append(chunk);
      onBytes?.(part.bytes);
    }
    if (part.bytes < pin.size)
      throw new FetchError(`${host} ended after ${part.bytes} of ${pin.size} bytes.`, { again: true });
  } finally {
    clearTimeout(timer);
    given.abort();
  }
}

function readable(error: unknown, pin: Pin, target: string): unknown {
  if (!(error instanceof DiskError) || !["ENOSPC", "EDQUOT", "EFBIG"].includes(`${error.code}`)) return error;
  // What can't be finished must not keep the disk full.
  return new FetchError(`The disk is full: ${megabytes(pin.size)} are needed for ${target}.`, {
    spoils: true,
    cause: error,
  });
}

export const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1_000_000)} MB`;
