/** What other capabilities may use of the workspace. */
export { routes } from "./redaction/contract.ts";
export { RulesCache } from "./redaction/rules.ts";
