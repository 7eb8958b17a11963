import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Db, type OpenDatabase, openDatabase } from '../src/db/open.ts';
import { type Desk, REGISTRATION, startDesk } from './helpers/desk.ts';

let desk: Desk;
let other: OpenDatabase;

beforeEach(async () => {
  desk = await startDesk();
  other = await openDatabase({ databaseUrl: desk.databaseUrl, dataDir: '' });
});

afterEach(async () => {
  await other.close();
  await desk.close();
});

/** Holds the table while the work is under way, as a migration or a long report might. */
async function whileLocked(db: Db, table: string, work: () => Promise<void>): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`lock table ${sql.table(table)} in access exclusive mode`.execute(trx);
    await work();
  });
}

describe('a slow database', () => {
  test('When a form is submitted, Then it is acknowledged in a second, shows “saving”, and the outcome after the commit', async () => {
    const expert = desk.as('U0ZJ0006');
    await expert.command('/expert', 'register');
    await desk.settle();
    await whileLocked(other.db, 'expert', async () => {
      const delivery = await expert.submit(REGISTRATION);
      expect(delivery.ms).toBeLessThan(1000);
      expect(JSON.stringify(expert.views.at(-1)?.blocks)).toContain('正在保存');
    });
    await desk.settle();
    expect(JSON.stringify(expert.views.at(-1)?.blocks)).toContain('登记已提交');
    expect(await desk.db.selectFrom('expert').select('name').execute()).toEqual([{ name: '何知远' }]);
    expect(desk.workspace.violations).toEqual([]);
  });

  test('When the outcome is an error, Then the form is back with all that was typed and what is wrong', async () => {
    const expert = desk.as('U0ZJ0006');
    await expert.command('/expert', 'register');
    await desk.settle();
    await whileLocked(other.db, 'draft', async () => {
      await expert.submit({ ...REGISTRATION, max_active_claims: '许多' });
    });
    await desk.settle();
    const form = JSON.stringify(expert.views.at(-1)?.blocks);
    expect(form).toContain('0 到 20');
    expect(form).toContain('高分子膜材料');
    await expert.submit({ max_active_claims: '2' });
    await desk.settle();
    expect(await desk.db.selectFrom('expert').select('max_active_claims').execute()).toEqual([
      { max_active_claims: 2 },
    ]);
    expect(desk.workspace.violations).toEqual([]);
  });

  test('When a command needs it, Then the command is acknowledged all the same', async () => {
    await whileLocked(other.db, 'programme_year', async () => {
      for (const command of [
        '/expert',
        '/expert-demand',
        '/expert-claim',
        '/expert-report',
        '/expert-digest',
      ])
        expect((await desk.as('U0HOST').command(command)).ms, command).toBeLessThan(1000);
    });
    await desk.settle();
    expect(desk.workspace.violations).toEqual([]);
  });
});
