/** What Slack hands out with an interaction: a trigger for one modal, a response_url for a few answers. */
import { randomBytes } from 'node:crypto';
import type { Ephemeral, Message } from './records.ts';
import type { Team } from './team.ts';

export interface Trigger {
  user: string;
  at: number;
  used: boolean;
  /** The view in which the trigger arose. */
  viewId?: string;
}

export interface ResponseUrl {
  user: string;
  channel: string;
  at: number;
  uses: number;
  /** The message the pressed button sits in; a command has none. */
  original?: { message: Message } | { ephemeral: Ephemeral };
}

/** Exchangeable for one modal within three seconds of wall time. */
export function issueTrigger(team: Team, user: string, viewId?: string): string {
  team.sequence += 1;
  const id = `${team.sequence}.${Math.floor(team.options.wallNow())}.${randomBytes(8).toString('hex')}`;
  team.triggers.set(id, { user, at: team.options.wallNow(), used: false, viewId });
  return id;
}

/** Good for five answers within thirty minutes of wall time. */
export function issueResponseUrl(team: Team, url: Omit<ResponseUrl, 'at' | 'uses'>): string {
  const id = `${team.id}/${Math.floor(team.options.wallNow())}/${randomBytes(12).toString('hex')}`;
  team.responseUrls.set(id, { ...url, at: team.options.wallNow(), uses: 0 });
  return `${team.url}/response/${id}`;
}
