import { type RawBuilder, sql } from 'kysely';
import type { Trx } from '../db/open.ts';
import { toJson } from '../db/values.ts';
import type { Called, Line } from './telephone.ts';

/**
 * The parts of a statement that keep lines, each once by its key: what is asked again, and was not told, stands again.
 * A notice takes the place of those before it to the same person about the same thing.
 *
 * @param from for lines whose key and ref the statement's own row completes: `, act`, and what replaces what in a text.
 */
export function keepLines(
  teamId: string,
  lines: readonly Line[],
  from: RawBuilder<unknown> = sql``,
  complete: (text: RawBuilder<string>) => RawBuilder<string> = (text) => text,
): RawBuilder<unknown> {
  return sql`called as (
      insert into telephone_line (team_id, key, shape, kind, person, person_id, about, ref)
      select ${teamId}, ${complete(sql`o.key`)}, o.shape, o.kind, o.person, o.person_id, o.about,
        ${complete(sql`o.ref::text`)}::jsonb
      from jsonb_to_recordset(${toJson([...lines])}) as o (key text, shape text, kind text, person text, person_id text,
        about text, ref jsonb)${from}
      order by 2
      on conflict (team_id, key) do update set over = false
      where telephone_line.shape = 'view' and telephone_line.told_at is null
      returning id, shape, person, person_id, about
    ), replaced as (
      update telephone_line l set over = true from called
      where l.team_id = ${teamId} and l.person = called.person and l.person_id = called.person_id
        and l.about = called.about and l.shape = 'notice' and called.shape = 'notice'
        and l.told_at is null and not l.over
    )`;
}

/** The same by itself; how many there are now that weren't there before. */
export async function insertLines(trx: Trx, teamId: string, lines: readonly Line[]): Promise<number> {
  if (lines.length === 0) return 0;
  const { rows } = await sql`with ${keepLines(teamId, lines)} select id from called`.execute(trx);
  return rows.length;
}

/** What ends when the person has an account of their own. */
export interface Ended {
  ids: number[];
  /** What was asked of them, to be asked in Slack; `target` is left to whoever knows the account. */
  asked: { key: string; kind: string; ref: Record<string, string> }[];
}

/** Whoever has an account is rung no more: what nobody told them ends. */
export async function endLinesOf(trx: Trx, teamId: string, { person, id }: Called): Promise<Ended> {
  const rows = await trx
    .updateTable('telephone_line')
    .set({ over: true })
    .where('team_id', '=', teamId)
    .where('person', '=', person)
    .where('person_id', '=', id)
    .where('told_at', 'is', null)
    .where('over', '=', false)
    .returning(['id', 'shape', 'key', 'kind', 'ref'])
    .execute();
  const asked = rows.filter(({ shape }) => shape === 'view');
  return {
    ids: rows.map((row) => row.id),
    asked: asked.map(({ key, kind, ref }) => ({ key, kind, ref })),
  };
}

/** They have none after all. */
export async function reopenLines(trx: Trx, teamId: string, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await trx
    .updateTable('telephone_line')
    .set({ over: false })
    .where('team_id', '=', teamId)
    .where('id', 'in', ids)
    .where('told_at', 'is', null)
    .execute();
}

/** What was told of an act that is taken back: to whom by telephone; what was not told yet ends. */
export async function takeBackLines(trx: Trx, teamId: string, keyPrefix: string): Promise<Called[]> {
  const { rows } = await sql<{ person: Called['person']; person_id: string; is_told: boolean }>`
    update telephone_line set over = true
    where team_id = ${teamId} and key ^@ ${keyPrefix} and not over
    returning person, person_id, told_at is not null as is_told`.execute(trx);
  return rows.filter(({ is_told }) => is_told).map(({ person, person_id: id }) => ({ person, id }));
}
