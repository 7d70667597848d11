import { z } from "zod";

const partSchema = z.looseObject({ type: z.string(), text: z.string().optional() });
const itemSchema = z.looseObject({
  type: z.string().default("message"),
  role: z.string().optional(),
  content: z.union([z.string(), z.array(partSchema)]).optional(),
  /** Of a `function_call`. */
  name: z.string().optional(),
  /** Of a `function_call_output`. */
  output: z.unknown().optional(),
});
const toolSchema = z.looseObject({
  type: z.string(),
  name: z.string().optional(),
  parameters: z.record(z.string(), z.unknown()).nullish(),
});

/** What the stand-in reads of a request to `POST /v1/responses`; everything else is recorded and ignored. */
export const requestSchema = z.looseObject({
  model: z.string(),
  input: z.union([z.string(), z.array(itemSchema)]).default([]),
  instructions: z.string().nullish(),
  stream: z.boolean().nullish(),
  store: z.boolean().nullish(),
  tools: z.array(toolSchema).default([]),
  tool_choice: z.union([z.string(), z.looseObject({ type: z.string(), name: z.string().optional() })]).nullish(),
  max_output_tokens: z.number().nullish(),
});

/** A parsed request. */
export type ModelRequest = z.infer<typeof requestSchema>;

/** One line of the conversation, in order. Instructions are left out: this assistant knows its trade. */
export type Line =
  | { speaker: "user" | "assistant"; text: string }
  /** The model called a tool; the following `outcome` says what came of it. */
  | { speaker: "call"; text: string }
  | { speaker: "outcome"; text: string };

/** The conversation that a request holds. Nothing else is known: the stand-in keeps no state between requests. */
export function linesOf(request: ModelRequest): Line[] {
  if (typeof request.input === "string") return [{ speaker: "user", text: request.input }];
  return request.input.flatMap((item): Line[] => {
    if (item.type === "function_call") return [{ speaker: "call", text: item.name ?? "" }];
    if (item.type === "function_call_output") return [{ speaker: "outcome", text: String(item.output ?? "") }];
    if (item.type !== "message" || (item.role !== "user" && item.role !== "assistant")) return [];
    return [{ speaker: item.role, text: textOf(item.content) }];
  });
}

function textOf(content: z.infer<typeof itemSchema>["content"]): string {
  if (typeof content === "string") return content;
  return (content ?? []).map((part) => part.text ?? "").join("\n");
}

/** The tool that proposes a brief, when the request offers it and does not forbid calling it. */
export function proposalTool(request: ModelRequest) {
  if (request.tool_choice === "none") return undefined;
  return request.tools.find((tool) => tool.type === "function" && tool.name === "propose_brief");
}

/** True when the request leaves the model no choice but to call the tool. */
export function mustCallTool(request: ModelRequest): boolean {
  const choice = request.tool_choice;
  return choice === "required" || (typeof choice === "object" && choice?.name === "propose_brief");
}
