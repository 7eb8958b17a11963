import { actOnce, hasActed, recordAct, recordRefusal } from '../../db/audit.ts';
import { isUniqueViolation, type Trx } from '../../db/open.ts';
import { enqueueNotice } from '../../outbox/enqueue.ts';
import { telephoneOf } from '../../outbox/telephone.ts';
import { takeBackLines } from '../../outbox/telephone-sql.ts';
import { type Programme, showMoment, today } from '../../programme/programme.ts';
import type { RoomDeps } from '../../room.ts';
import { type Message, message, section } from '../../slack/blocks.ts';
import type { Click, Deps } from '../../slack/interaction.ts';
import { say as sayShared } from '../../slack/say.ts';
import { isNoLongerSo } from '../register-subjects.ts';
import { type DoneAct, findDone, findSince, listTold } from '../sql.ts';
import { enterUndo } from '../subjects.ts';
import { isTooLateToUndo, isUndoable, UNDO_MINUTES, type UndoableAct } from '../undo.ts';
import { buildUndone } from '../views.ts';
import { say } from '../words.ts';

/**
 * `undo`: takes back what the person just did, by the rules of `undo.ts`. It is an act of its own; those who
 * were told hear of it, and messages and cards show where things stand again.
 */
export async function undo(deps: RoomDeps, click: Click): Promise<void> {
  const answer = await takeBack(deps, click);
  if (answer) await click.reply(answer);
}

async function takeBack(deps: RoomDeps, click: Click): Promise<Message | undefined> {
  const { teamId, userId, locale, now, cause } = click;
  const done = await findDone(deps.db, teamId, click.value);
  if (!done || !isUndoable(done.act)) return message(section(sayShared(locale, 'not_found')));
  const { act, objectKind, objectId } = done;
  if (done.actor !== userId) {
    await recordRefusal(deps.db, {
      ...{ teamId, act: 'undo', actor: userId, objectKind, objectId, now, cause },
      details: { reason: 'not_theirs' },
    });
    return message(section(say(locale, 'undo_not_yours')));
  }
  const entry = await enterUndo(deps, click, act, objectId);
  if (entry.refusal) return entry.refusal;
  if (isTooLateToUndo(done.at, now))
    return message(section(say(locale, 'undo_too_late', { minutes: UNDO_MINUTES })));

  const { number, programme } = entry;
  const undoing = { teamId, done, now, today: today(programme, now) };
  const outcome = await actOnce(deps.db, async (trx) => {
    if (!(await entry.takeBack(trx, undoing)))
      return (await hasActed(trx, teamId, cause)) ? 'repeated' : 'overtaken';
    const auditId = await recordAct(trx, {
      ...{ teamId, act: 'undo', actor: userId, objectKind, objectId, now, cause },
      ...(entry.onBehalfOf ? { onBehalfOf: entry.onBehalfOf } : {}),
      details: { undoes: done.id, act, number },
    });
    await entry.show(trx);
    await tellTakenBack(trx, teamId, done, { auditId, number });
    return 'done';
  }).catch((error: unknown) => {
    // Another click took the seat or the live number at this moment.
    if (isUniqueViolation(error) || isNoLongerSo(error)) return 'overtaken' as const;
    throw error;
  });
  if (outcome === 'repeated') return undefined;
  return outcome === 'done'
    ? buildUndone(act, number, locale)
    : message(section(await explain(deps, click, programme, { ...done, act })));
}

/** Whoever was told of the act, in a direct message or under the card, hears that it was taken back. */
async function tellTakenBack(
  trx: Trx,
  teamId: string,
  { id, objectKind, objectId }: DoneAct,
  { auditId, number }: { auditId: number; number: string },
): Promise<void> {
  for (const called of await takeBackLines(trx, teamId, `notice:${id}:`)) {
    const target = telephoneOf(called);
    const ref = { number, [`${objectKind}Id`]: objectId };
    await enqueueNotice(trx, {
      teamId,
      key: `notice:${auditId}:${target}`,
      kind: 'told_otherwise',
      target,
      ref,
    });
  }
  for (const { target, parent_key, lane } of await listTold(trx, teamId, id)) {
    await enqueueNotice(trx, {
      ...{ teamId, key: `notice:${auditId}:${target}`, kind: 'taken_back', target, lane },
      ...(parent_key ? { parentKey: parent_key } : {}),
      ref: { auditId: String(auditId) },
    });
  }
}

/** Why it can no longer be taken back: it was already, somebody acted since, or what the act's own rule says. */
async function explain(
  deps: Deps,
  { teamId, locale }: Click,
  programme: Programme,
  done: DoneAct & { act: UndoableAct },
): Promise<string> {
  const since = await findSince(deps.db, teamId, done);
  if (since?.undoes === done.id) return say(locale, 'undo_done');
  if (since) {
    const when = showMoment(since.at, programme, locale);
    return say(locale, 'undo_acted_since', { who: since.who, when });
  }
  switch (done.act) {
    case 'publish_demand':
    case 'grant_instant':
    case 'accept_expert':
    case 'withdraw_claim':
    case 'recall_expert':
    case 'void_report':
    case 'verify_expert':
    case 'link_expert':
    case 'name_coordinators':
    case 'record_blanket':

    case 'merge':
    case 'hand_over':
      return say(locale, `undo_${done.act}`);
    case 'return_demand':
    case 'reject_demand':
    case 'change_demand':
    case 'postpone_demand':
    case 'reopen_demand':
    case 'close_demand':
    case 'follow_up':
    case 'give_consent':
    case 'own_pledge':
    case 'end_blanket':
    case 'block_dates':
    case 'end_blocked_dates':
    case 'extend_summary':
    case 'waive_summary':
    case 'open_year':
    case 'close_year':
    case 'report_no_show':
    case 'uphold_no_show':
    case 'dismiss_no_show':
    case 'waive_report':
    case 'object_report':
    case 'told_them':

    case 'edit_unit':
      return say(locale, 'undo_overtaken');
  }
}
