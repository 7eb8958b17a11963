import { type RawBuilder, sql } from 'kysely';
import { isOneOf, NOBODY_NAMED } from '../db/personal-sql.ts';
import { wordsOf } from '../i18n/words.ts';
import type { Expired, Personal } from '../people.ts';

const say = wordsOf({ zh: { links: '您办理的答复链接' }, en: { links: 'Answer links that you made' } });

/** Nobody answers no without a word. */
const UNSAID = { reason: sql`case when answer_link.reason = '' then '' else '-' end` };

const about = (claims: RawBuilder<unknown>, reports: RawBuilder<unknown>) =>
  sql<boolean>`(answer_link.claim_id in (${claims}) or answer_link.report_id in (${reports}))`;

const ofYear = ({ teamId, year }: Expired) =>
  about(
    sql`select c.id from claim c where c.team_id = ${teamId} and c.year = ${year}`,
    sql`select r.id from report r where r.team_id = ${teamId} and r.year = ${year}`,
  );

export const personalInLinks: readonly Personal[] = [
  {
    table: 'answer_link',
    words: ['reason'],
    harmless: ['secret_hash', 'asks', 'answer', 'claim_id', 'report_id'],
    rows: [
      {
        title: (locale) => say(locale, 'links'),
        of: ({ accounts }) => isOneOf('answer_link.made_by', accounts),
        gives: ['made_at', 'asks', 'answered_at', 'answer'],
      },
      {
        of: ({ teamId, expertIds }) =>
          about(
            sql`select c.id from claim c where c.team_id = ${teamId} and ${isOneOf('c.expert_id', expertIds)}`,
            sql`select re.report_id from report_expert re
              where re.team_id = ${teamId} and ${isOneOf('re.expert_id', expertIds)}`,
          ),
        becomes: () => UNSAID,
      },
      { ofYear, becomes: () => ({ ...UNSAID, made_by: NOBODY_NAMED }) },
    ],
  },
];
