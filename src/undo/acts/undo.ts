import { actOnce, hasActed, recordAct, recordRefusal } from '../../db/audit.ts';
import { isUniqueViolation, type Trx } from '../../db/open.ts';
import { replySetUpFirst } from '../../directory/set-up-first.ts';
import { enqueueNotice } from '../../outbox/enqueue.ts';
import { type Programme, showMoment, today } from '../../programme/programme.ts';
import { findProgrammeOf } from '../../programme/repository.ts';
import { type Message, message, section } from '../../slack/blocks.ts';
import type { Click, Deps } from '../../slack/interaction.ts';
import { say as sayShared } from '../../slack/say.ts';
import { type DoneAct, findDone, findSince, listTold } from '../sql.ts';
import { enterUndo } from '../subjects.ts';
import { isTooLateToUndo, isUndoable, UNDO_MINUTES, type UndoableAct } from '../undo.ts';
import { buildUndone } from '../views.ts';
import { say } from '../words.ts';

/**
 * `undo`: takes back what the person just did, by the rules of `undo.ts`. It is an act of its own; those who
 * were told hear of it, and messages and cards show where things stand again.
 */
export async function undo(deps: Deps, click: Click): Promise<void> {
  const programme = await findProgrammeOf(deps.db, click);
  if (!programme) return replySetUpFirst(click);
  const answer = await takeBack(deps, click, programme);
  if (answer) await click.reply(answer);
}

async function takeBack(deps: Deps, click: Click, programme: Programme): Promise<Message | undefined> {
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

  const { number } = entry;
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
    await tellTakenBack(trx, teamId, done, auditId);
    return 'done';
  }).catch((error: unknown) => {
    // Another click took the seat or the live number at this moment.
    if (isUniqueViolation(error)) return 'overtaken' as const;
    throw error;
  });
  if (outcome === 'repeated') return undefined;
  return outcome === 'done'
    ? buildUndone(act, number, locale)
    : message(section(await explain(deps, click, programme, { ...done, act })));
}

/** Whoever was told of the act, in a direct message or under the card, hears that it was taken back. */
async function tellTakenBack(trx: Trx, teamId: string, { id }: DoneAct, auditId: number): Promise<void> {
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
    case 'accept_expert':
    case 'withdraw_claim':
    case 'verify_expert':
      return say(locale, `undo_${done.act}`);
    case 'return_demand':
    case 'reject_demand':
    case 'give_consent':
      return say(locale, 'undo_overtaken');
  }
}
