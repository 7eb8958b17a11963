import { sql } from 'kysely';
import type { Db, Trx } from '../db/open.ts';
import type { DigestChannel } from './digest.ts';
import type { IssueState } from './due.ts';
import { type KeptIssue, readKept } from './kept.ts';
import type { Slot } from './slots.ts';

/** What the next digest compares itself with. */
export interface Figures {
  experts: number;
  personTimes: number;
  reports: number;
  open: number;
  /** What all its messages say; absent where another release posted it. */
  kept?: KeptIssue;
}

/** An issue as it was posted. */
export interface PostedIssue {
  /** Whose it was: before the year turned the channel had another one. */
  digestId: string;
  slot: string;
  slotAt: Temporal.Instant;
  at: Temporal.Instant;
  byUser: string | undefined;
  figures: Partial<Figures>;
  storyId: string | undefined;
  kept: KeptIssue | undefined;
}

interface Settled {
  state: IssueState;
  by?: string;
  now: Temporal.Instant;
  figures?: Figures;
  storyId?: string;
}

/** Writes what became of the slot. False when it was posted before: that is "exactly once". */
export async function settleSlot(
  trx: Trx,
  { teamId, id, channelId }: DigestChannel,
  { key, at }: Pick<Slot, 'key' | 'at'>,
  { state, by, now, figures, storyId }: Settled,
): Promise<boolean> {
  const settled = {
    ...{ state, by_user: by ?? null, at: now, story_id: storyId ?? null },
    ...(figures ? { figures } : {}),
  };
  const row = await trx
    .insertInto('digest_issue')
    .values({ team_id: teamId, digest_id: id, channel_id: channelId, slot: key, slot_at: at, ...settled })
    .onConflict((oc) =>
      oc
        .columns(['team_id', 'digest_id', 'slot'])
        .doUpdateSet(settled)
        .where('digest_issue.state', '<>', 'posted'),
    )
    .returning('slot')
    .executeTakeFirst();
  return row !== undefined;
}

export async function findIssue(
  db: Db,
  teamId: string,
  digestId: string,
  slot: string,
): Promise<(PostedIssue & { state: IssueState }) | undefined> {
  const row = await selectIssues(db, teamId)
    .where('digest_id', '=', digestId)
    .where('slot', '=', slot)
    .executeTakeFirst();
  return row && { ...issueOf(row), state: row.state };
}

/** What became of the channel's slot, in whichever year it was settled; a preview only where nothing has. */
export async function findIssueOfChannel(
  db: Db,
  { teamId, channelId }: DigestChannel,
  slot: string,
): Promise<(PostedIssue & { state: IssueState }) | undefined> {
  const row = await selectIssues(db, teamId)
    .where('channel_id', '=', channelId)
    .where('slot', '=', slot)
    .orderBy(sql`state = 'previewed'`)
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && { ...issueOf(row), state: row.state };
}

/** The one that was posted last in the channel before a moment, or last found to have nothing new; in whatever year. */
export async function findLastBefore(
  db: Db,
  { teamId, channelId }: DigestChannel,
  state: 'posted' | 'nothing_new',
  moment: Temporal.Instant,
): Promise<PostedIssue | undefined> {
  const row = await selectIssues(db, teamId)
    .where('channel_id', '=', channelId)
    .where('state', '=', state)
    .where('at', '<', moment)
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && issueOf(row);
}

function selectIssues(db: Db, teamId: string) {
  return db
    .selectFrom('digest_issue')
    .select(['digest_id', 'slot', 'slot_at', 'at', 'by_user', 'story_id', 'state'])
    .select(sql<Partial<Figures>>`figures`.as('figures'))
    .where('team_id', '=', teamId);
}

type IssueRow = Awaited<ReturnType<ReturnType<typeof selectIssues>['executeTakeFirstOrThrow']>>;

function issueOf(row: IssueRow): PostedIssue {
  return {
    digestId: row.digest_id,
    ...{ slot: row.slot, slotAt: row.slot_at, at: row.at, figures: row.figures },
    kept: readKept(row.figures.kept),
    ...{ byUser: row.by_user ?? undefined, storyId: row.story_id ?? undefined },
  };
}
