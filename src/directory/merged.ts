import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../db/open.ts';

/**
 * Who was kept twice has two ids, of which old buttons, forms and messages may carry either: looked up by these, both lead
 * to the one that stays. Nothing else needs to know that anybody was merged.
 */
export function expertThatStays(teamId: string, id: string): RawBuilder<string> {
  return sql`(select coalesce(m.merged_into, m.id) from expert m where m.team_id = ${teamId} and m.id = ${id})`;
}

export function unitThatStays(teamId: string, id: string): RawBuilder<string> {
  return sql`(select coalesce(m.merged_into, m.id) from organisation m where m.team_id = ${teamId} and m.id = ${id})`;
}

/**
 * A part of a statement that writes of these experts (its column `id`): the ones that stay, held so that none of them is
 * merged before the statement's transaction ends. Whoever writes a reference to an expert takes it from here.
 */
export function expertsHeld(teamId: string, ids: readonly string[]): RawBuilder<{ id: string }> {
  return sql`select coalesce(m.merged_into, m.id) as id from expert m
    where m.team_id = ${teamId} and m.id = any(${[...ids]}::text[]) order by m.id for key share`;
}

/** The same for ids that a form still names: whichever leads to nobody stays as it is, to be refused. */
export async function listThatStay(db: Db, teamId: string, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('expert')
    .select(['id', 'merged_into'])
    .where('team_id', '=', teamId)
    .where('id', 'in', [...ids])
    .where('merged_into', 'is not', null)
    .execute();
  const into = new Map(rows.map(({ id, merged_into }) => [id, merged_into ?? id]));
  return [...new Set(ids.map((id) => into.get(id) ?? id))];
}
