import { sql } from 'kysely';
import type { Db, Trx } from '../db/open.ts';
import { CATALOGUE } from './first-catalogue.ts';
import { lastMomentOf, type Programme, type SetUp } from './programme.ts';
import { currentProgramme, readProgramme, STORED_PROGRAMME, type StoredProgramme } from './stored.ts';
import type { OwnDays } from './working-days.ts';

/** The year for new things, or undefined before set-up. What exists has a year of its own: `programmeOf`. */
export async function findProgramme(
  db: Db,
  teamId: string,
  readerZone?: string,
): Promise<Programme | undefined> {
  const { rows } = await sql<{ stored: StoredProgramme | null }>`/* name: find_programme */
    select ${currentProgramme(teamId)} as stored`.execute(db);
  const stored = rows[0]?.stored;
  return stored ? readProgramme(db, stored, readerZone) : undefined;
}

/** The same as this person reads it: moments are told by their own clock as well. */
export async function findProgrammeOf(
  db: Db,
  { teamId, reader }: { teamId: string; reader: { tz: string } },
): Promise<Programme | undefined> {
  return findProgramme(db, teamId, reader.tz);
}

/** This very year; undefined where it has not been opened. */
export async function findYear(
  db: Db,
  { teamId, year }: { teamId: string; year: number },
  readerZone?: string,
): Promise<Programme | undefined> {
  const { rows } = await sql<{ stored: StoredProgramme }>`/* name: programme_of */
    select ${STORED_PROGRAMME} as stored from programme_year p
    where p.team_id = ${teamId} and p.year = ${year}`.execute(db);
  return rows[0] && readProgramme(db, rows[0].stored, readerZone);
}

/** The year to which something that exists belongs, for good. */
export async function programmeOf(
  db: Db,
  thing: { teamId: string; year: number },
  readerZone?: string,
): Promise<Programme> {
  const programme = await findYear(db, thing, readerZone);
  if (!programme) throw new Error('something belongs to a year that is not there');
  return programme;
}

/** The year in which something done on this day counts (decision 1: by the calendar, never the week); undefined until it has been opened. */
export async function programmeFor(
  db: Db,
  { teamId, date }: { teamId: string; date: string },
  readerZone?: string,
): Promise<Programme | undefined> {
  return findYear(db, { teamId, year: Temporal.PlainDate.from(date).year }, readerZone);
}

/**
 * The current year of the workspace that this process serves. None where the app was taken out, as nothing is done
 * there, and none while Slack doesn't say which workspace it is.
 */
export async function listProgrammes(db: Db, teamId: string | undefined): Promise<Programme[]> {
  if (teamId === undefined) return [];
  const { rows } = await sql<{ stored: StoredProgramme }>`
    select ${STORED_PROGRAMME} as stored from programme_year p
    where p.team_id = ${teamId} and p.current
      and not exists (select 1 from stopped_workspace s where s.team_id = p.team_id)`.execute(db);
  return Promise.all(rows.map(({ stored }) => readProgramme(db, stored)));
}

/** Notes that this week's cards are repaired; false when that was noted before, by this process or another. */
export async function beginRepair(trx: Trx, { teamId, year }: Programme, monday: string): Promise<boolean> {
  const begun = await trx
    .updateTable('programme_year')
    .set({ repaired_week: monday })
    .where('team_id', '=', teamId)
    .where('year', '=', year)
    .where(({ or, eb }) => or([eb('repaired_week', 'is', null), eb('repaired_week', '<', monday)]))
    .returning('year')
    .executeTakeFirst();
  return begun !== undefined;
}

/** Notes that the year is shown as of this day; false when that was noted before, by this process or another. */
export async function turnTo(trx: Trx, { teamId, year }: Programme, day: string): Promise<boolean> {
  const turned = await trx
    .updateTable('programme_year')
    .set({ shown_on: day })
    .where('team_id', '=', teamId)
    .where('year', '=', year)
    .where(({ or, eb }) => or([eb('shown_on', 'is', null), eb('shown_on', '<>', day)]))
    .returning('year')
    .executeTakeFirst();
  return turned !== undefined;
}

/** Working and rest days that go before the national calendar. */
export async function keepOwnDays(trx: Trx, { teamId, year }: Programme, ownDays: OwnDays): Promise<void> {
  await trx
    .updateTable('programme_year')
    .set({ own_days: ownDays })
    .where('team_id', '=', teamId)
    .where('year', '=', year)
    .execute();
}

/** Creates the year as the current one. False when this year exists already, or another one is current. */
export async function insertProgramme(
  trx: Trx,
  { teamId, form, by, now }: { teamId: string; form: SetUp; by: string; now: Temporal.Instant },
): Promise<boolean> {
  const made = await trx
    .insertInto('programme_year')
    .values({
      team_id: teamId,
      year: form.year,
      name: form.name,
      document_no: form.document_no,
      target_experts: form.target_experts,
      opens_on: form.opens_on,
      deadline: lastMomentOf(form.deadline, form.time_zone),
      time_zone: form.time_zone,
      channel_id: form.channel,
      language: form.language,
      published_by: form.published_by,
      catalogue: CATALOGUE,
      created_by: by,
      created_at: now,
    })
    .onConflict((oc) => oc.doNothing())
    .returning('year')
    .executeTakeFirst();
  return made !== undefined;
}

/**
 * The next number people see: XQ- (demands), RL- (claims), BG- (reports), per workspace and year, in order of
 * submission; gaps are allowed. Taken before the act and not in its transaction: nobody waits for another's number, nor
 * for the disk. What is kept under it is written later, so its own flush brings the number along: none is given twice.
 *
 * @throws inside a transaction, which would no longer wait for the disk, either.
 */
export async function takeNumber(
  db: Db,
  teamId: string,
  year: number,
  kind: 'XQ' | 'RL' | 'BG',
): Promise<string> {
  const [number = ''] = await takeNumbers(db, { teamId, year, kind }, 1);
  return number;
}

/** As many at once, in their order. */
export async function takeNumbers(
  db: Db,
  { teamId, year, kind }: { teamId: string; year: number; kind: 'XQ' | 'RL' | 'BG' },
  n: number,
): Promise<string[]> {
  if (db.isTransaction) throw new Error('a number is taken before the transaction');
  const { rows } = await sql<{ last: number }>`/* name: take_number */
    insert into counter (team_id, year, kind, last) values (${teamId}, ${year}, ${kind}, ${n})
    on conflict (team_id, year, kind) do update set last = counter.last + excluded.last
    returning last, set_config('synchronous_commit', 'off', true)`.execute(db);
  const { last } = rows[0] as { last: number };
  return Array.from({ length: n }, (_, i) => `${kind}-${year}-${String(last - n + 1 + i).padStart(4, '0')}`);
}
