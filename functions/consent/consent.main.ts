import { httpFunction, live } from "../platform/live.ts";
import { platformFacts } from "../platform/model/catalogue.ts";
import { consentBindings } from "./bindings.ts";

const { deps, env, vault } = await live();

export const handler = httpFunction(deps, consentBindings({ vault, catalogue: platformFacts(env.model()) }));
