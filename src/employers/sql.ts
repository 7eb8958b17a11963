import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { BLANKET_ROW, type BlanketRow, blanketOf } from '../claims/blanket-row.ts';
import { type BlockedJson, blockedOf } from '../claims/blocked-sql.ts';
import { type ClaimJson, claimOfJson } from '../claims/claim-sql.ts';
import { EXPERT_TODAY } from '../claims/employer-sql.ts';
import type { Db } from '../db/open.ts';
import { type DemandJson, demandOfJson } from '../demands/demand-row.ts';
import { type ExpertRow, expertOf } from '../directory/repository.ts';
import type { EmployersView, Person } from './people.ts';

export interface PeopleAsk {
  teamId: string;
  userId: string;
  /** Their own registration, if they have one. */
  expertId: string | undefined;
  year: number;
  today: Temporal.PlainDate;
  page: { limit: number; offset: number };
}

interface PersonJson {
  expert: ExpertRow;
  claims: { claim: ClaimJson; demand: DemandJson }[];
  days: number;
  services: number;
  given: number;
  waiting: number;
  blocked: BlockedJson[];
}

/** As many of one person's claims are shown. */
const MOST_CLAIMS = 5;

/**
 * All that an employer's view says, however many people it has: one statement. Whose people: of the units for which
 * this person is a contact, and those experts who named them; never themselves nor whom they assist. Of somebody with two
 * employers what concerns theirs.
 */
export async function readEmployersView(db: Db, ask: PeopleAsk): Promise<EmployersView> {
  const { teamId, userId, expertId, year, page } = ask;
  const today = sql`${ask.today.toString()}::date`;
  const { rows } = await sql<{
    people: PersonJson[];
    total: number;
    blankets: BlanketRow[];
    units: { id: string; name: string }[];
    mine: BlockedJson[];
  }>`/* name: read_employers_view */
    with unit as (
      select o.id, o.name from organisation_contact c
      join organisation o on o.team_id = c.team_id and o.id = c.organisation_id and o.kind = 'home_unit'
      where c.team_id = ${teamId} and c.user_id = ${userId}
    ), person as (
      select e.team_id, e.id, e.name, e.employer_id, spoken.employers
      from expert e cross join lateral (
        select array_remove(array[
          case when e.employer_id in (select id from unit) or e.home_unit_user = ${userId} then e.employer_id end,
          case when e.second_employer_id in (select id from unit) or e.second_home_unit_user = ${userId}
            then e.second_employer_id end], null) as employers
      ) spoken
      where e.team_id = ${teamId} and e.state = 'verified' and not e.own_pledge
        and e.user_id is distinct from ${userId} and e.assistant_user is distinct from ${userId}
        and (e.employer_id in (select id from unit) or e.home_unit_user = ${userId}
          or e.second_employer_id in (select id from unit) or e.second_home_unit_user = ${userId})
    ), shown as (
      select * from person order by name, id limit ${page.limit} offset ${page.offset}
    ), going as (
      select p.id, jsonb_agg(one.file order by one.starts nulls last, one.number) as claims
      from shown p cross join lateral (
        select jsonb_build_object('claim', to_jsonb(c), 'demand', to_jsonb(d)) as file, c.number,
          coalesce(d.service_start, d.service_end) as starts
        from claim c join demand d on d.team_id = c.team_id and d.id = c.demand_id
        where c.team_id = p.team_id and c.expert_id = p.id and c.ended_at is null and ${isOurs(sql`c`)}
          and coalesce(d.service_end, 'infinity'::date) >= ${today}
        order by 3 nulls last, 2 limit ${MOST_CLAIMS}
      ) one
      group by p.id
    ), served as (
      select p.id, sum(coalesce(r.days, r.service_end - r.service_start + 1)) as days, count(*) as services
      from shown p
      join report_expert re on re.team_id = p.team_id and re.expert_id = p.id and re.year = ${year}
      join report r on r.team_id = re.team_id and r.id = re.report_id and r.state = 'accepted'
        and not exists (select 1 from claim c where c.team_id = r.team_id and c.demand_id = r.demand_id
          and c.expert_id = p.id and c.state = 'confirmed' and not ${isOurs(sql`c`)})
      group by p.id
    ), asked as (
      select p.id, count(consent.id) as given,
        count(*) filter (where c.state = 'home_unit_pending') as waiting
      from shown p
      join claim c on c.team_id = p.team_id and c.expert_id = p.id and c.year = ${year} and ${isOurs(sql`c`)}
      left join consent on consent.team_id = c.team_id and consent.claim_id = c.id
      group by p.id
    ), blocked as (
      select p.id, jsonb_agg(to_jsonb(b) order by b.from_on, b.id) as dates
      from shown p
      join blocked_dates b on b.team_id = p.team_id and b.expert_id = p.id and b.ended_at is null
        and b.until_on >= ${today}
      group by p.id
    )
    select (select count(*)::integer from person) as total,
      coalesce((select jsonb_agg(to_jsonb(unit) order by name, id) from unit), '[]') as units,
      coalesce((
        select jsonb_agg(jsonb_build_object('expert', ${EXPERT_TODAY}, 'claims', coalesce(going.claims, '[]'),
          'days', coalesce(served.days, 0)::float8, 'services', coalesce(served.services, 0),
          'given', coalesce(asked.given, 0), 'waiting', coalesce(asked.waiting, 0),
          'blocked', coalesce(blocked.dates, '[]')) order by p.name, p.id)
        from shown p
        join expert on expert.team_id = p.team_id and expert.id = p.id
        join organisation employer on employer.team_id = expert.team_id and employer.id = p.employers[1]
        left join going on going.id = p.id
        left join served on served.id = p.id
        left join asked on asked.id = p.id
        left join blocked on blocked.id = p.id
      ), '[]') as people,
      coalesce((
        select jsonb_agg(${BLANKET_ROW} order by b.expert_id nulls first, b.until, b.id)
        from blanket b
        join organisation o on o.team_id = b.team_id and o.id = b.employer_id
        left join expert e on e.team_id = b.team_id and e.id = b.expert_id
        where b.team_id = ${teamId} and b.ended_at is null and b.until >= ${today}
          and (e.id is null or b.employer_id in (e.employer_id, e.second_employer_id) and b.recorded_at >= e.verified_at)
          and (b.employer_id in (select id from unit) or exists (
            select 1 from person p where p.id = b.expert_id and b.employer_id = any(p.employers)))
      ), '[]') as blankets,
      coalesce((
        select jsonb_agg(to_jsonb(b) order by b.from_on, b.id) from blocked_dates b
        where b.team_id = ${teamId} and b.expert_id = ${expertId} and b.ended_at is null and b.until_on >= ${today}
      ), '[]') as mine`.execute(db);
  const [row] = rows;
  if (!row) throw new Error('a statement without a table has one row');
  return {
    people: row.people.map(personOf),
    total: row.total,
    blankets: row.blankets.map(blanketOf),
    units: row.units,
    mine: row.mine.map(blockedOf),
  };
}

/** Beside a row `p` of a person: whether the claim is one for which they go from an employer that is spoken for. */
function isOurs(claim: RawBuilder<unknown>): RawBuilder<SqlBool> {
  return sql<SqlBool>`coalesce(${claim}.employer_id, p.employer_id) = any(p.employers)`;
}

function personOf(one: PersonJson): Person {
  const { given, waiting, days, services } = one;
  return {
    expert: expertOf(one.expert),
    claims: one.claims.map(({ claim, demand }) => ({
      claim: claimOfJson(claim),
      demand: demandOfJson(demand),
    })),
    days,
    services,
    consents: { given, waiting },
    blocked: one.blocked.map(blockedOf),
  };
}
