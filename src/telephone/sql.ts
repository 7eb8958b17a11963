import { sql } from 'kysely';
import type { Db, Trx } from '../db/open.ts';
import { whoActsFor } from '../directory/acting-sql.ts';
import { BUNDLE, type Near, type TelephoneLine } from './line.ts';

/** A line with whose it is, found with one query however many there are. */
export interface OpenLine extends TelephoneLine, Near {
  isSeen: boolean;
  /** The person has an account by now. */
  isLinked: boolean;
}

interface Row {
  id: number;
  kind: string;
  person: 'expert' | 'contact';
  person_id: string;
  ref: Record<string, string>;
  told_by: string | null;
  told_at: Temporal.Instant | null;
  over: boolean;
  is_seen: boolean;
  is_linked: boolean;
  system: string | null;
  district: string | null;
}

const COLUMNS = sql`line.id, line.kind, line.person, line.person_id, line.ref, line.told_by, line.told_at, line.over,
  line.seen_at is not null as is_seen, e.system, d.district,
  coalesce(e.user_id, d.contact_user) is not null as is_linked`;

/** Beside rows `line` of this workspace. */
function whose(teamId: string) {
  return sql`left join expert e on e.team_id = ${teamId} and line.person = 'expert' and e.id = line.person_id
    left join demand d on d.team_id = ${teamId} and line.person = 'contact' and d.id = line.person_id`;
}

/** What nobody has told yet, the oldest first. */
export async function listOpenLines(db: Db, teamId: string): Promise<OpenLine[]> {
  const { rows } = await sql<Row>`/* name: list_telephone_lines */
    select ${COLUMNS} from telephone_line line ${whose(teamId)}
    where line.team_id = ${teamId} and line.told_at is null and not line.over
    order by line.id`.execute(db);
  return rows.map(lineOf);
}

export async function findLine(db: Db, teamId: string, id: string): Promise<OpenLine | undefined> {
  if (!/^\d{1,15}$/.test(id)) return undefined;
  const { rows } = await sql<Row>`
    select ${COLUMNS} from telephone_line line ${whose(teamId)}
    where line.team_id = ${teamId} and line.id = ${Number(id)}`.execute(db);
  return rows[0] && lineOf(rows[0]);
}

/** What the look finds: the zone of the year for new things, and all that nobody has told yet. */
export interface Due {
  timeZone: string;
  lines: OpenLine[];
}

/**
 * One statement: a line for each service that is over and unreported, of an expert without an account and an assistant, for nobody else
 * could say how it went; and all that is open, those just made among them. Undefined before the programme is set up.
 */
export async function listDueLines(db: Db, teamId: string, now: Temporal.Instant): Promise<Due | undefined> {
  const { rows } = await sql<{ time_zone: string; lines: Row[] }>`/* name: list_due_telephone_lines */
    with made as (
      insert into telephone_line (team_id, key, shape, kind, person, person_id, about, ref)
      select ${teamId}, 'report_due:' || claim.id, 'notice', 'report_due', 'expert', expert.id, claim.id,
        jsonb_build_object('claimId', claim.id)
      from expert
      join claim on claim.team_id = expert.team_id and claim.expert_id = expert.id
      join demand on demand.team_id = claim.team_id and demand.id = claim.demand_id
      join programme_year y on y.team_id = claim.team_id and y.year = claim.year
      where expert.team_id = ${teamId} and expert.user_id is null and ${whoActsFor('expert')} is null and claim.state = 'confirmed' and not claim.reported
        and demand.state in ('published', 'closed') and y.state <> 'closed'
        and coalesce(demand.service_end, demand.service_start) < (${now}::timestamptz at time zone y.time_zone)::date
      on conflict (team_id, key) do nothing
      returning id, kind, person, person_id, ref, told_by, told_at, over, seen_at
    ), line as (
      select id, kind, person, person_id, ref, told_by, told_at, over, seen_at from telephone_line
      where team_id = ${teamId} and told_at is null and not over
      union all select * from made
    )
    select p.time_zone, (
      select coalesce(jsonb_agg(to_jsonb(one) order by one.id), '[]') from (
        select ${COLUMNS} from line ${whose(teamId)}
      ) one
    ) as lines
    from programme_year p where p.team_id = ${teamId} and p.current`.execute(db);
  const row = rows[0];
  return row && { timeZone: row.time_zone, lines: row.lines.map(lineOf) };
}

/** A guarded statement: of two who told them at once one is on record. */
export async function tellLine(
  trx: Trx,
  { teamId, id, by, now }: { teamId: string; id: number; by: string; now: Temporal.Instant },
): Promise<boolean> {
  const row = await trx
    .updateTable('telephone_line')
    .set({ told_by: by, told_at: now })
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .where('told_at', 'is', null)
    .where('over', '=', false)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

export async function endLines(trx: Trx, teamId: string, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await trx
    .updateTable('telephone_line')
    .set({ over: true })
    .where('team_id', '=', teamId)
    .where('id', 'in', ids)
    .where('told_at', 'is', null)
    .execute();
}

/** Was it sent, or is it on its way? */
export async function hasBundle(trx: Trx, teamId: string, key: string): Promise<boolean> {
  const row = await trx
    .selectFrom('outgoing')
    .select('key')
    .where('team_id', '=', teamId)
    .where('key', '=', key)
    .executeTakeFirst();
  return row !== undefined;
}

/** The key of the newest bundle of each, found by its beginning however many there were before. */
export async function listNewestBundles(
  db: Db,
  teamId: string,
  userIds: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ key: string }>`
    select newest.key from unnest(${userIds.map((id) => `${BUNDLE}:${id}:`)}::text[]) as prefix
    cross join lateral (
      select o.key from outgoing o
      where o.team_id = ${teamId} and o.key >= prefix and o.key < prefix || '~'
      order by o.key desc limit 1
    ) newest`.execute(db);
  return rows.map(({ key }) => key);
}

/** The same look is not taken for news twice. */
export async function markSeen(
  trx: Trx,
  teamId: string,
  ids: readonly number[],
  now: Temporal.Instant,
): Promise<void> {
  if (ids.length === 0) return;
  await trx
    .updateTable('telephone_line')
    .set({ seen_at: now })
    .where('team_id', '=', teamId)
    .where('id', 'in', ids)
    .where('seen_at', 'is', null)
    .execute();
}

function lineOf(row: Row): OpenLine {
  return {
    id: row.id,
    kind: row.kind,
    person: row.person,
    personId: row.person_id,
    ref: row.ref,
    toldBy: row.told_by ?? undefined,
    toldAt: row.told_at ?? undefined,
    over: row.over,
    isSeen: row.is_seen,
    isLinked: row.is_linked,
    system: row.system ?? undefined,
    district: row.district ?? undefined,
  };
}
