import { setImmediate as giveWay } from 'node:timers/promises';
import { earliest } from '../clock.ts';
import { actOnce } from '../db/audit.ts';
import type { Trx } from '../db/open.ts';
import { type Programme, workplaceOf } from '../programme/programme.ts';
import { listProgrammes } from '../programme/repository.ts';
import { isWorkingMoment, nextWorkingMoment, startOfNextDay } from '../programme/working-days.ts';
import type { RoomDeps } from '../room.ts';
import { isNobody } from '../slack/interaction.ts';
import { listDropped, listMessages } from './messages.ts';
import { isPast, nudgesDue, type Task, tasksAt } from './nudge.ts';
import { type Known, readPeople } from './people.ts';
import { holdPerson, listSnoozes, listTold, readLedger } from './repository.ts';
import { collectOwed, type DutyOwed } from './sources.ts';
import { takeTurn } from './take-turn.ts';
import { planTurn } from './turn.ts';

type Tools = Pick<RoomDeps, 'db' | 'now' | 'log' | 'readers' | 'rooms' | 'findTeam'>;

/** Reminds everybody of what they owe, each reminder once; one that fails never stops the rest. */
export async function sendNudges(tools: Tools): Promise<Temporal.Instant | undefined> {
  const now = tools.now();
  const next: (Temporal.Instant | undefined)[] = [];
  for (const programme of await listProgrammes(tools.db, await tools.findTeam())) {
    const then = await nudgeProgramme(tools, programme, now).catch((error: Error) => {
      tools.log.error({ reason: error.name }, 'nobody of a programme was reminded');
      return now;
    });
    next.push(then);
  }
  return earliest(...next);
}

/** When anybody has to be reminded next, if nobody acts. */
async function nudgeProgramme(
  tools: Tools,
  programme: Programme,
  now: Temporal.Instant,
): Promise<Temporal.Instant | undefined> {
  const { db, log } = tools;
  const { teamId } = programme;
  let next: Temporal.Instant | undefined = startOfNextDay(now, programme);
  const owed = await collectOwed(tools, programme, now, (error) => {
    log.error({ reason: error.name }, 'a room did not say what is owed');
    next = now;
  });
  const people = await readPeople(db, programme);
  const tasks: Task[] = [];
  for (const [i, one] of owed.entries()) {
    tasks.push(...tasksOf(tools, one, people, now, programme));
    // Whoever clicks meanwhile is answered.
    if (i % AT_ONCE === AT_ONCE - 1) await giveWay();
  }
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
  const changes = [...tasks.flatMap(momentsOf), ...snoozes.values()].filter((at) => !isPast(at, now));
  next = earliest(next, ...changes);
  for (const userId of concerned) {
    const workplace = workplaceOf(people.zones.get(userId), programme);
    // Who is at work may still have to wait for the week's messages; the next minute says.
    next = earliest(next, nextWorkingMoment(now, workplace));
    if (!isWorkingMoment(now, workplace)) continue;
    const mine = tasks.filter(({ to }) => to.userId === userId);
    await nudgePerson(tools, programme, userId, mine, now).catch((error: Error) =>
      log.error({ reason: error.name }, 'a person was not reminded'),
    );
  }
  return next;
}

/** So many duties are worked out without a break. */
const AT_ONCE = 100;

/** When this task changes by itself. */
function momentsOf({ stages, until, owed: { dueAt } }: Task): Temporal.Instant[] {
  return [...stages.map(({ at }) => at), until, dueAt].filter((at) => at !== undefined);
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
