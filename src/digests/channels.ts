import { type Selectable, sql } from 'kysely';
import type { Db, Trx } from '../db/open.ts';
import type { Tables } from '../db/tables.ts';
import type { Programme } from '../programme/programme.ts';
import { CONTENT, type DigestChannel } from './digest.ts';
import type { IssueState } from './due.ts';
import type { Schedule } from './slots.ts';
import { makeUsualDigests } from './usual-digests.ts';

/** One row of the channel's ledger, as the decisions need it. */
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

const ISSUES_READ = 50;
/** The last digest of a year that is closed sums it up: its slot lies at most this long after the deadline. */
const AFTER_DEADLINE = { hours: 7 * 24 } as const;

/** The year's digests that are switched on, each with its ledger; one query. */
export async function listKept(db: Db, { teamId, year }: Programme): Promise<Kept[]> {
  const rows = await selectKept(db)
    .where('digest_channel.team_id', '=', teamId)
    .where('digest_channel.year', '=', year)
    .where('digest_channel.enabled', '=', true)
    .execute();
  return rows.map(keptOf);
}

/** The year's digest of the channel whose digest this is, or was before the year turned. */
export async function findKept(db: Db, { teamId, year }: Programme, id: string): Promise<Kept | undefined> {
  const row = await selectKept(db)
    .where('digest_channel.team_id', '=', teamId)
    .where('digest_channel.year', '=', year)
    .where('digest_channel.channel_id', '=', channelOf(teamId, id))
    .executeTakeFirst();
  return row && keptOf(row);
}

/** This very digest, and of which year it is: what was posted stays what it was. */
export async function findDigest(
  db: Db,
  teamId: string,
  id: string,
): Promise<(Kept & { year: number }) | undefined> {
  const row = await selectKept(db)
    .where('digest_channel.team_id', '=', teamId)
    .where('digest_channel.id', '=', id)
    .executeTakeFirst();
  return row && { ...keptOf(row), year: row.year };
}

function channelOf(teamId: string, id: string) {
  return sql<string>`(select one.channel_id from digest_channel one where one.team_id = ${teamId} and one.id = ${id})`;
}

/**
 * The same, kept from changing until the transaction ends, with those that the channel had in other years: whoever
 * decides about its slots decides alone.
 */
export async function lockKept(trx: Trx, programme: Programme, id: string): Promise<Kept | undefined> {
  await trx
    .selectFrom('digest_channel')
    .select('id')
    .where('team_id', '=', programme.teamId)
    .where('channel_id', '=', channelOf(programme.teamId, id))
    .orderBy('id')
    .forUpdate()
    .execute();
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

/** While the year isn't closed its digests go on, also after its deadline: another year's take their turn. */
export function scheduleOf(
  channel: DigestChannel,
  { timeZone, ownDays, deadline, state }: Programme,
): Schedule {
  const { enabled, weekday, time, runsSince, mutedAt, mutedUntil } = channel;
  const until = state === 'closed' ? deadline.add(AFTER_DEADLINE) : undefined;
  return { timeZone, ownDays, until, enabled, weekday, time, runsSince, mutedAt, mutedUntil };
}

function selectKept(db: Db) {
  return db
    .selectFrom('digest_channel')
    .selectAll('digest_channel')
    .select(
      sql<IssueJson[]>`(
        select coalesce(json_agg(i), '[]') from (
          select slot, state, at from digest_issue
          where team_id = digest_channel.team_id and channel_id = digest_channel.channel_id
          order by slot desc limit ${ISSUES_READ}) i)`.as('issues'),
    )
    .select(
      sql<string | null>`(
        select former.id from digest_channel former
        where former.team_id = digest_channel.team_id and former.channel_id = digest_channel.channel_id
          and former.year = (select max(y.year) from programme_year y
            where y.team_id = digest_channel.team_id and y.year < digest_channel.year))`.as('former_id'),
    );
}

interface IssueJson {
  slot: string;
  state: IssueState;
  at: string;
}

type KeptRow = Selectable<Tables['digest_channel']> & { issues: IssueJson[]; former_id: string | null };

function keptOf({ issues, ...row }: KeptRow): Kept {
  return {
    channel: {
      formerId: row.former_id ?? undefined,
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
    issues: settledFirst(issues).map(({ slot, state, at }) => ({
      slot,
      state,
      at: Temporal.Instant.from(at),
    })),
  };
}

/** One for each slot: what was settled under either year goes before what was only shown. */
function settledFirst(issues: readonly IssueJson[]): IssueJson[] {
  const found = new Map<string, IssueJson>();
  for (const one of issues) if (one.state !== 'previewed' || !found.has(one.slot)) found.set(one.slot, one);
  return [...found.values()];
}
