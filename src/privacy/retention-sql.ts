import { type RawBuilder, sql } from 'kysely';
import type { Db, Trx } from '../db/open.ts';
import type { TableName } from '../db/tables.ts';
import type { Expired, PersonalRows } from '../people.ts';
import { firstDayOf } from '../programme/programme.ts';
import type { Room } from '../room.ts';
import { setOf } from './erase-sql.ts';

/** So many rows of a table lose what they say at once. */
const AT_ONCE = 500;

/** A year of which the bureau was told that its personal data go. */
export interface Retention {
  year: number;
  toldAt: Temporal.Instant;
  erasesAt: Temporal.Instant;
  erasedAt: Temporal.Instant | undefined;
}

export async function listRetention(db: Db, teamId: string): Promise<Retention[]> {
  const rows = await db
    .selectFrom('year_retention')
    .select(['year', 'told_at', 'erases_at', 'erased_at'])
    .where('team_id', '=', teamId)
    .orderBy('year')
    .execute();
  return rows.map(({ year, told_at, erases_at, erased_at }) => ({
    year,
    toldAt: told_at,
    erasesAt: erases_at,
    erasedAt: erased_at ?? undefined,
  }));
}

/** False when somebody else has told of it. */
export async function keepTold(
  trx: Trx,
  {
    teamId,
    year,
    told,
    erases,
  }: { teamId: string; year: number; told: Temporal.Instant; erases: Temporal.Instant },
): Promise<boolean> {
  const made = await trx
    .insertInto('year_retention')
    .values({ team_id: teamId, year, told_at: told, erases_at: erases, erased_at: null })
    .onConflict((oc) => oc.doNothing())
    .returning('year')
    .executeTakeFirst();
  return made !== undefined;
}

/** The term was moved: what was told holds no more, and is told anew in time. Never of what was erased. */
export async function forgetTold(db: Db, teamId: string, year: number): Promise<void> {
  await db
    .deleteFrom('year_retention')
    .where('team_id', '=', teamId)
    .where('year', '=', year)
    .where('erased_at', 'is', null)
    .execute();
}

/** Done, unless the year was erased before or its term was moved meanwhile. */
export async function keepErased(
  trx: Trx,
  { teamId, year, now }: { teamId: string; year: number; now: Temporal.Instant },
): Promise<boolean> {
  const kept = await trx
    .updateTable('year_retention')
    .set({ erased_at: now })
    .where('team_id', '=', teamId)
    .where('year', '=', year)
    .where('erased_at', 'is', null)
    .returning('year')
    .executeTakeFirst();
  return kept !== undefined;
}

export function expiredOf(teamId: string, year: number): Expired {
  return { teamId, year, before: firstDayOf(year + 1).toString() };
}

/** What of a year is erased with it, room after room, in an order in which nothing is looked for by what is gone. */
export interface Part {
  table: TableName;
  where: RawBuilder<unknown>;
  becomes: NonNullable<PersonalRows['becomes']>;
}

export function partsOf(rooms: readonly Room[], expired: Expired): Part[] {
  return rooms.flatMap(({ people }) =>
    (people?.personal ?? []).flatMap(({ table, rows = [] }) =>
      rows.flatMap(({ ofYear, becomes }) =>
        ofYear && becomes ? [{ table, where: ofYear(expired), becomes }] : [],
      ),
    ),
  );
}

/** Some of the rows that still say anything; returns how many it were. A second time there are none. */
export async function eraseSome(trx: Trx, teamId: string, { table, where, becomes }: Part): Promise<number> {
  const name = sql.table(table);
  const own = sql`${sql.ref(`${table}.team_id`)} = ${teamId} and (${where})`;
  if (becomes === 'nothing') {
    const { numAffectedRows = 0n } =
      await sql`delete from ${name} where ${sql.ref(`${table}.team_id`)} = ${teamId}
      and ctid = any(array(select ctid from ${name} where ${own} limit ${AT_ONCE}))`.execute(trx);
    return Number(numAffectedRows);
  }
  const values = Object.entries(becomes('-'));
  const differs = values.map(
    ([column, value]) => sql`${sql.ref(`${table}.${column}`)} is distinct from ${value}`,
  );
  const { numAffectedRows = 0n } = await sql`update ${name} set ${setOf(Object.fromEntries(values))}
    where ${sql.ref(`${table}.team_id`)} = ${teamId} and ctid = any(array(
      select ctid from ${name} where ${own} and (${sql.join(differs, sql` or `)}) limit ${AT_ONCE}))`.execute(
    trx,
  );
  return Number(numAffectedRows);
}

/**
 * An expert who was last heard of in that year or before it: neither claim nor report nor registration is newer, nor do
 * they answer for anybody.
 */
export async function findForgotten(db: Db, { teamId, year, before }: Expired): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select e.id from expert e
    where e.team_id = ${teamId} and e.erased_at is null and e.merged_into is null
      and coalesce(e.verified_at, e.registered_at) < ${before}::date and e.registered_at < ${before}::date
      and not exists (select 1 from claim c where c.team_id = e.team_id and c.expert_id = e.id and c.year > ${year})
      and not exists (select 1 from report_expert re
        where re.team_id = e.team_id and re.expert_id = e.id and re.year > ${year})
      and not exists (select 1 from audit a
        where a.team_id = e.team_id and (a.actor = e.user_id or a.object_id = e.id) and a.at >= ${before}::date)
      and not exists (select 1 from role_grant g where g.team_id = e.team_id and g.user_id = e.user_id)
    order by e.id limit 1`.execute(db);
  return rows[0]?.id;
}
