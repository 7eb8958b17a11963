import { sql } from 'kysely';
import type { Desk } from './desk.ts';

/** Rest days on weekdays and worked weekends from September 2013 to March 2014, as the State Council named them. */
const RESTED = [
  ...['2013-09-19', '2013-09-20', '2013-10-01', '2013-10-02', '2013-10-03', '2013-10-04', '2013-10-07'],
  ...['2014-01-01', '2014-01-31', '2014-02-03', '2014-02-04', '2014-02-05', '2014-02-06'],
];
const WORKED = ['2013-09-22', '2013-09-29', '2013-10-12', '2014-01-26', '2014-02-08'];

/** The zone of each reader who does not live by Shanghai's clock. */
const ZONES: Record<string, string> = { U0ALICE: 'Europe/London' };

export function localTime(at: Temporal.ZonedDateTime, to: string): Temporal.ZonedDateTime {
  return at.withTimeZone(ZONES[to] ?? 'Asia/Shanghai');
}

/** Nine to six of a working day on the reader's own clock. */
export function isAtWork(at: Temporal.ZonedDateTime, to: string): boolean {
  const local = localTime(at, to);
  return !isRestDay(local.toPlainDate()) && local.hour >= 9 && local.hour < 18;
}

export function isRestDay(day: Temporal.PlainDate): boolean {
  const key = day.toString();
  return !WORKED.includes(key) && (day.dayOfWeek > 5 || RESTED.includes(key));
}

/** The Monday of the week in Shanghai. */
export function weekOf(at: Temporal.ZonedDateTime): string {
  return at
    .toPlainDate()
    .subtract({ days: at.dayOfWeek - 1 })
    .toString();
}

interface OpenThing {
  what: string;
  /** By which a text may name it. */
  names: string[];
  people: string[];
}

/**
 * All that waits for somebody at this moment of Shanghai, read from the rows alone: who has it in hand, whose work it
 * becomes when they do nothing (the district's coordinator, the bureau), who stands in, to whom it was handed over. Of a
 * closed year nothing does.
 */
export async function listOpen({ db }: Desk, at: Temporal.ZonedDateTime): Promise<OpenThing[]> {
  const day = at.toPlainDate().toString();
  const { rows } = await sql<OpenThing>`
    with running as (select year from programme_year where state <> 'closed'), open as (
      select 'consent' as what, c.id, array[c.number, d.number] as names,
        array[e.home_unit_user] as people, d.district, e.user_id as never
        from claim c join expert e on e.id = c.expert_id join demand d on d.id = c.demand_id
        where c.state = 'home_unit_pending'
      union all
      select 'host_answer', c.id, array[c.number, d.number], array[d.contact_user], d.district, e.user_id
        from claim c join expert e on e.id = c.expert_id join demand d on d.id = c.demand_id
        where c.state = 'host_pending'
      union all
      select 'service', c.id, array[d.number], array[e.user_id, d.contact_user], '', null
        from claim c join expert e on e.id = c.expert_id join demand d on d.id = c.demand_id
        where c.state = 'confirmed' and d.service_start >= ${day}::date
      union all
      select 'report', c.id, array[d.number], array[e.user_id], d.district, null
        from claim c join expert e on e.id = c.expert_id join demand d on d.id = c.demand_id
        where c.state = 'confirmed' and d.service_end < ${day}::date and d.year in (select year from running)
          and not exists (select 1 from report r where r.demand_id = d.id)
      union all
      select 'confirmation', r.id, array[r.number], array[d.contact_user], d.district, null
        from report r join demand d on d.id = r.demand_id where r.state = 'submitted'
      union all
      select 'returned', r.id, array[r.number], array[r.author], r.districts[1], null
        from report r where r.state in ('returned', 'objected')
      union all
      select 'need', d.id, array[d.number], array[d.contact_user, d.poster], d.district, null
        from demand d where d.state = 'published' and d.claim_deadline >= ${day}::date
          and not exists (select 1 from claim c where c.demand_id = d.id and c.ended_at is null)
      union all
      -- What waits for a coordinator: the one of the district or system, the bureau when they do nothing.
      select 'review', d.id, array[d.number], array['U0BUREAU'], d.district, d.contact_user
        from demand d where d.state in ('submitted', 'bureau_review')
      union all
      select 'verification', e.id, array[e.name], array['U0BUREAU'], e.system, e.user_id
        from expert e where e.state = 'registered'
      union all
      -- Whoever accepts reads all of the report, and so of which need it speaks.
      select 'acceptance', r.id, array_remove(array[r.number, d.number], null), array['U0BUREAU'], r.districts[1],
        r.host_confirmed_by
        from report r left join demand d on d.id = r.demand_id where r.state = 'host_confirmed' or r.amendment is not null
          or r.state = 'submitted' and r.demand_id is null
      union all
      select 'paper', c.id, array[c.number, d.number],
        array['U0BUREAU', case when s.on_behalf then null else s.given_by end], d.district, e.user_id
        from consent s join claim c on c.id = s.claim_id join demand d on d.id = c.demand_id
          join expert e on e.id = c.expert_id
        where s.kind = 'phone' and c.state in ('host_pending', 'confirmed')
      union all
      select 'summary', s.id, array[s.unit], array['U0BUREAU'], s.unit, null
        from yearly_summary s
        where s.waived_at is null and s.year in (select year from running)
          -- Nobody is asked for the summary of a year that has only begun.
          and (s.year < ${at.year} or ${at.month} >= 9) and not exists (
          select 1 from yearly_summary_version v where v.summary_id = s.id and v.outcome is distinct from 'returned'
            and v.version = (select max(version) from yearly_summary_version where summary_id = s.id))
    )
    select what, names, array(
      select p from unnest(people) p where p is not null
      union select user_id from role_grant where scope = open.district and open.district <> ''
        and user_id is distinct from open.never
      union select to_user from nudge_handover where object_id = open.id
      union select a.deputy from absence a where a.user_id = any(people) and a.deputy is not null
        and a.until >= ${day}::date
    ) as people
    from open`.execute(db);
  return rows;
}
