import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import type { Demand } from '../demands/demand.ts';
import { isReachable } from '../directory/reachable.ts';
import { listExperts } from '../directory/repository.ts';
import { type Candidate, rankCandidates, TOO_OFTEN } from './round.ts';

/**
 * Who may be asked for this need, the best fit first: of its field or offering what it asks for, verified, on Slack
 * with an account that is not deactivated, not away, not paused and below their limit; who has never held a slot of it,
 * was never asked for it, and was not asked too often of late.
 */
export async function listCandidates(
  db: Db,
  teamId: string,
  demand: Demand,
  { today, now }: { today: Temporal.PlainDate; now: Temporal.Instant },
): Promise<Candidate[]> {
  const since = now.subtract({ hours: TOO_OFTEN.days * 24 });
  const { rows } = await sql<{ id: string; live: number; invited: number }>`
    select e.id, counted.live, counted.invited
    from expert e
    cross join lateral (
      select
        (select count(*) from claim c join demand d on d.team_id = c.team_id and d.id = c.demand_id
          where c.team_id = e.team_id and c.expert_id = e.id and c.ended_at is null
            and coalesce(d.service_end, 'infinity') >= ${today}::date) as live,
        (select count(*) from invitation i
          where i.team_id = e.team_id and i.expert_id = e.id and i.invited_at > ${since}::timestamptz) as invited
    ) counted
    where e.team_id = ${teamId} and e.state = 'verified' and ${isReachable(sql`e.team_id`, sql`e.user_id`)}
      and (e.field = ${demand.field ?? ''} or e.services && ${[...demand.needTypes]}::text[])
      and counted.live < e.max_active_claims and counted.invited < ${TOO_OFTEN.invitations}
      and not exists (select 1 from absence a
        where a.team_id = e.team_id and a.user_id = e.user_id
          and a.from_at <= ${now}::timestamptz and a.until >= ${today}::date)
      and not exists (select 1 from claim c
        where c.team_id = e.team_id and c.demand_id = ${demand.id} and c.expert_id = e.id)
      and not exists (select 1 from invitation i
        where i.team_id = e.team_id and i.demand_id = ${demand.id} and i.expert_id = e.id)`.execute(db);
  const experts = await listExperts(
    db,
    teamId,
    rows.map(({ id }) => id),
  );
  const candidates = rows.flatMap(({ id, live, invited }) => {
    const expert = experts.find((one) => one.id === id);
    return expert ? [{ expert, live, invited }] : [];
  });
  return rankCandidates(demand, candidates);
}
