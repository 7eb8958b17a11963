import { sql } from 'kysely';
import { isOneOf } from '../db/personal-sql.ts';
import { wordsOf } from '../i18n/words.ts';
import type { Personal } from '../people.ts';

const say = wordsOf({
  zh: { messages: '发给您的消息（时间和种类）', calls: '由联络员电话转告您的事' },
  en: {
    messages: 'Messages to you (when and of which kind)',
    calls: 'What coordinators told you by telephone',
  },
});

/** A message is rendered when it is sent: what it said is in Slack alone. */
export const personalInOutbox: readonly Personal[] = [
  {
    table: 'outgoing',
    words: ['key', 'lane', 'parent_key', 'ref', 'error'],
    harmless: ['shape', 'kind', 'state', 'channel_id', 'ts', 'content_hash', 'sending_hash', 'leased_by'],
    rows: [
      {
        title: (locale) => say(locale, 'messages'),
        of: ({ accounts }) => isOneOf('outgoing.target', accounts),
        gives: ['sent_at', 'kind'],
        becomes: 'nothing',
      },
    ],
  },
  { table: 'changed', words: ['views', 'people', 'about'] },
  {
    table: 'telephone_line',
    words: ['key', 'ref'],
    harmless: ['shape', 'kind', 'person', 'person_id', 'about'],
    rows: [
      {
        title: (locale) => say(locale, 'calls'),
        of: ({ expertIds }) =>
          sql`telephone_line.person = 'expert' and ${isOneOf('telephone_line.person_id', expertIds)}`,
        gives: ['seen_at', 'kind', 'told_at'],
        becomes: 'nothing',
      },
    ],
  },
  {
    table: 'closed_place',
    harmless: ['reason'],
    rows: [{ of: ({ accounts }) => isOneOf('closed_place.target', accounts), becomes: 'nothing' }],
  },
  { table: 'sending_process', harmless: ['id'] },
  { table: 'workspace_due' },
  { table: 'slack_hold', harmless: ['method'] },
  { table: 'stopped_workspace', harmless: ['reason'] },
];
