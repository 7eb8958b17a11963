import { sql } from 'kysely';
import type { Trx } from '../db/open.ts';

/**
 * The keys of the newest reminders of these people and of everybody in whose reminder a duty about these objects may
 * stand: who was told of it, whom somebody named for it, the bureau, to which it falls when nobody else is there; and
 * the deputies of all of them.
 */
export async function listRemindersOf(
  trx: Trx,
  teamId: string,
  userIds: readonly string[],
  about: readonly string[],
): Promise<string[]> {
  const isAbout = sql`team_id = ${teamId} and object_id = any(${[...new Set(about)]}::text[])`;
  const { rows } = await sql<{ key: string }>`
    with recursive concerned (user_id) as (
      select user_id from (
        select unnest(${[...userIds]}::text[]) as user_id
        union select user_id from nudge where ${isAbout}
        union select to_user from nudge_handover where ${isAbout}
        union select user_id from role_grant where team_id = ${teamId} and role = 'bureau' and ${about.length > 0}::boolean
      ) known
      union
      select absence.deputy from absence join concerned on concerned.user_id = absence.user_id
      where absence.team_id = ${teamId} and absence.deputy is not null
    )
    select reminder.key from concerned
    cross join lateral (
      select no from nudge_message m where m.team_id = ${teamId} and m.user_id = concerned.user_id
      order by no desc limit 1
    ) newest
    join outgoing reminder on reminder.team_id = ${teamId}
      and reminder.key = 'nudge:' || concerned.user_id || ':' || newest.no
    where reminder.shape = 'view'`.execute(trx);
  return rows.map(({ key }) => key);
}
