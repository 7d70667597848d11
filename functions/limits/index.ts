/** What other capabilities may use of the limits. */
export { countMessage, LimitDoc, limits } from "./message.ts";
export { addUsage, usage } from "./usage.ts";
