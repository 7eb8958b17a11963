import { sql } from 'kysely';
import { wordsOf } from '../i18n/words.ts';
import type { PeoplePart } from '../people.ts';
import { personalInRounds } from './personal.ts';

const say = wordsOf({
  zh: { invitations: '{n} 条邀请', rounds: '{n} 轮正在进行的征询' },
  en: { invitations: '{n} {n|invitation|invitations}', rounds: '{n} {n|round|rounds} of asking experts' },
});

export const peopleInRounds: PeoplePart = {
  personal: personalInRounds,
  refers: [
    {
      to: ['expert'],
      table: 'invitation',
      column: 'expert_id',
      row: ['demand_id'],
      once: true,
      say: (n, locale) => say(locale, 'invitations', { n }),
    },
    {
      to: ['account'],
      table: 'ask_round',
      column: 'started_by',
      follows: () => sql`ended_at is null`,
      place: sql`(select 'district:' || d.district from demand d
        where d.team_id = ask_round.team_id and d.id = ask_round.demand_id)`,
      say: (n, locale) => say(locale, 'rounds', { n }),
    },
  ],
};
