import { factsOf } from "../consent/index.ts";
import { httpFunction, live } from "../platform/live.ts";
import { openaiModel } from "../platform/model/providers/openai.ts";
import { createEngine } from "../redaction/index.ts";
import { assistantBindings } from "./bindings.ts";
import { ConsentWatch } from "./turn/watch.ts";

const { deps, env, log, vault } = await live();
const config = env.model();
const pinned = factsOf(config);
const model = openaiModel(config, { mode: env.mode, apiKey: env.modelApiKey });

export const handler = httpFunction(
  deps,
  assistantBindings({ vault, pinned, engine: createEngine(), model, watch: new ConsentWatch(pinned), log }),
);
