import { sql } from 'kysely';
import { suitsNeed } from '../claims/blocked-sql.ts';
import type { Db } from '../db/open.ts';
import type { Demand } from '../demands/demand.ts';
import { whoActsFor } from '../directory/acting-sql.ts';
import { isReachable } from '../directory/reachable.ts';
import { listExperts } from '../directory/repository.ts';
import { type Candidate, rankCandidates, TOO_OFTEN } from './round.ts';

/**
 * Who may be asked for this need, the best fit first: of its field or offering what it asks for (whoever, where it is
 * for experts of any field), verified, without an account or with one that is not deactivated, their own or their
 * assistant's, not away, not paused and below their limit; who has never held a slot of it, was never asked for it, and
 * was not asked too often of late.
 */
export async function listCandidates(
  db: Db,
  teamId: string,
  demand: Demand,
  { today, now }: { today: Temporal.PlainDate; now: Temporal.Instant },
): Promise<Candidate[]> {
  const since = now.subtract({ hours: TOO_OFTEN.days * 24 });
  // Whoever was there the first time is asked first (回头帮).
  const servedBefore = sql`exists (select 1 from claim c
    where c.team_id = e.team_id and c.demand_id = ${demand.follows ?? ''} and c.expert_id = e.id and c.state = 'confirmed')`;
  const { rows } = await sql<{ id: string; knows: boolean; live: number; invited: number }>`
    with going as (
      select c.expert_id, count(*) as live
      from demand d join claim c on c.team_id = d.team_id and c.demand_id = d.id and c.ended_at is null
      where d.team_id = ${teamId} and coalesce(d.service_end, 'infinity'::date) >= ${today}::date
      group by c.expert_id
    ), asked as (
      select i.expert_id, count(*) as invited from invitation i
      where i.team_id = ${teamId} and i.invited_at > ${since}::timestamptz
      group by i.expert_id
    )
    select e.id, ${servedBefore} as knows, coalesce(going.live, 0) as live, coalesce(asked.invited, 0) as invited
    from expert e
    left join going on going.expert_id = e.id
    left join asked on asked.expert_id = e.id
    where e.team_id = ${teamId} and e.state = 'verified'
      and (e.user_id is null or ${isReachable(sql`e.team_id`, whoActsFor('e'))})
      and (${demand.field === undefined}::boolean or ${servedBefore} or e.field = ${demand.field ?? ''} or e.services && ${[...demand.needTypes]}::text[])
      and coalesce(going.live, 0) < e.max_active_claims and coalesce(asked.invited, 0) < ${TOO_OFTEN.invitations}
      and ${suitsNeed(demand.id)}
      and not exists (select 1 from absence a
        where a.team_id = e.team_id and a.user_id = ${whoActsFor('e')}
          and a.from_at <= ${now}::timestamptz and a.until >= ${today}::date)
      and not exists (select 1 from claim c
        where c.team_id = ${teamId} and c.demand_id = ${demand.id} and c.expert_id = e.id)
      and not exists (select 1 from invitation i
        where i.team_id = ${teamId} and i.demand_id = ${demand.id} and i.expert_id = e.id)`.execute(db);
  const experts = await listExperts(
    db,
    teamId,
    rows.map(({ id }) => id),
  );
  const byId = new Map(experts.map((expert) => [expert.id, expert]));
  const candidates = rows.flatMap(({ id, live, invited }) => {
    const expert = byId.get(id);
    return expert ? [{ expert, live, invited }] : [];
  });
  const known = new Set(rows.filter(({ knows }) => knows).map(({ id }) => id));
  const ranked = rankCandidates(demand, candidates);
  return [
    ...ranked.filter(({ expert }) => known.has(expert.id)),
    ...ranked.filter(({ expert }) => !known.has(expert.id)),
  ];
}
