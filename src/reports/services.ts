import { type SqlBool, sql } from 'kysely';
import type { Db } from '../db/open.ts';
import type { Actor } from '../directory/permissions.ts';
import type { Programme } from '../programme/programme.ts';
import { MOST_OPTIONS } from '../slack/form.ts';
import { saysAll } from './rows.ts';

/** A service that has begun: may be reported, or is still to be. */
export interface Service {
  demandId: string;
  number: string;
  title: string;
  unitName: string;
  serviceEnd: string | undefined;
}

/**
 * This year's confirmed claims whose service has begun and that no report of the expert speaks of yet, the longest over first.
 * A need without a first day counts as begun: only its people know.
 */
export async function listOwedReports(
  db: Db,
  programme: Programme,
  expertId: string,
  today: Temporal.PlainDate,
): Promise<Service[]> {
  return listServices(
    db,
    programme,
    today,
    sql<SqlBool>`claim.expert_id = ${expertId} and not claim.reported and not exists (
      select 1 from report r join report_expert re on re.team_id = r.team_id and re.report_id = r.id
      where r.team_id = demand.team_id and r.demand_id = demand.id and re.expert_id = claim.expert_id)`,
  );
}

/** Only these services: what was typed must stand in number, title or unit; or the one need. */
export interface Wanted {
  query?: string;
  demandId?: string;
}

/**
 * The services of the year that the person may report on: their own, or of the districts they coordinate. As many as
 * a menu holds: whoever has more finds them by typing.
 */
export async function listReportableServices(
  db: Db,
  programme: Programme,
  today: Temporal.PlainDate,
  { expertId, actor }: { expertId: string | undefined; actor: Actor },
  { query = '', demandId }: Wanted = {},
): Promise<Service[]> {
  const named = sql`concat_ws(' ', demand.number, demand.title, demand.unit_name)`;
  return listServices(
    db,
    programme,
    today,
    sql<SqlBool>`${mayReport(expertId, actor)}
      and ${demandId === undefined ? sql`true` : sql`demand.id = ${demandId}`}
      and ${saysAll(named, query)}`,
  );
}

/** Whether the claim of the query around it is theirs to report on; most people coordinate nothing. */
function mayReport(expertId: string | undefined, { bureau, districts }: Actor) {
  if (bureau) return sql<SqlBool>`true`;
  const own = sql<SqlBool>`claim.expert_id = ${expertId ?? ''}`;
  if (districts.length === 0) return own;
  return sql<SqlBool>`(${own} or demand.district = any(${[...districts]}::text[]))`;
}

async function listServices(
  db: Db,
  { teamId, year }: Programme,
  today: Temporal.PlainDate,
  condition: ReturnType<typeof sql<SqlBool>>,
): Promise<Service[]> {
  const { rows } = await sql<{
    id: string;
    number: string;
    title: string;
    unit_name: string;
    service_end: string | null;
  }>`
    select demand.id, demand.number, demand.title, demand.unit_name, demand.service_end
    from demand
    where demand.team_id = ${teamId} and demand.year = ${year} and demand.state in ('published', 'closed')
      and (demand.service_start is null or demand.service_start <= ${today})
      and exists (
        select 1 from claim where claim.team_id = ${teamId} and claim.year = ${year} and claim.demand_id = demand.id
          and claim.state = 'confirmed' and ${condition})
    order by demand.service_end nulls last, demand.number
    limit ${MOST_OPTIONS}`.execute(db);
  return rows.map(({ id, number, title, unit_name, service_end }) => ({
    ...{ demandId: id, number, title, unitName: unit_name, serviceEnd: service_end ?? undefined },
  }));
}
