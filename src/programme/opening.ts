import { type RawBuilder, sql } from 'kysely';
import type { Db, Trx } from '../db/open.ts';
import { lastMomentOf, type Programme } from './programme.ts';
import { readProgramme, STORED_PROGRAMME, type StoredProgramme } from './stored.ts';

/** What differs from the year before. */
export interface NextYear {
  year: number;
  opens_on: string;
  deadline: string;
  target_experts: number;
  document_no: string;
}

/** Everything of a year that the next one begins with. */
const COPIED: RawBuilder<unknown> = sql.raw(
  'name, time_zone, channel_id, language, published_by, catalogue, own_days, rules, shown_on, repaired_week',
);

/**
 * The next year is opened as a copy of the one for new things. Where its first day has come it begins at once, and the
 * one before only ends what it has begun; else all stays as it is until `beginYear`. Of two people who open one at once,
 * be it the same or another, one does.
 *
 * @returns false when another year is the one for new things by now, or a later one is there already
 */
export async function openNextYear(
  trx: Trx,
  { teamId, year: before, timeZone }: Programme,
  form: NextYear,
  { by, now, begins }: { by: string; now: Temporal.Instant; begins: boolean },
): Promise<boolean> {
  // Whoever waited here sees what the other has opened.
  await sql`select 1 from programme_year where team_id = ${teamId} and year = ${before} for update`.execute(
    trx,
  );
  const isNewest = sql`team_id = ${teamId} and year = ${before} and current
    and not exists (select 1 from programme_year p where p.team_id = ${teamId} and p.year > ${before})`;
  const source = begins
    ? sql`update programme_year set current = false, state = 'closing' where ${isNewest} returning *`
    : sql`select * from programme_year where ${isNewest}`;
  const { rows } = await sql<{ year: number }>`/* name: open_next_year */
    with source as (${source})
    insert into programme_year (team_id, year, document_no, target_experts, opens_on, deadline, current, state,
      created_by, created_at, ${COPIED})
    select team_id, ${form.year}, ${form.document_no}, ${form.target_experts}, ${form.opens_on}::date,
      ${lastMomentOf(form.deadline, timeZone)}::timestamptz, ${begins}::boolean, 'open', ${by}, ${now}::timestamptz, ${COPIED}
    from source
    on conflict do nothing
    returning year`.execute(trx);
  return rows.length > 0;
}

/** What the channel reads of a year that begins. */
export interface Begun {
  channelId: string;
  openedBy: string;
}

/**
 * The year that was opened ahead becomes the one for new things, and the one before begins to close. What belongs to the
 * workspace and not to a year goes along: it may have changed since the copy was made. One statement; undefined when it
 * was done before, by this process or another, or the opening is taken back at this moment.
 */
export async function beginYear(
  trx: Trx,
  { teamId, year: before }: Programme,
  next: number,
): Promise<Begun | undefined> {
  const { rows } = await sql<Begun>`/* name: begin_year */
    with ahead as (
      select 1 from programme_year
      where team_id = ${teamId} and year = ${next} and state = 'open' and not current
      for update
    ), turned as (
      update programme_year set current = false, state = 'closing' from ahead
      where team_id = ${teamId} and year = ${before} and current
      returning team_id, own_days, shown_on, repaired_week
    )
    update programme_year begun set current = true, own_days = turned.own_days, shown_on = turned.shown_on,
      repaired_week = turned.repaired_week
    from turned
    where begun.team_id = turned.team_id and begun.team_id = ${teamId} and begun.year = ${next}
    returning begun.channel_id as "channelId", begun.created_by as "openedBy"`.execute(trx);
  return rows[0];
}

/** Every year of the workspace, the newest first. */
export async function listYears(db: Db, teamId: string, readerZone?: string): Promise<Programme[]> {
  const { rows } = await sql<{ stored: StoredProgramme }>`
    select ${STORED_PROGRAMME} as stored from programme_year p
    where p.team_id = ${teamId} order by p.year desc`.execute(db);
  return Promise.all(rows.map(({ stored }) => readProgramme(db, stored, readerZone)));
}
