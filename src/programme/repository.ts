import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { Db, Trx } from '../db/open.ts';
import type { Tables } from '../db/tables.ts';
import { CATALOGUE, parseCatalogue } from './first-catalogue.ts';
import { isZone, lastMomentOf, type Programme, type SetUp } from './programme.ts';
import { type OwnDays, ownDaysOf } from './working-days.ts';

/** The workspace's current programme year, or undefined before set-up. */
export async function findProgramme(
  db: Db,
  teamId: string,
  readerZone?: string,
): Promise<Programme | undefined> {
  const row = await db
    .selectFrom('programme_year')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('current', '=', true)
    .executeTakeFirst();
  return row && { ...programmeOf(row), ...(isZone(readerZone) ? { readerZone } : {}) };
}

/** The same as this person reads it: moments are told by their own clock as well. */
export async function findProgrammeOf(
  db: Db,
  { teamId, reader }: { teamId: string; reader: { tz: string } },
): Promise<Programme | undefined> {
  return findProgramme(db, teamId, reader.tz);
}

/**
 * The current year of the workspace that this process serves. None where the app was taken out, as nothing is done
 * there, and none while Slack doesn't say which workspace it is.
 */
export async function listProgrammes(db: Db, teamId: string | undefined): Promise<Programme[]> {
  if (teamId === undefined) return [];
  const rows = await db
    .selectFrom('programme_year')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('current', '=', true)
    .where('team_id', 'not in', (eb) =>
      eb.selectFrom('stopped_workspace').select('team_id').where('team_id', '=', teamId),
    )
    .execute();
  return rows.map(programmeOf);
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
 * submission; gaps are allowed.
 */
export async function takeNumber(
  db: Db,
  teamId: string,
  year: number,
  kind: 'XQ' | 'RL' | 'BG',
): Promise<string> {
  const { last } = await db
    .insertInto('counter')
    .values({ team_id: teamId, year, kind, last: 1 })
    .onConflict((oc) => oc.columns(['team_id', 'year', 'kind']).doUpdateSet({ last: sql`counter.last + 1` }))
    .returning('last')
    .executeTakeFirstOrThrow();
  return `${kind}-${year}-${String(last).padStart(4, '0')}`;
}

function programmeOf(row: Selectable<Tables['programme_year']>): Programme {
  return {
    teamId: row.team_id,
    year: row.year,
    name: row.name,
    documentNo: row.document_no,
    targetExperts: row.target_experts,
    opensOn: row.opens_on,
    deadline: row.deadline,
    timeZone: row.time_zone,
    channelId: row.channel_id,
    language: row.language,
    publishedBy: row.published_by,
    catalogue: parseCatalogue(row.catalogue),
    ownDays: ownDaysOf(row.own_days),
  };
}
