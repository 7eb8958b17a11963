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
  /** Takes over what Slack tells in `user_change`, of an account that was met here: Slack tells of everybody. */
  learn(teamId: string, user: SlackProfile): Promise<void>;
  /** Everybody in the workspace, as far as Slack says it now: to find people by their names. */
  list(teamId: string): Promise<Members>;
}

/** Somebody of the workspace, as people look for them. */
export interface Member {
  userId: string;
  name: string;
  /** All that they are called by: display name, full name, account. */
  names: readonly string[];
  /** What tells them from somebody of the same name. */
  about: string;
  /** Deactivated, a bot, or of another workspace. */
  isOut: boolean;
}

export interface Members {
  people: readonly Member[];
  /** False when Slack has not named all of them, as when it limits how often it is asked. */
  isWhole: boolean;
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
  profile?: { display_name?: string; real_name?: string; title?: string };
}
