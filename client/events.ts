/** One server-sent event, its `data` lines joined (WHATWG HTML, section 9.2). */
export interface ServerEvent {
  readonly event: string;
  readonly data: string;
  /** The last id that the stream gave, this event's or an earlier one's. */
  readonly id?: string;
}

/** Parses a `text/event-stream` as it comes, however the network cuts it. */
export class EventParser {
  #rest = "";
  #event = "";
  #id: string | undefined;
  #data: string[] = [];
  #afterReturn = false;

  /** @returns the events that `text` completes. What no blank line has ended yet waits for the next piece. */
  push(text: string): ServerEvent[] {
    if (text === "") return [];
    // A CR ends its line at once: waiting for its LF would keep an event back. The LF, when it comes, is no second line.
    const fresh = this.#afterReturn && text.startsWith("\n") ? text.slice(1) : text;
    this.#afterReturn = fresh.endsWith("\r");
    const lines = (this.#rest + fresh).split(/\r\n|\r|\n/);
    this.#rest = lines.pop() ?? "";
    return lines.flatMap((line) => this.#line(line));
  }

  #line(line: string): ServerEvent[] {
    if (line === "") return this.#dispatch();
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + (line[colon + 1] === " " ? 2 : 1));
    // A line that begins with a colon has no field: a comment, which keeps the connection alive.
    if (field === "event") this.#event = value;
    if (field === "data") this.#data.push(value);
    if (field === "id" && !value.includes("\0")) this.#id = value;
    return [];
  }

  #dispatch(): ServerEvent[] {
    const id = this.#id === undefined ? {} : { id: this.#id };
    const found = { event: this.#event === "" ? "message" : this.#event, data: this.#data.join("\n"), ...id };
    const hasData = this.#data.length > 0;
    this.#event = "";
    this.#data = [];
    return hasData ? [found] : [];
  }
}

/** The events of a stream of bytes. Leaving the loop closes the connection. */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent, void, undefined> {
  const parser = new EventParser();
  // Keeps half a character for the next piece, and drops a byte order mark.
  const decoder = new TextDecoder();
  const reader = body.getReader();
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read())
      yield* parser.push(decoder.decode(piece.value, { stream: true }));
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
