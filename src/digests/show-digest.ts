import { countActedAlone } from '../directory/acts.ts';
import { partFor } from '../directory/permissions.ts';
import { findActor } from '../directory/roles.ts';
import { replySetUpFirst } from '../directory/set-up-first.ts';
import { today } from '../programme/programme.ts';
import { findProgrammeOf } from '../programme/repository.ts';
import type { CommandAsk, Deps } from '../slack/interaction.ts';
import { findOfChannel } from './channels.ts';
import { whoseDigest } from './decide-issue.ts';
import { readHighHosts } from './high-hosts.ts';
import { countNoShows, listOverdue } from './overdue.ts';
import { OVERDUE_READ } from './overdue-blocks.ts';
import { buildDigest } from './private-blocks.ts';
import { readDigest } from './repository.ts';

/**
 * `/expert-digest`: answers the asker alone, with the figures of the channel's own digest (in a direct message of the
 * whole programme); a coordinator may post it there, or give the channel a digest (decision 25).
 */
export async function showDigest(deps: Deps, ask: CommandAsk): Promise<void> {
  const { db } = deps;
  const programme = await findProgrammeOf(db, ask);
  if (!programme) return replySetUpFirst(ask);
  const channelId = ask.channelId.startsWith('D') ? programme.channelId : ask.channelId;
  const channel = await findOfChannel(db, programme, channelId, ask.now);
  const [digest, actor] = await Promise.all([
    readDigest(db, programme, ask.now, channel),
    findActor(db, ask.reader),
  ]);
  const isCoordinator = partFor(actor, 'post_digest', channel ? whoseDigest(channel) : {}) !== undefined;
  const frame = { programme, locale: ask.locale, day: today(programme, ask.now).toString(), at: ask.now };
  if (!isCoordinator) return ask.reply(buildDigest(digest, frame, undefined));
  const [overdue, alone, noShows, highHosts] = await Promise.all([
    listOverdue(db, programme, ask.now, actor, OVERDUE_READ),
    countActedAlone(db, programme),
    countNoShows(db, programme, actor),
    readHighHosts(db, programme, actor),
  ]);
  await ask.reply(buildDigest(digest, frame, { overdue, alone, noShows, highHosts, channel, channelId }));
}
