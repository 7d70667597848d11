/** What other capabilities may use of the trail. */
export { routes } from "./audit.ts";
export { sweep } from "./sweep.ts";
