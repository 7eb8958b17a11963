import type { Locale } from '../i18n/locale.ts';

/** A Slack account as we know it: language, zone and standing. */
export interface Reader {
  teamId: string;
  userId: string;
  name: string;
  locale: Locale;
  tz: string;
  isAdmin: boolean;
  isGuest: boolean;
  /** Of another workspace: met in a shared channel, or not known to Slack at all. They take no part. */
  isStranger: boolean;
  isBot: boolean;
  deleted: boolean;
  /** False when Slack could not be asked: nothing is known about the person yet. */
  known: boolean;
}

export interface Readers {
  /** The account behind an id: from the table, or from Slack (users.info) when unknown or older than ten minutes. */
  find(teamId: string, userId: string): Promise<Reader>;
  /** Takes over what Slack tells in `user_change`. */
  learn(teamId: string, user: SlackProfile): Promise<void>;
}

/** The part of Slack's user object that is kept. */
export interface SlackProfile {
  id?: string;
  /** Where the account belongs; in an organisation of several workspaces, it may belong to more. */
  team_id?: string;
  enterprise_user?: { teams?: string[] };
  is_stranger?: boolean;
  name?: string;
  real_name?: string;
  locale?: string;
  tz?: string;
  is_admin?: boolean;
  is_owner?: boolean;
  is_restricted?: boolean;
  is_ultra_restricted?: boolean;
  is_bot?: boolean;
  deleted?: boolean;
  profile?: { display_name?: string; real_name?: string };
}
