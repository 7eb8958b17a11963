import type { WebClient } from '@slack/web-api';
import { type Selectable, sql } from 'kysely';
import type { Db, Trx } from '../db/open.ts';
import type { Tables } from '../db/tables.ts';
import { localeOf } from '../i18n/locale.ts';
import { makeDue } from '../outbox/agenda.ts';
import { holdMethods, isHeld } from '../outbox/holds.ts';
import { judgeCall } from '../outbox/judge.ts';
import type { Reader, Readers, SlackProfile } from '../slack/reader.ts';
import { createMembers, isStranger, shownName } from './members.ts';

/** How long users.info is believed; `user_change` corrects it earlier. */
const FRESH_FOR = { minutes: 10 };

const METHOD = 'users.info';

type SlackUserRow = Selectable<Tables['slack_user']>;
type Standing = Pick<SlackUserRow, 'deleted' | 'tz'>;

export function createReaders(db: Db, client: WebClient, wallNow: () => Temporal.Instant): Readers {
  async function learn(teamId: string, user: SlackProfile): Promise<void> {
    if (!user.id) return;
    const before = await findRow(db, teamId, user.id);
    if (!before) return;
    const { team_id, user_id, ...changed } = rowOf(teamId, user.id, user, wallNow());
    // An update and no insert: who is erased at this moment stays erased.
    await db
      .updateTable('slack_user')
      .set(changed)
      .where('team_id', '=', team_id)
      .where('user_id', '=', user_id)
      .execute();
    await remindOtherwise(teamId, before, changed);
  }

  async function keep(teamId: string, id: string, user: SlackProfile, before: SlackUserRow | undefined) {
    const row = rowOf(teamId, id, user, wallNow());
    const { team_id, user_id, ...changed } = row;
    await db
      .insertInto('slack_user')
      .values(row)
      .onConflict((oc) => oc.columns(['team_id', 'user_id']).doUpdateSet(changed))
      .execute();
    await remindOtherwise(teamId, before, changed);
  }

  /** Who is gone, or in another zone, is reminded otherwise. */
  async function remindOtherwise(teamId: string, before: Standing | undefined, { deleted, tz }: Standing) {
    if (before?.deleted !== deleted || before.tz !== tz) await makeDue(db, teamId);
  }

  async function find(teamId: string, userId: string): Promise<Reader> {
    const row = await findRow(db, teamId, userId);
    const oldest = wallNow().subtract(FRESH_FOR);
    if (row && Temporal.Instant.compare(row.read_at, oldest) > 0) return readerOf(row);
    const user = await ask(teamId, userId);
    if (user === 'nobody')
      return row ? readerOf(row) : { ...unknownReader(teamId, userId), isStranger: true };
    if (!user) return row ? readerOf(row) : unknownReader(teamId, userId);
    await keep(teamId, userId, user, row);
    return readerOf(rowOf(teamId, userId, user, wallNow()));
  }

  /** A slow, failing or limiting Slack must not hold up an answer: what is known, or nothing, is used instead. */
  async function ask(teamId: string, userId: string): Promise<SlackProfile | 'nobody' | undefined> {
    if (await isHeld(db, teamId, METHOD, wallNow())) return undefined;
    try {
      const { user } = await client.users.info({ user: userId, include_locale: true });
      return user;
    } catch (error) {
      const { error: reason } = (error as { data?: { error?: string } }).data ?? {};
      if (reason === 'user_not_found' || reason === 'user_not_visible') return 'nobody';
      const attempt = { method: METHOD, target: userId, attempts: 1, wallNow: wallNow() };
      const { trouble, nextAt } = judgeCall(error, attempt);
      if (trouble === 'limited' && nextAt)
        await holdMethods(db, teamId, [METHOD], { until: nextAt, wallNow: wallNow() });
      return undefined;
    }
  }

  return { find, learn, list: createMembers(db, client, wallNow) };
}

async function findRow(db: Db, teamId: string, userId: string): Promise<SlackUserRow | undefined> {
  return db
    .selectFrom('slack_user')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('user_id', '=', userId)
    .executeTakeFirst();
}

/** Those whom a message could not reach, so that they pass for deactivated until Slack is asked about them. */
export async function listDoubtful(db: Db, teamId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('slack_user')
    .select('user_id')
    .where('team_id', '=', teamId)
    .where('deleted', '=', true)
    .where('read_at', '=', sql<Temporal.Instant>`'epoch'`)
    .execute();
  return rows.map(({ user_id }) => user_id);
}

/** Passes for deactivated until Slack is asked about the person again: when they act, or on the next day. */
export async function markUnreachable(trx: Trx, teamId: string, userId: string): Promise<void> {
  await trx
    .updateTable('slack_user')
    .set({ deleted: true, read_at: sql`'epoch'` })
    .where('team_id', '=', teamId)
    .where('user_id', '=', userId)
    .execute();
}

/** The account as it was last learned, without asking Slack. */
export async function findReader(db: Db, teamId: string, userId: string): Promise<Reader | undefined> {
  const row = await findRow(db, teamId, userId);
  return row && readerOf(row);
}

function rowOf(teamId: string, userId: string, user: SlackProfile, readAt: Temporal.Instant) {
  return {
    team_id: teamId,
    user_id: userId,
    name: shownName(user) || userId,
    locale: user.locale ?? 'zh-CN',
    tz: user.tz ?? 'Asia/Shanghai',
    is_admin: Boolean(user.is_admin || user.is_owner),
    is_guest: Boolean(user.is_restricted || user.is_ultra_restricted),
    is_stranger: isStranger(teamId, user),
    is_bot: Boolean(user.is_bot),
    deleted: Boolean(user.deleted),
    read_at: readAt,
  };
}

function readerOf(row: Omit<SlackUserRow, 'home_opened_at'>): Reader {
  return {
    teamId: row.team_id,
    userId: row.user_id,
    name: row.name,
    locale: localeOf(row.locale),
    tz: row.tz,
    isAdmin: row.is_admin,
    isGuest: row.is_guest,
    isStranger: row.is_stranger,
    isBot: row.is_bot,
    deleted: row.deleted,
    known: true,
  };
}

function unknownReader(teamId: string, userId: string): Reader {
  return {
    ...{ teamId, userId, name: userId, locale: 'zh', tz: 'Asia/Shanghai' },
    ...{ isAdmin: false, isGuest: false, isStranger: false, isBot: false, deleted: false, known: false },
  };
}
