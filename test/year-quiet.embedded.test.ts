import { expect, test } from 'vitest';
import { forecastNudges } from '../src/nudges/forecast.ts';
import { findProgramme } from '../src/programme/repository.ts';
import { startYear, walk } from './helpers/year.ts';
import { NOVEMBER } from './helpers/year-plan.ts';

const ZONE = 'Asia/Shanghai';

/** Somebody has put the reminder off, somebody goes away that day, a week is half used up. */
const PLAN = [
  ...NOVEMBER.filter(([when]) => when <= '11-28 17:30'),
  ['11-28 17:30', 'U0HOST', 'goAway', 'U0BINHAI', { until: '2013-12-03' }],
] as const;

test('When nobody acts for a fortnight, Then the dry run said on its first day what goes out', async () => {
  const desk = await startYear('2013-10-31T10:00:00+08:00');
  await walk(desk, { from: '2013-10-31', to: '2013-11-28', plan: PLAN });
  const programme = await findProgramme(desk.db, desk.workspace.teamId);
  if (!programme) throw new Error('no programme');
  const begins = desk.clock.now();
  const forecasts = await forecastNudges(desk.deps, programme, begins, Temporal.PlainDate.from('2013-12-12'));
  const said = forecasts.flatMap(({ at, userId, how, dues }) =>
    dues
      .filter(({ verdict }) => verdict === 'tell')
      .map(({ task: { owed }, stage }) =>
        [dayOf(at), userId, owed.kind, owed.objectId, stage.id, how].join(' '),
      ),
  );
  const news = forecasts.filter(({ how }) => how === 'new').map(({ at, userId }) => `${dayOf(at)} ${userId}`);

  const sent = await walk(desk, { from: '2013-11-29', to: '2013-12-12', plan: [] });
  const told = await desk.db
    .selectFrom('nudge')
    .selectAll()
    .where('noted_at', '>', begins)
    .where('outcome', 'in', ['new', 'edited'])
    .where('kind', '<>', 'snoozed')
    .execute();
  expect(said.length).toBeGreaterThan(30);
  expect(
    told
      .map((row) =>
        [dayOf(row.noted_at), row.user_id, row.kind, row.object_id, row.stage, row.outcome].join(' '),
      )
      .sort(),
  ).toEqual(said.sort());
  const nudges = sent.filter(({ kind }) => kind === 'nudge');
  expect(nudges.map(({ at, to }) => `${at.toPlainDate()} ${to}`).sort()).toEqual(news.sort());
  expect(new Set(nudges.map(({ to }) => to)).size).toBeGreaterThan(5);
  await desk.close();
}, 300_000);

function dayOf(moment: Temporal.Instant): string {
  return moment.toZonedDateTimeISO(ZONE).toPlainDate().toString();
}
