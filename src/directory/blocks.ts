import type { KnownBlock } from '@slack/types';
import type { Locale } from '../i18n/locale.ts';
import { joinNames } from '../i18n/words.ts';
import { labelOf } from '../programme/catalogue.ts';
import { systemName } from '../programme/places.ts';
import type { Programme } from '../programme/programme.ts';
import { actions, button, facts, header, type Message, message, section } from '../slack/blocks.ts';
import { ACTIONS, type UserId } from '../slack/ids.ts';
import { assistantButton } from './assistant-views.ts';
import type { Expert } from './expert.ts';
import { buildMergeButton } from './merge-button.ts';
import { buildLinkButton } from './record-views.ts';
import { say } from './words.ts';
import { say as sayAssistants } from './words-assistants.ts';
import { say as sayRecorded } from './words-recorded.ts';

/** What a coordinator checks: the person, the employer, and who consents for it. */
export function buildRegistrationFacts(expert: Expert, { catalogue }: Programme, locale: Locale): KnownBlock {
  return facts([
    [say(locale, 'name'), expert.name],
    [say(locale, 'employer'), expert.employer],
    [say(locale, 'system'), systemName(expert.system, locale)],
    [say(locale, 'title'), labelOf(catalogue.titles, expert.title, locale)],
    [
      say(locale, 'categories'),
      joinNames(
        expert.categories.map((id) => labelOf(catalogue.categories, id, locale)),
        locale,
      ),
    ],
    [say(locale, 'field'), labelOf(catalogue.fields, expert.field, locale)],
    [say(locale, 'specialty'), expert.specialty],
    [say(locale, 'home_unit_contact'), expert.homeUnitContact],
    [
      say(locale, 'home_unit_user'),
      expert.homeUnitUser ? { user: expert.homeUnitUser as UserId } : undefined,
    ],
    ...actingFacts(expert, locale),
    ...(expert.recordedBy ? recordedFacts(expert, expert.recordedBy, locale) : []),
  ]);
}

function actingFacts(expert: Expert, locale: Locale): Parameters<typeof facts>[0] {
  const { ownPledge, secondEmployer, secondHomeUnitUser, assistantUser } = expert;
  const user = (id: string | undefined) => (id ? { user: id as UserId } : undefined);
  return [
    [sayAssistants(locale, 'own_pledge'), ownPledge ? sayAssistants(locale, 'pledges') : undefined],
    [sayAssistants(locale, 'second_employer'), secondEmployer],
    [sayAssistants(locale, 'second_home_unit_user'), user(secondHomeUnitUser)],
    [sayAssistants(locale, 'assistant'), user(assistantUser)],
  ];
}

function recordedFacts(
  { userId, evidence }: Expert,
  by: string,
  locale: Locale,
): Parameters<typeof facts>[0] {
  return [
    [sayRecorded(locale, 'account'), userId ? { user: userId as UserId } : sayRecorded(locale, 'no_account')],
    [sayRecorded(locale, 'recorded_by'), { user: by as UserId }],
    [sayRecorded(locale, 'evidence'), evidence],
  ];
}

export function buildRegistrationButtons(expert: Expert, locale: Locale): KnownBlock[] {
  if (expert.state !== 'registered') return [];
  const { id: value, name } = expert;
  return actions(
    button({
      text: say(locale, 'verify'),
      actionId: ACTIONS.verifyExpert,
      value,
      style: 'primary',
      label: `${say(locale, 'verify')} ${name}`,
    }),
    button({
      text: say(locale, 'return'),
      actionId: ACTIONS.returnRegistration,
      value,
      label: `${say(locale, 'return')} ${name}`,
    }),
  );
}

/** The registration as its coordinator sees it: buttons while undecided, the decision afterwards. */
export function buildRegistrationReview(
  expert: Expert,
  programme: Programme,
  locale: Locale,
  { who = '', namesake }: { who?: string | undefined; namesake?: Expert | undefined },
): Message {
  const { name, state } = expert;
  const twin = namesake && say(locale, 'namesake', { name, employer: namesake.employer });
  return message(
    header(say(locale, state === 'registered' ? 'review_title' : 'review_title_decided', { name })),
    buildRegistrationFacts(expert, programme, locale),
    state === 'registered'
      ? section([say(locale, 'review_hint'), twin].filter(Boolean).join('\n'))
      : section(say(locale, `review_${state}`, { who })),
    buildRegistrationButtons(expert, locale),
    buildLinkButton(expert, locale),
    state === 'verified' ? actions(assistantButton(expert, locale)) : [],
    namesake ? actions(buildMergeButton(expert, locale)) : [],
  );
}

/** Where the expert stands, to the expert. */
export function buildRegistrationNotice(expert: Expert, locale: Locale): Message {
  const change = button({
    text: say(locale, 'change_registration'),
    actionId: ACTIONS.registerExpert,
    value: expert.id,
  });
  if (expert.state === 'verified') return message(section(say(locale, 'you_are_verified')));
  return message(
    section(say(locale, 'you_are_returned', { reason: expert.returnReason ?? '' })),
    actions(change),
  );
}
