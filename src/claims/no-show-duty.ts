import { BY_NUMBER, type Duty } from '../directory/duty.ts';
import { COORDINATOR_DAYS, climbAfter } from '../directory/ladder.ts';
import { noShowButtons } from './buttons.ts';
import type { ClaimFile } from './claim.ts';
import { findClaim } from './file-sql.ts';
import { buildSaidAbsent } from './no-show-views.ts';
import { listOwedNoShows } from './owed-no-show-sql.ts';
import { say } from './words.ts';

/** Did the expert come or not: a coordinator of the need's district decides, with both sides in sight. */
export const noShow: Duty<ClaimFile> = {
  kind: 'no_show_decision',
  act: 'uphold_no_show',
  sources: [listOwedNoShows],
  ladder: (owed, workplace) => climbAfter(owed, COORDINATOR_DAYS, workplace),
  read: (db, teamId, { objectId }) => findClaim(db, teamId, objectId),
  item: (file, _, { programme, locale }) => ({
    blocks: buildSaidAbsent(file, programme, locale),
    notes: [],
    buttons: noShowButtons(file, locale),
  }),
  title: (locale) => say(locale, 'duty_no_show'),
  ...BY_NUMBER,
  together: 'never',
};
