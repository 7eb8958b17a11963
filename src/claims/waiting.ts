import type { KnownBlock } from '@slack/types';
import type { Db } from '../db/open.ts';
import { showTime } from '../demands/blocks.ts';
import type { HomeAsk, HomePart } from '../directory/home-ask.ts';
import { today } from '../programme/programme.ts';
import { actions, context, section } from '../slack/blocks.ts';
import { noShowButtons } from './buttons.ts';
import { type ClaimFile, isSaidAbsent } from './claim.ts';
import { listClaimsOfExpert } from './file-sql.ts';
import { ownButtons } from './keep-views.ts';
import { buildOtherDate, linkButtons } from './link-blocks.ts';
import { buildSaidAbsent } from './no-show-views.ts';
import { consentButtons, hostButtons, whereOf } from './request-views.ts';
import { nameNeed, sayOwnClaim } from './views.ts';
import {
  listClaimsWaitingForCoordinator,
  listClaimsWaitingForHomeUnit,
  listClaimsWaitingForHost,
} from './waiting-sql.ts';
import { say } from './words.ts';

/** Home has room for this many of each kind. */
const SHOWN = 8;

/** Consents and answers to give, one's own and on behalf of those who are not on Slack; and one's own live claims. */
export async function listClaimsWaiting(db: Db, ask: HomeAsk): Promise<HomePart> {
  const { teamId, userId, actor, expert, programme, locale, now } = ask;
  const [consents, answers, within, own] = await Promise.all([
    listClaimsWaitingForHomeUnit(db, teamId, userId),
    listClaimsWaitingForHost(db, teamId, userId),
    listClaimsWaitingForCoordinator(db, teamId, actor, now),
    expert ? listClaimsOfExpert(db, teamId, expert.id, today(programme, now)) : [],
  ]);
  const known = new Set([...consents, ...answers].map(({ claim }) => claim.id));
  const others = within.filter(({ claim }) => !known.has(claim.id));
  return {
    waiting: [
      ...[...consents, ...answers].slice(0, SHOWN).flatMap((file) => buildItem(file, ask)),
      ...others.slice(0, SHOWN).flatMap((file) => [
        ...buildItem(file, ask, true),
        // Whether somebody came is the coordinators' own to decide.
        ...(isSaidAbsent(file.claim) ? [] : [context(say(locale, 'home_on_behalf'))]),
      ]),
    ],
    holding: own.slice(0, SHOWN).flatMap((file) => buildOwn(file, ask)),
  };
}

function buildOwn(file: ClaimFile, { years, locale }: HomeAsk): KnownBlock[] {
  const said = sayOwnClaim('home_claim', file, years.of(file.demand), locale);
  const buttons = ownButtons(file, locale);
  return buttons.length > 1 ? [section(said), ...actions(...buttons)] : [section(said, buttons[0])];
}

function buildItem(file: ClaimFile, { years, locale, offersLinks }: HomeAsk, onBehalf = false): KnownBlock[] {
  const { claim, expert, demand } = file;
  const programme = years.of(demand);
  if (isSaidAbsent(claim))
    return [...buildSaidAbsent(file, programme, locale), ...actions(...noShowButtons(file, locale))];
  const asksConsent = claim.state === 'home_unit_pending';
  const told = say(locale, asksConsent ? 'home_consent' : 'home_host', {
    expert: expert.name,
    employer: expert.employer,
    need: asksConsent ? nameNeed(demand, programme, locale) : demand.number,
    title: demand.title,
    when: showTime(demand, programme, locale),
    place: whereOf({ file, programme, locale }),
  });
  const buttons = asksConsent ? consentButtons({ file, locale }) : hostButtons({ file, locale });
  return [
    section(told),
    ...(onBehalf ? buildOtherDate(claim, locale) : []),
    ...actions(...buttons, ...linkButtons({ file, locale, onBehalf, offersLinks })),
  ];
}
