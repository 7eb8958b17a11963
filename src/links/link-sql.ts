import { randomUUID } from 'node:crypto';
import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { Db, Trx } from '../db/open.ts';
import type { Tables } from '../db/tables.ts';
import {
  ANSWERED_BY,
  type AnswerLink,
  type Asked,
  type Asks,
  type FoundLink,
  type LinkAnswer,
} from './link.ts';

type LinkRow = Selectable<Tables['answer_link']>;

/** Beside a row `link`: the date, or the report, is the one that was asked about. */
const SAME_CLAIM = sql`claim.team_id = link.team_id and claim.id = link.claim_id
  and claim.moved_at is not distinct from link.moved_at`;
const SAME_REPORT = sql`report.team_id = link.team_id and report.id = link.report_id
  and report.version = link.version`;

/** Beside a row `link`: what it asks is still to be answered. */
const WAITS = sql<boolean>`case link.asks
  when 'report' then exists (select 1 from report where ${SAME_REPORT} and report.state = 'submitted')
  else exists (
    select 1 from claim join demand on demand.team_id = claim.team_id and demand.id = claim.demand_id
    where ${SAME_CLAIM} and demand.state <> 'postponed' and case link.asks
      when 'host' then claim.state = 'host_pending'
      else claim.state = 'home_unit_pending' or claim.state = 'expert_pending' and not exists (
        select 1 from consent where consent.team_id = claim.team_id and consent.claim_id = claim.id) end)
  end`;

const acts = (asks: Asks) => sql`${[...ANSWERED_BY[asks]]}::text[]`;

/** Beside a row `link`: by which act the same was answered since. */
const SAID = sql<SaidJson | null>`(
  select jsonb_build_object('act', a.act, 'at', a.at, 'who', coalesce(u.name, ''), 'by_link', a.details ? 'link')
  from audit a left join slack_user u on u.team_id = a.team_id and u.user_id = a.actor
  where a.team_id = link.team_id and a.object_id = coalesce(link.claim_id, link.report_id)
    and a.object_kind = case link.asks when 'report' then 'report' else 'claim' end
    and a.outcome = 'done' and a.at >= link.made_at
    and a.act = any(case link.asks when 'report' then ${acts('report')} when 'host' then ${acts('host')}
      else ${acts('consent')} end)
    and case link.asks when 'report' then exists (select 1 from report where ${SAME_REPORT})
      else exists (select 1 from claim where ${SAME_CLAIM}) end
  order by a.id desc limit 1)`;

interface SaidJson {
  act: string;
  at: string;
  who: string;
  by_link: boolean;
}

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
  const isReport = asked.asks === 'report';
  const objectId = isReport ? asked.report.id : asked.claimCase.claim.id;
  const ended = await trx
    .updateTable('answer_link')
    .set({ ended_at: madeAt })
    .where('team_id', '=', teamId)
    .where('asks', '=', asked.asks)
    .where(isReport ? 'report_id' : 'claim_id', '=', objectId)
    .where('answered_at', 'is', null)
    .where('ended_at', 'is', null)
    .returning('id')
    .execute();
  const id = randomUUID();
  await trx
    .insertInto('answer_link')
    .values({
      team_id: teamId,
      id,
      secret_hash: secretHash,
      asks: asked.asks,
      claim_id: isReport ? null : objectId,
      report_id: isReport ? objectId : null,
      moved_at: isReport ? null : (asked.claimCase.claim.movedAt ?? null),
      version: isReport ? asked.report.version : null,
      made_by: madeBy,
      made_at: madeAt,
      expires_at: expiresAt,
    })
    .execute();
  return { id, ended: ended.length };
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
  { answer, reason }: { answer: LinkAnswer; reason: string },
): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`/* name: take_answer_link */
    update answer_link link set answer = ${answer}, reason = ${reason}, answered_at = ${now}::timestamptz
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
    madeBy: row.made_by,
    madeAt: row.made_at,
    expiresAt: row.expires_at,
    endedAt: row.ended_at ?? undefined,
    answer: row.answer ?? undefined,
    reason: row.reason,
    answeredAt: row.answered_at ?? undefined,
  };
}
