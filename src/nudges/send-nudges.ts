import { actOnce } from '../db/audit.ts';
import type { Trx } from '../db/open.ts';
import { enqueueView, type Outgoing } from '../outbox/enqueue.ts';
import { type Programme, workplaceOf } from '../programme/programme.ts';
import { listProgrammes } from '../programme/repository.ts';
import { isWorkingMoment } from '../programme/working-days.ts';
import type { RoomDeps } from '../room.ts';
import { isNobody } from '../slack/interaction.ts';
import { labelOf } from './duty-names.ts';
import {
  insertMessage,
  listDropped,
  listMessages,
  messageKey,
  type NudgeMessage,
  retellMessage,
  retireMessage,
} from './messages.ts';
import { isPast, nudgesDue, type Task, tasksAt } from './nudge.ts';
import { type Known, readPeople } from './people.ts';
import {
  endSnooze,
  holdPerson,
  listSnoozes,
  listTold,
  type Note,
  noteNudges,
  readLedger,
} from './repository.ts';
import { collectOwed, type DutyOwed } from './sources.ts';
import { planTurn, type Turn } from './turn.ts';

type Tools = Pick<RoomDeps, 'db' | 'now' | 'log' | 'readers' | 'rooms' | 'findTeam'>;

/** Reminds everybody of what they owe, each reminder once; one that fails never stops the rest. */
export async function sendNudges(tools: Tools): Promise<void> {
  const now = tools.now();
  for (const programme of await listProgrammes(tools.db, await tools.findTeam())) {
    await nudgeProgramme(tools, programme, now).catch((error: Error) =>
      tools.log.error({ reason: error.name }, 'nobody of a programme was reminded'),
    );
  }
}

async function nudgeProgramme(tools: Tools, programme: Programme, now: Temporal.Instant): Promise<void> {
  const { db, log } = tools;
  const { teamId } = programme;
  const owed = await collectOwed(tools, programme, now, (error) =>
    log.error({ reason: error.name }, 'a room did not say what is owed'),
  );
  const people = await readPeople(db, programme);
  const tasks = owed.flatMap((one) => tasksOf(tools, one, people, now, programme));
  const ledger = await readLedger(
    db,
    teamId,
    owed.map(({ objectId }) => objectId),
  );
  const snoozes = await listSnoozes(db, teamId);
  const concerned = new Set([
    ...nudgesDue(tasks, ledger, now, programme).map(({ task }) => task.to.userId),
    ...[...snoozes].filter(([, until]) => isPast(until, now)).map(([userId]) => userId),
    ...(await listDropped(db, teamId)),
  ]);
  for (const userId of concerned) {
    if (!isWorkingMoment(now, workplaceOf(people.zones.get(userId), programme))) continue;
    const mine = tasks.filter(({ to }) => to.userId === userId);
    await nudgePerson(tools, programme, userId, mine, now).catch((error: Error) =>
      log.error({ reason: error.name }, 'a person was not reminded'),
    );
  }
}

function tasksOf(
  { log }: Tools,
  owed: DutyOwed,
  people: Known,
  now: Temporal.Instant,
  programme: Programme,
): Task[] {
  try {
    return tasksAt([owed], people, now, programme);
  } catch (error) {
    log.error({ kind: owed.kind, reason: (error as Error).name }, 'a duty was left out of the reminders');
    return [];
  }
}

/** Held by one process at a time and decided on what the ledger says then: two of them never tell twice. */
async function nudgePerson(
  { db, readers }: Tools,
  programme: Programme,
  userId: string,
  tasks: readonly Task[],
  now: Temporal.Instant,
): Promise<void> {
  const { teamId } = programme;
  const reader = await readers.find(teamId, userId);
  if (!reader.known || isNobody(reader)) return;
  await actOnce(db, async (trx) => {
    if (!(await holdPerson(trx, teamId, userId))) return;
    const messages = await listMessages(trx, teamId, userId, now);
    const newest = messages.at(-1);
    const snoozedUntil = (await listSnoozes(trx, teamId)).get(userId);
    const objectIds = tasks.map(({ owed }) => owed.objectId);
    const turn = planTurn(
      {
        ...{ workplace: workplaceOf(reader.tz, programme), snoozedUntil },
        badges: messages.filter((one) => !one.isDropped && !one.isFailed).map(({ toldAt }) => toldAt),
        ...{ isUnderWay: newest?.isUnderWay ?? false, isShown: newest?.isShown ?? false },
      },
      {
        dues: nudgesDue(tasks, await readLedger(trx, teamId, objectIds), now, programme),
        isAnythingOpen: tasks.some(({ isOpen }) => isOpen),
        again: newest?.isDropped === true && (await hasStillToSay(trx, teamId, userId, newest.no, tasks)),
      },
      { now, programme },
    );
    await takeTurn(trx, { teamId, userId, now }, turn, newest, snoozedUntil);
  });
}

/** Something that was told in this message is still open: it was not shown, and waits for the reader's hours. */
async function hasStillToSay(
  trx: Trx,
  teamId: string,
  userId: string,
  no: number,
  tasks: readonly Task[],
): Promise<boolean> {
  const told = await listTold(trx, teamId, userId, no);
  return tasks.some(({ isOpen, owed }) => isOpen && told.has(`${owed.kind}\n${owed.objectId}`));
}

interface Whom {
  teamId: string;
  userId: string;
  now: Temporal.Instant;
}

async function takeTurn(
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

export function outgoingOf(teamId: string, userId: string, no: number): Outgoing {
  return {
    ...{ teamId, key: messageKey(userId, no), kind: 'nudge', target: userId },
    ref: { no: String(no) },
  };
}
