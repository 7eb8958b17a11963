import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import { USUAL_CONTENT } from './digest.ts';

/**
 * What a channel had goes on when the year turns; the needs channel, which never had one, has a digest in the name of
 * whoever set the year up: Mondays at 9:00.
 */
export async function makeUsualDigests(db: Db, now: Temporal.Instant, teamId: string): Promise<void> {
  await sql`
    with before as (
      select c.* from (
        select p.team_id, p.year, max(y.year) as last_year from programme_year p
        join programme_year y on y.team_id = p.team_id and y.year < p.year
        where p.current and p.team_id = ${teamId}
        group by p.team_id, p.year
      ) turned
      cross join lateral (
        select * from digest_channel of_year
        where of_year.team_id = turned.team_id and of_year.year = turned.last_year offset 0
      ) c
    )
    insert into digest_channel (team_id, id, channel_id, year, enabled, weekday, time, language, threads, content,
      set_by, set_at, runs_since, district, line, muted_at, muted_until)
    select p.team_id, gen_random_uuid()::text, p.channel_id, p.year, true, 1, '09:00', p.language, true,
      ${[...USUAL_CONTENT]}::text[], p.created_by, ${now}, ${now}, null, null, null, null
    from programme_year p
    where p.current and p.team_id = ${teamId} and p.channel_id not in (select channel_id from before)
      and not exists (select 1 from digest_channel c
        where c.team_id = p.team_id and c.year = p.year and c.channel_id = p.channel_id)
    union all
    select p.team_id, gen_random_uuid()::text, c.channel_id, p.year, c.enabled, c.weekday, c.time, c.language, c.threads,
      c.content, c.set_by, c.set_at, c.runs_since, c.district, c.line, c.muted_at, c.muted_until
    from programme_year p cross join before c
    where p.current and p.team_id = ${teamId}
    on conflict do nothing`.execute(db);
}
