import { randomUUID } from 'node:crypto';
import { type Insertable, type RawBuilder, type Selectable, sql } from 'kysely';
import type { Db, Trx } from '../db/open.ts';
import type { Tables } from '../db/tables.ts';
import type { AnswerLink, Asked, FoundLink, GivenAnswer } from './link.ts';
import { SAID, type SaidJson, WAITS } from './standing-sql.ts';

type LinkRow = Selectable<Tables['answer_link']>;

/** What is known of a secret, in one statement, whether there is anything or not. */
export async function findLinkBySecret(
  db: Db,
  teamId: string,
  secretHash: string,
): Promise<FoundLink | undefined> {
  return (await findLinks(db, teamId, sql`link.secret_hash = ${secretHash}`))[0];
}

export async function findLink(db: Db, teamId: string, id: string): Promise<AnswerLink | undefined> {
  return (await findLinks(db, teamId, sql`link.id = ${id}`))[0]?.link;
}

async function findLinks(db: Db, teamId: string, which: RawBuilder<unknown>): Promise<FoundLink[]> {
  const { rows } = await sql<
    LinkRow & { waits: boolean; said: SaidJson | null }
  >`/* name: read_answer_links */
    select link.*, ${WAITS} as waits, ${SAID} as said from answer_link link
    where link.team_id = ${teamId} and ${which}`.execute(db);
  return rows.map(({ waits, said, ...row }) => ({
    link: linkOf(row),
    waits,
    said: said
      ? { act: said.act, at: Temporal.Instant.from(said.at), who: said.who, isByLink: said.by_link }
      : undefined,
  }));
}

export interface NewLink {
  teamId: string;
  secretHash: string;
  asked: Asked;
  madeBy: string;
  madeAt: Temporal.Instant;
  expiresAt: Temporal.Instant;
}

/** Keeps a new one and ends the one before it. Of two at one moment the database refuses one (`answer_link_one_open`). */
export async function insertLink(trx: Trx, one: NewLink): Promise<{ id: string; ended: number }> {
  const { teamId, secretHash, asked, madeBy, madeAt, expiresAt } = one;
  const about = columnsOf(asked);
  const ended = await trx
    .updateTable('answer_link')
    .set({ ended_at: madeAt })
    .where('team_id', '=', teamId)
    .where('asks', '=', asked.asks)
    .where(sql`coalesce(claim_id, report_id, organisation_id)`, '=', objectOf(asked))
    .where('answered_at', 'is', null)
    .where('ended_at', 'is', null)
    .returning('id')
    .execute();
  const id = randomUUID();
  await trx
    .insertInto('answer_link')
    .values({
      ...about,
      team_id: teamId,
      id,
      secret_hash: secretHash,
      asks: asked.asks,
      made_by: madeBy,
      made_at: madeAt,
      expires_at: expiresAt,
    })
    .execute();
  return { id, ended: ended.length };
}

function objectOf(asked: Asked): string {
  switch (asked.asks) {
    case 'consent':
    case 'host':
      return asked.claimCase.claim.id;
    case 'report':
      return asked.report.id;
    case 'blanket':
      return asked.unit.id;
  }
}

/** Which thing it is, and what of it tells whether it is still the same. */
function columnsOf(asked: Asked): Partial<Insertable<Tables['answer_link']>> {
  switch (asked.asks) {
    case 'consent':
    case 'host':
      return { claim_id: objectOf(asked), moved_at: asked.claimCase.claim.movedAt ?? null };
    case 'report':
      return { report_id: objectOf(asked), version: asked.report.version };
    case 'blanket':
      return { organisation_id: objectOf(asked), until: asked.until };
  }
}

/** Takes it back; false when it was used up, or ended, before. */
export async function endLink(trx: Trx, teamId: string, id: string, now: Temporal.Instant): Promise<boolean> {
  const rows = await trx
    .updateTable('answer_link')
    .set({ ended_at: now })
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .where('answered_at', 'is', null)
    .where('ended_at', 'is', null)
    .returning('id')
    .execute();
  return rows.length > 0;
}

/** Uses it up, once: false when it is no longer open, or no longer asked. Its row stays locked until the act is done. */
export async function takeLink(
  trx: Trx,
  { teamId, id, now }: { teamId: string; id: string; now: Temporal.Instant },
  { answer, reason, until }: GivenAnswer,
): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`/* name: take_answer_link */
    update answer_link link set answer = ${answer}, reason = ${reason}, answered_at = ${now}::timestamptz,
      until = case when asks = 'blanket' then coalesce(${until}::date, until) end
    where link.team_id = ${teamId} and link.id = ${id} and link.answered_at is null and link.ended_at is null
      and link.expires_at > ${now}::timestamptz and ${WAITS}
    returning link.id`.execute(trx);
  return rows.length > 0;
}

function linkOf(row: LinkRow): AnswerLink {
  return {
    id: row.id,
    asks: row.asks,
    claimId: row.claim_id ?? undefined,
    reportId: row.report_id ?? undefined,
    unitId: row.organisation_id ?? undefined,
    until: row.until ?? undefined,
    madeBy: row.made_by,
    madeAt: row.made_at,
    expiresAt: row.expires_at,
    endedAt: row.ended_at ?? undefined,
    answer: row.answer ?? undefined,
    reason: row.reason,
    answeredAt: row.answered_at ?? undefined,
  };
}
