import { type Demand, isServiceOver } from '../demands/demand.ts';
import type { Locale } from '../i18n/locale.ts';
import { showDate, today } from '../programme/programme.ts';
import { type Message, message, section } from '../slack/blocks.ts';
import type { ClaimCase } from './case-sql.ts';
import type { Doer } from './enter.ts';
import { nameNeed } from './views.ts';
import { say } from './words.ts';

/** The first day has come; one that was never given has begun when its people say so. */
function hasBegun({ serviceStart }: Demand, day: Temporal.PlainDate): boolean {
  return !serviceStart || serviceStart <= day.toString();
}

/** What goes by the days of the service, and against which its report stands. */
type ByTheService = 'report_no_show' | 'waive_report' | 'recall_expert' | 'withdraw_claim';

/** Why it can't be done: it isn't the day for it, or the report says what took place, and that is not undone. */
export function refuseByService(
  act: ByTheService,
  { programme, now }: Doer,
  { demand, isReported }: ClaimCase,
  locale: Locale,
): Message | undefined {
  const need = nameNeed(demand, programme, locale);
  const date = demand.serviceStart ? showDate(demand.serviceStart, locale, programme.year) : '';
  const untimely = untimelyOf(act, demand, today(programme, now));
  if (untimely) return message(section(say(locale, untimely, { need, date })));
  const there = act === 'withdraw_claim' ? 'service_reported' : 'report_there';
  return isReported ? message(section(say(locale, there, { need }))) : undefined;
}

function untimelyOf(act: ByTheService, demand: Demand, day: Temporal.PlainDate) {
  const isOver = isServiceOver(demand, day);
  switch (act) {
    case 'report_no_show':
      return hasBegun(demand, day) ? undefined : 'service_not_begun';
    case 'waive_report':
      return demand.serviceEnd && !isOver ? 'service_not_over' : undefined;
    case 'recall_expert':
      return isOver ? 'recall_over' : undefined;
    case 'withdraw_claim':
      return isOver ? 'service_over' : undefined;
  }
}
