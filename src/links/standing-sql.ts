import { sql } from 'kysely';
import { ANSWERED_BY, type Asks } from './link.ts';

/** Beside a row `link`: the date, or the report, is the one that was asked about. */
const SAME_CLAIM = sql`claim.team_id = link.team_id and claim.id = link.claim_id
  and claim.moved_at is not distinct from link.moved_at`;
const SAME_REPORT = sql`report.team_id = link.team_id and report.id = link.report_id
  and report.version = link.version`;
/** The same beside a row `blanket`: a yes to all experts of the unit, for as long as is asked. */
const SAME_UNIT = sql`blanket.team_id = link.team_id and blanket.employer_id = link.organisation_id
  and blanket.expert_id is null and blanket.ended_at is null and blanket.until >= link.until`;

/** Beside a row `link`: what it asks is still to be answered. Of an instant claim the consent follows. */
export const WAITS = sql<boolean>`case link.asks
  when 'report' then exists (select 1 from report where ${SAME_REPORT} and report.state = 'submitted')
  when 'blanket' then exists (
      select 1 from organisation unit where unit.team_id = link.team_id and unit.id = link.organisation_id
        and unit.kind = 'home_unit' and unit.merged_into is null)
    and not exists (select 1 from blanket where ${SAME_UNIT})
  else exists (
    select 1 from claim join demand on demand.team_id = claim.team_id and demand.id = claim.demand_id
    where ${SAME_CLAIM} and demand.state <> 'postponed' and case link.asks
      when 'host' then claim.state = 'host_pending'
      else claim.state = 'home_unit_pending' or claim.state in ('expert_pending', 'confirmed') and not exists (
        select 1 from consent where consent.team_id = claim.team_id and consent.claim_id = claim.id) end)
  end`;

const acts = (asks: Asks) => sql`${[...ANSWERED_BY[asks]]}::text[]`;

export interface SaidJson {
  act: string;
  at: string;
  who: string;
  by_link: boolean;
}

/** Beside rows `a` of the trail, and `u` of who it was. */
const SAID_JSON = sql`jsonb_build_object('act', a.act, 'at', a.at, 'who', coalesce(u.name, ''),
  'by_link', a.details ? 'link')`;

const SAID_OF_UNIT = sql`(
  select ${SAID_JSON} from blanket join audit a on a.team_id = blanket.team_id and a.object_kind = 'blanket'
    and a.object_id = blanket.id and a.outcome = 'done' and a.act = any(${acts('blanket')})
  left join slack_user u on u.team_id = a.team_id and u.user_id = a.actor
  where ${SAME_UNIT} order by a.id desc limit 1)`;

/** Beside a row `link`: by which act the same was answered since; of a unit, which yes covers what is asked. */
export const SAID = sql<SaidJson | null>`case link.asks when 'blanket' then ${SAID_OF_UNIT} else (
  select ${SAID_JSON}
  from audit a left join slack_user u on u.team_id = a.team_id and u.user_id = a.actor
  where a.team_id = link.team_id and a.object_id = coalesce(link.claim_id, link.report_id)
    and a.object_kind = case link.asks when 'report' then 'report' else 'claim' end
    and a.outcome = 'done' and a.at >= link.made_at
    and a.act = any(case link.asks when 'report' then ${acts('report')} when 'host' then ${acts('host')}
      else ${acts('consent')} end)
    and case link.asks when 'report' then exists (select 1 from report where ${SAME_REPORT})
      else exists (select 1 from claim where ${SAME_CLAIM}) end
  order by a.id desc limit 1) end`;
