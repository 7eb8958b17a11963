import { BY_NUMBER, type Duty } from '../directory/duty.ts';
import { COORDINATOR_DAYS, climbAfter } from '../directory/ladder.ts';
import { button, section } from '../slack/blocks.ts';
import { ACTIONS } from '../slack/ids.ts';
import type { ClaimFile } from './claim.ts';
import { findClaim } from './file-sql.ts';
import { listOwedPapers } from './owed-paper-sql.ts';
import { nameNeed } from './views.ts';
import { say } from './words.ts';

/** A yes by telephone is one at once; its letter follows (notice 5(2): 经单位同意). */
export const paper: Duty<ClaimFile> = {
  kind: 'consent_paper',
  act: 'record_consent',
  sources: [listOwedPapers],
  ladder: (owed, workplace) => climbAfter(owed, COORDINATOR_DAYS, workplace),
  read: (db, teamId, { objectId }) => findClaim(db, teamId, objectId),
  item({ claim, expert, demand }, _, { programme, locale }) {
    const need = `${nameNeed(demand, programme, locale)} · ${claim.number}`;
    const text = say(locale, 'record_paper');
    const record = {
      text,
      actionId: ACTIONS.recordConsent,
      value: claim.id,
      label: `${text} ${claim.number}`,
    };
    return {
      blocks: [
        section(say(locale, 'duty_paper_item', { expert: expert.name, employer: expert.employer, need })),
      ],
      notes: [],
      buttons: [button({ ...record, style: 'primary' })],
    };
  },
  title: (locale) => say(locale, 'duty_paper'),
  ...BY_NUMBER,
  together: 'never',
};
