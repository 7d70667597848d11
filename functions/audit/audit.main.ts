import { httpFunction, live } from "../platform/live.ts";
import { auditBindings } from "./bindings.ts";

const { deps, vault } = await live();

export const handler = httpFunction(deps, auditBindings({ vault, log: deps.log }));
