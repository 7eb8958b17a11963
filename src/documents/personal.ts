import { isOneOf } from '../db/personal-sql.ts';
import { wordsOf } from '../i18n/words.ts';
import type { Personal } from '../people.ts';

const say = wordsOf({
  zh: { papers: '您导出的材料' },
  en: { papers: 'Papers you asked for' },
});

export const personalInDocuments: readonly Personal[] = [
  {
    table: 'document_job',
    words: ['title', 'parameters'],
    harmless: ['cause', 'what', 'state', 'fault'],
    rows: [
      {
        title: (locale) => say(locale, 'papers'),
        of: ({ accounts }) => isOneOf('document_job.asked_by', accounts),
        gives: ['asked_at', 'title'],
        becomes: 'nothing',
      },
    ],
  },
];
