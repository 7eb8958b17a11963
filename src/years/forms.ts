import type { ModalView } from '@slack/types';
import type { Locale } from '../i18n/locale.ts';
import type { Programme } from '../programme/programme.ts';
import { say as sayProgramme } from '../programme/words.ts';
import { context, section } from '../slack/blocks.ts';
import { checkboxField, dateField, type Typed, textField } from '../slack/form.ts';
import { VIEWS } from '../slack/ids.ts';
import { say as sayShared } from '../slack/say.ts';
import { modal } from '../slack/view.ts';
import type { SummaryFigures } from '../summaries/summary.ts';
import { sayFirstDay } from './views.ts';
import { say } from './words.ts';

/** What the next year doesn't take over; all else it begins with. */
export function buildOpenYearForm(
  { year, targetExperts }: Programme,
  locale: Locale,
  today: Temporal.PlainDate,
): ModalView {
  const next = year + 1;
  const what =
    today.year < next
      ? say(locale, 'open_what_ahead', { year, next, date: sayFirstDay(next, locale) })
      : say(locale, 'open_what', { year });
  const typed: Typed = {
    year: String(next),
    opens_on: `${next}-01-01`,
    deadline: `${next}-12-31`,
    target_experts: String(targetExperts),
  };
  return modal({
    callbackId: VIEWS.openYear,
    title: say(locale, 'open_title'),
    submit: say(locale, 'open'),
    close: sayShared(locale, 'cancel'),
    metadata: { after: String(year) },
    blocks: [
      section(what),
      textField('year', sayProgramme(locale, 'year'), { typed, max: 10 }),
      dateField('opens_on', sayProgramme(locale, 'opens_on'), { typed }),
      dateField('deadline', sayProgramme(locale, 'deadline'), { typed }),
      textField('target_experts', sayProgramme(locale, 'target_experts'), { typed, max: 20 }),
      textField('document_no', sayProgramme(locale, 'document_no'), { typed, max: 100, optional: true }),
    ],
  });
}

/** The figures that will stand, and one box: there is no way back but by corrections. */
export function buildCloseForm(
  { year }: Programme,
  { experts, personTimes, reports }: SummaryFigures,
  unreported: number,
  locale: Locale,
): ModalView {
  return modal({
    callbackId: VIEWS.closeYear,
    title: say(locale, 'close_title'),
    submit: say(locale, 'close_button'),
    close: sayShared(locale, 'cancel'),
    metadata: { year: String(year) },
    blocks: [
      section(say(locale, 'close_what', { year })),
      section(say(locale, 'frozen', { experts, personTimes, reports })),
      ...(unreported > 0 ? [context(say(locale, 'close_unreported', { n: unreported }))] : []),
      checkboxField('confirm', say(locale, 'close_confirm'), [
        { value: 'yes', text: say(locale, 'close_yes') },
      ]),
    ],
  });
}
