import { createHash } from "node:crypto";
import OpenAI from "openai";

/** Milliseconds to the first token when the vendor's SDK calls the stand-in itself with the bytes that Belfry would send. */
export function directCaller(baseURL: string) {
  const client = new OpenAI({ apiKey: "no-key-needed", baseURL, maxRetries: 0 });
  return async (body: string): Promise<number> => {
    const request = JSON.parse(body);
    const sentMs = performance.now();
    let firstTokenMs = 0;
    const events = (await client.responses.create(request)) as unknown as AsyncIterable<{ type: string }>;
    for await (const { type } of events) {
      if (type === "response.output_text.delta" && firstTokenMs === 0) firstTokenMs = performance.now() - sentMs;
    }
    return firstTokenMs;
  };
}

export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
