import { isOneOf } from '../db/personal-sql.ts';
import { wordsOf } from '../i18n/words.ts';
import type { Personal } from '../people.ts';

const say = wordsOf({ zh: { records: '服务记录' }, en: { records: 'Service records' } });

/** Fields and salt go by `erase.ts`, with a leaf that says so; the log tells of nobody. */
export const personalInRecords: readonly Personal[] = [
  {
    table: 'service_record',
    harmless: ['number', 'code', 'report_id', 'salt', 'fields'],
    rows: [
      {
        title: (locale) => say(locale, 'records'),
        of: ({ expertIds }) => isOneOf('service_record.expert_id', expertIds),
        gives: ['number', 'code', 'fields'],
      },
    ],
  },
  { table: 'record_leaf', harmless: ['kind', 'number', 'commitment', 'by', 'hash'] },
  { table: 'record_log', harmless: ['name', 'root', 'edge'] },
  { table: 'record_checkpoint', harmless: ['key_id', 'root', 'note'] },
  { table: 'record_key', harmless: ['key_id', 'line'] },
];
