import type { WebClient } from '@slack/web-api';
import type { Db } from '../db/open.ts';
import { holdMethods, isHeld } from '../outbox/holds.ts';
import { judgeCall } from '../outbox/judge.ts';
import type { Member, Members, SlackProfile } from '../slack/reader.ts';

const METHOD = 'users.list';
/** As Slack advises; twenty pages a minute are allowed. */
const PAGE = 200;
const MOST_PAGES = 20;
/** How long a list is believed; whoever it doesn't have yet can be named by their id. */
const FRESH_FOR = { minutes: 10 };

interface Reading {
  people: Map<string, Member>;
  /** Where to go on. */
  cursor: string | undefined;
  readAt: Temporal.Instant | undefined;
}

/**
 * Lists the people of a workspace, from Slack and from what is known already. Nothing of it is kept but in memory, for
 * some minutes: who is only looked through leaves no trace. Where Slack limits us, the next call goes on from there.
 */
export function createMembers(
  db: Db,
  client: WebClient,
  wallNow: () => Temporal.Instant,
): (teamId: string) => Promise<Members> {
  const readings = new Map<string, Reading>();

  async function readOn(teamId: string, reading: Reading): Promise<void> {
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const { cursor } = reading;
      const answer = await client.users.list(cursor ? { limit: PAGE, cursor } : { limit: PAGE });
      for (const user of answer.members ?? []) {
        const profile = user as SlackProfile;
        if (profile.id) reading.people.set(profile.id, memberOf(teamId, profile.id, profile));
      }
      reading.cursor = answer.response_metadata?.next_cursor || undefined;
      if (reading.cursor === undefined) {
        reading.readAt = wallNow();
        return;
      }
    }
  }

  return async (teamId) => {
    const before = readings.get(teamId);
    const oldest = wallNow().subtract(FRESH_FOR);
    const isUsable = before && (!before.readAt || Temporal.Instant.compare(before.readAt, oldest) > 0);
    const reading = isUsable ? before : { people: new Map(), cursor: undefined, readAt: undefined };
    readings.set(teamId, reading);
    if (!reading.readAt && !(await isHeld(db, teamId, METHOD, wallNow()))) {
      try {
        await readOn(teamId, reading);
      } catch (error) {
        const attempt = { method: METHOD, target: '', attempts: 1, wallNow: wallNow() };
        const { trouble, nextAt } = judgeCall(error, attempt);
        if (trouble === 'limited' && nextAt)
          await holdMethods(db, teamId, [METHOD], { until: nextAt, wallNow: wallNow() });
        else readings.delete(teamId);
      }
    }
    const known = new Map((await listKnown(db, teamId)).map((one) => [one.userId, one]));
    return {
      people: [...new Map([...known, ...reading.people]).values()],
      isWhole: reading.readAt !== undefined,
    };
  };
}

/** Those whom the desk has met. */
async function listKnown(db: Db, teamId: string): Promise<Member[]> {
  const rows = await db
    .selectFrom('slack_user')
    .select(['user_id', 'name', 'is_bot', 'is_stranger', 'deleted'])
    .where('team_id', '=', teamId)
    .execute();
  return rows.map((row) => ({
    userId: row.user_id,
    name: row.name,
    names: [row.name],
    about: '',
    isOut: row.is_bot || row.is_stranger || row.deleted,
  }));
}

function memberOf(teamId: string, userId: string, user: SlackProfile): Member {
  const { name = '', real_name = '', profile } = user;
  const names = [profile?.display_name ?? '', real_name, profile?.real_name ?? '', name];
  const account = name ? `@${name}` : '';
  return {
    userId,
    name: shownName(user) || userId,
    names: names.filter((one) => one !== ''),
    about: [account, profile?.title ?? ''].filter(Boolean).join(' · '),
    isOut: Boolean(user.deleted || user.is_bot) || isStranger(teamId, user),
  };
}

/** As Slack shows the person; empty when it doesn't say. */
export function shownName({ profile, real_name, name }: SlackProfile): string {
  return profile?.display_name || real_name || profile?.real_name || name || '';
}

/** A shared channel (Slack Connect) brings in people of other workspaces, with ids of their own. */
export function isStranger(
  teamId: string,
  {
    team_id,
    enterprise_user,
    is_stranger,
  }: Pick<SlackProfile, 'team_id' | 'enterprise_user' | 'is_stranger'>,
): boolean {
  if (is_stranger) return true;
  return Boolean(team_id) && team_id !== teamId && !enterprise_user?.teams?.includes(teamId);
}
