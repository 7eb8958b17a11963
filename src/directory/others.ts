import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import type { Ask } from '../slack/interaction.ts';
import { type Act, partFor, type Whose } from './permissions.ts';
import { isReachable } from './reachable.ts';
import { coordinatorIn, type Grant } from './roles.ts';
import { deputyPartFor } from './standing.ts';

interface Holder extends Grant {
  name: string;
  is_away: boolean;
  /** Who stands in for whom is away, if they can be reached. */
  deputy: string | null;
  deputy_name: string | null;
}

/**
 * The names of those who could do it in the asker's place: coordinators whose hat fits, whose own it isn't, who can be
 * reached and are not away, and the deputies of those who are.
 */
export async function listOthers(
  db: Db,
  { teamId, userId, now }: Pick<Ask, 'teamId' | 'userId' | 'now'>,
  act: Act,
  whose: Whose,
): Promise<string[]> {
  const { rows } = await sql<Holder>`/* name: list_others */
    select g.user_id, g.role, g.scope, coalesce(u.name, g.user_id) as name,
      a.user_id is not null as is_away, d.user_id as deputy, d.name as deputy_name
    from role_grant g
    left join slack_user u on u.team_id = g.team_id and u.user_id = g.user_id
    left join absence a on a.team_id = g.team_id and a.user_id = g.user_id
      and a.from_at <= ${now}::timestamptz and ${now}::timestamptz < a.ends_at
    left join slack_user d on d.team_id = a.team_id and d.user_id = a.deputy and not d.deleted
    where g.team_id = ${teamId} and g.user_id <> ${userId} and ${isReachable(sql`g.team_id`, sql`g.user_id`)}
    order by g.role = 'bureau', name`.execute(db);
  const could = rows.flatMap(({ user_id, name, is_away, deputy, deputy_name }): [string, string][] => {
    const holder = coordinatorIn(rows, user_id);
    if (!is_away) return partFor(holder, act, whose) ? [[user_id, name]] : [];
    if (!deputy || deputy === userId || !deputyPartFor(deputy, holder, act, whose)) return [];
    return [[deputy, deputy_name ?? deputy]];
  });
  return [...new Map(could).values()];
}
