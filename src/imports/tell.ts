import { sql } from 'kysely';
import type { Db, Trx } from '../db/open.ts';
import { coordinatorIn, type Grant, listGrants } from '../directory/roles.ts';
import { enqueueView, type Outgoing } from '../outbox/enqueue.ts';
import { markChanged } from '../outbox/marks.ts';
import type { ToldAs } from './end-views.ts';
import { type Import, needsAnother } from './import.ts';
import { mayApplyAll } from './reach.ts';

/** The uploader's own message about a list: one, from its arrival to its end. */
export function messageOf(teamId: string, { id, uploadedBy }: Pick<Import, 'id' | 'uploadedBy'>): Outgoing {
  return {
    teamId,
    key: `import:${id}:${uploadedBy}`,
    kind: 'import',
    target: uploadedBy,
    ref: { importId: id },
  };
}

/** Asks those who could confirm it: the coordinators whose it is, else the bureau. */
export function reviewsOf(teamId: string, one: Import, grants: readonly Grant[]): Outgoing[] {
  return decidersOf(one, grants).map((target) => ({
    teamId,
    key: `import_review:${one.id}:${target}`,
    kind: 'import_review',
    target,
    ref: { importId: one.id },
  }));
}

/** Who is asked to confirm a list in the uploader's place; nobody for one that the uploader applies. */
export function decidersOf(one: Import, grants: readonly Grant[]): string[] {
  if (!needsAnother(one.kind)) return [];
  const able = [...new Set(grants.map(({ user_id }) => user_id))].filter(
    (user) => user !== one.uploadedBy && mayApplyAll(coordinatorIn(grants, user), one),
  );
  const near = able.filter((user) => !coordinatorIn(grants, user).bureau);
  return near.length > 0 ? near : able;
}

export interface Told {
  userId: string;
  as: ToldAs;
  n: number;
}

/** One message to each person whom the list concerns, once it is applied; it says so if it is taken back. */
export function toldOf(teamId: string, { id }: Pick<Import, 'id'>, to: readonly Told[]): Outgoing[] {
  return to.map(({ userId, as, n }) => ({
    teamId,
    key: `import_told:${id}:${userId}:${as}`,
    kind: 'import_told',
    target: userId,
    ref: { importId: id, as, n: String(n) },
  }));
}

/** All messages about it, and the Homes of those who could confirm it or who follow the figures. */
export async function showImport(
  trx: Trx,
  teamId: string,
  one: Import,
  people: readonly string[] = [],
): Promise<void> {
  const grants = await listGrants(trx, teamId);
  const views = ['import', 'import_review', 'import_told'].map((kind) => `${kind}:${one.id}:`);
  const able = grants.map(({ user_id }) => user_id);
  await markChanged(trx, { teamId, views, people: [...new Set([...people, ...able])] });
}

/** Asks once it was checked. */
export async function askToConfirm(trx: Trx, teamId: string, one: Import): Promise<void> {
  await enqueueView(trx, ...reviewsOf(teamId, one, await listGrants(trx, teamId)));
}

/** What Slack calls these people. */
export async function listNames(db: Db, teamId: string, userIds: readonly (string | undefined)[]) {
  const rows = await db
    .selectFrom('slack_user')
    .select(['user_id', 'name'])
    .where('team_id', '=', teamId)
    .where('user_id', '=', sql<string>`any(${userIds.filter((id) => id !== undefined)}::text[])`)
    .execute();
  return new Map(rows.map(({ user_id, name }) => [user_id, name]));
}
