import { sql } from 'kysely';
import { z } from 'zod';
import type { Db, Trx } from '../db/open.ts';
import { toJson } from '../db/values.ts';
import type { NamedPlace } from '../programme/place-names.ts';

/** A role that a naming gives. */
export interface NewGrant extends NamedPlace {
  user: string;
}

const grantsSchema = z.array(
  z.object({ user: z.string(), role: z.enum(['district', 'system']), scope: z.string() }),
);

/** As an act of naming keeps them. */
export function grantsOf({ named }: Record<string, unknown>): NewGrant[] {
  const read = grantsSchema.safeParse(named);
  return read.success ? read.data : [];
}

/** Gives them all; what somebody has already stays. Returns those that are new. */
export async function grantAll(
  trx: Trx,
  grants: readonly NewGrant[],
  { teamId, by, now }: { teamId: string; by: string; now: Temporal.Instant },
): Promise<NewGrant[]> {
  const rows = grants.map(({ user, role, scope }) => ({
    team_id: teamId,
    user_id: user,
    role,
    scope,
    granted_by: by,
    granted_at: now,
  }));
  const given = await trx
    .insertInto('role_grant')
    .values(rows)
    .onConflict((oc) => oc.doNothing())
    .returning(['user_id', 'role', 'scope'])
    .execute();
  return grants.filter(({ user, role, scope }) =>
    given.some((one) => one.user_id === user && one.role === role && one.scope === scope),
  );
}

/** What this act of naming gave to the person, and they still have. */
export async function listNamedNow(
  db: Db,
  teamId: string,
  auditId: string,
  userId: string,
): Promise<NamedPlace[]> {
  const { rows } = await sql<{ details: Record<string, unknown>; held: string[] }>`
    select a.details, array(
      select g.role || ':' || g.scope from role_grant g where g.team_id = a.team_id and g.user_id = ${userId}
    ) as held
    from audit a
    where a.team_id = ${teamId} and a.id = ${Number(auditId) || 0} and a.act = 'name_coordinators'`.execute(
    db,
  );
  const [row] = rows;
  if (!row) return [];
  return grantsOf(row.details).filter(
    ({ user, role, scope }) => user === userId && row.held.includes(`${role}:${scope}`),
  );
}

/** Takes back all that the act gave; false, and nothing changed, once any of it is gone or anybody named has acted. */
export async function ungrantAll(
  trx: Trx,
  teamId: string,
  done: { id: number; actor: string; at: Temporal.Instant; details: Record<string, unknown> },
): Promise<boolean> {
  const grants = grantsOf(done.details);
  const users = grants.map(({ user }) => user);
  const { rows } = await sql<{ id: string; has_acted: boolean }>`
    select g.id, exists (
      select 1 from audit a where a.team_id = ${teamId} and a.actor = any(${users}::text[]) and a.id > ${done.id}
        and a.outcome = 'done' and a.actor <> ${done.actor}) as has_acted
    from role_grant g
    join jsonb_to_recordset(${toJson(grants)}) as n ("user" text, role text, scope text)
      on n."user" = g.user_id and n.role = g.role and n.scope = g.scope
    where g.team_id = ${teamId} and g.granted_by = ${done.actor} and g.granted_at = ${done.at}::timestamptz
    for update of g`.execute(trx);
  if (rows.length < grants.length || rows.some(({ has_acted }) => has_acted)) return false;
  await trx
    .deleteFrom('role_grant')
    .where('team_id', '=', teamId)
    .where(
      'id',
      'in',
      rows.map(({ id }) => id),
    )
    .execute();
  return true;
}
