import { availableParallelism, totalmem } from 'node:os';
import { defineConfig } from 'vitest/config';
import { LEFT_TO_CI, ON_BOTH, ON_ONE } from './test/helpers/databases.ts';
import { WhatRanWhere } from './test/helpers/reporter.ts';
import { everything } from './test/helpers/runs.ts';
import { LongestFirst } from './test/helpers/sequencer.ts';

/** What a worker with an embedded database takes at its worst. */
const WORKER_BYTES = 450 * 1024 ** 2;

/** One worker for each core, as long as half of the memory holds them. */
function countWorkers(): number {
  return Math.max(1, Math.min(availableParallelism(), Math.floor(totalmem() / 2 / WORKER_BYTES)));
}

function projectOn(database: 'embedded' | 'postgres', files: { include: string[]; exclude: string[] }) {
  return {
    extends: true as const,
    test: {
      name: database,
      env: { TEST_DATABASE: database },
      ...files,
      // Only for a run that has a file on this database.
      globalSetup: [`test/helpers/${database}-setup.ts`],
    },
  };
}

/** Packs databases for the tests to come; see there. */
const MAKING = process.env.MAKE_DATABASE ? [] : ['test/data/**'];

const pathsOf = (names: readonly string[]) => names.map((name) => `test/${name}.test.ts`);

/** Whoever asks for one of them by name gets it. */
const LEFT_OUT = everything ? [] : pathsOf(LEFT_TO_CI).filter((path) => !process.argv.includes(path));

export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: countWorkers(),
    // Files share a process: to load the project and its database anew for each took half of the time.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    setupFiles: ['test/helpers/properties.ts'],
    reporters: ['default', new WhatRanWhere()],
    projects: [
      projectOn('embedded', {
        include: ['test/**/*.test.ts'],
        exclude: ['test/browser/**', ...MAKING, ...LEFT_OUT, 'test/**/*.postgres.test.ts'],
      }),
      projectOn('postgres', {
        include: everything ? ['test/**/*.test.ts'] : ['test/**/*.postgres.test.ts', ...pathsOf(ON_BOTH)],
        exclude: [
          'test/browser/**',
          ...MAKING,
          ...LEFT_OUT,
          'test/**/*.embedded.test.ts',
          ...pathsOf(ON_ONE),
        ],
      }),
    ],
  },
});
