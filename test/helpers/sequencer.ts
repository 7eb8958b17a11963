import { basename } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The longest files, the longest first: begun last, one of them would keep the other cores waiting. */
const LONGEST = [
  ...['year', 'main', 'year-processes', 'sample-season', 'forged', 'year-troubles', 'kill', 'limits'],
  ...['year-quiet', 'year-report', 'kept-databases', 'pace-hour', 'flat', 'import-race', 'records-race'],
  ...['document-jobs', 'privacy', 'find', 'expiry', 'nudges', 'digest-channel', 'claims', 'nudges-many'],
  ...['nudges-standing', 'troubles'],
];

/** Starts the longest files first, also in a fresh clone, where vitest knows nothing but their size. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => rankOf(a) - rankOf(b));
  }
}

function rankOf({ moduleId }: TestSpecification): number {
  const rank = LONGEST.indexOf(basename(moduleId).split('.')[0] ?? '');
  return rank < 0 ? LONGEST.length : rank;
}
