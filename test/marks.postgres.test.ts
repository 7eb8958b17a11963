import { expect, test } from 'vitest';
import { REGISTRATION, startDesk } from './helpers/desk.ts';

test('When others hold all that is shown to everybody, Then an act waits for none of it, and all is shown later', async () => {
  const desk = await startDesk();
  const [bureau, expert] = [desk.as('U0BUREAU'), desk.as('U0ZJ0006')];
  await bureau.openHome();
  await expert.openHome();
  await expert.command('/expert', 'register');
  await desk.settle();
  await expert.submit({ ...REGISTRATION });
  await desk.settle();
  await expert.closeModal();
  const review = bureau.dms.at(-1);
  if (!review) throw new Error('the bureau was not asked');
  const [said, home] = [bureau.ephemerals.length, JSON.stringify(expert.home)];
  await desk.db.transaction().execute(async (trx) => {
    await trx.selectFrom('outgoing').select('key').forUpdate().execute();
    void bureau.press(review, 'verify_expert');
    await desk.workspace.until(() => bureau.ephemerals.length > said, 5000);
  });
  await desk.settle();
  expect(JSON.stringify(expert.home)).not.toBe(home);
  const shown = bureau.dms.find(({ ts }) => ts === review.ts);
  expect(JSON.stringify(shown?.blocks)).not.toContain('verify_expert');
  await desk.close();
});
