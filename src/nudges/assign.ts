import { type Actor, barFor, partFor } from '../directory/permissions.ts';
import { deputyPartFor } from '../directory/standing.ts';
import type { DutyOwed } from './sources.ts';

export interface Absence {
  from: Temporal.Instant;
  /** The last day away, 'YYYY-MM-DD'. */
  until: string;
  /** The first moment back at work. */
  back: Temporal.Instant;
  deputy: string | undefined;
}

/** "Not mine": who said it of what, whom they named, and why, in their own words. */
export interface Handover {
  /** The word of a duty; one that no room knows any more, or not yet, matches nothing that is owed. */
  kind: string;
  objectId: string;
  from: string;
  to: string;
  reason?: string;
  at: Temporal.Instant;
}

/** What is known of the people when duties are given out; nothing of it gives anybody a right. */
export interface People {
  actors: ReadonlyMap<string, Actor>;
  /** Deactivated accounts. */
  gone: ReadonlySet<string>;
  absences: ReadonlyMap<string, Absence>;
  handovers: readonly Handover[];
  bureau: readonly string[];
}

export type Via = 'owner' | 'named' | 'deputy' | 'suggested' | 'superior' | 'informed';

/** Whether a row says so in a word of this release. */
export function isVia(text: string): text is Via {
  return text in RANK;
}

/** Why somebody is asked about a duty. */
export interface Assignment {
  userId: string;
  via: Via;
  /** False for a deputy who has no right to act: they read whom to ask, and nothing else of it. */
  mayAct: boolean;
  /** Whose duty it was. */
  of?: string;
  /** Whom that person suggested. */
  suggests?: string;
  /** What they say of it. */
  reason?: string;
  /** When it was passed on; told once more from then on. */
  since?: Temporal.Instant;
}

/**
 * Whose turn it is. Owners who are deactivated fall out; an absent owner's deputy is asked, also when an owner by
 * name was deactivated meanwhile, and one who may not act is told whom to ask; who said "not mine" falls out for good and the
 * named person is asked if they may act, else the superiors read the suggestion. Where nobody is left who may act, it
 * is the superiors', and at last the bureau's.
 */
export function whoIsAsked(owed: DutyOwed, people: People, now: Temporal.Instant): Assignment[] {
  const placed = owed.owners.flatMap((owner) => place(owed, people, now, { userId: owner, via: 'owner' }));
  const suggestions = placed.filter(({ via }) => via === 'suggested');
  const asked = placed.filter(({ via }) => via !== 'suggested');
  if (asked.some(({ mayAct }) => mayAct) && suggestions.length === 0) return unique(asked);
  const passedOn = suggestions[0];
  const superiors = superiorsOf(owed, people, now).map((one) =>
    passedOn && one.via === 'superior' ? { ...one, ...passedOn, userId: one.userId, mayAct: true } : one,
  );
  const all = unique([...asked, ...superiors]);
  return all.some(({ mayAct }) => mayAct) ? all : unique([...all, ...whoActsAlone(owed, people, now)]);
}

/**
 * Where whoever is left may not because it is their own, they are the only ones who could: after a second look
 * (mission: decision 30).
 */
function whoActsAlone(owed: DutyOwed, people: People, now: Temporal.Instant): Assignment[] {
  return [...owed.owners, ...owed.superiors, ...people.bureau]
    .filter((userId) => !people.gone.has(userId) && !isAway(people, userId, now))
    .filter((userId) => barFor(actorIn(people, userId), owed.duty.act, owed.whose ?? NOBODYS) === 'own')
    .map((userId) => ({ userId, via: owed.owners.includes(userId) ? 'owner' : 'superior', mayAct: true }));
}

/** Those whose work it becomes when nobody answers; where none of them is there, the bureau. */
export function superiorsOf(owed: DutyOwed, people: People, now: Temporal.Instant): Assignment[] {
  const of = (userIds: readonly string[]) =>
    userIds
      .flatMap((userId) => place(owed, people, now, { userId, via: 'superior' }))
      .filter(({ via }) => via !== 'suggested');
  const superiors = of(owed.superiors);
  return unique(superiors.some(({ mayAct }) => mayAct) ? superiors : [...superiors, ...of(people.bureau)]);
}

/** Who is told without owing anything; who is away reads it when they are back, and nobody in their place. */
export function whoIsInformed(owed: DutyOwed, people: People, now: Temporal.Instant): Assignment[] {
  return (owed.informed ?? [])
    .filter((userId) => !people.gone.has(userId) && !isAway(people, userId, now))
    .map((userId) => ({ userId, via: 'informed', mayAct: true }));
}

/**
 * Whether the table of permissions lets them do it, and so read what a reminder says of it: who looks after the thing
 * may still have no right to a part of it.
 */
export function mayAct(owed: DutyOwed, people: People, userId: string): boolean {
  if (owed.never?.includes(userId)) return false;
  if (!owed.whose && [...owed.owners, ...owed.superiors, ...people.bureau].includes(userId)) return true;
  return partFor(actorIn(people, userId), owed.duty.act, owed.whose ?? NOBODYS) !== undefined;
}

/** A deputy may what the absent person may, but for what is the deputy's own. */
function mayInPlaceOf(owed: DutyOwed, people: People, { userId, of }: Omit<Assignment, 'mayAct'>): boolean {
  if (of === undefined || owed.never?.includes(userId)) return false;
  if (!owed.whose) return mayAct(owed, people, of);
  return deputyPartFor(userId, actorIn(people, of), owed.duty.act, owed.whose) !== undefined;
}

function actorIn({ actors }: People, userId: string): Actor {
  return actors.get(userId) ?? { ...STRANGER, userId };
}

/** Without a word about whose it is, nobody's hat fits but those named by the duty itself. */
const NOBODYS = { district: '', systems: [] };

/** Somebody without a role, of whom Slack has told us nothing yet; what is theirs by name is theirs all the same. */
const STRANGER = { isAdmin: false, isGuest: true, bureau: false, districts: [], systems: [] };

export function isAway({ absences }: People, userId: string, now: Temporal.Instant): Absence | undefined {
  const absence = absences.get(userId);
  if (!absence) return undefined;
  const { from, back } = absence;
  const isNow = Temporal.Instant.compare(from, now) <= 0 && Temporal.Instant.compare(now, back) < 0;
  return isNow ? absence : undefined;
}

function place(
  owed: DutyOwed,
  people: People,
  now: Temporal.Instant,
  one: Omit<Assignment, 'mayAct'>,
  seen: readonly string[] = [],
): Assignment[] {
  const { userId } = one;
  if (owed.never?.includes(userId) || seen.includes(userId)) return [];
  const been = [...seen, userId];
  const handover = people.handovers.find(
    ({ kind, objectId, from }) => kind === owed.kind && objectId === owed.objectId && from === userId,
  );
  if (handover) {
    const { to, at, reason } = handover;
    const named = mayAct(owed, people, to)
      ? place(owed, people, now, { userId: to, via: 'named', of: userId, since: at }, been)
      : [];
    if (named.some((next) => next.mayAct)) return named;
    const suggestion = { suggests: to, since: at, ...(reason ? { reason } : {}) };
    return [{ userId, via: 'suggested', of: userId, ...suggestion, mayAct: false }];
  }
  const absence = isAway(people, userId, now);
  if (!absence) {
    if (people.gone.has(userId)) return [];
    const may = mayAct(owed, people, userId) || (one.via === 'deputy' && mayInPlaceOf(owed, people, one));
    return may || one.via === 'deputy' ? [{ ...one, mayAct: may }] : [];
  }
  if (!absence.deputy) return [];
  const deputy = { userId: absence.deputy, via: 'deputy', of: userId, since: absence.from } as const;
  return place(owed, people, now, deputy, been);
}

const RANK: Record<Via, number> = { owner: 0, named: 1, deputy: 2, suggested: 3, superior: 4, informed: 5 };

/** Each person once: able to act before not, by their own right before another's. */
function unique(assignments: readonly Assignment[]): Assignment[] {
  const sorted = assignments.toSorted(
    (a, b) => Number(b.mayAct) - Number(a.mayAct) || RANK[a.via] - RANK[b.via],
  );
  return sorted.filter(({ userId }, i) => sorted.findIndex((other) => other.userId === userId) === i);
}
