import { httpFunction, live } from "../platform/live.ts";
import { workspaceBindings } from "./bindings.ts";

const { deps, vault } = await live();

export const handler = httpFunction(deps, workspaceBindings({ vault }));
