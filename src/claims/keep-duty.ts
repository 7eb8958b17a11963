import { showTime } from '../demands/blocks.ts';
import { isAssistant } from '../directory/acts-for.ts';
import { BY_NUMBER, type Duty } from '../directory/duty.ts';
import { climbAfter } from '../directory/ladder.ts';
import { section } from '../slack/blocks.ts';
import { ANSWER_DAYS, freedAt } from './answer-days.ts';
import type { ClaimFile } from './claim.ts';
import { findClaim } from './file-sql.ts';
import { keepButtons } from './keep-views.ts';
import { listOwedAnswers } from './owed-answer-sql.ts';
import { whereOf } from './request-views.ts';
import { nameNeed } from './views.ts';
import { say } from './words.ts';

/** The date has moved: does it suit the expert? */
export const keepClaim: Duty<ClaimFile> = {
  kind: 'keep_claim',
  act: 'keep_claim',
  sources: [listOwedAnswers],
  ladder: (owed, workplace) => climbAfter(owed, ANSWER_DAYS, workplace),
  read: (db, teamId, { objectId }) => findClaim(db, teamId, objectId),
  item(file, { owed, userId }, { programme, locale }) {
    const { claim, demand, expert } = file;
    const whose = isAssistant(userId, expert) ? [expert.name] : [];
    const values = {
      need: [...whose, nameNeed(demand, programme, locale), claim.number].join(' · '),
      when: showTime(demand, programme, locale),
      place: whereOf({ file, programme, locale }),
    };
    return {
      blocks: [section(say(locale, 'duty_keep_item', values))],
      notes: freedAt(owed, { programme, locale }),
      buttons: keepButtons(claim, locale),
    };
  },
  title: (locale) => say(locale, 'duty_keep_claim'),
  ...BY_NUMBER,
  together: 'never',
};
