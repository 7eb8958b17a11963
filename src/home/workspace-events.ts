import type { App } from '@slack/bolt';
import { actOnce } from '../db/audit.ts';
import { openPlace, type TroubleHooks } from '../outbox/aftermath.ts';
import { handOver } from '../outbox/hand-over.ts';
import { closePlace, holdPlace } from '../outbox/holds.ts';
import { stopWorkspace, takeBackWorkspace } from '../outbox/left-workspaces.ts';
import type { Deps } from '../slack/interaction.ts';
import type { SlackProfile } from '../slack/reader.ts';
import { askHello } from './hello.ts';
import { isUsed } from './trouble-places.ts';

/** A closed place is tried again all the same, as the event that opens it may never come. */
const TRIED_AGAIN_IN = { minutes: 10 };

/** How often whoever presses is taken for the first one after a return, where nobody here has heard of a stop. */
const ASK_EVERY_MS = 60_000;

const CLOSING = [
  ['channel_archive', 'is_archived'],
  ['group_archive', 'is_archived'],
  ['channel_deleted', 'channel_not_found'],
  ['group_deleted', 'channel_not_found'],
] as const;

/**
 * What Slack tells about places, people and the app itself. All of it only saves time: without these events (their
 * scopes are optional) the next call that fails or succeeds tells the same.
 */
export function registerWorkspaceEvents(app: App, deps: Deps, hooks: TroubleHooks): void {
  const { db, wallNow, sender } = deps;

  async function close(teamId: string | undefined, channel: string, reason: string): Promise<void> {
    if (!teamId) return;
    const moment = wallNow();
    const place = { teamId, target: channel, reason, wallNow: moment, until: moment.add(TRIED_AGAIN_IN) };
    await actOnce(db, async (trx) => {
      const isMissed = await holdPlace(trx, place);
      // Slack tells of every public channel; what closes elsewhere is nobody's trouble here.
      if (!isMissed && !(await isUsed(trx, teamId, channel))) return;
      await closePlace(trx, place);
      await hooks.tellTrouble(trx, teamId);
    });
    sender.wake();
  }

  async function open(teamId: string | undefined, channel: string): Promise<void> {
    if (!teamId) return;
    await openPlace(db, { teamId, target: channel }, hooks);
    sender.wake();
  }

  for (const [event, reason] of CLOSING)
    app.event(event, ({ event: { channel }, context }) => close(context.teamId, channel, reason));
  app.event('channel_unarchive', ({ event: { channel }, context }) => open(context.teamId, channel));
  app.event('group_unarchive', ({ event: { channel }, context }) => open(context.teamId, channel));

  app.event('member_left_channel', async ({ event: { user, channel }, context }) => {
    if (user === context.botUserId) await close(context.teamId, channel, 'not_in_channel');
  });
  app.event('member_joined_channel', async ({ event: { user, channel }, context: { teamId, botUserId } }) => {
    if (user !== botUserId || !teamId) return;
    await askHello(db, teamId, channel);
    await open(teamId, channel);
  });

  app.event('user_change', async ({ event, context: { teamId } }) => {
    if (!teamId) return;
    const user = event.user as SlackProfile;
    await deps.readers.learn(teamId, user);
    // Also when a failed message has told of it before: what that person was asked earlier is still theirs.
    if (!user.id || !user.deleted) return;
    await handOver(db, { teamId, userId: user.id }, hooks);
    sender.wake();
  });

  // Nearly always nothing has stopped: what this process doesn't know of by itself is asked for once a minute.
  let askAgainAt = Number.NEGATIVE_INFINITY;

  async function stop(teamId: string, reason: Parameters<typeof stopWorkspace>[2]): Promise<void> {
    askAgainAt = Number.NEGATIVE_INFINITY;
    await stopWorkspace(deps, teamId, reason, wallNow());
  }

  async function takeBack(teamId: string): Promise<void> {
    if (performance.now() < askAgainAt) return;
    const found = await takeBackWorkspace(deps, teamId, wallNow());
    if (found === 'not_stopped') askAgainAt = performance.now() + ASK_EVERY_MS;
    if (found === 'back') sender.wake();
  }

  app.event('app_uninstalled', ({ body }) => stop(body.team_id, 'app_uninstalled'));
  app.event('tokens_revoked', async ({ event, body }) => {
    // A person's own token is none of ours.
    if ((event.tokens.bot ?? []).length > 0) await stop(body.team_id, 'tokens_revoked');
  });

  app.use(async ({ next, body, context }) => {
    await next();
    const teamId = context.teamId;
    if (teamId && isActOfPerson(body)) await takeBack(teamId);
  });
}

function isActOfPerson(body: { type?: string; command?: string }): boolean {
  if (body.command) return true;
  return ['block_actions', 'view_submission', 'shortcut', 'message_action'].includes(body.type ?? '');
}
