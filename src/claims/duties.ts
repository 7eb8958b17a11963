import { showTime } from '../demands/blocks.ts';
import type { Demand } from '../demands/demand.ts';
import { buildAskButton, buildCancelButton } from '../demands/published-blocks.ts';
import { findDemand } from '../demands/repository.ts';
import { BY_NUMBER, type Duty, type DutyFrame, type DutyItem } from '../directory/duty.ts';
import { atHour, climbAfter, dayOf, type Ladder, latest } from '../directory/ladder.ts';
import type { Owed } from '../directory/owed.ts';
import type { Locale } from '../i18n/locale.ts';
import { showDate } from '../programme/programme.ts';
import { addWorkingDays, toWorkingDay, type Workplace } from '../programme/working-days.ts';
import { section } from '../slack/blocks.ts';
import { nameClaimant } from './acting-views.ts';
import { ANSWER_DAYS, freedAt } from './answer-days.ts';
import type { ClaimFile } from './claim.ts';
import { findClaim } from './file-sql.ts';
import { keepClaim } from './keep-duty.ts';
import { noShow } from './no-show-duty.ts';
import { listOwedAnswers, listServicesAhead } from './owed-answer-sql.ts';
import { listUnclaimedNeeds } from './owed-need-sql.ts';
import { paper } from './paper-duty.ts';
import { ownPledge } from './pledge-duty.ts';
import { consentButtons, hostButtons } from './request-buttons.ts';
import { whereOf } from './request-views.ts';
import { nameNeed } from './views.ts';
import { say } from './words.ts';

/**
 * Working days before the last day on which a need takes claims; the first is also told to who posted it. Whoever
 * published it today knows that nobody has claimed it.
 */
const FIRST_BEFORE_END = 5;
const LAST_BEFORE_END = 2;

const consent: Duty<ClaimFile> = {
  kind: 'consent',
  act: 'give_consent',
  sources: [listOwedAnswers],
  ladder: (owed, workplace) => climbAfter(owed, ANSWER_DAYS, workplace),
  read: (db, teamId, { objectId }) => findClaim(db, teamId, objectId),
  item(file, { owed }, { programme, locale }) {
    const { claim, expert, demand } = file;
    const need = `${nameNeed(demand, programme, locale)} · ${claim.number}`;
    const values = {
      expert: nameClaimant(file, locale),
      employer: expert.employer,
      when: showTime(demand, programme, locale),
      need,
      place: whereOf({ file, programme, locale }),
    };
    return {
      blocks: [section(say(locale, 'duty_consent_item', values))],
      notes: freedAt(owed, { programme, locale }),
      buttons: consentButtons({ file, locale }),
    };
  },
  title: (locale) => say(locale, 'duty_consent'),
  ...BY_NUMBER,
  together: 'never',
};

const hostAnswer: Duty<ClaimFile> = {
  kind: 'host_answer',
  act: 'accept_expert',
  sources: [listOwedAnswers],
  ladder: (owed, workplace) => climbAfter(owed, ANSWER_DAYS, workplace),
  read: (db, teamId, { objectId }) => findClaim(db, teamId, objectId),
  item(file, { owed }, { programme, locale }) {
    const { claim, expert, demand } = file;
    const values = {
      expert: expert.name,
      employer: expert.employer,
      when: showTime(demand, programme, locale),
      title: demand.title,
      number: `${demand.number} · ${claim.number}`,
    };
    return {
      blocks: [section(say(locale, 'duty_host_item', values))],
      notes: freedAt(owed, { programme, locale }),
      buttons: hostButtons({ file, locale }),
    };
  },
  title: (locale) => say(locale, 'duty_host_answer'),
  ...BY_NUMBER,
  together: 'never',
};

const serviceTomorrow: Duty<ClaimFile> = {
  kind: 'service_tomorrow',
  act: 'see_demand_contact',
  sources: [listServicesAhead],
  ladder: climbToService,
  read: (db, teamId, { objectId }) => findClaim(db, teamId, objectId),
  item: (file, _, { programme, locale }) =>
    aboutService(file, showTime(file.demand, programme, locale), locale),
  title: (locale) => say(locale, 'duty_service'),
  ...BY_NUMBER,
  together: 'never',
};

const openNeed: Duty<Demand> = {
  kind: 'open_need',
  act: 'publish_demand',
  sources: [listUnclaimedNeeds],
  ladder: climbToClaimsEnd,
  read: (db, teamId, { objectId }) => findDemand(db, teamId, objectId),
  item: (demand, { owed, isInformed }, frame) => aboutNeed(owed, demand, isInformed, frame),
  title: (locale) => say(locale, 'duty_open_need'),
  ...BY_NUMBER,
  together: 'never',
};

/** What a claim, or a need without one, makes people owe. */
export const claimsDuties: readonly Duty[] = [
  keepClaim,
  consent,
  ownPledge,
  hostAnswer,
  paper,
  noShow,
  serviceTomorrow,
  openNeed,
];

/** Both sides of a confirmed service hold each other's telephone number already. */
function aboutService({ demand, expert }: ClaimFile, when: string, locale: Locale): DutyItem {
  const given = (...parts: string[]) => parts.filter(Boolean).join(' ') || say(locale, 'duty_not_given');
  const values = {
    ...{ number: demand.number, title: demand.title, when, place: given(demand.unitName, demand.place) },
    contact: given(demand.contactName, demand.contactPhone),
    expert: given(expert.name, expert.employer, expert.phone),
  };
  return {
    blocks: [section(say(locale, 'duty_service_item', values))],
    notes: [
      say(locale, 'duty_check_all'),
      ...(demand.actionLine === 'medical' ? [say(locale, 'duty_check_filing')] : []),
    ],
    buttons: [],
  };
}

function aboutNeed(
  owed: Owed,
  demand: Demand,
  isInformed: boolean,
  { programme, locale }: DutyFrame,
): DutyItem {
  const lastDay = demand.claimDeadline ?? demand.serviceEnd;
  const date = lastDay ? showDate(lastDay, locale, programme.year) : '';
  const title = isInformed
    ? demand.title
    : nameNeed(demand, programme, locale).slice(demand.number.length + 1);
  return {
    blocks: [
      section(say(locale, 'duty_need_item', { number: owed.words.number ?? demand.number, title, date })),
    ],
    notes: [say(locale, isInformed ? 'duty_informed_hint' : 'duty_need_hint')],
    buttons: [...(isInformed ? [] : [buildAskButton(demand, locale)]), buildCancelButton(demand, locale)],
  };
}

/** Once, on the last working day before the service; who was confirmed later than that is told at once. */
function climbToService(owed: Owed, workplace: Workplace): Ladder {
  const day = dayOf(owed.dueAt ?? owed.since, workplace);
  const eve = toWorkingDay(day.subtract({ days: 1 }), 'before', workplace.ownDays);
  const at = latest(atHour(eve, workplace), owed.since);
  return { opensAt: at, stages: [{ id: 'eve', at, to: 'owners', urgent: true }], until: owed.dueAt };
}

function climbToClaimsEnd(owed: Owed, workplace: Workplace): Ladder {
  const lastDay = dayOf(owed.dueAt ?? owed.since, workplace);
  const soonest = atHour(addWorkingDays(dayOf(owed.since, workplace), 1, workplace.ownDays), workplace);
  const before = (n: number) =>
    latest(atHour(addWorkingDays(lastDay, -n, workplace.ownDays), workplace), soonest);
  const first = before(FIRST_BEFORE_END);
  return {
    opensAt: first,
    stages: [
      { id: `before_${FIRST_BEFORE_END}`, at: first, to: 'owners', urgent: false },
      { id: 'inform', at: first, to: 'informed', urgent: false },
      { id: `before_${LAST_BEFORE_END}`, at: before(LAST_BEFORE_END), to: 'owners', urgent: false },
    ],
    until: owed.dueAt,
  };
}
