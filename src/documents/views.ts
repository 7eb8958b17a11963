import type { Locale } from '../i18n/locale.ts';
import { actions, button, type Message, message, section } from '../slack/blocks.ts';
import { ACTIONS } from '../slack/ids.ts';
import { nameWhat } from './export-form.ts';
import { type Fault, isWhat, type Job } from './job.ts';
import { say } from './words.ts';

/** What a button says that asks for the same once more. */
export const AGAIN = 'again:';

/** To whoever asked: one message from the question to the end. */
export function buildJob(job: Job, locale: Locale): Message {
  const { state, progress, title, fault } = job;
  const what = title || (isWhat(job.what) ? nameWhat(job.what, locale) : job.what);
  switch (state) {
    case 'waiting':
      return message(section(say(locale, 'waiting', { what })));
    case 'building':
      return message(section(say(locale, 'building', { what, progress })));
    case 'done':
      return message(
        section(fault ? say(locale, 'nothing', { what }) : say(locale, 'done', { title: what })),
        ...(fault ? actions(againButton(job, 'choose_again', locale)) : []),
      );
    case 'failed':
      return message(
        section(say(locale, 'failed', { what, why: sayWhy(fault ?? 'broken', locale) })),
        ...actions(againButton(job, 'again', locale)),
      );
  }
}

function againButton({ id }: Job, said: 'again' | 'choose_again', locale: Locale) {
  const text = say(locale, said);
  return button({ text, actionId: ACTIONS.exportPaper, value: `${AGAIN}${id}` });
}

function sayWhy(fault: Fault, locale: Locale): string {
  return fault === 'nothing' ? '' : say(locale, `why_${fault}`);
}
