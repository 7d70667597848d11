/** What other capabilities may use of the workspace. */

export { RulesCache } from "./redaction/rules.ts";
export { routes } from "./workspace.ts";
