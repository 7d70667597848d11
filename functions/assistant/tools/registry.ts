import type { ModelTool } from "../../platform/model/model.ts";
import { proposeBrief } from "./propose-brief.ts";
import { strictSchema } from "./strict-schema.ts";
import type { Tool } from "./tool.ts";

/** Every tool, one file each. What is not here can't be called. */
const TOOLS = [proposeBrief] as const;

/** The names, for the documents and the contract. */
export const TOOL_NAMES = TOOLS.map(({ name }) => name);

/** As models are told of them. */
export const MODEL_TOOLS: readonly ModelTool[] = TOOLS.map(({ name, description, schema }) => ({
  name,
  description,
  parameters: strictSchema(schema),
}));

export const toolNamed = (name: string): Tool | undefined =>
  TOOLS.find((tool) => tool.name === name) as Tool | undefined;
