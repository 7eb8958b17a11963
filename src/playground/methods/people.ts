/** auth.test, team.info, users.info, users.list. */
import type { User } from '../records.ts';
import type { Team } from '../team.ts';
import { type Answer, type Args, isTrue, requireArgs } from './call.ts';

/** A user as users.info and user_change show them; the locale only when asked for. */
export function exportUser(team: Team, user: User, withLocale: boolean) {
  const now = Temporal.Instant.fromEpochMilliseconds(Math.floor(team.options.wallNow()));
  return {
    id: user.id,
    team_id: user.homeTeam ?? team.id,
    name: user.name,
    deleted: user.deleted,
    color: '9f69e7',
    real_name: user.name,
    tz: user.tz,
    tz_label: user.tz,
    tz_offset: now.toZonedDateTimeISO(user.tz).offsetNanoseconds / 1e9,
    profile: {
      real_name: user.name,
      real_name_normalized: user.name,
      display_name: user.name,
      display_name_normalized: user.name,
      title: user.title ?? '',
      status_text: '',
      status_emoji: '',
      team: user.homeTeam ?? team.id,
    },
    is_admin: user.isAdmin,
    is_owner: user.isOwner,
    is_primary_owner: false,
    is_restricted: user.isRestricted,
    is_ultra_restricted: user.isUltraRestricted,
    is_bot: user.isBot,
    is_app_user: false,
    ...(user.homeTeam ? { is_stranger: false } : {}),
    updated: Math.floor(team.options.wallNow() / 1000),
    ...(withLocale ? { locale: user.locale } : {}),
  };
}

/** auth.test. */
export function testAuth(team: Team): Answer {
  return {
    url: `https://${team.domain}.slack.com/`,
    team: team.name,
    user: 'expert_desk',
    team_id: team.id,
    user_id: team.botUserId,
    bot_id: team.botId,
    is_enterprise_install: false,
  };
}

/** team.info: of this workspace; the app is installed in no other. */
export function teamInfo(team: Team, args: Args): Answer {
  const { id, name, domain } = team;
  if ((args.team ?? id) !== id || (args.domain ?? domain) !== domain) return { error: 'team_not_found' };
  return { team: { id, name, domain, email_domain: '', icon: { image_default: true } } };
}

/** users.info. */
export function userInfo(team: Team, args: Args): Answer {
  const missing = requireArgs(args, 'user');
  if (missing) return missing;
  const user = team.users.get(String(args.user));
  if (!user) return { error: 'user_not_found' };
  return { user: exportUser(team, user, isTrue(args.include_locale)) };
}

/** users.list, in pages when a limit is given. */
export function listUsers(team: Team, args: Args): Answer {
  const all = [...team.users.values()];
  const limit = Number(args.limit ?? 0) || all.length;
  const start = args.cursor ? readCursor(String(args.cursor)) : 0;
  if (start === undefined) return { error: 'invalid_cursor' };
  const end = start + limit;
  const next = end < all.length ? Buffer.from(`user:${end}`).toString('base64') : '';
  const members = all.slice(start, end).map((user) => exportUser(team, user, isTrue(args.include_locale)));
  const cache_ts = Math.floor(team.options.wallNow() / 1000);
  return { members, cache_ts, response_metadata: { next_cursor: next } };
}

function readCursor(cursor: string): number | undefined {
  const start = /^user:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString())?.[1];
  return start === undefined ? undefined : Number(start);
}
