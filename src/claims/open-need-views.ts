import type { KnownBlock } from '@slack/types';
import { buildDemandLine } from '../demands/blocks.ts';
import { buildClaimForButton } from '../demands/claim-for-button.ts';
import { type Demand, isReduced, type Seats } from '../demands/demand.ts';
import type { Expert } from '../directory/expert.ts';
import type { Locale } from '../i18n/locale.ts';
import { joinNames } from '../i18n/words.ts';
import { labelOf } from '../programme/catalogue.ts';
import { type Programme, showDate } from '../programme/programme.ts';
import { context } from '../slack/blocks.ts';
import { sayBlocked } from './advance-views.ts';
import { fitOf } from './fit.ts';
import type { Hurdle } from './outcome.ts';
import { claimButton } from './views.ts';
import { say } from './words.ts';

export interface OpenNeed {
  demand: Demand;
  seats: Seats;
  /** Undefined for somebody who has not registered. */
  expert: Expert | undefined;
  /** False while the person can't claim anything; the list says above why. */
  mayClaim: boolean;
  hurdle: Hurdle | undefined;
  /** A coordinator may claim it for others. */
  mayClaimFor: boolean;
}

/** One need in the list: what it is, and why it suits; with the button, or why this one can't be taken. */
export function buildOpenNeed(need: OpenNeed, programme: Programme, locale: Locale): KnownBlock[] {
  const { demand, seats, mayClaim, mayClaimFor, hurdle } = need;
  const line = buildDemandLine(demand, seats, programme, locale);
  const own = mayClaim && !hurdle ? claimButton(demand, programme, locale) : undefined;
  const accessory = own ?? (mayClaimFor && seats.free > 0 ? buildClaimForButton(demand, locale) : undefined);
  const why = [
    ...sayFit(need, programme, locale),
    ...(hurdle ? [sayHurdle(hurdle, programme.year, locale)] : []),
  ].join(' · ');
  return [
    line.type === 'section' && accessory ? { ...line, accessory } : line,
    ...(why ? [context(why)] : []),
  ];
}

/** "Your field · a service you offer: … · claim by 8 Nov"; of a reduced need not what is asked for. */
function sayFit({ demand, expert }: OpenNeed, { catalogue, year }: Programme, locale: Locale): string[] {
  const { sameField, services } = expert ? fitOf(demand, expert) : { sameField: false, services: [] };
  const isForAll = demand.field === undefined;
  const named = isReduced(demand) ? [] : services;
  const labels = named.map((type) => labelOf(catalogue.need_types, type, locale));
  const lastDay = demand.claimDeadline ?? demand.serviceEnd;
  return [
    ...(sameField ? [say(locale, 'fit_field')] : []),
    ...(isForAll ? [say(locale, 'fit_any_field')] : []),
    ...(labels.length > 0 ? [say(locale, 'fit_services', { services: joinNames(labels, locale) })] : []),
    ...(lastDay ? [say(locale, 'fit_deadline', { date: showDate(lastDay, locale, year) })] : []),
  ];
}

function sayHurdle(hurdle: Hurdle, year: number, locale: Locale): string {
  switch (hurdle.kind) {
    case 'already_yours':
      return say(locale, 'held_already', { number: hurdle.number });
    case 'limit_reached':
      return say(locale, 'limit_used', { used: hurdle.used, limit: hurdle.limit });
    case 'blocked':
      return sayBlocked(hurdle.dates, year, locale);
  }
}
