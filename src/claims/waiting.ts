import type { KnownBlock } from '@slack/types';
import type { Db } from '../db/open.ts';
import { showTime } from '../demands/blocks.ts';
import { idsOf, isAssistant } from '../directory/acts-for.ts';
import type { HomeAsk, HomePart } from '../directory/home-ask.ts';
import { today } from '../programme/programme.ts';
import { actions, context, section } from '../slack/blocks.ts';
import { nameClaimant } from './acting-views.ts';
import { noShowButtons } from './buttons.ts';
import { type ClaimFile, isSaidAbsent } from './claim.ts';
import { listClaimsOf } from './file-sql.ts';
import { ownButtons } from './keep-views.ts';
import { buildOtherDate, linkButtons } from './link-blocks.ts';
import { buildSaidAbsent } from './no-show-views.ts';
import { pledgeButton } from './pledge-views.ts';
import { consentButtons, hostButtons } from './request-buttons.ts';
import { whereOf } from './request-views.ts';
import { nameNeed, sayOwnClaim } from './views.ts';
import {
  listClaimsWaitingForCoordinator,
  listClaimsWaitingForHomeUnit,
  listClaimsWaitingForHost,
} from './waiting-sql.ts';
import { say } from './words.ts';
import { say as sayActing } from './words-acting.ts';

/** Home has room for this many of each kind. */
const SHOWN = 8;

/** Consents and answers to give, one's own and on behalf of those who are not on Slack; and one's own live claims. */
export async function listClaimsWaiting(db: Db, ask: HomeAsk): Promise<HomePart> {
  const { teamId, userId, actor, expert, assisted, programme, locale, now } = ask;
  const named = idsOf({ own: expert, assisted });
  const [consents, answers, within, own] = await Promise.all([
    listClaimsWaitingForHomeUnit(db, teamId, userId),
    listClaimsWaitingForHost(db, teamId, userId),
    listClaimsWaitingForCoordinator(db, teamId, actor, now),
    listClaimsOf(db, teamId, named, today(programme, now)),
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

/** What the person holds themselves, or for somebody whom they assist. */
function buildOwn(file: ClaimFile, { years, locale, userId }: HomeAsk): KnownBlock[] {
  const isForOther = isAssistant(userId, file.expert);
  const programme = years.of(file.demand);
  const said = isForOther
    ? `${sayActing(locale, 'claim_of', { expert: file.expert.name })}\n${sayOwnClaim('mine_line', file, programme, locale)}`
    : sayOwnClaim('home_claim', file, programme, locale);
  const buttons = ownButtons(file, locale, isForOther);
  return buttons.length > 1 ? [section(said), ...actions(...buttons)] : [section(said, buttons[0])];
}

/** To coordinators: the expert has no employer, and isn't here to promise themselves. */
function buildPledgeItem(file: ClaimFile, { years, locale }: HomeAsk): KnownBlock[] {
  const { expert, demand } = file;
  const programme = years.of(demand);
  const told = sayActing(locale, 'home_pledge', {
    expert: expert.name,
    need: nameNeed(demand, programme, locale),
    when: showTime(demand, programme, locale),
    place: whereOf({ file, programme, locale }),
  });
  return [section(told), ...actions(pledgeButton(file, locale, true))];
}

function buildItem(file: ClaimFile, ask: HomeAsk, onBehalf = false): KnownBlock[] {
  const { years, locale, offersLinks } = ask;
  const { claim, expert, demand } = file;
  const programme = years.of(demand);
  if (isSaidAbsent(claim))
    return [...buildSaidAbsent(file, programme, locale), ...actions(...noShowButtons(file, locale))];
  if (claim.state === 'home_unit_pending' && expert.ownPledge) return buildPledgeItem(file, ask);
  const asksConsent = claim.state === 'home_unit_pending';
  const told = say(locale, asksConsent ? 'home_consent' : 'home_host', {
    expert: nameClaimant(file, locale),
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
    ...actions(...buttons),
    // A row of its own: of a consent the one above is full.
    ...actions(...linkButtons({ file, locale, onBehalf, offersLinks })),
  ];
}
