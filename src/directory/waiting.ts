import type { KnownBlock } from '@slack/types';
import type { Db } from '../db/open.ts';
import { today } from '../programme/programme.ts';
import { actions, button, section } from '../slack/blocks.ts';
import { ACTIONS } from '../slack/ids.ts';
import { buildAssisted, buildOwnAssistant } from './assistant-views.ts';
import { buildRegistrationButtons, buildRegistrationFacts } from './blocks.ts';
import type { HomeAsk, HomePart } from './home-ask.ts';
import { listRegistrations } from './repository.ts';
import { say } from './words.ts';
import { buildCalendarUnknown } from './work-calendar.ts';

const MOST = 5;

/** Registrations that wait for a coordinator; where one's own registration stands. */
export async function listDirectoryWaiting(
  db: Db,
  { teamId, actor, expert, assisted, programme, locale, now }: HomeAsk,
): Promise<HomePart> {
  const registrations = await listRegistrations(db, teamId, actor);
  const waiting = registrations
    .slice(0, MOST)
    .flatMap((one): KnownBlock[] => [
      section(say(locale, 'review_title', { name: one.name })),
      buildRegistrationFacts(one, programme, locale),
      ...buildRegistrationButtons(one, locale),
    ]);
  if (actor.bureau) waiting.push(...buildCalendarUnknown(programme, today(programme, now), locale));
  if (expert?.state === 'returned') {
    const change = button({
      text: say(locale, 'change_registration'),
      actionId: ACTIONS.registerExpert,
      value: expert.id,
    });
    waiting.push(
      section(say(locale, 'you_are_returned', { reason: expert.returnReason ?? '' })),
      ...actions(change),
    );
  }
  const holding: KnownBlock[] = expert?.state === 'registered' ? [section(say(locale, 'registered'))] : [];
  if (expert) holding.push(...buildOwnAssistant(expert, locale));
  if (assisted.length > 0) holding.push(buildAssisted(assisted, locale));
  return { waiting, holding };
}
