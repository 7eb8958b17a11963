import { showTime } from '../demands/blocks.ts';
import { BY_NUMBER, type Duty } from '../directory/duty.ts';
import { climbAfter } from '../directory/ladder.ts';
import { section } from '../slack/blocks.ts';
import { ANSWER_DAYS, freedAt } from './answer-days.ts';
import type { ClaimFile } from './claim.ts';
import { findClaim } from './file-sql.ts';
import { listOwedAnswers } from './owed-answer-sql.ts';
import { pledgeButtons } from './pledge-views.ts';
import { whereOf } from './request-views.ts';
import { nameNeed } from './views.ts';
import { say } from './words-acting.ts';

/** Without an employer to consent: the expert's own promise, or a coordinator's record of it. */
export const ownPledge: Duty<ClaimFile> = {
  kind: 'own_pledge',
  act: 'own_pledge',
  sources: [listOwedAnswers],
  ladder: (owed, workplace) => climbAfter(owed, ANSWER_DAYS, workplace),
  read: (db, teamId, { objectId }) => findClaim(db, teamId, objectId),
  item(file, { owed, userId }, { programme, locale }) {
    const { claim, demand, expert } = file;
    const values = {
      expert: expert.name,
      need: `${nameNeed(demand, programme, locale)} · ${claim.number}`,
      when: showTime(demand, programme, locale),
      place: whereOf({ file, programme, locale }),
    };
    return {
      blocks: [section(say(locale, 'duty_pledge_item', values))],
      notes: freedAt(owed, { programme, locale }),
      buttons: pledgeButtons(file, locale, userId !== expert.userId),
    };
  },
  title: (locale) => say(locale, 'duty_own_pledge'),
  ...BY_NUMBER,
  together: 'never',
};
