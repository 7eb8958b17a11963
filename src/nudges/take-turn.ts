import type { Trx } from '../db/open.ts';
import { enqueueView, type Outgoing } from '../outbox/enqueue.ts';
import { labelOf } from './duty-names.ts';
import { insertMessage, messageKey, type NudgeMessage, retellMessage, retireMessage } from './messages.ts';
import { endSnooze, type Note, noteNudges } from './repository.ts';
import type { Turn } from './turn.ts';

/** Who has the turn, and when. */
interface Whom {
  teamId: string;
  userId: string;
  now: Temporal.Instant;
}

/** Writes down what is told in this turn, and has it shown. */
export async function takeTurn(
  trx: Trx,
  whom: Whom,
  turn: Turn,
  newest: NudgeMessage | undefined,
  snoozedUntil: Temporal.Instant | undefined,
): Promise<void> {
  const { teamId, userId, now } = whom;
  const no = turn.how === 'wait' ? undefined : await showMessage(trx, whom, turn.how, newest);
  const outcome = turn.how === 'edited' && newest?.isShown ? 'edited' : 'new';
  const notes = turn.dues.map(({ task, stage, verdict }): Note => {
    const { owed, to } = task;
    return {
      ...{ teamId, userId, kind: owed.kind, objectKind: owed.objectKind, objectId: owed.objectId },
      ...{ stage: stage.id, label: labelOf(owed), via: to.via, of: to.of, dueAt: stage.at, now },
      ...(verdict === 'tell' ? { outcome, messageNo: no } : { outcome: verdict, messageNo: undefined }),
    };
  });
  if (turn.endsSnooze && snoozedUntil && (await endSnooze(trx, teamId, userId)) && no !== undefined)
    notes.push({
      ...{ teamId, userId, kind: 'snoozed', objectKind: 'nudge_message', objectId: `${newest?.no ?? no}` },
      ...{ stage: snoozedUntil.toString(), label: '', via: 'owner', of: undefined, dueAt: snoozedUntil },
      ...{ now, outcome, messageNo: no },
    });
  await noteNudges(trx, notes);
}

/** Posts a new message and turns the old one into a line, or edits what stands there; returns the message's number. */
async function showMessage(
  trx: Trx,
  { teamId, userId, now }: Whom,
  how: 'new' | 'edited',
  newest: NudgeMessage | undefined,
): Promise<number> {
  if (newest && (how === 'edited' || newest.isDropped)) {
    if (!newest.isShown) await retellMessage(trx, { teamId, userId, no: newest.no, now });
    await enqueueView(trx, outgoingOf(teamId, userId, newest.no));
    return newest.no;
  }
  const no = (newest?.no ?? 0) + 1;
  await insertMessage(trx, { teamId, userId, no, now });
  const views = [no, ...(newest?.isShown ? [newest.no] : [])];
  await enqueueView(trx, ...views.map((one) => outgoingOf(teamId, userId, one)));
  if (newest) await retireMessage(trx, teamId, messageKey(userId, newest.no));
  return no;
}

function outgoingOf(teamId: string, userId: string, no: number): Outgoing {
  return {
    ...{ teamId, key: messageKey(userId, no), kind: 'nudge', target: userId },
    ref: { no: String(no) },
  };
}
