import type { Db } from '../db/open.ts';
import { latest } from '../directory/ladder.ts';
import { type Programme, today, workplaceOf } from '../programme/programme.ts';
import { isWorkingMoment, nextWorkingMoment } from '../programme/working-days.ts';
import { listMessages } from './messages.ts';
import { type Due, isPast, keyOf, nudgesDue, type Task, tasksAt } from './nudge.ts';
import { type Known, readPeople } from './people.ts';
import { listSnoozes, readLedger } from './repository.ts';
import { collectOwed, type DutyOwed, type OwedPlace } from './sources.ts';
import { planTurn } from './turn.ts';

/** A turn that would come if nobody did anything until then. */
export interface Forecast {
  at: Temporal.Instant;
  userId: string;
  how: 'new' | 'edited';
  dues: Due[];
}

/** What a dry run remembers instead of writing it down. */
interface Memory {
  ledger: Set<string>;
  badges: Map<string, Temporal.Instant[]>;
  snoozes: Map<string, Temporal.Instant>;
}

/**
 * Walks through the days with the same pure functions that the look uses, from one moment at which something may be
 * due to the next; nothing is written. A duty that ends by itself on the way ends here as well.
 */
export async function forecastNudges(
  place: OwedPlace,
  programme: Programme,
  now: Temporal.Instant,
  until: Temporal.PlainDate,
): Promise<Forecast[]> {
  const people = await readPeople(place.db, programme);
  const memory = await recall(place.db, programme, now);
  const forecasts: Forecast[] = [];
  let from = now;
  for (let day = today(programme, now); Temporal.PlainDate.compare(day, until) <= 0; ) {
    const next = day.add({ days: 1 });
    const end = next.toZonedDateTime(programme.timeZone).toInstant();
    forecasts.push(...(await walkDay(place, { programme, people, memory }, from, end)));
    [day, from] = [next, end];
  }
  return forecasts;
}

async function recall(db: Db, programme: Programme, now: Temporal.Instant): Promise<Memory> {
  const { teamId } = programme;
  const people = await db
    .selectFrom('nudge_message')
    .select('user_id')
    .distinct()
    .where('team_id', '=', teamId)
    .execute();
  const badges = new Map<string, Temporal.Instant[]>();
  for (const { user_id } of people) {
    const messages = await listMessages(db, teamId, user_id, now);
    badges.set(
      user_id,
      messages.filter((one) => !one.isDropped && !one.isFailed).map(({ toldAt }) => toldAt),
    );
  }
  return { ledger: new Set(), badges, snoozes: await listSnoozes(db, teamId) };
}

async function walkDay(
  place: OwedPlace,
  { programme, people, memory }: Omit<Scene, 'owed'>,
  from: Temporal.Instant,
  end: Temporal.Instant,
): Promise<Forecast[]> {
  const forecasts: Forecast[] = [];
  const returns = [...people.absences.values()].map(({ back }) => back);
  let cursor: Temporal.Instant | undefined = from;
  while (cursor) {
    const begin: Temporal.Instant = cursor;
    const owed = await collectOwed(place, programme, begin);
    const ids = owed.map(({ objectId }) => objectId);
    for (const key of await readLedger(place.db, programme.teamId, ids)) memory.ledger.add(key);
    // Until the next duty ends by itself, or somebody is back, what is owed stays as it is.
    const turns = [...owed.flatMap(({ dueAt }) => dueAt ?? []), ...returns];
    cursor = earliest(turns.filter((at) => !isPast(at, begin) && !isPast(end, at)));
    forecasts.push(...walk({ programme, people, memory, owed }, begin, cursor ?? end));
  }
  return forecasts;
}

interface Scene {
  programme: Programme;
  people: Known;
  memory: Memory;
  owed: readonly DutyOwed[];
}

function walk(scene: Scene, begin: Temporal.Instant, stop: Temporal.Instant): Forecast[] {
  const forecasts: Forecast[] = [];
  let at = nextMoment(scene, begin);
  while (at && !isPast(stop, at)) {
    const tasks = tasksAt(scene.owed, scene.people, at, scene.programme);
    for (const userId of new Set(tasks.map(({ to }) => to.userId))) {
      const told = tellOne(scene, tasks, userId, at);
      if (told) forecasts.push(told);
    }
    at = nextMoment(scene, at.add({ seconds: 1 }));
  }
  return forecasts;
}

/** The first moment from then on at which something can be told that was not told yet. */
function nextMoment(scene: Scene, begin: Temporal.Instant): Temporal.Instant | undefined {
  const { programme, people, memory, owed } = scene;
  const moments = tasksAt(owed, people, begin, programme).flatMap((task) => {
    const { userId } = task.to;
    const snoozedUntil = memory.snoozes.get(userId);
    const earliestFor = latest(begin, snoozedUntil ?? begin);
    const open = task.stages.filter((stage) => !memory.ledger.has(keyOf({ task, stage })));
    return [...open.map(({ at }) => at), ...(snoozedUntil ? [snoozedUntil] : [])].map((at) =>
      nextWorkingMoment(latest(at, earliestFor), workplaceOf(people.zones.get(userId), programme)),
    );
  });
  return earliest(moments);
}

function tellOne(
  scene: Scene,
  tasks: readonly Task[],
  userId: string,
  at: Temporal.Instant,
): Forecast | undefined {
  const { programme, people, memory } = scene;
  const workplace = workplaceOf(people.zones.get(userId), programme);
  if (!isWorkingMoment(at, workplace)) return undefined;
  const mine = tasks.filter(({ to }) => to.userId === userId);
  const badges = memory.badges.get(userId) ?? [];
  const snoozedUntil = memory.snoozes.get(userId);
  const turn = planTurn(
    { workplace, badges, isUnderWay: false, isShown: badges.length > 0, snoozedUntil },
    {
      dues: nudgesDue(mine, memory.ledger, at, programme),
      ...{ isAnythingOpen: mine.some(({ isOpen }) => isOpen), again: false },
    },
    { now: at, programme },
  );
  if (turn.endsSnooze) memory.snoozes.delete(userId);
  for (const due of turn.dues) memory.ledger.add(keyOf(due));
  if (turn.how === 'wait') return undefined;
  if (turn.how === 'new') memory.badges.set(userId, [...badges, at]);
  return { at, userId, how: turn.how, dues: [...turn.dues] };
}

function earliest(moments: readonly Temporal.Instant[]): Temporal.Instant | undefined {
  return moments.toSorted(Temporal.Instant.compare)[0];
}
