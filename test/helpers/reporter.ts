import type { Reporter, TestModule } from 'vitest/node';
import { LEFT_TO_CI } from './databases.ts';
import { everything } from './runs.ts';

/** Says at the end what ran on which database, and what was left to CI. */
export class WhatRanWhere implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const lines = [...Map.groupBy(modules, ({ project }) => project.name)].map(([database, files]) => {
      const tests = files.reduce(
        (sum, { children }) =>
          sum + [...children.allTests()].filter((test) => test.result().state !== 'skipped').length,
        0,
      );
      return `${tests} tests of ${files.length} files on ${NAMES[database] ?? database}`;
    });
    if (lines.length === 0) return;
    const left = everything
      ? 'Nothing was left to CI.'
      : `Left to CI (TEST_EVERYTHING=1): ${LEFT_TO_CI.join(', ')}, the other files on PostgreSQL, and the properties’ full number of runs.`;
    process.stdout.write(`Ran ${lines.join(', ')}. ${left}\n\n`);
  }
}

const NAMES: Readonly<Record<string, string>> = { embedded: 'the embedded database', postgres: 'PostgreSQL' };
