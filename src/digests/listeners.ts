import type { App } from '@slack/bolt';
import { actOnce, hasActed, recordAct } from '../db/audit.ts';
import { partFor } from '../directory/permissions.ts';
import { askLeave } from '../directory/refuse.ts';
import { findActor } from '../directory/roles.ts';
import { replySetUpFirst } from '../directory/set-up-first.ts';
import { today } from '../programme/programme.ts';
import { findProgramme } from '../programme/repository.ts';
import type { Ask, Click, Deps } from '../slack/ask.ts';
import { message, section } from '../slack/blocks.ts';
import { ACTIONS, COMMANDS } from '../slack/ids.ts';
import { onButton, onCommand } from '../slack/listen.ts';
import { askNotice } from '../slack/outbox.ts';
import { say as sayShared } from '../slack/say.ts';
import { buildDigest } from './blocks.ts';
import { readDigest } from './repository.ts';
import { say } from './words.ts';

export function registerDigests(app: App, deps: Deps): void {
  onCommand(app, deps, COMMANDS.digest, (ask) => showDigest(deps, ask));
  onButton(app, deps, ACTIONS.postDigestNow, (click) => postDigest(deps, click));
}

/** `/expert-digest`: answers the asker alone, with "post it" for coordinators (decision 25). */
async function showDigest(deps: Deps, ask: Ask): Promise<void> {
  const programme = await findProgramme(deps.db, ask.teamId);
  if (!programme) return replySetUpFirst(ask);
  const [digest, actor] = await Promise.all([
    readDigest(deps.db, programme, ask.now),
    findActor(deps.db, ask.reader),
  ]);
  const frame = { programme, locale: ask.locale, day: today(programme, ask.now).toString() };
  await ask.reply(buildDigest(digest, frame, partFor(actor, 'post_digest') !== undefined));
}

/** `post_digest_now`: puts the digest of this moment into the needs channel, on record. */
async function postDigest(deps: Deps, click: Click): Promise<void> {
  const { teamId, userId, locale, now, cause, value } = click;
  const programme = await findProgramme(deps.db, teamId);
  if (!programme) return replySetUpFirst(click);
  if (value !== String(programme.year)) return click.reply(message(section(sayShared(locale, 'not_found'))));
  const object = { kind: 'programme_year', id: value };
  const { refusal } = await askLeave(deps, click, 'post_digest', {}, object);
  if (refusal) return click.reply(refusal);
  // One digest a day: a second press, or a second coordinator, adds nothing to what stands in the channel.
  const key = `digest:${programme.year}:${today(programme, now)}`;
  const outcome = await actOnce(deps.db, async (trx) => {
    const asked = await askNotice(trx, { teamId, key, kind: 'digest', target: programme.channelId, ref: {} });
    if (!asked)
      return (await hasActed(trx, teamId, cause)) ? ('repeated' as const) : ('posted_before' as const);
    await recordAct(trx, {
      ...{ teamId, act: 'post_digest', actor: userId, now, cause },
      ...{ objectKind: object.kind, objectId: object.id },
    });
    return 'posted' as const;
  });
  if (outcome !== 'repeated') await click.reply(message(section(say(locale, outcome))));
}
