import { sql } from 'kysely';
import { EMPTY, isOneOf } from '../db/personal-sql.ts';
import { wordsOf } from '../i18n/words.ts';
import type { Personal } from '../people.ts';

const say = wordsOf({
  zh: { nudges: '发给您的提醒', handovers: '您转给别人的事' },
  en: { nudges: 'Reminders to you', handovers: 'Duties that you passed on' },
});

export const personalInNudges: readonly Personal[] = [
  {
    table: 'nudge',
    words: ['label'],
    harmless: ['kind', 'object_kind', 'object_id', 'stage', 'via', 'outcome'],
    rows: [
      {
        title: (locale) => say(locale, 'nudges'),
        of: ({ accounts }) => isOneOf('nudge.user_id', accounts),
        gives: ['noted_at', 'kind', 'label', 'stage'],
        becomes: 'nothing',
      },
      { ofYear: ({ before }) => sql`nudge.due_at < ${before}::date`, becomes: 'nothing' },
    ],
  },
  {
    table: 'nudge_message',
    rows: [{ of: ({ accounts }) => isOneOf('nudge_message.user_id', accounts), becomes: 'nothing' }],
  },
  {
    table: 'nudge_snooze',
    rows: [{ of: ({ accounts }) => isOneOf('nudge_snooze.user_id', accounts), becomes: 'nothing' }],
  },
  {
    table: 'nudge_handover',
    words: ['reason'],
    harmless: ['kind', 'object_id'],
    rows: [
      {
        title: (locale) => say(locale, 'handovers'),
        of: ({ accounts }) => isOneOf('nudge_handover.from_user', accounts),
        gives: ['at', 'kind', 'reason'],
        becomes: () => ({ reason: EMPTY }),
      },
      { of: ({ accounts }) => isOneOf('nudge_handover.to_user', accounts), becomes: 'nothing' },
      { ofYear: ({ before }) => sql`nudge_handover.at < ${before}::date`, becomes: 'nothing' },
    ],
  },
];
