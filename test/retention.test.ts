import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lookAtRetention } from '../src/privacy/look-at-retention.ts';
import { verifyLog } from '../src/records/verify-log.ts';
import { listTables } from './helpers/database.ts';
import { type Desk, registerVerified } from './helpers/desk.ts';
import { forgePress } from './helpers/hostile.ts';
import { startTurned } from './helpers/next-year.ts';
import { submitTo, textOf } from './helpers/published.ts';

let desk: Desk;
let [gone, stays] = ['', ''];
const OLD = '旧年度的话';

/** 2013 is closed with one report of two experts; one of them goes on serving in 2014. */
beforeAll(async () => {
  desk = await startTurned();
  gone = await registerVerified(desk, 'U0ZJ0006', { name: '何知远', phone: '022-0000-3006' });
  stays = await registerVerified(desk, 'U0ZJ0007', {
    name: '田若川',
    phone: '022-0000-3007',
    employer: '渤海工学院',
  });
  const team_id = desk.workspace.teamId;
  const at = Temporal.Instant.from('2013-10-20T00:00:00Z');
  await desk.db.updateTable('expert').set({ registered_at: at, verified_at: at }).execute();
  await sql`update audit set at = ${at}::timestamptz where object_id = ${gone} or actor = 'U0ZJ0006'`.execute(
    desk.db,
  );
  await desk.db
    .insertInto('report')
    .values({
      ...{
        team_id,
        id: 'r1',
        number: 'BG-2013-0001',
        year: 2013,
        demand_id: null,
        title: OLD,
        state: 'accepted',
      },
      ...{
        author: 'U0ZJ0007',
        version: 1,
        action_line: 'other',
        districts: ['binhai'],
        metrics: { lectures: 1 },
      },
      ...{ service_start: '2013-10-12', service_end: '2013-10-12', summary: OLD, recorded_by: null },
      ...{
        submitted_at: at,
        changed_at: at,
        host_confirmed_at: at,
        accepted_by: 'U0BINHAI',
        accepted_at: at,
      },
    })
    .execute();
  await desk.db
    .insertInto('report_expert')
    .values([gone, stays].map((expert_id) => ({ team_id, report_id: 'r1', year: 2013, expert_id })))
    .execute();
  await sql`insert into record_due (team_id, report_id, due_at) values (${team_id}, 'r1', ${at}::timestamptz)`.execute(
    desk.db,
  );
  await desk.look();
  await desk.db
    .updateTable('programme_year')
    .set({ state: 'closed', frozen: {}, closed_at: at, closed_by: 'U0BUREAU', rules: { retentionYears: 1 } })
    .where('year', '=', 2013)
    .execute();
});

afterAll(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

async function lookAt(moment: string): Promise<string | undefined> {
  desk.clock.moveTo(Temporal.Instant.from(moment));
  const next = await lookAtRetention(desk.deps);
  await desk.settle();
  return next?.toZonedDateTimeISO('Asia/Shanghai').toPlainDate().toString();
}

async function find(word: string): Promise<string[]> {
  const found: string[] = [];
  for (const table of await listTables(desk.db)) {
    const { rows } = await sql<{ row: string }>`select to_jsonb(one)::text as row from ${sql.table(table)} one
      where position(${word} in to_jsonb(one)::text) > 0`.execute(desk.db);
    found.push(...rows.map(({ row }) => `${table} ${row}`));
  }
  return found;
}

const told = () => desk.as('U0BUREAU').dms.filter(({ text }) => text.includes('个人信息保留期限将满')).length;

test('When a closed year nears its term, Then the bureau is told once, thirty days before, and reads it in Home', async () => {
  expect(await lookAt('2014-11-30T10:00:00+08:00')).toBe('2014-12-02');
  expect(told()).toBe(0);
  expect(await lookAt('2014-12-02T10:00:00+08:00')).toBe('2015-01-01');
  expect(await lookAt('2014-12-02T10:01:00+08:00')).toBe('2015-01-01');
  const rows = await desk.db
    .selectFrom('outgoing')
    .select('key')
    .where('kind', '=', 'retention_notice')
    .execute();
  expect(rows).toHaveLength(2);
  await desk.as('U0BUREAU').openHome();
  await desk.settle();
  expect(textOf(desk.as('U0BUREAU').home?.blocks)).toMatch(
    /2013年度的个人信息将于 2015年1月1日 删除.*修改保留年限/s,
  );
});

test('When the bureau lengthens the term, Then nothing goes, and it is told anew in time', async () => {
  await forgePress(desk, 'U0BUREAU', 'edit_programme', '2013');
  const form = desk.as('U0BUREAU').views.at(-1);
  expect(textOf(form?.blocks)).toContain('"retention_years"');
  expect(textOf(form?.blocks)).not.toContain('target_experts');
  await submitTo(desk, 'U0BUREAU', { retention_years: '2' });
  await desk.as('U0BUREAU').closeModal({ all: true });
  expect(await lookAt('2015-01-02T10:00:00+08:00')).toBe('2015-12-02');
  expect((await find(OLD)).length).toBeGreaterThan(0);
  expect(await lookAt('2015-12-20T10:00:00+08:00')).toBe('2016-01-19');
});

test('When the term is over, Then what people wrote in that year and who is of it alone are gone; figures, numbers and the log stay', async () => {
  expect(await lookAt('2016-01-19T10:00:00+08:00')).toBe(undefined);
  expect(await find(OLD)).toEqual([]);
  for (const word of ['何知远', '022-0000-3006', 'U0ZJ0006'])
    expect([word, await find(word)]).toEqual([word, []]);
  expect((await find('田若川')).length).toBeGreaterThan(0);
  const report = await desk.db.selectFrom('report').selectAll().executeTakeFirstOrThrow();
  expect(report).toMatchObject({ number: 'BG-2013-0001', title: 'BG-2013-0001', summary: '', author: '-' });
  expect(report.metrics).toEqual({ lectures: 1 });
  expect(await desk.db.selectFrom('report_expert').selectAll().execute()).toHaveLength(2);
  expect(await verifyLog(desk.db, desk.workspace.teamId, [])).toMatchObject({ size: 4, fault: undefined });
  const acts = await desk.db
    .selectFrom('audit')
    .select(['act', 'cause'])
    .where('act', '=', 'erase_year')
    .execute();
  expect(acts).toEqual([{ act: 'erase_year', cause: 'erase_year:2013' }]);
  expect(await lookAt('2017-01-19T10:00:00+08:00')).toBe(undefined);
  expect(
    await desk.db.selectFrom('audit').select('id').where('act', '=', 'erase_year').execute(),
  ).toHaveLength(1);
});
