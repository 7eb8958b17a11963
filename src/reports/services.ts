import { type SqlBool, sql } from 'kysely';
import type { Db } from '../db/open.ts';
import type { Actor } from '../directory/permissions.ts';
import { saysAll } from '../directory/search-experts.ts';
import { among } from '../programme/live-years.ts';
import type { Programme } from '../programme/programme.ts';
import { MOST_OPTIONS } from '../slack/form.ts';

/** A service that has begun: may be reported, or is still to be. */
export interface Service {
  demandId: string;
  number: string;
  title: string;
  unitName: string;
  serviceEnd: string | undefined;
}

/** One of which no report speaks yet. */
export interface Unreported extends Service {
  /** Of the person as an expert, or of whom they assist; else of the host unit whose contact they are. */
  isOwn: boolean;
}

/**
 * What the person is to report, or may report for their host unit: confirmed claims whose service has begun and that no
 * report of the expert speaks of yet, the longest over first. A need without a first day counts as begun: only its people
 * know.
 */
export async function listUnreported(
  db: Db,
  programme: Programme,
  today: Temporal.PlainDate,
  { expertIds, userId }: { expertIds: readonly string[]; userId: string },
): Promise<Unreported[]> {
  const unreported = sql<SqlBool>`not claim.reported and not exists (
      select 1 from report r join report_expert re on re.team_id = r.team_id and re.report_id = r.id and r.state <> 'voided'
      where r.team_id = demand.team_id and r.demand_id = demand.id and re.expert_id = claim.expert_id)`;
  // Most people are no experts: nobody's claims are looked through for them.
  const own =
    expertIds.length === 0
      ? sql<SqlBool>`false`
      : claimed(sql<SqlBool>`claim.expert_id = any(${[...expertIds]}::text[]) and ${unreported}`);
  const theirs = sql<SqlBool>`(${own} or ${hostedBy(programme.teamId, userId)} and ${claimed(unreported)})`;
  const near = nearTo(programme.teamId, expertIds, userId);
  return listServices(db, programme, today, sql<SqlBool>`${near} and ${theirs}`, own);
}

/** Only these services: what was typed must stand in number, title or unit; or the one need. */
export interface Wanted {
  query?: string;
  demandId?: string;
}

/**
 * The services of the open years, and those of the year before that ran over its end, that the person may report on: their own, those of their host unit, or of the districts they coordinate. As many as
 * a menu holds: whoever has more finds them by typing.
 */
export async function listReportableServices(
  db: Db,
  programme: Programme,
  today: Temporal.PlainDate,
  { expertIds, actor }: { expertIds: readonly string[]; actor: Actor },
  { query = '', demandId }: Wanted = {},
): Promise<Service[]> {
  const names = sql`(select string_agg(other.name, ' ') from organisation_name other
    where other.team_id = demand.team_id and other.organisation_id = demand.host_unit_id)`;
  const named = sql`concat_ws(' ', demand.number, demand.title, demand.unit_name, ${names})`;
  return listServices(
    db,
    programme,
    today,
    sql<SqlBool>`${claimed(mayReport(programme.teamId, expertIds, actor))}
      and ${isCoordinator(actor) || actor.systems.length > 0 ? sql`true` : nearTo(programme.teamId, expertIds, actor.userId)}
      and ${demandId === undefined ? sql`true` : sql`demand.id = ${demandId}`}
      and ${saysAll(named, query)}`,
  );
}

function isCoordinator({ bureau, districts }: Actor): boolean {
  return bureau || districts.length > 0;
}

/**
 * Whether the demand of the query around it is one that the person has claimed, or is the contact of: found from the
 * person, for who coordinates nothing has few, while all that is published would have to be looked through.
 */
function nearTo(teamId: string, expertIds: readonly string[], userId: string) {
  return sql<SqlBool>`demand.id = any(array(
      select c.demand_id from claim c where c.team_id = ${teamId} and c.expert_id = any(${[...expertIds]}::text[])
      union all
      select d.id from demand d where d.team_id = ${teamId} and d.contact_user = ${userId}
      union all
      select d.id from organisation_contact oc
      join demand d on d.team_id = oc.team_id and d.host_unit_id = oc.organisation_id
      where oc.team_id = ${teamId} and oc.user_id = ${userId}))`;
}

/** Whether the claim of the query around it is theirs to report on; most people coordinate nothing. */
function mayReport(
  teamId: string,
  expertIds: readonly string[],
  { userId, bureau, districts, systems }: Actor,
) {
  if (bureau) return sql<SqlBool>`true`;
  const own = sql<SqlBool>`claim.expert_id = any(${[...expertIds]}::text[]) or ${hostedBy(teamId, userId)}`;
  if (districts.length + systems.length === 0) return sql<SqlBool>`(${own})`;
  return sql<SqlBool>`(${own} or claim.expert_id = any(array(select e.id from expert e
      where e.team_id = ${teamId} and e.system = any(${[...systems]}::text[])))
    or demand.district = any(${[...districts]}::text[]))`;
}

/** Whether the demand of the query around it is that of the person's host unit; see `listHostUsers`. */
function hostedBy(teamId: string, userId: string) {
  return sql<SqlBool>`(demand.published_at is not null and (demand.contact_user = ${userId}
    or demand.host_unit_id = any(array(
      select oc.organisation_id from organisation_contact oc
      where oc.team_id = ${teamId} and oc.user_id = ${userId}))))`;
}

/** Whether the demand of the query around it has such a claim, confirmed. */
function claimed(condition: ReturnType<typeof sql<SqlBool>>) {
  return sql<SqlBool>`exists (
    select 1 from claim where claim.team_id = demand.team_id and claim.year = demand.year
      and claim.demand_id = demand.id and claim.state = 'confirmed' and ${condition} offset 0)`;
}

async function listServices(
  db: Db,
  { teamId, liveYears }: Programme,
  today: Temporal.PlainDate,
  condition: ReturnType<typeof sql<SqlBool>>,
  own = sql<SqlBool>`true`,
): Promise<Unreported[]> {
  const oldest = Math.min(...liveYears);
  const { rows } = await sql<{
    id: string;
    number: string;
    title: string;
    unit_name: string;
    service_end: string | null;
    is_own: boolean;
  }>`
    select demand.id, demand.number, demand.title, demand.unit_name, demand.service_end, ${own} as is_own
    from demand
    where demand.team_id = ${teamId} and demand.state in ('published', 'closed')
      and (demand.service_start is null or demand.service_start <= ${today})
      and (demand.year = ${among(liveYears)}
        or demand.year = ${oldest - 1} and demand.service_end >= ${`${oldest}-01-01`}::date
        or demand.year = ${oldest - 1} and demand.service_end is null)
      and ${condition}
    order by demand.service_end nulls last, demand.number
    limit ${MOST_OPTIONS}`.execute(db);
  return rows.map(({ id, number, title, unit_name, service_end, is_own }) => ({
    demandId: id,
    number,
    title,
    unitName: unit_name,
    serviceEnd: service_end ?? undefined,
    isOwn: is_own,
  }));
}
