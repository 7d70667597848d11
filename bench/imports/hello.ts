import type { IncomingMessage, ServerResponse } from "node:http";

/** The smallest function there is: what the others are measured against. */
export const handler = (_: IncomingMessage, response: ServerResponse): void => void response.end("hello\n");
