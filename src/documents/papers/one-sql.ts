import { sql } from 'kysely';
import type { ClaimState } from '../../claims/claim.ts';
import type { Db } from '../../db/open.ts';
import { type Figures, figuresIn } from '../../programme/catalogue.ts';
import type { ReportState } from '../../reports/report.ts';

/** A claim as one need's paper names it. */
export interface NeedClaim {
  number: string;
  state: ClaimState;
  name: string;
  employer: string;
  title: string;
  phone: string;
}

/** A report about it. */
export interface NeedReport {
  number: string;
  state: ReportState;
  from: string;
  to: string;
  metrics: object;
}

/** Claims that are neither withdrawn nor refused, in the order of their slots. */
export async function listClaimsOf(db: Db, teamId: string, demandId: string): Promise<NeedClaim[]> {
  const { rows } = await sql<NeedClaim>`/* name: claims_of_need_on_paper */
    select c.number, c.state, e.name, o.name as employer, e.title, e.phone
    from claim c
    join expert e on e.team_id = c.team_id and e.id = c.expert_id
    join organisation o on o.team_id = e.team_id and o.id = coalesce(c.employer_id, e.employer_id)
    where c.team_id = ${teamId} and c.demand_id = ${demandId} and (c.ended_at is null or c.state = 'report_waived')
    order by c.slot_no, c.number`.execute(db);
  return rows;
}

export async function listReportsOf(db: Db, teamId: string, demandId: string): Promise<NeedReport[]> {
  const { rows } = await sql<NeedReport>`/* name: reports_of_need_on_paper */
    select r.number, r.state, r.service_start as "from", r.service_end as "to", r.metrics
    from report r where r.team_id = ${teamId} and r.demand_id = ${demandId} and r.state <> 'voided'
    order by r.number`.execute(db);
  return rows;
}

/** A visit as its confirmation says it: of a claim what is planned, of a report what was done. */
export interface Visit {
  number: string;
  actionLine: string;
  confidential: boolean;
  unit: string;
  districts: string[];
  place: string;
  modes: string[];
  form: string | null;
  from: string | null;
  to: string | null;
  timeText: string;
  days: number | null;
  title: string;
  summary: string;
  metrics: Figures;
  pictures: number;
  experts: { id: string; name: string; employer: string; title: string }[];
  /** Undefined while there is none. */
  reportId: string | undefined;
}

export async function findVisit(db: Db, teamId: string, id: string): Promise<Visit | undefined> {
  type Row = Omit<Visit, 'metrics' | 'reportId'> & { metrics: object; reportId: string | null };
  const { rows } = await sql<Row>`/* name: visit_on_paper */
    select c.number, d.action_line as "actionLine", d.confidential, d.unit_name as unit, d.districts, d.place, d.modes, d.form,
      d.service_start as "from", d.service_end as "to", d.time_text as "timeText", null::double precision as days, d.title,
      '' as summary, '{}'::jsonb as metrics, 0 as pictures, null as "reportId",
      jsonb_build_array(jsonb_build_object('id', e.id, 'name', e.name, 'employer', o.name, 'title', e.title)) as experts
    from claim c
    join demand d on d.team_id = c.team_id and d.id = c.demand_id
    join expert e on e.team_id = c.team_id and e.id = c.expert_id
    join organisation o on o.team_id = e.team_id and o.id = coalesce(c.employer_id, e.employer_id)
    where c.team_id = ${teamId} and c.id = ${id}
    union all
    select r.number, r.action_line, coalesce(d.confidential, false), coalesce(d.unit_name, ''), r.districts, r.place,
      coalesce(d.modes, '{}'), r.form, r.service_start, r.service_end, '', r.days, r.title, r.summary, r.metrics,
      (select count(*) from report_file f where f.team_id = r.team_id and f.report_id = r.id and f.version = r.version
        and f.type like 'image%')::integer,
      r.id,
      (select coalesce(jsonb_agg(jsonb_build_object('id', e.id, 'name', e.name, 'employer', o.name, 'title', e.title)
          order by e.name, e.id), '[]')
        from report_expert re
        join expert e on e.team_id = re.team_id and e.id = re.expert_id
        join organisation o on o.team_id = e.team_id and o.id = e.employer_id
        where re.team_id = r.team_id and re.report_id = r.id)
    from report r left join demand d on d.team_id = r.team_id and d.id = r.demand_id
    where r.team_id = ${teamId} and r.id = ${id} and r.state <> 'voided'
    limit 1`.execute(db);
  const [row] = rows;
  return row && { ...row, metrics: figuresIn(row.metrics), reportId: row.reportId ?? undefined };
}
