import { randomUUID } from 'node:crypto';
import { type Selectable, sql } from 'kysely';
import type { Db, Trx } from '../db/open.ts';
import type { Tables } from '../db/tables.ts';
import type { Programme } from '../programme/programme.ts';
import { CONTENT, type DigestChannel, USUAL_CONTENT } from './digest.ts';
import type { IssueState } from './due.ts';
import type { Schedule } from './slots.ts';

/** One row of the ledger, as the decisions need it. */
export interface Issue {
  /** The week's Monday; of one that was posted besides `extraSlot`. */
  slot: string;
  state: IssueState;
  at: Temporal.Instant;
}

export interface Kept {
  channel: DigestChannel;
  /** The newest slots first, enough for what can still be due. */
  issues: Issue[];
}

const ISSUES_READ = 60;
/** The last digest sums up the year: its slot lies at most this long after the deadline. */
const AFTER_DEADLINE = { hours: 7 * 24 } as const;

/** The needs channel of each current year has a digest, in the name of whoever set the year up: Mondays at 9:00. */
export async function makeUsualDigests(db: Db, now: Temporal.Instant, teamId: string): Promise<void> {
  await sql`
    insert into digest_channel (team_id, id, channel_id, year, enabled, weekday, time, language, threads, content,
      set_by, set_at, runs_since)
    select p.team_id, gen_random_uuid()::text, p.channel_id, p.year, true, 1, '09:00', p.language, true,
      ${[...USUAL_CONTENT]}::text[], p.created_by, ${now}, ${now}
    from programme_year p
    where p.current and p.team_id = ${teamId}
      and not exists (select 1 from digest_channel c
        where c.team_id = p.team_id and c.year = p.year and c.channel_id = p.channel_id)
    on conflict do nothing`.execute(db);
}

/** The year's digests that are switched on, each with its ledger; one query. */
export async function listKept(db: Db, { teamId, year }: Programme): Promise<Kept[]> {
  const rows = await selectKept(db)
    .where('digest_channel.team_id', '=', teamId)
    .where('digest_channel.year', '=', year)
    .where('digest_channel.enabled', '=', true)
    .execute();
  return rows.map(keptOf);
}

export async function findKept(db: Db, { teamId, year }: Programme, id: string): Promise<Kept | undefined> {
  const row = await selectKept(db)
    .where('digest_channel.team_id', '=', teamId)
    .where('digest_channel.year', '=', year)
    .where('digest_channel.id', '=', id)
    .executeTakeFirst();
  return row && keptOf(row);
}

/** The same, kept from changing until the transaction ends: whoever decides about its slots decides alone. */
export async function lockKept(trx: Trx, programme: Programme, id: string): Promise<Kept | undefined> {
  await trx
    .selectFrom('digest_channel')
    .select('id')
    .where('team_id', '=', programme.teamId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return findKept(trx, programme, id);
}

/** The digest of a channel; the needs channel always has one. */
export async function findOfChannel(
  db: Db,
  programme: Programme,
  channelId: string,
  now: Temporal.Instant,
): Promise<DigestChannel | undefined> {
  if (channelId === programme.channelId) await makeUsualDigests(db, now, programme.teamId);
  const row = await selectKept(db)
    .where('digest_channel.team_id', '=', programme.teamId)
    .where('digest_channel.year', '=', programme.year)
    .where('digest_channel.channel_id', '=', channelId)
    .executeTakeFirst();
  return row && keptOf(row).channel;
}

export type Plan = Omit<DigestChannel, 'id' | 'teamId' | 'setBy'>;

/** Writes a channel's digest as it shall be from now on; whoever writes it looks after it. */
export async function savePlan(
  trx: Trx,
  { teamId, year }: Programme,
  plan: Plan,
  by: string,
  now: Temporal.Instant,
): Promise<string> {
  const { channelId, district, line, runsSince, mutedAt, mutedUntil, ...same } = plan;
  const changed = {
    ...same,
    ...{ district: district ?? null, line: line ?? null, runs_since: runsSince },
    ...{ muted_at: mutedAt ?? null, muted_until: mutedUntil ?? null, set_by: by, set_at: now },
  };
  const { id } = await trx
    .insertInto('digest_channel')
    .values({ team_id: teamId, id: randomUUID(), year, channel_id: channelId, ...changed })
    .onConflict((oc) => oc.columns(['team_id', 'year', 'channel_id']).doUpdateSet(changed))
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Silent from now on, until somebody turns it on again; or talking again. */
export async function setMuted(
  trx: Trx,
  { teamId, id }: DigestChannel,
  muted: boolean,
  now: Temporal.Instant,
): Promise<void> {
  await trx
    .updateTable('digest_channel')
    .set({ muted_at: muted ? now : null, muted_until: null, ...(muted ? {} : { runs_since: now }) })
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .execute();
}

export function scheduleOf(channel: DigestChannel, { timeZone, ownDays, deadline }: Programme): Schedule {
  const { enabled, weekday, time, runsSince, mutedAt, mutedUntil } = channel;
  const until = deadline.add(AFTER_DEADLINE);
  return { timeZone, ownDays, until, enabled, weekday, time, runsSince, mutedAt, mutedUntil };
}

function selectKept(db: Db) {
  return db
    .selectFrom('digest_channel')
    .selectAll('digest_channel')
    .select(
      sql<{ slot: string; state: IssueState; at: string }[]>`(
        select coalesce(json_agg(i), '[]') from (
          select slot, state, at from digest_issue
          where team_id = digest_channel.team_id and digest_id = digest_channel.id
          order by slot desc limit ${ISSUES_READ}) i)`.as('issues'),
    );
}

type KeptRow = Selectable<Tables['digest_channel']> & {
  issues: { slot: string; state: IssueState; at: string }[];
};

function keptOf({ issues, ...row }: KeptRow): Kept {
  return {
    channel: {
      ...{ teamId: row.team_id, id: row.id, channelId: row.channel_id, enabled: row.enabled },
      ...{ weekday: row.weekday, time: row.time, language: row.language, threads: row.threads },
      ...{
        content: row.content.flatMap((text) => CONTENT.filter((one) => one === text)),
        setBy: row.set_by,
        runsSince: row.runs_since,
      },
      ...{ district: row.district ?? undefined, line: row.line ?? undefined },
      ...{ mutedAt: row.muted_at ?? undefined, mutedUntil: row.muted_until ?? undefined },
    },
    issues: issues.map(({ slot, state, at }) => ({ slot, state, at: Temporal.Instant.from(at) })),
  };
}
