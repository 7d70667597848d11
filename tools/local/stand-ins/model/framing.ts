import type { WireEvent } from "./events.ts";
import type { Fault } from "./faults.ts";

/** An event as the pieces in which it is written: one, unless a fault wants it otherwise. */
export function framed(event: WireEvent, index: number, fault: Fault | undefined): readonly (string | Buffer)[] {
  const isLast = event.type === "response.completed";
  if (fault?.kind === "usage" && isLast)
    return [plain({ ...event, response: { ...event.response, usage: fault.usage } })];
  if (fault?.kind === "no-blank-line" && isLast) return [plain(event).slice(0, -1)];
  if (fault?.kind !== "framing") return [plain(event)];
  switch (fault.framing) {
    case "crlf":
      return cutInside(plain(event).replaceAll("\n", "\r\n"), "\r");
    case "cr":
      return [plain(event).replaceAll("\n", "\r")];
    case "bom":
      // Its three bytes in two packets.
      return index > 0
        ? [plain(event)]
        : [Buffer.from([0xef, 0xbb]), Buffer.concat([Buffer.from([0xbf]), Buffer.from(plain(event))])];
    case "multi-line":
      return [`event: ${event.type}\n${JSON.stringify(event, undefined, 1).replaceAll(/^/gm, "data: ")}\n\n`];
    case "split":
      return byteByByte(`: a comment\nid: ${index}\nretry: 10\nunknown: x\n${plain(event)}`);
  }
}

const plain = (event: { readonly type: string; readonly response?: unknown }): string =>
  `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;

/** In two, after the last `mark`. */
const cutInside = (text: string, mark: string): string[] => {
  const at = text.lastIndexOf(mark) + 1;
  return [text.slice(0, at), text.slice(at)];
};

/** Characters of several bytes come in pieces too. The long events of the beginning and the end are cut more coarsely, for time's sake. */
function byteByByte(text: string): Buffer[] {
  const bytes = Buffer.from(text);
  const step = bytes.length > 600 ? 97 : 1;
  return Array.from({ length: Math.ceil(bytes.length / step) }, (_, n) => bytes.subarray(n * step, (n + 1) * step));
}
