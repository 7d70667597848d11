import { httpFunction, live } from "../platform/live.ts";
import { platformFacts } from "../platform/model/catalogue.ts";
import { opinionFacts } from "../platform/opinion/opinions.ts";
import { consentBindings } from "./bindings.ts";

const { deps, env, vault } = await live();

const catalogue = platformFacts(env.model(), opinionFacts(env.opinions()));

export const handler = httpFunction(deps, consentBindings({ vault, catalogue }));
