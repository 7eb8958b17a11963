import { sql } from 'kysely';
import { isOneOf, NOBODY_NAMED } from '../db/personal-sql.ts';
import { wordsOf } from '../i18n/words.ts';
import type { Personal } from '../people.ts';

const say = wordsOf({ zh: { invitations: '发给您的邀请' }, en: { invitations: 'Invitations to you' } });

export const personalInRounds: readonly Personal[] = [
  {
    table: 'invitation',
    harmless: ['round_id', 'demand_id', 'answer'],
    rows: [
      {
        title: (locale) => say(locale, 'invitations'),
        of: ({ expertIds }) => isOneOf('invitation.expert_id', expertIds),
        gives: [
          ...['invited_at', 'answer', 'answered_at'],
          [
            'need',
            sql`(select d.number from demand d where d.team_id = invitation.team_id and d.id = invitation.demand_id)`,
          ],
        ],
      },
    ],
  },
  {
    table: 'ask_round',
    harmless: ['demand_id', 'ended_because'],
    rows: [
      {
        ofYear: ({ teamId, year }) => sql`ask_round.demand_id in (
          select d.id from demand d where d.team_id = ${teamId} and d.year = ${year})`,
        becomes: () => ({ started_by: NOBODY_NAMED }),
      },
    ],
  },
];
