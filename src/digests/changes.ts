import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import { among } from '../programme/live-years.ts';
import type { Programme } from '../programme/programme.ts';
import type { Changes, Scope, Story } from './digest.ts';
import { accepted, needWithin } from './scope.ts';

/** From the moment of the digest before to that of this one, the later moment included: each act is in one of them. */
export interface Between {
  after: Temporal.Instant;
  until: Temporal.Instant;
}

export type Counted = Pick<Changes, 'needs' | 'claims' | 'reports' | 'summaries'>;

/**
 * What was published, confirmed, accepted and handed in between two moments; read by the dates of the rows. Needs and
 * claims of every year that isn't closed: reports and summaries of a year before stand in what is still open of it.
 */
export async function countChanges(
  db: Db,
  { teamId, year, liveYears }: Programme,
  between: Between,
  scope: Scope,
): Promise<Counted> {
  const { rows } = await sql<Counted>`
    select
      (select count(*) from demand d where d.team_id = ${teamId} and ${isIn('d.published_at', between)} and d.year = ${among(liveYears)}
        and d.state in ('published', 'closed') and ${needWithin(scope)}) as needs,
      (select count(*) from claim c join demand d on d.team_id = c.team_id and d.id = c.demand_id
        where c.team_id = ${teamId} and c.year = ${among(liveYears)} and ${isIn('c.confirmed_at', between)} and c.state = 'confirmed'
          and ${needWithin(scope)}) as claims,
      (select count(*) from report d where d.team_id = ${teamId} and ${isIn('d.accepted_at', between)} and d.year = ${year}
        and d.state = 'accepted' and ${needWithin(scope)}) as reports,
      (select count(*) from yearly_summary s
        where s.team_id = ${teamId} and s.year = ${year} and ${summaryWithin(scope)} and exists (
          select 1 from yearly_summary_version v
          where v.team_id = s.team_id and v.summary_id = s.id and ${isIn('v.submitted_at', between)}
          offset 0)
      ) as summaries`.execute(db);
  return rows[0] ?? { needs: 0, claims: 0, reports: 0, summaries: 0 };
}

function isIn(column: string, { after, until }: Between) {
  return sql`${sql.ref(column)} > ${after} and ${sql.ref(column)} <= ${until}`;
}

/** A district's own is its news; of one line there are none. */
function summaryWithin({ district, line }: Scope) {
  if (line) return sql`false`;
  return district ? sql`s.unit_kind = 'district' and s.unit = ${district}` : sql`true`;
}

/**
 * The newest typical deed that this channel has not read: accepted by a coordinator, of no confidential need and not of
 * the line that shows counts only.
 */
export async function findStory(
  db: Db,
  programme: Programme,
  digestId: string,
  scope: Scope,
): Promise<Story | undefined> {
  return findOne(
    db,
    programme,
    scope,
    sql`not exists (
    select 1 from digest_issue i
    where i.team_id = r.team_id and i.digest_id = ${digestId} and i.story_id = r.id)`,
  );
}

/** The deed that an issue told, as it stands; undefined when it may no longer be told. */
export async function findToldStory(
  db: Db,
  programme: Programme,
  storyId: string,
): Promise<Story | undefined> {
  return findOne(db, programme, {}, sql`r.id = ${storyId}`);
}

async function findOne(
  db: Db,
  programme: Programme,
  scope: Scope,
  condition: ReturnType<typeof sql>,
): Promise<Story | undefined> {
  const { rows } = await sql<Story>`
    select r.id, r.title, r.typical_story as story, r.districts
    from ${accepted(programme, scope)} r
    left join demand on demand.team_id = r.team_id and demand.id = r.demand_id
    where r.typical_story <> '' and r.action_line <> 'talent_health'
      and demand.confidential is not true and ${condition}
    order by r.accepted_at desc nulls last, r.id
    limit 1`.execute(db);
  return rows[0];
}
