import { defineConfig } from 'vitest/config';

/** What asks no database: once is enough. */
const WITHOUT_DATABASE = [
  ...['architecture', 'config', 'digest-due', 'director', 'failures', 'foreign-web-api', 'nudges-ladder'],
  ...['places', 'playground', 'quantity', 'text', 'time-words', 'working-days'],
].map((name) => `test/${name}.test.ts`);

/** The whole suite runs on each database; a file with the other one's name in its own stays out. */
function projectOn(database: 'embedded' | 'postgres', ...others: string[]) {
  return {
    extends: true as const,
    test: {
      name: database,
      env: { TEST_DATABASE: database },
      exclude: others,
      // Only for a run that has a file on this database.
      globalSetup: [`test/helpers/${database}-setup.ts`],
    },
  };
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/browser/**', ...(process.env.MAKE_DATABASE ? [] : ['test/data/**'])],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // An embedded database takes some 300 MB of each worker.
    maxWorkers: 2,
    projects: [
      projectOn('embedded', 'test/**/*.postgres.test.ts'),
      projectOn('postgres', 'test/**/*.embedded.test.ts', ...WITHOUT_DATABASE),
    ],
  },
});
