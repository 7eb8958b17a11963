import { expect, test } from 'vitest';
import { forecastNudges } from '../src/nudges/forecast.ts';
import { findProgramme } from '../src/programme/repository.ts';
import { startDesk } from './helpers/desk.ts';
import { meetEverybody, readTold, seedDuties } from './helpers/duties.ts';

const LAST = Temporal.PlainDate.from('2013-12-31');

/** After the hour of reminders, after whatever ends in the morning, when London begins, before work ends. */
const TICKS = ['09:31', '11:31', '17:01', '17:50'];

test('When two months go by and nobody acts, Then what happens day by day is what the dry run said', async () => {
  const desk = await startDesk();
  await seedDuties(desk);
  await meetEverybody(desk);
  const programme = await findProgramme(desk.db, desk.workspace.teamId);
  if (!programme) throw new Error('no programme');
  const forecasts = await forecastNudges(desk.deps, programme, desk.clock.now(), LAST);
  const said = forecasts.flatMap(({ at, userId, how, dues }) =>
    dues
      .filter(({ verdict }) => verdict === 'tell')
      .map(({ task: { owed }, stage }) => ({
        day: at.toZonedDateTimeISO('Asia/Shanghai').toPlainDate().toString(),
        what: `${userId} ${owed.kind} ${owed.objectId} ${stage.id} ${how}`,
      })),
  );
  expect(await readTold(desk)).toEqual([]);

  for (
    let day = Temporal.PlainDate.from('2013-10-31');
    Temporal.PlainDate.compare(day, LAST) <= 0;
    day = day.add({ days: 1 })
  ) {
    for (const tick of TICKS) {
      const now = Temporal.Instant.from(`${day}T${tick}:00+08:00`);
      if (Temporal.Instant.compare(now, desk.clock.now()) < 0) continue;
      await desk.look(now.toString());
    }
  }
  const byDay = (list: { day: string; what: string }[]) =>
    Object.fromEntries(
      [...Map.groupBy(list, ({ day }) => day)]
        .map(([day, told]) => [day, told.map(({ what }) => what).sort()] as const)
        .sort(),
    );
  expect(said.length).toBeGreaterThan(30);
  expect(byDay(await readTold(desk))).toEqual(byDay(said));
  expect(new Set(said.map(({ what }) => what.split(' ')[1]))).toEqual(
    new Set([
      ...['consent', 'host_answer', 'service_tomorrow', 'report', 'report_confirmation', 'open_need'],
      'yearly_summary',
    ]),
  );
  await desk.close();
}, 240_000);
