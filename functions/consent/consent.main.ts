import { httpFunction, live } from "../platform/live.ts";
import { consentBindings } from "./bindings.ts";
import { factsOf } from "./state.ts";

const { deps, env, vault } = await live();

export const handler = httpFunction(deps, consentBindings({ vault, pinned: factsOf(env.model()) }));
