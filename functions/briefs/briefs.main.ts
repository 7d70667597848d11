import { httpFunction, live } from "../platform/live.ts";
import { briefBindings } from "./bindings.ts";

const { deps, vault } = await live();

export const handler = httpFunction(deps, briefBindings({ vault }));
