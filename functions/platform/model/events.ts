import { setImmediate } from "node:timers/promises";
import { createParser } from "eventsource-parser";
import type { Bounds } from "./bounds.ts";
import { CutShort } from "./fault.ts";

/** Parsed at once; a chunk may be larger. */
const SLICE_BYTES = 16_384;
/** Work between two rests, in events or 512 bytes: 3 ms at the worst (a slice of empty comments), so that nobody else waits longer. */
const UNREST_MAX = 32;
const UNIT_BYTES = 512;

type Read = () => Promise<{ readonly done?: boolean | undefined; readonly value?: Uint8Array | undefined }>;

/**
 * The `data` of each server-sent event (WHATWG HTML § 9.2), as it comes. Work is linear in the bytes, memory is one event and one slice,
 * and the event loop is let go in between. An event that its blank line does not end is none.
 * @throws CutShort at the bound on bytes, events or the size of one.
 */
export async function* eventData(read: Read, bounds: Bounds): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const slice = splitter(bounds.lineChars);
  let [bytes, events, unrest] = [0, 0, 0];
  const rest = (): Promise<void> | undefined => {
    if (unrest < UNREST_MAX) return undefined;
    unrest = 0;
    return setImmediate();
  };
  for (;;) {
    const { done, value } = await read();
    if (done || value === undefined) return;
    bytes += value.byteLength;
    if (bytes > bounds.bytes) throw new CutShort("bytes");
    for (let at = 0; at < value.byteLength; at += SLICE_BYTES) {
      const part = value.subarray(at, at + SLICE_BYTES);
      const { complete, isTooLong } = slice(decoder.decode(part, { stream: true }));
      for (const data of complete) {
        events += 1;
        if (events > bounds.events) throw new CutShort("events");
        yield data;
        unrest += 1;
        await rest();
      }
      if (isTooLong) throw new CutShort("line");
      unrest += part.byteLength / UNIT_BYTES;
      await rest();
    }
  }
}

/** The library keeps the line and the event that are not complete yet: `maxBufferSize` bounds both together. Comments it does not keep. */
function splitter(charsMax: number) {
  let complete: string[] = [];
  let isTooLong = false;
  const parser = createParser({
    maxBufferSize: charsMax,
    onEvent: ({ data }) => {
      if (data.length > charsMax) isTooLong = true;
      else if (!isTooLong) complete.push(data);
    },
    // Its errors quote the stream. An unknown field is none (it is to be ignored), so one kind alone matters.
    onError: ({ type }) => {
      if (type === "max-buffer-size-exceeded") isTooLong = true;
    },
  });
  return (text: string) => {
    complete = [];
    parser.feed(text);
    return { complete, isTooLong };
  };
}
