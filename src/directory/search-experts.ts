import { type SqlBool, sql } from 'kysely';
import type { Db } from '../db/open.ts';
import { MOST_OPTIONS, type Option } from '../slack/form.ts';

/** Whether each word of what somebody typed stands in the text. */
export function saysAll(text: ReturnType<typeof sql>, query: string) {
  const words = query.split(/[\s,，、()（）]+/u).filter(Boolean);
  return sql<SqlBool>`not exists (
    select 1 from unnest(${words}::text[]) word where position(lower(word) in lower(${text})) = 0)`;
}

/** Every expert whose name and employer say what was typed, or whose telephone number it is; with or without an account. */
export async function searchAllExperts(db: Db, teamId: string, query: string): Promise<Option[]> {
  const named = sql`concat_ws(' ', expert.name, organisation.name)`;
  const { rows } = await sql<{ id: string; name: string; employer: string }>`
    select expert.id, expert.name, organisation.name as employer
    from expert join organisation
      on organisation.team_id = expert.team_id and organisation.id = expert.employer_id
    where expert.team_id = ${teamId} and expert.merged_into is null and expert.erased_at is null and (${saysAll(named, query)} or expert.phone <> '' and expert.phone = ${query})
    order by expert.state = 'verified' desc, expert.name, expert.id
    limit ${MOST_OPTIONS}`.execute(db);
  return rows.map(({ id, name, employer }) => ({ value: id, text: `${name} · ${employer}` }));
}
