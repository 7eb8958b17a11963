import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import { saysOfExpert } from '../directory/search-register.ts';
import { UNIT_DISTRICTS } from '../directory/units-sql.ts';
import { type RegisterAsk, reachOf } from '../objects/reach.ts';
import { type Filter, ROWS_A_PAGE } from './list.ts';

/** An expert as their line says it. */
export interface ListedExpert {
  id: string;
  name: string;
  employer: string;
  system: string;
  state: 'registered' | 'verified' | 'returned';
  has_account: boolean;
  /** Claims that are neither ended nor over. */
  claims: number;
}

export interface ExpertCounts {
  all: number;
  registered: number;
  verified: number;
  returned: number;
  no_account: number;
  total: number;
}

/**
 * The experts within reach that the filter leaves: of a coordinator's systems, of units in their districts, or with a
 * claim on a need there. A district that is chosen means the same.
 */
export async function readExperts(
  db: Db,
  { programme, actor, today }: RegisterAsk,
  { words, district, system, state, order, page }: Filter,
): Promise<{ experts: ListedExpert[]; counts: ExpertCounts }> {
  const { teamId } = programme;
  const { all, districts, systems } = reachOf(actor);
  const isIn = (
    slugs: readonly string[],
  ) => sql<boolean>`(${UNIT_DISTRICTS} && ${[...slugs]}::text[] or exists (
    select 1 from claim c join demand d on d.team_id = c.team_id and d.id = c.demand_id
    where c.team_id = ${teamId} and c.expert_id = expert.id and d.districts && ${[...slugs]}::text[]))`;
  const { rows } = await sql<{ counts: ExpertCounts; expert: ListedExpert | null }>`/* name: list_experts */
    with mine as (
      select expert.id, expert.name, expert.system, expert.state, expert.user_id, expert.registered_at,
        unit.name as employer
      from expert join organisation unit on unit.team_id = expert.team_id and unit.id = expert.employer_id
      where expert.team_id = ${teamId} and expert.merged_into is null and expert.erased_at is null
        and (${all}::boolean or expert.system = any(${systems}::text[]) or ${isIn(districts)})
        and (${district} = '' or ${isIn([district])}) and (${system} = '' or expert.system = ${system})
        and ${saysOfExpert(words)}
    ), chosen as (
      select * from mine where case when ${state} = 'no_account' then user_id is null
        when ${state} in ('registered', 'verified', 'returned') then mine.state = ${state} else true end
    ), counts as (
      select (count(*))::integer as "all", (count(*) filter (where mine.state = 'registered'))::integer as registered,
        (count(*) filter (where mine.state = 'verified'))::integer as verified,
        (count(*) filter (where mine.state = 'returned'))::integer as returned,
        (count(*) filter (where user_id is null))::integer as no_account,
        (select count(*) from chosen)::integer as total
      from mine
    ), page as (
      select chosen.*, row_number() over (order by
        case when ${order} = 'newest' then chosen.registered_at end desc nulls last, chosen.name, chosen.id) as no
      from chosen
      order by no limit ${ROWS_A_PAGE} offset ${(page - 1) * ROWS_A_PAGE}
    )
    select to_jsonb(counts) as counts, case when page.id is not null then jsonb_build_object('id', page.id,
      'name', page.name, 'employer', page.employer, 'system', page.system, 'state', page.state,
      'has_account', page.user_id is not null,
      'claims', (select count(*) from claim c join demand d on d.team_id = c.team_id and d.id = c.demand_id
        where c.team_id = ${teamId} and c.expert_id = page.id and c.ended_at is null
          and (d.service_end is null or d.service_end >= ${today.toString()}::date))) end as expert
    from counts left join page on true
    order by page.no`.execute(db);
  const [first] = rows;
  if (!first) throw new Error('a count that has no row');
  return { counts: first.counts, experts: rows.flatMap(({ expert }) => expert ?? []) };
}
