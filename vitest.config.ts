import { defineConfig } from 'vitest/config';

/** The whole suite runs on each database; a file with the other one's name in its own stays out. */
function projectOn(database: 'embedded' | 'postgres', other: string) {
  return {
    extends: true as const,
    test: { name: database, env: { TEST_DATABASE: database }, exclude: [`test/**/*.${other}.test.ts`] },
  };
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/browser/**'],
    globalSetup: ['test/helpers/global-setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // An embedded database takes some 300 MB of each worker.
    maxWorkers: 2,
    projects: [projectOn('embedded', 'postgres'), projectOn('postgres', 'embedded')],
  },
});
