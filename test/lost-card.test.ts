import { afterEach, beforeEach, expect, test } from 'vitest';
import { CHANNEL, type Desk, giveRole, registerVerified, startDesk } from './helpers/desk.ts';
import { publishNeed } from './helpers/need.ts';

let desk: Desk;

beforeEach(async () => {
  desk = await startDesk();
  await giveRole(desk, 'U0BINHAI', { role: 'district', districts: ['binhai'] });
});
afterEach(() => desk.close());

const cardState = async () =>
  (
    await desk.db.selectFrom('outgoing').select(['state', 'ts']).where('kind', '=', 'demand_card').execute()
  )[0];

test('When the answer to a card was lost, Then only a click on the card itself tells that it arrived', async () => {
  // The question to the coordinator, the answer to the host and the card, in whatever order.
  desk.workspace.faults.dropAfterAccept('chat.postMessage', 3);
  await publishNeed(desk);
  const card = desk.lastCard();
  expect(card.text).toContain('XQ-2013-0001');
  expect(await cardState()).toMatchObject({ state: 'unknown', ts: null });

  await registerVerified(desk, 'U0ZJ0006', { home_unit_user: 'U0HOME' });
  const bureau = desk.as('U0BUREAU');
  await bureau.command('/expert-digest');
  await desk.settle();
  const digest = bureau.ephemerals.at(-1);
  if (!digest) throw new Error('no digest');
  await bureau.press(digest, 'post_digest_now');
  await desk.settle();
  const posted = desk.lastCard();
  expect(posted.ts).not.toBe(card.ts);
  await desk.as('U0ZJ0006').press(posted, 'claim_slot');
  await desk.settle();
  expect(await cardState()).toMatchObject({ state: 'unknown', ts: null });

  await desk.as('U0ZJ0006').press(card, 'claim_slot');
  await desk.settle();
  expect(await cardState()).toMatchObject({ state: 'sent', ts: card.ts });
  expect(desk.workspace.messages(CHANNEL).find(({ ts }) => ts === card.ts)?.text).toContain('待确认 1');
});
