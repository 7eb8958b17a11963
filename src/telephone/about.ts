import { districtsOf, showTime, titleOf } from '../demands/blocks.ts';
import { type Demand, isReduced } from '../demands/demand.ts';
import type { Programme } from '../programme/programme.ts';
import { showTime as showService } from '../reports/blocks.ts';
import type { Report } from '../reports/report.ts';
import type { Content } from './line.ts';

type About = Pick<Content, 'number' | 'title' | 'when' | 'place'>;

/** `isOpen`: nothing of a confidential need is kept from them any more. A host unit knows its own name. */
export function aboutNeed(
  demand: Demand,
  programme: Programme,
  { isOpen, isExpert }: { isOpen: boolean; isExpert: boolean },
): About {
  const isHidden = !isOpen && isReduced(demand);
  const where = [isExpert ? demand.unitName : '', demand.place].filter(Boolean).join(' ');
  return {
    number: demand.number,
    title: (locale) => (isHidden ? titleOf(demand, programme, locale) : demand.title),
    when: (locale) => showTime(demand, programme, locale),
    place: (locale) => (isHidden ? districtsOf(demand, programme, locale) : where),
  };
}

export function aboutReport(report: Report, programme: Programme): About {
  return {
    number: report.number,
    title: () => report.title,
    when: (locale) => showService(report, { locale, programme }),
    place: () => '',
  };
}

export const ABOUT_NOTHING: About = { number: '', title: () => '', when: () => '', place: () => '' };
