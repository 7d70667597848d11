/** What others may use of the assistant. */
export { routes } from "./assistant.ts";
export { sweep } from "./sweep.ts";
