import { type RawBuilder, sql } from 'kysely';
import type { Trx } from '../db/open.ts';
import { toJson } from '../db/values.ts';
import type { Line } from './telephone.ts';

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
