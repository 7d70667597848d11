import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // The JSON is what docs/promises.md is generated from.
    reporters: ["default", ["json", { outputFile: ".local/test-results.json" }]],
    projects: [
      {
        // Nothing shared: as parallel as the machine.
        test: {
          name: "unit",
          include: ["test/{unit,redaction,log}/**/*.test.ts", "test/architecture.test.ts"],
          testTimeout: 20_000,
        },
      },
      {
        // Stand-ins by themselves: each file starts its own.
        // (start: the two commands of the README, as they are.)
        test: {
          name: "contract",
          include: ["test/contract/**/*.test.ts", "test/start/**/*.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 90_000,
        },
      },
      {
        // One running stack, shared: a file at a time, so that "no connection" means none.
        test: {
          name: "stack",
          include: ["test/*/**/*.test.ts"],
          exclude: ["test/{unit,redaction,log,contract,start,infra}/**"],
          globalSetup: ["test/support/global-setup.ts"],
          fileParallelism: false,
          maxWorkers: 1,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
