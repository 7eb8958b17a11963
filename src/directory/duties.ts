import { section } from '../slack/blocks.ts';
import { buildRegistrationButtons, buildRegistrationFacts } from './blocks.ts';
import type { Duty } from './duty.ts';
import type { Expert } from './expert.ts';
import { COORDINATOR_DAYS, climbAfter } from './ladder.ts';
import { listOwedVerifications } from './owed-verifications.ts';
import { findExpert } from './repository.ts';
import { say } from './words.ts';

const verification: Duty<Expert> = {
  kind: 'verification',
  act: 'verify_expert',
  sources: [listOwedVerifications],
  ladder: (owed, workplace) => climbAfter(owed, COORDINATOR_DAYS, workplace),
  read: (db, teamId, { objectId }) => findExpert(db, teamId, objectId),
  item: (expert, _, { programme, locale }) => ({
    blocks: [
      section(say(locale, 'review_title', { name: expert.name })),
      buildRegistrationFacts(expert, programme, locale),
    ],
    notes: [say(locale, 'review_hint')],
    buttons: buildRegistrationButtons(expert, locale).flatMap((row) =>
      row.type === 'actions' ? row.elements.filter((one) => one.type === 'button') : [],
    ),
  }),
  title: (locale) => say(locale, 'duty_verification'),
  label: ({ words }) => words.name ?? '',
  name: (label) => ({ name: label, rank: 0 }),
  together: 'never',
};

/** What a registration makes people owe. */
export const directoryDuties: readonly Duty[] = [verification];
