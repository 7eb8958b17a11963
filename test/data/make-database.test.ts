import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { TABLES } from '../../src/app.ts';
import { packRows } from '../../src/db/load.ts';
import { playSeason } from '../../src/playground/season.ts';
import { startDesk } from '../helpers/desk.ts';
import { startYear, walk } from '../helpers/year.ts';

/**
 * Packs the databases of the release at hand, against which every later migration is held. Not a part of the suite:
 * `MAKE_DATABASE=0.1 npx vitest run --project embedded test/data`, once for each release.
 */
const folder = `test/data/${process.env.MAKE_DATABASE}`;

test('the sample season', async () => {
  const desk = await startDesk({ setUp: false });
  const { signal } = new AbortController();
  await playSeason({
    ...{ workspace: desk.workspace, clock: desk.clock, look: desk.look, signal },
    onProgress: () => {},
  });
  await desk.settle();
  expect(desk.workspace.violations).toEqual([]);
  writeFileSync(`${folder}/season.json.gz`, await packRows(desk.db, TABLES.toReversed()));
  await desk.close();
}, 600_000);

test('a year with rounds, absences, digests, reminders and summaries, in its December', async () => {
  const desk = await startYear();
  await walk(desk, { from: '2013-09-02', to: '2013-12-20', onSent: async () => {} });
  writeFileSync(`${folder}/december.json.gz`, await packRows(desk.db, TABLES.toReversed()));
  await desk.close();
}, 900_000);
