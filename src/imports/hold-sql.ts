import { sql } from 'kysely';
import type { Db, Trx } from '../db/open.ts';
import { staysOpen } from '../programme/live-years.ts';
import type { Kind } from './import.ts';

/** One list of a kind at a time: two that name the same person would else both find nobody there. Claims wait for none. */
export async function holdKind(trx: Trx, teamId: string, kind: Kind): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`import:${teamId}:${kind}`}, 0))`.execute(trx);
}

/** Which of these years are closed; the others stay open until the transaction ends. */
export async function listClosed(trx: Trx, teamId: string, years: readonly number[]): Promise<number[]> {
  const closed: number[] = [];
  for (const year of [...new Set(years)].toSorted((a, b) => a - b)) {
    const { rows } = await sql<{ is_open: boolean }>`select ${staysOpen(teamId, year)} as is_open`.execute(
      trx,
    );
    if (!rows[0]?.is_open) closed.push(year);
  }
  return closed;
}

/**
 * Those of these experts who can stand in a report, with their accounts and whoever consents for them; in a transaction
 * held, so that none of them is merged before it ends.
 */
export async function listServing(
  db: Db,
  teamId: string,
  ids: readonly string[],
): Promise<Map<string, { userId: string | undefined; homeUnitUsers: string[] }>> {
  const { rows } = await sql<{ id: string; user_id: string | null; home_unit_users: string[] }>`
    select e.id, e.user_id, array(
        select e.home_unit_user where e.home_unit_user is not null
        union select c.user_id from organisation_contact c
        where c.team_id = e.team_id and c.organisation_id = e.employer_id) as home_unit_users
    from expert e
    where e.team_id = ${teamId} and e.state = 'verified' and e.id = any(${[...new Set(ids)]}::text[])
    order by e.id ${db.isTransaction ? sql`for key share of e` : sql``}`.execute(db);
  return new Map(
    rows.map(({ id, user_id, home_unit_users }) => [
      id,
      { userId: user_id ?? undefined, homeUnitUsers: home_unit_users },
    ]),
  );
}
