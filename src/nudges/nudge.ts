import type { Duty } from '../directory/duty.ts';
import { latest, type Stage } from '../directory/ladder.ts';
import { addWorkingDays, type Workplace } from '../programme/working-days.ts';
import { type Assignment, type People, superiorsOf, whoIsAsked, whoIsInformed } from './assign.ts';
import type { DutyOwed } from './sources.ts';

/** A reminder that comes this many working days late is of no use any more: it is recorded and left out. */
export const TOO_OLD_AFTER = 10;

/** One duty as one person has it: why it is theirs, and the rungs of the ladder that are theirs. */
export interface Task {
  owed: DutyOwed;
  to: Assignment;
  stages: Stage[];
  until: Temporal.Instant | undefined;
  /** It stands in the person's message from now on. */
  isOpen: boolean;
}

export type Verdict = 'tell' | 'overtaken' | 'too_old';

export interface Due {
  task: Task;
  stage: Stage;
  verdict: Verdict;
}

/** What makes a nudge the same nudge for good, beside the person. */
export function nudgeKey(userId: string, kind: string, objectId: string, stage: string): string {
  return [userId, kind, objectId, stage].join('\n');
}

export function keyOf({ task: { owed, to }, stage }: Pick<Due, 'task' | 'stage'>): string {
  return nudgeKey(to.userId, owed.kind, owed.objectId, stage.id);
}

/** Everybody's duties at this moment. */
export function tasksAt(
  owed: readonly DutyOwed[],
  people: People,
  now: Temporal.Instant,
  at: Workplace,
): Task[] {
  return owed.flatMap((one) => {
    const ladder = one.duty.ladder(one, at);
    const until = ladder.until;
    const task = (to: Assignment, rungs: readonly Stage[], opensAt: Temporal.Instant): Task => ({
      ...{ owed: one, to, until, stages: climb(one, to, rungs, ladder.opensAt) },
      isOpen: isPast(opensAt, now) && (until === undefined || !isPast(until, now)),
    });
    const rungs = (whose: Stage['to']) => ladder.stages.filter(({ to }) => to === whose);
    const asked = whoIsAsked(one, people, now).map((to) => task(to, rungs('owners'), ladder.opensAt));
    const others = (to: 'superiors' | 'informed', assignments: Assignment[]) => {
      const [first] = rungs(to);
      const known = new Set(asked.map((other) => other.to.userId));
      if (!first) return [];
      return assignments
        .filter(({ userId }) => !known.has(userId))
        .map((assigned) => task(assigned, rungs(to), first.at));
    };
    return [
      ...asked,
      ...others('superiors', superiorsOf(one, people, now)),
      ...others('informed', whoIsInformed(one, people, now)),
    ];
  });
}

/**
 * The rungs with their round, and among them the one for a duty that was passed on: it is told at once. A deputy who
 * may not act is told that once, and of no rung.
 */
function climb(owed: DutyOwed, to: Assignment, rungs: readonly Stage[], opensAt: Temporal.Instant): Stage[] {
  const round = owed.round && owed.round !== '1' ? `:${owed.round}` : '';
  const passedOn = to.since && to.of ? latest(to.since, opensAt) : undefined;
  const handed: Stage[] = passedOn
    ? [{ id: `${to.via}:${to.of}:${dayIn(passedOn)}`, at: passedOn, to: 'owners', urgent: false }]
    : [];
  return [...(to.mayAct ? rungs : []), ...handed]
    .map((stage) => ({ ...stage, id: `${stage.id}${round}` }))
    .toSorted((a, b) => Temporal.Instant.compare(a.at, b.at));
}

/**
 * What is due: of each duty the newest rung that was reached and not yet told; those it overtook and those that come
 * too late are recorded with it. A pure question to the data, the ledger and the moment: a missed tick, a restart, a
 * clock that jumps or a second process changes nothing.
 */
export function nudgesDue(
  tasks: readonly Task[],
  ledger: ReadonlySet<string>,
  now: Temporal.Instant,
  workplace: Workplace,
): Due[] {
  return tasks.flatMap((task) => {
    const reached = task.stages.filter(({ at }) => isPast(at, now));
    const newest = reached.at(-1);
    const isOver = task.until !== undefined && isPast(task.until, now);
    return reached
      .filter((stage) => !ledger.has(keyOf({ task, stage })))
      .map((stage): Due => {
        if (isOver || isTooOld(stage.at, now, workplace)) return { task, stage, verdict: 'too_old' };
        return { task, stage, verdict: stage === newest ? 'tell' : 'overtaken' };
      });
  });
}

function isTooOld(at: Temporal.Instant, now: Temporal.Instant, { timeZone, ownDays }: Workplace): boolean {
  const day = at.toZonedDateTimeISO(timeZone).toPlainDate();
  const last = addWorkingDays(day, TOO_OLD_AFTER, ownDays);
  return Temporal.PlainDate.compare(now.toZonedDateTimeISO(timeZone).toPlainDate(), last) > 0;
}

/** The most urgent first: by when it must be done, else by how long it has waited. */
export function byUrgency(a: Task, b: Task): number {
  return Temporal.Instant.compare(urgencyOf(a), urgencyOf(b)) || (a.owed.objectId < b.owed.objectId ? -1 : 1);
}

/** What has no deadline should be done within this time. */
const SOON = { hours: 7 * 24 };

function urgencyOf({ owed }: Task): Temporal.Instant {
  return owed.dueAt ?? owed.since.add(SOON);
}

/** The kinds of duty in the order of their most urgent one, each with its own. */
export function groupByKind(tasks: readonly Task[]): [Duty, Task[]][] {
  return [...Map.groupBy(tasks.toSorted(byUrgency), ({ owed }) => owed.duty)];
}

/** What is said at once, in the same order: each duty by itself, and many that may and share a reason together. */
export function bundle(tasks: readonly Task[]): Task[][] {
  const alike = Map.groupBy(tasks, reasonOf);
  return tasks.flatMap((task) => {
    const { together } = task.owed.duty;
    const all = alike.get(reasonOf(task)) ?? [];
    if (together === 'never' || all.length <= together.moreThan) return [[task]];
    return all[0] === task ? [all] : [];
  });
}

function reasonOf({
  owed: { kind, programme },
  to: { via, mayAct: may, of, suggests, reason },
}: Task): string {
  return [kind, programme.year, via, may, of, suggests, reason].join();
}

export function isPast(moment: Temporal.Instant, now: Temporal.Instant): boolean {
  return Temporal.Instant.compare(moment, now) <= 0;
}

function dayIn(moment: Temporal.Instant): string {
  return moment.toString().slice(0, 10);
}
