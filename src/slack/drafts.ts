import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Db, Trx } from '../db/open.ts';
import type { Typed } from './form.ts';

/** Drafts outlive a closed window, a restart and a failed check: what was typed is never lost. */
export interface DraftKey {
  teamId: string;
  draftId: string;
  userId: string;
}

export function newDraftId(): string {
  return randomUUID();
}

/** Keeps what was typed, over what the draft already holds. False when the draft is another person's or spent. */
export async function saveDraft(
  db: Db,
  { teamId, draftId, userId }: DraftKey,
  {
    kind,
    objectId = null,
    typed,
    now,
  }: { kind: string; objectId?: string | null; typed: Typed; now: Temporal.Instant },
): Promise<boolean> {
  const saved = await db
    .insertInto('draft')
    .values({
      team_id: teamId,
      id: draftId,
      kind,
      user_id: userId,
      object_id: objectId,
      typed,
      updated_at: now,
    })
    .onConflict((oc) =>
      oc
        .columns(['team_id', 'id'])
        .doUpdateSet({ typed: sql`draft.typed || excluded.typed`, updated_at: now })
        .where('draft.used_at', 'is', null)
        .where('draft.user_id', '=', userId),
    )
    .returning('id')
    .executeTakeFirst();
  return saved !== undefined;
}

/** What the draft holds, and what it is a change of; undefined when there is none (yet), or it is another's. */
export async function findDraft(db: Db, { teamId, draftId, userId }: DraftKey) {
  return db
    .selectFrom('draft')
    .select(['typed', 'object_id', 'used_at', 'kind'])
    .where('team_id', '=', teamId)
    .where('id', '=', draftId)
    .where('user_id', '=', userId)
    .executeTakeFirst();
}

/** Spends the draft: true for the first submission, false for each repetition. */
export async function useDraft(
  trx: Trx,
  { teamId, draftId, userId }: DraftKey,
  now: Temporal.Instant,
): Promise<boolean> {
  const used = await trx
    .updateTable('draft')
    .set({ used_at: now })
    .where('team_id', '=', teamId)
    .where('id', '=', draftId)
    .where('user_id', '=', userId)
    .where('used_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return used !== undefined;
}

/** The newest unfinished draft of a kind, to be offered again. */
export async function findUnfinished(db: Db, teamId: string, userId: string, kind: string) {
  return db
    .selectFrom('draft')
    .select(['id', 'typed', 'object_id', 'updated_at'])
    .where('team_id', '=', teamId)
    .where('user_id', '=', userId)
    .where('kind', '=', kind)
    .where('used_at', 'is', null)
    .orderBy('updated_at', 'desc')
    .limit(1)
    .executeTakeFirst();
}
