import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Db, Trx } from '../db/open.ts';
import type { BlockedDates } from './blocked.ts';

/** A row that another query brings along. */
export interface BlockedJson {
  id: string;
  expert_id: string;
  from_on: string;
  until_on: string;
  reason: string;
  side: 'expert' | 'home_unit';
}

/** Beside rows `b` and the need: its service falls into the days; a need without dates into none. */
function fallsInto(demand: RawBuilder<unknown>): RawBuilder<SqlBool> {
  return sql<SqlBool>`b.from_on <= coalesce(${demand}.service_end, ${demand}.service_start)
    and b.until_on >= coalesce(${demand}.service_start, ${demand}.service_end)`;
}

/** For the query around it, beside rows `expert` and `demand`: days that don't suit, if the need falls into any. */
export const BLOCKED = sql<BlockedJson | null>`(
  select to_jsonb(b) from blocked_dates b
  where b.team_id = expert.team_id and b.expert_id = expert.id and b.ended_at is null and ${fallsInto(sql`demand`)}
  order by b.from_on, b.id
  limit 1)`;

/** For the query around it, beside the need `d`: it falls into no days that don't suit the expert. */
export function suits(expertId: string): RawBuilder<SqlBool> {
  return sql<SqlBool>`not exists (
    select 1 from blocked_dates b
    where b.team_id = d.team_id and b.expert_id = ${expertId} and b.ended_at is null and ${fallsInto(sql`d`)})`;
}

/** For the query around it, beside a row `e` of an expert: the need of this id falls into no such days. */
export function suitsNeed(demandId: string): RawBuilder<SqlBool> {
  return sql<SqlBool>`not exists (
    select 1 from blocked_dates b join demand d on d.team_id = b.team_id and d.id = ${demandId}
    where b.team_id = e.team_id and b.expert_id = e.id and b.ended_at is null and ${fallsInto(sql`d`)})`;
}

/** Into which of these days each of the needs falls, by the need's id. */
export async function listBlocked(
  db: Db,
  teamId: string,
  expertId: string,
  demandIds: readonly string[],
): Promise<Map<string, BlockedDates>> {
  if (demandIds.length === 0) return new Map();
  const { rows } = await sql<{ id: string; blocked: BlockedJson }>`
    select distinct on (d.id) d.id, to_jsonb(b) as blocked
    from demand d join blocked_dates b on b.team_id = d.team_id and b.expert_id = ${expertId} and b.ended_at is null
    where d.team_id = ${teamId} and d.id = any(${[...demandIds]}::text[]) and ${fallsInto(sql`d`)}
    order by d.id, b.from_on, b.id`.execute(db);
  return new Map(rows.map(({ id, blocked }) => [id, blockedOf(blocked)]));
}

export interface NewBlock {
  teamId: string;
  /** Made when the form was opened: sent twice it is one. */
  id: string;
  expertId: string;
  from: string;
  until: string;
  reason: string;
  side: BlockedDates['side'];
  by: string;
  onBehalf: boolean;
  now: Temporal.Instant;
}

/** False when it is there already. */
export async function insertBlock(trx: Trx, one: NewBlock): Promise<boolean> {
  const row = await trx
    .insertInto('blocked_dates')
    .values({
      team_id: one.teamId,
      id: one.id,
      expert_id: one.expertId,
      from_on: one.from,
      until_on: one.until,
      reason: one.reason,
      side: one.side,
      set_by: one.by,
      on_behalf: one.onBehalf,
      set_at: one.now,
      ended_at: null,
      ended_by: null,
    })
    .onConflict((oc) => oc.columns(['team_id', 'id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Ends or resumes them; false when that is how they stand. */
export async function setBlockEnded(
  trx: Trx,
  teamId: string,
  id: string,
  ended: { by: string; now: Temporal.Instant } | undefined,
): Promise<boolean> {
  const row = await trx
    .updateTable('blocked_dates')
    .set({ ended_at: ended?.now ?? null, ended_by: ended?.by ?? null })
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .where('ended_at', ended ? 'is' : 'is not', null)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

export async function findBlock(
  db: Db,
  teamId: string,
  id: string,
): Promise<(BlockedDates & { isEnded: boolean }) | undefined> {
  const { rows } = await sql<{ blocked: BlockedJson; is_ended: boolean }>`
    select to_jsonb(b) as blocked, b.ended_at is not null as is_ended from blocked_dates b
    where b.team_id = ${teamId} and b.id = ${id}`.execute(db);
  const [row] = rows;
  return row && { ...blockedOf(row.blocked), isEnded: row.is_ended };
}

export function blockedOf(row: BlockedJson): BlockedDates {
  const { id, expert_id: expertId, from_on: from, until_on: until, reason, side } = row;
  return { id, expertId, from, until, reason, side };
}
