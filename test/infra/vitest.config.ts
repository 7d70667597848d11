import { defineConfig } from "vitest/config";

/** Apart from the application's tests: these plan some eighty times, which takes minutes. `npm run test:terraform` runs them. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    // The JSON is what docs/promises.md is generated from.
    reporters: ["default", ["json", { outputFile: "../../.local/test-results-infra.json" }]],
    // Plans are processes of their own: more than three at once only wait for each other on two cores.
    maxConcurrency: 3,
    // Google's clients must not look for a metadata server that is not there.
    env: { METADATA_SERVER_DETECTION: "none" },
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
