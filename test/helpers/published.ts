import { type Desk, giveRole, registerVerified } from './desk.ts';
import { forgePress } from './hostile.ts';
import { publishNeed } from './need.ts';
import { walkOnce } from './scenes.ts';

export type Values = Record<string, string | string[] | null>;

export const textOf = (blocks: unknown) => JSON.stringify(blocks ?? []);

/** Presses on the newest message that has the button (a claim on the newest card), or in Home where none has. */
export async function pressNewest(desk: Desk, user: string, actionId: string, value = ''): Promise<void> {
  const has = ({ blocks }: { blocks?: unknown }) =>
    textOf(blocks).includes(`"${actionId}"`) && textOf(blocks).includes(value);
  const { home, dms } = desk.as(user);
  const place =
    actionId === 'claim_slot'
      ? desk.lastCard()
      : (dms.findLast(has) ?? (home && has(home) ? home : undefined));
  if (!place) throw new Error(`${user} has no message with ${actionId}`);
  await desk.as(user).press(place, actionId);
  await desk.settle();
}

export async function pressAtHome(desk: Desk, user: string, actionId: string): Promise<void> {
  await desk.as(user).openHome();
  await desk.settle();
  await pressNewest(desk, user, actionId);
}

export async function submitTo(desk: Desk, user: string, values: Values): Promise<void> {
  await desk.as(user).submit(values);
  await desk.settle();
}

/** Presses "undo" in the answer on screen, or beside the message; what is said then. */
export async function undoLast(desk: Desk, user: string): Promise<string> {
  const person = desk.as(user);
  const modal = person.views.at(-1);
  const place = modal ?? person.ephemerals.at(-1);
  if (!place) throw new Error(`${user} has no answer`);
  await person.press(place, 'undo');
  await desk.settle();
  return modal ? textOf(person.views.at(-1)?.blocks) : (person.ephemerals.at(-1)?.text ?? '');
}

/**
 * A published need with three slots, on 20 to 22 November; the first expert is confirmed by home unit and host, the
 * second waits for the home unit. Returns the need's id.
 */
export async function publishWithTwo(desk: Desk): Promise<string> {
  await giveRole(desk, 'U0BINHAI', { role: 'district', districts: ['binhai'] });
  await registerVerified(desk, 'U0ZJ0006', { home_unit_user: 'U0HOME' });
  await registerVerified(desk, 'U0ZJ0007', { name: '田若川', home_unit_user: 'U0HOME' });
  const needId = await publishNeed(desk, {
    expert_slots: '3',
    time_text: '11月20日至22日',
    claim_deadline: '2013-11-18',
  });
  await walkOnce(desk, 'one confirmed, one waiting', async () => {
    await pressNewest(desk, 'U0ZJ0006', 'claim_slot');
    await pressNewest(desk, 'U0HOME', 'give_consent');
    await pressNewest(desk, 'U0HOST', 'accept_expert');
    await pressNewest(desk, 'U0ZJ0007', 'claim_slot');
  });
  return needId;
}

/**
 * The expert claims the need whose card is the newest, a coordinator records the home unit's yes, and the host accepts.
 * Returns the claim's id.
 */
export async function claimAndConfirm(desk: Desk, user: string): Promise<string> {
  await desk.as(user).press(desk.lastCard(), 'claim_slot');
  await desk.settle();
  const { id } = await desk.db
    .selectFrom('claim')
    .innerJoin('expert', 'expert.id', 'claim.expert_id')
    .select('claim.id')
    .where('expert.user_id', '=', user)
    .orderBy('claim.number', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  await forgePress(desk, 'U0BINHAI', 'give_consent', id);
  await forgePress(desk, 'U0HOST', 'accept_expert', id);
  return id;
}

/** The newest claim of the expert whose account this is. */
export function newestClaimOf({ db }: Desk, user: string) {
  return db
    .selectFrom('claim')
    .innerJoin('expert', 'expert.id', 'claim.expert_id')
    .selectAll('claim')
    .where('expert.user_id', '=', user)
    .orderBy('claim.claimed_at', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
}

/** The need that was asked for last. */
export function newestNeedOf({ db }: Desk) {
  return db.selectFrom('demand').selectAll().orderBy('number', 'desc').limit(1).executeTakeFirstOrThrow();
}

export function needOf({ db }: Desk, id: string) {
  return db.selectFrom('demand').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}
