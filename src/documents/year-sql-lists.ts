import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import { nameInYear } from '../directory/unit-names-sql.ts';
import type { Programme } from '../programme/programme.ts';
import { employerFor } from '../reports/rows.ts';
import type { ReportScope } from './year-report-scope.ts';
import { expertsWithin } from './year-sql.ts';

/** An expert's part in a service, as the list of services has it. */
export interface ServiceRow {
  number: string;
  title: string;
  line: string;
  form: string | null;
  /** The host unit; null for a service that nobody asked for here. */
  unit: string | null;
  place: string;
  from: string;
  to: string;
  days: number | null;
  metrics: object;
  summary: string;
  confidential: boolean;
  expertId: string;
  expert: string;
  employer: string;
  /** By their ids in the year's catalogue. */
  jobTitle: string;
  categories: string[];
  field: string;
}

/** Longer text than that doesn't belong into the cell of a list. */
const LONGEST_TEXT = 400;

/** These reports in this order, and in each its experts by name. */
export async function listServiceRows(
  db: Db,
  { teamId, year }: Programme,
  scope: ReportScope,
  ids: readonly string[],
): Promise<ServiceRow[]> {
  const { rows } = await sql<ServiceRow>`/* name: list_year_services */
    select r.number, r.title, r.action_line as line, r.form, d.unit_name as unit, r.place, r.service_start as "from",
      r.service_end as "to", r.days, r.metrics, left(r.summary, ${LONGEST_TEXT}::int) as summary,
      coalesce(d.confidential, false) as confidential, e.id as "expertId", e.name as expert,
      ${nameInYear(sql`o`, sql`${year}::int`)} as employer, e.title as "jobTitle", e.categories, e.field
    from unnest(${[...ids]}::text[]) with ordinality as asked (id, no)
    join report r on r.team_id = ${teamId} and r.id = asked.id
    left join demand d on d.team_id = r.team_id and d.id = r.demand_id
    join report_expert re on re.team_id = r.team_id and re.report_id = r.id
    join expert e on e.team_id = re.team_id and e.id = re.expert_id
    join lateral (select e.team_id, e.id, e.employer_id) expert on true
    join organisation o on o.team_id = e.team_id and o.id = ${employerFor(sql`r.demand_id`)}
    where ${expertsWithin(scope)}
    order by asked.no, e.name, e.id`.execute(db);
  return rows;
}

/** A need as the list of needs has it. */
export interface NeedRow {
  number: string;
  title: string;
  line: string;
  unit: string;
  unitType: string | null;
  districts: string[];
  place: string;
  description: string;
  requirement: string;
  slots: number;
  taken: number;
  field: string | null;
  modes: string[];
  timeText: string;
  from: string | null;
  to: string | null;
  outcome: string;
  conditions: string;
  contact: string;
  phone: string;
  confidential: boolean;
  state: 'published' | 'postponed' | 'closed';
}

export async function listNeedRows(
  db: Db,
  { teamId }: Programme,
  ids: readonly string[],
): Promise<NeedRow[]> {
  const { rows } = await sql<NeedRow>`/* name: list_year_needs */
    select d.number, d.title, d.action_line as line, d.unit_name as unit, d.unit_type as "unitType", d.districts, d.place,
      left(d.description, ${LONGEST_TEXT}::int) as description, d.expert_requirement as requirement,
      d.expert_slots as slots, d.field, d.modes, d.time_text as "timeText", d.service_start as "from",
      d.service_end as "to", d.expected_outcome as outcome, d.conditions_offered as conditions,
      d.contact_name as contact, d.contact_phone as phone, d.confidential, d.state,
      (select count(*) from slot s where s.team_id = d.team_id and s.demand_id = d.id and s.expert_id is not null) as taken
    from unnest(${[...ids]}::text[]) with ordinality as asked (id, no)
    join demand d on d.team_id = ${teamId} and d.id = asked.id
    order by asked.no`.execute(db);
  return rows;
}
