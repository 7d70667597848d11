/**
 * Preloaded into a function to see what the framework's domains cost: it makes one for every request, which switches on Node's
 * asynchronous hooks for each promise of the process. Here they do nothing.
 */
import { createRequire } from "node:module";

const domain: { create: () => object } = createRequire(import.meta.url)("node:domain");
domain.create = () => ({ on: () => undefined, run: (work: () => unknown) => work() });
