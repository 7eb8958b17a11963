import { BY_NUMBER, type Duty } from '../directory/duty.ts';
import { COORDINATOR_DAYS, climbAfter } from '../directory/ladder.ts';
import { context, section } from '../slack/blocks.ts';
import { shorten } from '../slack/text.ts';
import { districtsOf, nameMissing, showTime } from './blocks.ts';
import { type Demand, passesOn } from './demand.ts';
import { listOwedReviews } from './owed-reviews.ts';
import { findDemand } from './repository.ts';
import { buildDecisionButtons } from './review-blocks.ts';
import { say } from './words.ts';

/** As much of what is asked for as a reminder shows: nobody decides without its words (mission: decision 34). */
const MOST_WORDS = 400;

const review: Duty<Demand> = {
  kind: 'need_review',
  act: 'publish_demand',
  sources: [listOwedReviews],
  ladder: (owed, workplace) => climbAfter(owed, COORDINATOR_DAYS, workplace),
  read: (db, teamId, { objectId }) => findDemand(db, teamId, objectId),
  item(demand, _, { programme, locale }) {
    const { number, title, unitName: unit, expertRequirement, description, expectedOutcome } = demand;
    const district = districtsOf(demand, programme, locale);
    const when = showTime(demand, programme, locale);
    const words = [expertRequirement, description, expectedOutcome].filter(Boolean).join('\n');
    const missing = nameMissing(demand, locale);
    const forwards = passesOn(programme, demand.state === 'bureau_review');
    return {
      blocks: [
        section(say(locale, 'home_review', { number, title, unit, district, when })),
        ...(words ? [context(shorten(words, MOST_WORDS))] : []),
      ],
      notes: missing ? [say(locale, 'home_missing', { fields: missing })] : [],
      buttons: buildDecisionButtons(demand, locale, { forwards }).flatMap((row) =>
        row.type === 'actions' ? row.elements.filter((one) => one.type === 'button') : [],
      ),
    };
  },
  title: (locale) => say(locale, 'duty_review'),
  ...BY_NUMBER,
  together: 'never',
};

/** What a need that was handed in makes people owe. */
export const demandsDuties: readonly Duty[] = [review];
