import { type RawBuilder, sql } from 'kysely';
import { among, yearsInReach } from '../programme/live-years.ts';
import type { Programme } from '../programme/programme.ts';
import type { Scope } from './digest.ts';
import { needWithin } from './scope.ts';

/**
 * What has waited for a coordinator since before `askedBy` (mission: decision 33), in the columns of what is late:
 * reviews, registrations, reports to accept, letters after a call, no-shows to decide; of all years that aren't closed.
 */
export function selectLateForCoordinators(
  programme: Programme,
  askedBy: Temporal.Instant,
  scope: Scope,
): RawBuilder<unknown> {
  const { teamId, liveYears } = programme;
  const years = among(yearsInReach(programme));
  const since = sql`${`${Math.min(...liveYears) - 1}-01-01`}::timestamptz`;
  const isWhole = !scope.district && !scope.line;
  return sql`
    select 'reviews' as kind, d.number, d.title, d.action_line, d.confidential, '' as expert, d.district, '' as system,
      d.unit_name as unit, d.changed_at as since
    from demand d
    where d.team_id = ${teamId} and d.year = ${years} and d.state in ('submitted', 'bureau_review')
      and d.changed_at <= ${askedBy} and ${needWithin(scope)}
    union all
    select 'verifications', '', '', '', false, e.name, '', e.system, o.name, e.registered_at
    from expert e join organisation o on o.team_id = e.team_id and o.id = e.employer_id
    where e.team_id = ${teamId} and e.state = 'registered' and e.registered_at <= ${askedBy} and ${isWhole}::boolean
    union all
    select 'acceptances', d.number, d.title, d.action_line, coalesce(need.confidential, false), '', d.districts[1], '',
      coalesce(need.unit_name, d.place), coalesce(d.amendment_at, d.changed_at)
    from report d left join demand need on need.team_id = d.team_id and need.id = d.demand_id
    where d.team_id = ${teamId} and d.year = ${among(liveYears)} and (d.state = 'host_confirmed' or d.amendment is not null
        or d.state = 'submitted' and d.demand_id is null)
      and coalesce(d.amendment_at, d.changed_at) <= ${askedBy} and ${needWithin(scope)}
    union all
    select 'papers', c.number, d.title, d.action_line, d.confidential, e.name, d.district, e.system, o.name,
      consent.recorded_at
    from (
      select * from consent
      where team_id = ${teamId} and kind = 'phone' and recorded_at >= ${since} and recorded_at <= ${askedBy} offset 0
    ) consent
    join claim c on c.team_id = consent.team_id and c.id = consent.claim_id
    join demand d on d.team_id = c.team_id and d.id = c.demand_id
    join expert e on e.team_id = c.team_id and e.id = c.expert_id
    join organisation o on o.team_id = e.team_id and o.id = coalesce(c.employer_id, e.employer_id)
    where c.year = ${years} and c.state in ('host_pending', 'confirmed') and d.state <> 'postponed' and ${needWithin(scope)}
    union all
    select 'no_shows', c.number, d.title, d.action_line, d.confidential, e.name, d.district, '', d.unit_name, said.at
    from claim c
    join demand d on d.team_id = c.team_id and d.id = c.demand_id
    join expert e on e.team_id = c.team_id and e.id = c.expert_id
    cross join lateral (
      select max(a.at) as at from audit a where a.team_id = c.team_id and a.object_kind = 'claim'
        and a.object_id = c.id and a.act = 'report_no_show' and a.outcome = 'done') said
    where c.team_id = ${teamId} and c.year = ${years} and c.state in ('no_show_reported', 'no_show_objected')
      and said.at <= ${askedBy} and ${needWithin(scope)}`;
}
