import { type RawBuilder, sql } from 'kysely';
import type { Db, Trx } from '../db/open.ts';
import { type ActedFor, actsFor, ownSideOf } from './acts-for.ts';
import type { Expert } from './expert.ts';
import { isReachable, keepReachable } from './reachable.ts';
import { expertOf, selectExperts } from './repository.ts';

/** For the query around it: whom a message for the expert goes to, as `actsFor` has it; the expert where nobody can be reached, who is null without an account. */
export function whoActsFor(alias: 'expert' | 'e'): RawBuilder<string | null> {
  const of = (column: string) => sql.ref(`${alias}.${column}`);
  const [team, user, assistant] = [of('team_id'), of('user_id'), of('assistant_user')];
  return sql<string | null>`case
    when ${assistant} is null or ${isReachable(team, user)} then ${user}
    when ${isReachable(team, assistant)} then ${assistant}
    else ${user} end`;
}

/** In whose names this person may act, in one query: most people are neither. */
export async function findActedFor(db: Db, teamId: string, userId: string): Promise<ActedFor> {
  const rows = await selectExperts(db, teamId)
    .where(({ or, eb }) => or([eb('expert.user_id', '=', userId), eb('expert.assistant_user', '=', userId)]))
    .orderBy('expert.name')
    .orderBy('expert.id')
    .execute();
  const experts = rows.map(expertOf);
  return {
    own: experts.find((one) => one.userId === userId),
    assisted: experts.filter((one) => one.userId !== userId),
  };
}

/**
 * Names another assistant, or none. Returns who it was before; undefined when it was the same.
 *
 * @throws the violation of `expert_assists_himself`, `assistant_consents` or `assistant_consents_for_second`.
 */
export async function setAssistant(
  trx: Trx,
  { teamId, id, assistant }: { teamId: string; id: string; assistant: string | undefined },
): Promise<{ before: string | undefined } | undefined> {
  const { rows } = await sql<{ before: string | null }>`/* name: set_assistant */
    with old as (
      select id, assistant_user from expert where team_id = ${teamId} and id = ${id} and erased_at is null for update
    )
    update expert set assistant_user = ${assistant ?? null} from old
    where expert.team_id = ${teamId} and expert.id = old.id
      and old.assistant_user is distinct from ${assistant ?? null}
    returning old.assistant_user as before`.execute(trx);
  return rows[0] && { before: rows[0].before ?? undefined };
}

/** Where a message for each of these experts goes, by the expert's id, as `actsFor` has it; who can't be reached at all has none. */
export async function listActing(
  db: Db,
  teamId: string,
  experts: readonly Pick<Expert, 'id' | 'userId' | 'assistantUser'>[],
): Promise<Map<string, string>> {
  const all = experts.flatMap(ownSideOf);
  const present = await keepReachable(db, teamId, all);
  const gone = all.filter((user) => !present.includes(user));
  return new Map(
    experts.flatMap((one) => actsFor(one, gone).map((user): [string, string] => [one.id, user])),
  );
}
