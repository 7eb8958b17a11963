import { sql } from 'kysely';
import pino, { type Logger } from 'pino';
import { registerRooms } from '../../src/app.ts';
import { wallNow } from '../../src/clock.ts';
import { openDatabase } from '../../src/db/open.ts';
import { listTeams } from '../../src/directory/teams.ts';
import type { RoomDeps } from '../../src/room.ts';
import { createBolt } from '../../src/slack/bolt.ts';
import { type Desk, SECRETS, startDesk } from './desk.ts';
import { ACTS, type Doing } from './year-acts.ts';
import { isRestDay, localTime } from './year-oracle.ts';
import { type Line, PLAN } from './year-plan.ts';

const ZONE = 'Asia/Shanghai';

/** A dozen moments of a working day: night, morning, the hour of reminders, before and after work here and in London. */
const LOOKS = [
  ...['00:05', '01:40', '07:30', '08:59', '09:00', '09:30', '11:30', '15:00', '16:05', '17:05', '17:35'],
  '18:05',
];
const LOOKS_AT_REST = ['00:05', '09:00', '09:30', '15:00', '17:05', '22:00'];

/** One message that went out. */
export interface Sent {
  /** Programme time, to the minute. */
  at: Temporal.ZonedDateTime;
  /** A person's or a channel's id. */
  to: string;
  kind: string;
  key: string;
  text: string;
  /** In the thread of another one. */
  isReply: boolean;
  /** Nobody's act: the desk spoke when it looked. */
  isByDesk: boolean;
  /** For a reminder: which rungs of which duties it tells, as the ledger has them. */
  told: string[];
}

/** Everybody and every channel of the simulated year, and nothing done yet. */
export async function startYear(now = '2013-09-02T10:00:00+08:00', log?: Logger): Promise<Desk> {
  const desk = await startDesk(log ? { now, log } : { now });
  const { workspace, deps } = desk;
  workspace.addUser({ id: 'U0FARM', name: '武清农科站' });
  workspace.addUser({ id: 'U0EDU', name: '教育系统联络员' });
  const members = ['U0BUREAU', 'U0BINHAI', 'U0HOST'];
  workspace.addChannel({ id: 'C0BINHAI', name: '滨海新区', members, botIsMember: true });
  const people = ['U0HOST', 'U0FARM', 'U0HOME', 'U0ALICE', 'U0ZJ0006', 'U0ZJ0007'];
  for (const user of [...people, 'U0BINHAI', 'U0WUQING', 'U0EDU', 'U0BUREAU'])
    await deps.readers.find(workspace.teamId, user);
  return desk;
}

/** What the walk is told on its way. */
export interface Walk {
  /** Both days included. */
  from: string;
  to: string;
  plan?: readonly Line[];
  look?: () => Promise<void>;
  /** After each look and each act, with what went out in it. */
  onSent?: (sent: Sent) => Promise<void>;
  /** The same, with the workspace as it stands then. */
  onSettled?: (at: Temporal.ZonedDateTime) => Promise<void>;
}

/** A person's newest reminder as it reads now, whatever has been edited in it. */
export interface Standing {
  to: string;
  text: string;
}

export async function listStanding({ workspace, db }: Desk): Promise<Standing[]> {
  const rows = await db
    .selectFrom('outgoing')
    .select(['target', 'channel_id', 'ts'])
    .where('kind', '=', 'nudge')
    .where('shape', '=', 'view')
    .where('ts', 'is not', null)
    .execute();
  return rows.flatMap(({ target, channel_id, ts }) => {
    const shown = workspace.messages(channel_id ?? '').find((one) => one.ts === ts);
    return shown ? [{ to: target, text: shown.text }] : [];
  });
}

/**
 * Goes through the days, does what the plan says, looks at the moments of each day at which anything is due, and returns
 * what went out.
 */
export async function walk(
  desk: Desk,
  { from, to, plan = PLAN, look = desk.minute, onSent = async () => {}, onSettled = async () => {} }: Walk,
): Promise<Sent[]> {
  const needs = new Map<string, string>();
  const all: Sent[] = [];
  const begins = desk.clock.now();
  let seen = desk.workspace.calls.length;

  async function note(at: Temporal.ZonedDateTime, isByDesk: boolean): Promise<void> {
    for (const sent of await readSent(desk, { since: seen, at, isByDesk })) {
      all.push(sent);
      await onSent(sent);
    }
    seen = desk.workspace.calls.length;
    await onSettled(at);
  }

  const acts = plan.map(([when, who, act, what = '', more = {}]) => ({
    at: momentOf(when),
    run: () =>
      ACTS[act]({ desk, needs, who, what, more } satisfies Doing).catch((cause: Error) => {
        throw new Error(`${when} ${who} ${act} ${what}: ${cause.message}`, { cause });
      }),
  }));
  for (const day of daysBetween(from, to)) {
    const moments = isRestDay(day) ? LOOKS_AT_REST : LOOKS;
    const looks = moments.map((time) => ({ at: atTime(day, time), run: undefined }));
    const today = acts.filter(({ at }) => at.toPlainDate().equals(day));
    for (const { at, run } of [...looks, ...today].toSorted((a, b) =>
      Temporal.ZonedDateTime.compare(a.at, b.at),
    )) {
      if (Temporal.Instant.compare(at.toInstant(), begins) < 0) continue;
      if (!run && !(await isAnythingDue(desk, at.toInstant()))) continue;
      // What is done in the same minute as something else comes some seconds after it.
      if (Temporal.Instant.compare(at.toInstant(), desk.clock.now()) > 0) desk.clock.moveTo(at.toInstant());
      if (run) {
        await run();
        await note(at, false);
      }
      await look();
      await note(at, true);
    }
  }
  return all;
}

/** Whether the schedule's minute or the queue has anything to do by then: a look at any other moment passes by. */
async function isAnythingDue({ db, workspace: { teamId } }: Desk, at: Temporal.Instant): Promise<boolean> {
  const { rows } = await sql<{ is_due: boolean }>`
    select coalesce((select w.looks_at <= ${at} from workspace_due w where w.team_id = ${teamId}), true)
      or exists (select 1 from changed c where c.team_id = ${teamId})
      or exists (select 1 from outgoing o where o.team_id = ${teamId} and o.state in ('leased', 'sending'))
      or exists (select 1 from outgoing o where o.team_id = ${teamId} and o.state = 'waiting'
        and o.next_at <= ${wallNow()} and (o.not_before is null or o.not_before <= ${at})) as is_due`.execute(
    db,
  );
  return rows[0]?.is_due ?? true;
}

export function daysBetween(from: string, to: string): Temporal.PlainDate[] {
  const first = Temporal.PlainDate.from(from);
  const days = first.until(to, { largestUnit: 'days' }).days;
  return Array.from({ length: days + 1 }, (_, i) => first.add({ days: i }));
}

export function momentOf(when: string): Temporal.ZonedDateTime {
  const [day = '', time = ''] = when.split(' ');
  return atTime(Temporal.PlainDate.from(`${day < '08' ? 2014 : 2013}-${day}`), time);
}

function atTime(day: Temporal.PlainDate, time: string): Temporal.ZonedDateTime {
  return day.toZonedDateTime({ timeZone: ZONE, plainTime: time });
}

export async function readSent(
  { workspace, db }: Desk,
  { since, at, isByDesk }: { since: number; at: Temporal.ZonedDateTime; isByDesk: boolean },
): Promise<Sent[]> {
  const sent: Sent[] = [];
  for (const { method, ok, args, response } of workspace.calls.slice(since)) {
    if (method !== 'chat.postMessage' || !ok) continue;
    const { channel, ts } = response as { channel: string; ts: string };
    const { kind, key } = await db
      .selectFrom('outgoing')
      .select(['kind', 'key'])
      .where('channel_id', '=', channel)
      .where('ts', '=', ts)
      .executeTakeFirstOrThrow();
    const { text, thread_ts } = args as { text: string; thread_ts?: string };
    const to = channel.startsWith('D') ? `U${channel.slice(2)}` : channel;
    const told = kind === 'nudge' ? await readTold(db, to, Number(key.split(':')[2])) : [];
    sent.push({ at, to, kind, key, text, isReply: thread_ts !== undefined, isByDesk, told });
  }
  return sent.toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
}

function orderOf({ to, kind, isReply, text }: Sent): string {
  return `${to} ${kind} ${isReply} ${text}`;
}

async function readTold(db: Desk['db'], userId: string, no: number): Promise<string[]> {
  const rows = await db
    .selectFrom('nudge')
    .select(['kind', 'stage', 'label'])
    .where('user_id', '=', userId)
    .where('message_no', '=', no)
    .where('outcome', '=', 'new')
    .execute();
  const rungs = Map.groupBy(rows, ({ kind, stage }) => `${kind} ${stage.replace(/T[\d:.]+Z/, '')}`);
  return [...rungs]
    .map(([rung, all]) =>
      all.length > 3 ? `${rung} ×${all.length}` : `${rung} ${all.map(({ label }) => label).join(' ')}`,
    )
    .map((one) => one.trim())
    .sort();
}

const NAMES: Record<string, string> = { C0NEEDS: '#专家需求', C0BINHAI: '#滨海新区' };

/** "Day, time, to, what": a dot before what the desk said of itself, the reader's own time where it is another. */
export async function writeDown({ db }: Desk, sent: readonly Sent[]): Promise<string> {
  const users = await db.selectFrom('slack_user').select(['user_id', 'name']).execute();
  const names = { ...NAMES, ...Object.fromEntries(users.map(({ user_id, name }) => [user_id, name])) };
  const days = Map.groupBy(
    [...sent, ...(await readEdits(db))].toSorted(byTime),
    ({ at }) => `${at.toPlainDate()} ${WEEKDAYS[at.dayOfWeek - 1]}`,
  );
  return [...days]
    .map(([day, all]) => `${day}\n${all.map((one) => lineOf(one, names)).join('\n')}\n`)
    .join('\n');
}

/** Reminders for which the week had no new message left: the standing one says them. */
async function readEdits(db: Desk['db']): Promise<Sent[]> {
  const rows = await db.selectFrom('nudge').selectAll().where('outcome', '=', 'edited').execute();
  return rows.map(({ noted_at, user_id, kind, stage, label }) => ({
    ...{ at: minuteOf(noted_at), to: user_id, kind: 'nudge', key: '', text: '(edited)' },
    ...{ isReply: false, isByDesk: true, told: [`${kind} ${stage} ${label}`] },
  }));
}

function byTime(a: Sent, b: Sent): number {
  return Temporal.ZonedDateTime.compare(a.at, b.at);
}

function minuteOf(moment: Temporal.Instant): Temporal.ZonedDateTime {
  return moment.toZonedDateTimeISO(ZONE).round({ smallestUnit: 'minute', roundingMode: 'floor' });
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

function lineOf(
  { at, to, kind, text, told, isReply, isByDesk }: Sent,
  names: Record<string, string>,
): string {
  const local = localTime(at, to).toPlainTime().toString({ smallestUnit: 'minute' });
  const time = at.toPlainTime().toString({ smallestUnit: 'minute' });
  const what = [text.split('\n')[0] ?? '', ...(told.length > 0 ? [`[${told.join(', ')}]`] : [])].join(' ');
  const where = `${names[to] ?? to}${local === time ? '' : ` (${local})`}`;
  return `  ${time} ${isByDesk ? '·' : ' '} ${where} · ${kind}${isReply ? ', in the thread' : ''} · ${what}`;
}

/** A process of the desk: its rooms, its view of Slack, a queue of its own. */
export interface Process {
  deps: RoomDeps;
  close(): Promise<void>;
}

/** One more process at the same database and in front of the same workspace. */
export async function openProcess(desk: Desk): Promise<Process> {
  const { db, close } = await openDatabase({ databaseUrl: desk.databaseUrl, dataDir: '' });
  const deps = startProcess(desk, db);
  return {
    deps,
    async close() {
      await deps.sender.stop();
      await close();
    },
  };
}

/** What a process makes when it starts: nothing of it is kept from one that ran before. */
export function startProcess({ workspace, clock }: Desk, db: Desk['db']): RoomDeps {
  const log = pino({ level: 'silent' });
  const bolt = createBolt({
    ...SECRETS,
    appToken: undefined,
    apiUrl: workspace.apiUrl,
    wallNow,
    listTeams: () => listTeams(db),
    log,
  });
  return registerRooms({ bolt, db, now: clock.now, wallNow, pace: { perTargetMs: 0 }, log });
}
