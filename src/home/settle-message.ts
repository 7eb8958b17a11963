import { z } from 'zod';
import { actOnce, hasActed, recordAct } from '../db/audit.ts';
import type { Db, Trx } from '../db/open.ts';
import { selectActs } from '../directory/acts.ts';
import { enqueueHomes } from '../directory/homes.ts';
import { askLeave } from '../directory/refuse.ts';
import { listBureau } from '../directory/roles.ts';
import { settleOrphans } from '../outbox/stranded.ts';
import {
  findTroubled,
  settleAgain,
  settleArrived,
  settleLeft,
  type TroubledMessage,
} from '../outbox/troubles.ts';
import { showMoment } from '../programme/programme.ts';
import { findProgrammeOf } from '../programme/repository.ts';
import { type Message, message, section } from '../slack/blocks.ts';
import type { Click, Deps } from '../slack/interaction.ts';
import { say } from './words-troubles.ts';

const settlingAct = z.enum(['message_arrived', 'send_again', 'leave_message']);
type SettlingAct = z.infer<typeof settlingAct>;

/** `message_arrived`: somebody looked, and it is there; of one that failed, that it is given up. */
export async function confirmArrival(deps: Deps, click: Click): Promise<void> {
  await settleMessage(deps, click, (one) => (one.state === 'unknown' ? 'message_arrived' : 'leave_message'));
}

/** `send_again`: somebody looked, and it is not there, or what stood in its way is mended. */
export async function sendAgain(deps: Deps, click: Click): Promise<void> {
  await settleMessage(deps, click, () => 'send_again');
}

/** One statement decides between two coordinators; the other reads what the first did. */
async function settleMessage(
  deps: Deps,
  click: Click,
  actFor: (one: TroubledMessage) => SettlingAct,
): Promise<void> {
  const { teamId, userId, locale, now, cause, value } = click;
  const object = { kind: 'message', id: value.slice(0, 40) };
  const { refusal } = await askLeave(deps, click, 'settle_message', {}, object);
  if (refusal) return click.reply(refusal);
  const one = await findTroubled(deps.db, teamId, value);
  if (!one) return replySettled(deps, click);
  const act = actFor(one);
  const outcome = await actOnce(deps.db, async (trx) => {
    if (!(await settle(trx, teamId, one.id, act, now)))
      return (await hasActed(trx, teamId, cause)) ? ('repeated' as const) : ('settled' as const);
    await settleOrphans(trx, teamId, now);
    await recordAct(trx, {
      ...{ teamId, act, actor: userId, objectKind: object.kind, objectId: one.id, now, cause },
      details: { kind: one.kind, target: one.target, error: one.error },
    });
    await enqueueHomes(trx, teamId, await listBureau(trx, teamId));
    return 'done' as const;
  });
  if (outcome === 'settled') return replySettled(deps, click);
  if (outcome === 'done') await click.reply(message(section(say(locale, DONE[act]))));
}

const DONE = {
  message_arrived: 'done_arrived',
  send_again: 'done_again',
  leave_message: 'done_left',
} as const;

function settle(
  trx: Trx,
  teamId: string,
  id: string,
  act: SettlingAct,
  now: Temporal.Instant,
): Promise<boolean> {
  switch (act) {
    case 'message_arrived':
      return settleArrived(trx, teamId, id, now);
    case 'leave_message':
      return settleLeft(trx, teamId, id);
    case 'send_again':
      return settleAgain(trx, teamId, id);
  }
}

/** Somebody was faster, or the message was found by itself: the Home that still shows it is an old one. */
async function replySettled(deps: Deps, click: Click): Promise<void> {
  await click.reply(await explainSettled(deps.db, click));
}

async function explainSettled(db: Db, click: Click): Promise<Message> {
  const { teamId, value, locale } = click;
  const programme = await findProgrammeOf(db, click);
  const row = await selectActs(db, teamId)
    .where('audit.object_kind', '=', 'message')
    .where('audit.object_id', '=', value.slice(0, 40))
    .executeTakeFirst();
  if (!row || !programme) return message(section(say(locale, 'settled')));
  const what = say(locale, `did_${settlingAct.parse(row.act)}`);
  const when = showMoment(row.at, programme, locale);
  return message(section(say(locale, 'settled_by', { who: row.name ?? row.actor, when, what })));
}
