import type { Db } from '../db/open.ts';
import { findReader } from '../directory/readers.ts';
import { type Programme, showDate, workplaceOf } from '../programme/programme.ts';
import { findProgramme } from '../programme/repository.ts';
import { isWorkingMoment } from '../programme/working-days.ts';
import type { Room, RoomRenderer } from '../room.ts';
import { message, section } from '../slack/blocks.ts';
import type { RenderAsk, Rendered } from '../slack/renderer.ts';
import { isAway } from './assign.ts';
import { buildAllDone, buildAway, buildNewer, buildNudge, buildSnoozed, MOST_ITEMS } from './blocks.ts';
import { readItems } from './items.ts';
import { listMessages, type NudgeMessage } from './messages.ts';
import { bundle, byUrgency, isPast, type Task, tasksAt } from './nudge.ts';
import type { Known } from './people.ts';
import { readStanding } from './reading.ts';
import { listSnoozes, listTold } from './repository.ts';
import { say } from './words.ts';

/** A message that did not go out within this time is told anew by the next look, which knows the week it is in. */
const FRESH = { hours: 1 };

/** What is open for this person right now; what is done leaves it by an edit, and a message never shown is not begun with it. */
async function renderNudge(
  db: Db,
  { teamId, target, ref, now, locale = 'zh', zone }: RenderAsk,
  rooms: readonly Room[],
): Promise<Rendered> {
  const programme = await findProgramme(db, teamId, zone);
  const messages = await listMessages(db, teamId, target, now);
  const newest = messages.at(-1);
  if (!programme || !newest) return undefined;
  if (String(newest.no) !== ref.no) return { ...buildNewer(locale), rests: true };

  const { people, owed } = await readStanding({ db, rooms }, programme, now);
  const open = tasksAt(owed, people, now, programme)
    .filter(({ to, isOpen }) => to.userId === target && isOpen)
    .toSorted(byUrgency);
  const until = (await listSnoozes(db, teamId)).get(target);
  const isSnoozed = until !== undefined && !isPast(until, now);
  const absence = isAway(people, target, now);
  if (!newest.isShown) {
    const mayBegin = !isSnoozed && !absence && mayBeginNow(newest, target, people, programme, now);
    if (!mayBegin || !(await hasToldOpen(db, teamId, target, newest.no, open))) return undefined;
  }
  if (isSnoozed) return buildSnoozed({ until, messageId: newest.id, open: open.length }, programme, locale);
  if (absence) {
    const deputy = absence.deputy && people.names.get(absence.deputy);
    return message(buildAway({ until: absence.until, deputy }, programme, locale));
  }
  if (open.length === 0) return { ...buildAllDone(locale), rests: true };
  const shown = bundle(open).slice(0, MOST_ITEMS).flat();
  const items = await readItems(db, teamId, shown);
  const frame = { programme, locale, names: people.names, absences: people.absences };
  return buildNudge(items, { frame, messageId: newest.id, total: open.length });
}

function mayBeginNow(
  { toldAt }: NudgeMessage,
  userId: string,
  people: Known,
  programme: Programme,
  now: Temporal.Instant,
): boolean {
  const isStale = isPast(toldAt.add(FRESH), now);
  return !isStale && isWorkingMoment(now, workplaceOf(people.zones.get(userId), programme));
}

/** A message begins because of something; once that is done, the rest waits for its own day. */
async function hasToldOpen(
  db: Db,
  teamId: string,
  userId: string,
  no: number,
  open: readonly Task[],
): Promise<boolean> {
  const told = await listTold(db, teamId, userId, no);
  const wokeUp = [...told].some((one) => one.startsWith('snoozed\n'));
  return open.some(({ owed }) => wokeUp || told.has(`${owed.kind}\n${owed.objectId}`));
}

/** In whose place somebody stands from now on and until when, or that they do so no more. */
async function renderDeputyNotice(db: Db, { teamId, ref, locale = 'zh' }: RenderAsk): Promise<Rendered> {
  const absent = await findReader(db, teamId, ref.userId ?? '');
  if (!absent) return undefined;
  const { name } = absent;
  const until = ref.until ?? '';
  if (!until) return message(section(say(locale, 'deputy_ended', { name })));
  return message(section(say(locale, 'deputy_named', { name, date: showDate(until, locale) })));
}

export const nudgesRenderers: Record<string, RoomRenderer> = {
  nudge: renderNudge,
  deputy_notice: renderDeputyNotice,
};
