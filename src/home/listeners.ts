import type { App } from '@slack/bolt';
import { actOnce } from '../db/audit.ts';
import type { Db } from '../db/open.ts';
import { enqueueView, homeOf } from '../outbox/enqueue.ts';
import type { RoomRenderer } from '../room.ts';
import { ACTIONS } from '../slack/ids.ts';
import { type Deps, isNobody } from '../slack/interaction.ts';
import { onButton } from '../slack/listen.ts';
import { renderHello } from './hello.ts';
import { renderHome } from './render-home.ts';
import { confirmArrival, sendAgain } from './settle-message.ts';
import { renderPlaceTrouble } from './trouble-places.ts';

/** The Home tab is made for those who open it, and kept up to date for them alone. */
export function registerHome(app: App, deps: Deps): void {
  app.event('app_home_opened', async ({ event, context: { teamId } }) => {
    if (!teamId || event.tab === 'messages') return;
    if (isNobody(await deps.readers.find(teamId, event.user))) return;
    await markOpened(deps.db, teamId, event.user, deps.now());
    deps.sender.wake();
  });

  onButton(app, deps, ACTIONS.messageArrived, (click) => confirmArrival(deps, click));
  onButton(app, deps, ACTIONS.sendAgain, (click) => sendAgain(deps, click));
}

async function markOpened(db: Db, teamId: string, userId: string, now: Temporal.Instant): Promise<void> {
  await actOnce(db, async (trx) => {
    await trx
      .updateTable('slack_user')
      .set({ home_opened_at: now })
      .where('team_id', '=', teamId)
      .where('user_id', '=', userId)
      .execute();
    await enqueueView(trx, homeOf(teamId, userId));
  });
}

export const homeRenderers: Record<string, RoomRenderer> = {
  home: renderHome,
  hello: renderHello,
  place_trouble: renderPlaceTrouble,
};
