import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { openTestDatabase } from './helpers/database.ts';

test('When many queries follow one another, Then whatever waits at the door has its turn between them', async () => {
  const { db, close } = await openTestDatabase();
  let turns = 0;
  let busy = true;
  function turn(): void {
    turns += 1;
    if (busy) setImmediate(turn);
  }
  setImmediate(turn);
  for (let i = 0; i < 200; i += 1) await sql`select ${i}::int`.execute(db);
  busy = false;
  expect(turns).toBeGreaterThanOrEqual(200);
  await close();
});
