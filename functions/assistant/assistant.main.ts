import { RequestLimiter } from "../platform/limiter.ts";
import { httpFunction, live } from "../platform/live.ts";
import { platformModel } from "../platform/model/catalogue.ts";
import { openaiModel } from "../platform/model/providers/openai.ts";
import { openOpinions, opinionFacts } from "../platform/opinion/opinions.ts";
import { createEngine } from "../redaction/index.ts";
import { RulesCache } from "../workspace/index.ts";
import { assistantBindings } from "./bindings.ts";
import { TurnWatch } from "./turn/watch.ts";

const { clock, deps, env, log, vault } = await live();
const config = env.model();
const model = openaiModel(config, { mode: env.mode, apiKey: env.modelApiKey });
const catalogue = platformModel(config, opinionFacts(env.opinions()), model);

export const handler = httpFunction(
  deps,
  assistantBindings({
    vault,
    engine: createEngine(),
    rules: new RulesCache(),
    catalogue,
    opinions: await openOpinions(env.opinions(), clock),
    watch: new TurnWatch(),
    log,
    previews: new RequestLimiter(clock),
  }),
);
